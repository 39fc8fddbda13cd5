import json
from pathlib import Path

import pyoxigraph
import pytest
import yaml
from rdflib import URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from tests.ontology.canonical import canonical
from tests.ontology.vocabulary import FILES, ONTOLOGY, graph, own_terms

from nutgraf.terms import NEV, NEVC, NEVT

EXTERNAL = Path(__file__).with_name("external-terms.txt")
OURS = "https://w3id.org/nutgraf/"
#: Vocabularies in which the files themselves are written.
GRAMMAR = (str(OWL), str(RDF), str(RDFS), str(SKOS), "http://www.w3.org/2001/XMLSchema#")
#: Properties whose codes the JSON-LD context abbreviates, with one code of each.
ABBREVIATED = {
    "factuality": NEVC["occurred"],
    "role": NEVC["participant"],
    "qualifier": NEVC["exact"],
    "counts": NEVC["killed"],
    "eventType": NEVT["visit"],
}


def external() -> list[str]:
    """The addresses of other vocabularies' terms that we checked by hand."""
    lines = EXTERNAL.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def read_json(text: str) -> set[pyoxigraph.Triple]:
    """The triples of a JSON-LD text."""
    quads = pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.JSON_LD)
    return {quad.triple for quad in quads}


@pytest.mark.parametrize("name", FILES)
def test_canonical(name: str) -> None:
    """The formatter leaves each file of the ontology as it is."""
    source = (ONTOLOGY / name).read_text(encoding="utf-8")
    assert canonical(source) == source


@pytest.mark.parametrize("name", FILES)
def test_parsers_agree(name: str) -> None:
    """Both parsers, rdflib and Oxigraph, read the same number of triples from each file."""
    triples = set(pyoxigraph.parse(path=ONTOLOGY / name))
    assert len(triples) == len(graph(name)) > 0


def test_canonical_sorts_and_wraps() -> None:
    """Blocks, predicates and values come out sorted, leading comments stay, others go."""
    source = (
        "# kept\n@prefix e: <http://e.example/> .\n@prefix n: <http://n.example/> .\n"
        'e:b e:q "b"@en, "a"@de . # dropped\ne:a e:q e:z , e:y ; a e:T .\n'
    )
    expected = (
        "# kept\n\n@prefix e: <http://e.example/> .\n\n"
        'e:a\n    a e:T ;\n    e:q e:y, e:z .\n\ne:b\n    e:q "a"@de,\n        "b"@en .\n'
    )
    assert canonical(source) == expected


def test_external_terms() -> None:
    """The files name exactly the terms of other vocabularies that we checked."""
    nodes = {
        str(node) for name in FILES for node in graph(name).objects() if isinstance(node, URIRef)
    }
    foreign = {each for each in nodes if not each.startswith((OURS, *GRAMMAR))}
    assert sorted(foreign) == external()


def test_alignments_start_from_our_terms() -> None:
    """Alignments say something only of terms that the ontology defines."""
    subjects = set(graph("alignments.ttl").subjects()) - {URIRef(OURS + "nev/alignments")}
    assert {str(each) for each in subjects} <= {NEV[name] for name in own_terms()}


def test_context_knows_every_term() -> None:
    """The JSON-LD context has an entry for every class and property of ours."""
    context = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    entries = [
        each["@id"] if isinstance(each, dict) else each for each in context.values() if each != 1.1
    ]
    assert {f"nev:{name}" for name in own_terms()} <= set(entries)


@pytest.mark.parametrize("name", sorted(ABBREVIATED))
def test_context_expands_codes(name: str) -> None:
    """A bare code in JSON becomes the address of that code, even where a term has its name."""
    context = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))
    code = ABBREVIATED[name].rpartition("/")[2]
    text = json.dumps({**context, "id": "http://e.example/x", name: code})
    triple = next(iter(read_json(text)))
    assert (triple.predicate.value, triple.object.value) == (NEV[name], ABBREVIATED[name])


def test_prefixes_are_sorted_and_complete() -> None:
    """The prefix table is sorted, has no two prefixes for a namespace, and has ours."""
    prefixes = yaml.safe_load((ONTOLOGY / "prefixes.yaml").read_text(encoding="utf-8"))
    assert list(prefixes) == sorted(prefixes)
    assert len(set(prefixes.values())) == len(prefixes)
    assert (prefixes["nev"], prefixes["nevc"], prefixes["nevt"]) == (NEV.base, NEVC.base, NEVT.base)
