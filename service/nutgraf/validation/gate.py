"""The gate: built once from the shapes and the ontology, then asked for each article."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from pyoxigraph import NamedNode, Quad
from pyshacl.graph_abstraction import DataGraph
from pyshacl.shapes_graph import ShapesGraph
from pyshacl.validator import Validator
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from nutgraf.errors import ConfigurationError
from nutgraf.folders import folder
from nutgraf.validation.report import Severity, ValidationReport, ValidationResult
from nutgraf.validation.setwise import SetwiseConstraints
from nutgraf.validation.shapes import load_shapes
from nutgraf.validation.terms import graph_of, parse_quads, write_term
from nutgraf.validation.vocabulary import load_vocabulary, subclasses


class Gate:
    """Checks the quads of one article against all shapes.

    pySHACL evaluates SHACL Core on an rdflib graph, where lexical forms are still as
    written; SPARQL constraints run set-wise. One gate serves one thread.
    """

    def __init__(self, shapes: Path | None = None, ontology: Path | None = None) -> None:
        """Read shapes and ontology; raise `ConfigurationError` where a file is wrong."""
        self._vocabulary = load_vocabulary(ontology or folder("ontology"))
        loaded = load_shapes(shapes or folder("shapes"))
        self._setwise = SetwiseConstraints(loaded, partial(subclasses, self._vocabulary))
        self._messages = loaded.messages
        self._shapes = ShapesGraph(loaded.core)
        self._background = [_quad(triple) for triple in self._vocabulary]
        self._hierarchy = [triple for triple in self._vocabulary if triple[1] == RDFS.subClassOf]
        if not self._shapes.shapes:
            raise ConfigurationError(f"no shapes in {shapes or folder('shapes')}")

    def check(self, quads: str) -> ValidationReport:
        """Check N-Quads of one article: its source, report, entity and link graphs."""
        parsed = parse_quads(quads)
        found = self._setwise.check([*self._background, *parsed])
        return ValidationReport.of(found | self._core(graph_of(parsed, self._hierarchy)))

    def _core(self, graph: Graph) -> set[ValidationResult]:
        data = DataGraph.from_rdflib_graph(graph)
        validator = Validator(data, shacl_graph=Graph(), options={"inplace": True})
        validator.shacl_graph = self._shapes
        conforms, report, _ = validator.run()  # type: ignore[no-untyped-call]
        nodes = () if conforms else report.subjects(RDF.type, SH.ValidationResult)
        return {self._result(report, node) for node in nodes}

    def _result(self, report: Graph, node: Node) -> ValidationResult:
        source = str(report.value(node, SH.sourceShape))
        component = _local(report.value(node, SH.sourceConstraintComponent))
        path = report.value(node, SH.resultPath)
        return ValidationResult(
            severity=Severity(_local(report.value(node, SH.resultSeverity))),
            constraint=source,
            focus=write_term(report.value(node, SH.focusNode)),
            component=component.removesuffix("ConstraintComponent"),
            path=write_term(path) if isinstance(path, URIRef) else "",
            value=write_term(report.value(node, SH.value)),
            messages=self._messages.get(source, ()),
        )


def _quad(triple: tuple[Node, Node, Node]) -> Quad:
    subject, predicate, value = (NamedNode(str(part)) for part in triple)
    return Quad(subject, predicate, value, NamedNode("urn:nutgraf:vocabulary"))


def _local(term: Node | None) -> str:
    return str(term).rpartition("#")[2]
