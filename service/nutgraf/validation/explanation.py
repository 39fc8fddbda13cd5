"""The results that pySHACL finds in an article that fails, for the report a person reads.

It evaluates SHACL Core on an rdflib graph, where lexical forms are still as written; on an
Oxigraph graph it gives wrong answers. SPARQL constraints are left out: rdflib parses them
anew for each node (20 to 45 ms), and the closures have the same results.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from functools import cache

from pyshacl.errors import ReportableRuntimeError
from pyshacl.graph_abstraction import DataGraph
from pyshacl.shapes_graph import ShapesGraph
from pyshacl.validator import Validator
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from nutgraf.validation import literals
from nutgraf.validation.compiler import messages
from nutgraf.validation.data import SUBCLASS, Data
from nutgraf.validation.report import Severity, ValidationResult
from nutgraf.validation.written import Row

# rdflib prints a traceback for each ill-typed literal; the shapes report them instead.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)

#: Annotations that pySHACL does not need, and the constraints it is spared.
_LEFT_OUT = frozenset(
    f"<{SH[name]}>" for name in ("name", "description", "order", "group", "message", "sparql")
)

#: What it fails with, beside errors of its own: rdflib cannot subtract or order literals of
#: different datatypes, and compares some without end.
_FAILURES = (ReportableRuntimeError, TypeError, ValueError, ArithmeticError, RecursionError)


class Explanation:
    """pySHACL over the core of the shapes, prepared once."""

    def __init__(self, shapes: Data) -> None:
        self._source = shapes
        core = graph_of(row for row in shapes.rows() if row[1] not in _LEFT_OUT)
        self._shapes = ShapesGraph(core)

    def results(self, rows: Iterable[Row], vocabulary: Iterable[Row]) -> set[ValidationResult]:
        """What pySHACL finds in an article; nothing where it gives up."""
        hierarchy = (row for row in vocabulary if row[1] == SUBCLASS)
        data = DataGraph.from_rdflib_graph(graph_of([*hierarchy, *rows]))
        validator = Validator(data, shacl_graph=Graph(), options={"inplace": True})
        validator.shacl_graph = self._shapes
        try:
            conforms, report, _ = validator.run()  # type: ignore[no-untyped-call]
        except _FAILURES:
            return set()
        nodes = () if conforms else report.subjects(RDF.type, SH.ValidationResult)
        return {self._result(report, node) for node in nodes}

    def _result(self, report: Graph, node: Node) -> ValidationResult:
        source = report.value(node, SH.sourceShape)
        component = _local(report.value(node, SH.sourceConstraintComponent))
        path = report.value(node, SH.resultPath)
        return ValidationResult(
            severity=Severity(_local(report.value(node, SH.resultSeverity))),
            constraint=str(source),
            focus=write_term(report.value(node, SH.focusNode)),
            component=component.removesuffix("ConstraintComponent"),
            path=write_term(path) if isinstance(path, URIRef) else "",
            value=_value(report, node, component),
            messages=messages(self._source, write_term(source)),
        )


def graph_of(rows: Iterable[Row]) -> Graph:
    """Merge rows of all graphs into one rdflib graph, lexical forms as written."""
    graph = Graph(bind_namespaces="none")
    for triple in _triples(rows):
        graph.add(triple)
    return graph


def write_term(term: Node | None) -> str:
    """Write a term as N-Triples does, `None` as nothing."""
    if isinstance(term, Literal):
        return literals.write_literal(str(term), str(term.datatype or ""), term.language or "")
    if isinstance(term, BNode):
        return f"_:{term}"
    return "" if term is None else f"<{term}>"


def _triples(rows: Iterable[Row]) -> Iterator[tuple[Node, Node, Node]]:
    term = cache(_term)
    for subject, predicate, value, _ in rows:
        yield term(subject), term(predicate), term(value)


def _term(written: str) -> Node:
    if written.startswith("<"):
        return URIRef(written[1:-1])
    if written.startswith("_:"):
        return BNode(written[2:])
    literal = literals.read_literal(written)
    if literal.language:
        return Literal(literal.lexical, lang=literal.language)
    return Literal(literal.lexical, datatype=URIRef(literal.datatype), normalize=False)


def _value(report: Graph, node: Node, component: str) -> str:
    # pySHACL gives the missing value itself, the specification gives none.
    missing = component == "HasValueConstraintComponent"
    return "" if missing else write_term(report.value(node, SH.value))


def _local(term: Node | None) -> str:
    return str(term).rpartition("#")[2]
