"""Templates of updates: read by the engine as data, filled in with the solutions of a pattern."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol

import pyoxigraph as ox

from nutgraf.store.changes import Graph
from nutgraf.store.operation import VARIABLE, Template

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Solution(Protocol):
    """A row of solutions: the term that a variable is bound to, or None."""

    def __getitem__(self, name: str, /) -> Term | None: ...


#: Gives the term of a place of a quad for one solution; None where it is unbound.
_Fill = Callable[[Solution, dict[str, ox.BlankNode]], Term | None]


def read_data(prologue: str, text: str) -> tuple[ox.Quad, ...]:
    """Quads of the braces of INSERT DATA, spelled as stored, with blank nodes of their own."""
    memory = ox.Store()
    memory.update(f"{prologue}INSERT DATA {text}")
    return tuple(memory)


class FilledTemplate:
    """A template that gives quads for solutions; `outside` is its graph out of GRAPH."""

    def __init__(self, template: Template, prologue: str, outside: Graph) -> None:
        self._makers = [
            _Maker(quad, outside) for quad in sorted(read_data(prologue, template.text), key=str)
        ]

    @property
    def graphs(self) -> tuple[Graph, ...]:
        """The graphs that the template names, those of variables left out."""
        return tuple(maker.graph for maker in self._makers if maker.graph is not None)

    def quads(self, solution: Solution) -> Iterator[ox.Quad]:
        """The quads of one solution: new blank nodes, nothing that is unbound or no quad."""
        nodes: dict[str, ox.BlankNode] = {}
        for maker in self._makers:
            quad = maker.quad(solution, nodes)
            if quad is not None:
                yield quad


class _Maker:
    """One quad of a template, each place of it ready to be filled."""

    def __init__(self, quad: ox.Quad, outside: Graph) -> None:
        in_default = isinstance(quad.graph_name, ox.DefaultGraph)
        graph = outside if in_default else quad.graph_name
        variable = isinstance(graph, ox.NamedNode) and graph.value.startswith(VARIABLE)
        self.graph = None if variable or isinstance(graph, ox.BlankNode) else graph
        self._graph_fill = None if isinstance(graph, ox.DefaultGraph) else _fill(graph)
        self._fills = [_fill(term) for term in (quad.subject, quad.predicate, quad.object)]

    def quad(self, solution: Solution, nodes: dict[str, ox.BlankNode]) -> ox.Quad | None:
        """The quad for one solution, or nothing where it would be none."""
        triple = _triple(self._fills, solution, nodes)
        if triple is None:
            return None
        if self._graph_fill is None:
            return ox.Quad(*triple)
        graph = self._graph_fill(solution, nodes)
        if not isinstance(graph, ox.NamedNode | ox.BlankNode):
            return None
        return ox.Quad(*triple, graph)


def _fill(term: Term) -> _Fill:
    if isinstance(term, ox.Triple):
        return partial(_fill_triple, [_fill(part) for part in term])
    if isinstance(term, ox.BlankNode):
        return lambda _, nodes: nodes.setdefault(term.value, ox.BlankNode())
    if isinstance(term, ox.NamedNode) and term.value.startswith(VARIABLE):
        name = term.value.removeprefix(VARIABLE)
        return lambda solution, _: solution[name]
    return lambda _, __: term


def _fill_triple(
    fills: list[_Fill], solution: Solution, nodes: dict[str, ox.BlankNode]
) -> ox.Triple | None:
    triple = _triple(fills, solution, nodes)
    return None if triple is None else ox.Triple(*triple)


def _triple(
    fills: list[_Fill], solution: Solution, nodes: dict[str, ox.BlankNode]
) -> tuple[ox.NamedNode | ox.BlankNode, ox.NamedNode, Term] | None:
    subject, predicate, object_ = (fill(solution, nodes) for fill in fills)
    if not isinstance(subject, ox.NamedNode | ox.BlankNode) or object_ is None:
        return None
    return (subject, predicate, object_) if isinstance(predicate, ox.NamedNode) else None
