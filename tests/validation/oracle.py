"""Plain pySHACL over the unchanged shapes: what the gate must agree with."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pyshacl
import pytest
from rdflib import Dataset, Graph
from rdflib.namespace import RDF, SH
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.evaluate import evalQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.processor import SPARQLProcessor
from rdflib.plugins.sparql.sparql import Query
from tests.shapes.cases import shapes

from nutgraf.folders import folder
from nutgraf.validation.explanation import graph_of
from nutgraf.validation.vocabulary import load_vocabulary


def plain(quads: str, names: tuple[str, ...]) -> set[tuple[str, str]]:
    """Constraint and focus node of every result of a processor by the book."""
    with parsed_once(), warnings.catch_warnings():
        # rdflib 7.6 warns of its own use of the default context
        warnings.simplefilter("ignore", DeprecationWarning)
        data = Dataset(default_union=True)
        data.parse(data=quads, format="nquads")
        vocabulary = data.graph("urn:nutgraf:vocabulary")
        known = load_vocabulary(folder("ontology")) if "core.ttl" in names else ()
        for triple in graph_of(known):
            vocabulary.add(triple)
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes(names))
    return set(_results(report))


def _results(report: Graph) -> Iterator[tuple[str, str]]:
    for node in report.subjects(RDF.type, SH.ValidationResult):
        source = report.value(node, SH.sourceConstraint) or report.value(node, SH.sourceShape)
        focus = report.value(node, SH.focusNode)
        yield str(source), focus.n3() if focus is not None else ""


@contextmanager
def parsed_once() -> Iterator[None]:
    """Let rdflib prepare each query text once; pySHACL makes it parse anew for each node."""

    def query(
        self: SPARQLProcessor, text: str, bindings: object, namespaces: object, **_: object
    ) -> object:
        del namespaces  # the constraints bring their own prologue
        return evalQuery(self.graph, _prepare(text), bindings)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SPARQLProcessor, "query", query)
        yield


@cache
def _prepare(text: str) -> Query:
    return translateQuery(parseQuery(text))
