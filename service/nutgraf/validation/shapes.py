"""The shape files, split into what pySHACL evaluates and what runs as set-wise queries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from nutgraf.errors import ConfigurationError
from nutgraf.validation.report import Severity

#: Files whose shapes are checked for every article; `groups.ttl` holds their prefixes.
FILES = ("core.ttl", "advice.ttl", "info.ttl", "groups.ttl")
_TARGETS = (SH.targetClass, SH.targetSubjectsOf)
#: Targets and switches that neither half of the gate looks at.
_UNSUPPORTED = (SH.targetNode, SH.targetObjectsOf, SH.target, SH.deactivated)
#: Ways in which one shape uses another.
_REFERENCES = (SH.node, SH["not"], SH.qualifiedValueShape, RDF.first)
#: Annotations that no engine needs; pySHACL is a fifth faster without them.
_ANNOTATIONS = (SH.name, SH.description, SH.order, SH.group, SH.message)
_SELECT = re.compile(r"\s*SELECT \?this(?: \?\w+)*\s+WHERE \{")
_FORBIDDEN = re.compile(r"\$this|\b(?:VALUES|MINUS|SERVICE)\b|\{\s*SELECT\b")


@dataclass(frozen=True, slots=True)
class SparqlConstraint:
    """A SHACL-SPARQL constraint with the targets of the shape it belongs to."""

    address: str
    severity: Severity
    select: str
    classes: tuple[str, ...]
    subjects_of: tuple[str, ...]

    @property
    def columns(self) -> frozenset[str]:
        """The variables that the query returns."""
        header = self.select.partition("SELECT ")[2].partition("WHERE")[0]
        return frozenset(header.replace("?", " ").split())


@dataclass(frozen=True, slots=True)
class Shapes:
    """All shapes for articles, ready to run.

    `core` is a shapes graph without SPARQL constraints in which the targets of a node
    shape stand on its property shapes. pySHACL then evaluates a property shape once for
    all its focus nodes instead of once for each (40 ms become 14 for an article of 317
    quads); by the targets' definition the results are the same.
    """

    core: Graph
    constraints: tuple[SparqlConstraint, ...]
    messages: dict[str, tuple[tuple[str, str], ...]]


def load_graph(folder: Path, names: tuple[str, ...] = FILES) -> Graph:
    """Parse shape files into one graph; raise `ConfigurationError` for a bad file."""
    graph = Graph(bind_namespaces="none")
    for name in names:
        try:
            graph.parse(folder / name, format="turtle")
        except (OSError, SyntaxError) as error:
            raise ConfigurationError(f"{folder / name} cannot be read: {error}") from error
    return graph


def load_shapes(folder: Path) -> Shapes:
    """Read and split the shapes for articles."""
    graph = load_graph(folder)
    _refuse_unsupported(graph)
    owners = set(graph.subjects(SH.sparql))
    found = [
        _constraint(graph, owner, node)
        for owner in owners
        for node in graph.objects(owner, SH.sparql)
    ]
    constraints = sorted(found, key=lambda constraint: constraint.address)
    return Shapes(_core(graph), tuple(constraints), _messages(graph))


def _refuse_unsupported(graph: Graph) -> None:
    """Raise for what splitting the shapes would silently change."""
    for kind in _UNSUPPORTED:
        for shape in graph.subjects(kind):
            raise ConfigurationError(f"{shape}: {kind} is not supported in article shapes")
    for shape in {*graph.subjects(SH.property), *graph.subjects(SH.sparql)}:
        if not any(graph.value(shape, kind, any=True) for kind in _TARGETS):
            raise ConfigurationError(f"{shape}: a shape with members needs a target of its own")
        if any((None, kind, shape) in graph for kind in _REFERENCES):
            raise ConfigurationError(f"{shape}: a shape with members cannot be part of another")


def _constraint(graph: Graph, owner: Node, node: Node) -> SparqlConstraint:
    select = str(graph.value(node, SH.select) or "")
    if not _SELECT.match(select) or _FORBIDDEN.search(select):
        raise ConfigurationError(
            f"{node}: write SELECT ?this … WHERE {{ … }} without $this or VALUES"
        )
    severity = graph.value(owner, SH.severity)
    return SparqlConstraint(
        address=str(node),
        severity=Severity(str(severity).rpartition("#")[2]) if severity else Severity.VIOLATION,
        select=_prologue(graph, node) + select.strip(),
        classes=tuple(sorted(map(str, graph.objects(owner, SH.targetClass)))),
        subjects_of=tuple(sorted(map(str, graph.objects(owner, SH.targetSubjectsOf)))),
    )


def _prologue(graph: Graph, node: Node) -> str:
    declared = graph.objects(graph.value(node, SH.prefixes), SH.declare)
    pairs = sorted(
        (graph.value(each, SH.prefix), graph.value(each, SH.namespace)) for each in declared
    )
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in pairs)


def _messages(graph: Graph) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for subject, text in graph.subject_objects(SH.message):
        if isinstance(text, Literal):
            found.setdefault(str(subject), []).append((text.language or "en", str(text)))
    return {address: tuple(sorted(texts)) for address, texts in sorted(found.items())}


def _core(graph: Graph) -> Graph:
    core = Graph(bind_namespaces="none")
    for triple in graph:
        if triple[1] not in (*_ANNOTATIONS, SH.property, SH.sparql, SH.declare):
            core.add(triple)
    for shape, member in graph.subject_objects(SH.property):
        _move_targets(graph, core, shape, member)
    for shape in graph.subjects(SH.closed):
        _keep_closed(graph, core, shape)
    return core


def _move_targets(graph: Graph, core: Graph, shape: Node, member: Node) -> None:
    if (shape, RDF.type, SH.NodeShape) not in graph or not isinstance(member, URIRef):
        raise ConfigurationError(
            f"{shape}: only node shapes may have property shapes, with addresses"
        )
    for kind in _TARGETS:
        for target in graph.objects(shape, kind):
            core.add((member, kind, target))


def _keep_closed(graph: Graph, core: Graph, shape: Node) -> None:
    """Name the properties of a closed shape in its list of ignored ones, now that they left."""
    paths = [graph.value(member, SH.path) for member in graph.objects(shape, SH.property)]
    ignored = graph.value(shape, SH.ignoredProperties)
    listed = [] if ignored is None else list(graph.items(ignored))
    node = BNode(f"closed{shape}")
    allowed = [*listed, *(path for path in paths if isinstance(path, URIRef))]
    Collection(core, node, allowed)
    core.set((shape, SH.ignoredProperties, node))
