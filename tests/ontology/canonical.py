"""The one way our Turtle is written: one block per term, sorted, literals by language.

Run `python -m tests.ontology.canonical` to rewrite the files of `ontology/` in place.
"""

from __future__ import annotations

import re
from pathlib import Path

from rdflib import Graph, Literal
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import Node

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"

#: Predicates in reading order; all others follow, sorted by name.
_FIRST = (
    RDF.type,
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    RDFS.domain,
    RDFS.range,
    SKOS.inScheme,
    SKOS.topConceptOf,
    SKOS.broader,
    RDFS.label,
    SKOS.prefLabel,
    RDFS.comment,
    SKOS.definition,
)
_STRING = re.compile(r'"(?:\\.|[^"\\])*"|<[^>]*>')
_PREFIX = re.compile(r"(?:^|[\s^])(\w+):", re.MULTILINE)
#: Kinds of block in reading order.
_KINDS = (OWL.Ontology, RDFS.Datatype, SKOS.ConceptScheme, OWL.Class)


def canonical(source: str) -> str:
    """Write Turtle source again in canonical form; leading comment lines are kept."""
    graph = Graph(bind_namespaces="none").parse(data=source, format="turtle")
    blocks = [_block(graph, subject) for subject in _subjects(graph)]
    return "\n".join([*_preamble(source), *_prefixes(graph, blocks), *blocks])


def _preamble(source: str) -> list[str]:
    lines = []
    for line in source.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line)
    return [*lines, ""] if lines else []


def _prefixes(graph: Graph, blocks: list[str]) -> list[str]:
    text = _STRING.sub("", "\n".join(blocks))
    used = set(_PREFIX.findall(text))
    names = sorted((prefix, str(iri)) for prefix, iri in graph.namespaces() if prefix in used)
    return [*(f"@prefix {prefix}: <{iri}> ." for prefix, iri in names), ""]


def _subjects(graph: Graph) -> list[Node]:
    return sorted(set(graph.subjects()), key=lambda subject: _place(graph, subject))


def _place(graph: Graph, subject: Node) -> tuple[object, ...]:
    types = set(graph.objects(subject, RDF.type))
    kind = next((n for n, each in enumerate(_KINDS[:2]) if each in types), 2)
    scheme = graph.value(subject, SKOS.inScheme)
    group = graph.value(subject, SKOS.broader)
    if scheme is not None:
        return (kind, 0, str(scheme), str(group or subject), str(subject) if group else "")
    rank = 0 if SKOS.ConceptScheme in types else 1 if OWL.Class in types else 2
    return (kind, rank, str(subject), "", "")


def _block(graph: Graph, subject: Node) -> str:
    predicates = sorted(set(graph.predicates(subject)), key=_order)
    parts = [_statement(graph, subject, predicate) for predicate in predicates]
    return f"{subject.n3(graph.namespace_manager)}\n    " + " ;\n    ".join(parts) + " .\n"


def _order(predicate: Node) -> tuple[int, str]:
    rank = _FIRST.index(predicate) if predicate in _FIRST else len(_FIRST)
    return rank, str(predicate)


def _statement(graph: Graph, subject: Node, predicate: Node) -> str:
    objects = sorted(graph.objects(subject, predicate), key=_value)
    terms = [each.n3(graph.namespace_manager) for each in objects]
    name = "a" if predicate == RDF.type else predicate.n3(graph.namespace_manager)
    several = len(terms) > 1 and isinstance(objects[0], Literal)
    return f"{name} " + (",\n        " if several else ", ").join(terms)


def _value(term: Node) -> tuple[str, str, str]:
    language = (term.language or "") if isinstance(term, Literal) else ""
    return language, type(term).__name__, str(term)


def main() -> None:
    """Rewrite each Turtle file of the ontology in canonical form."""
    for path in sorted(ONTOLOGY.glob("*.ttl")):
        path.write_text(canonical(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
