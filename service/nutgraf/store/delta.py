"""What a write changes: quads that go and come, named graphs that begin and cease to exist."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from nutgraf.errors import ForbiddenError, RequestError
from nutgraf.store.graphs import GraphNames

#: Deepest accepted nesting of triple terms: parsers recurse on it without a limit.
_TERM_DEPTH = 32

_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True, slots=True)
class Delta:
    """One write as its effect, so that a replay needs no evaluation.

    `removed` and `added` are N-Quads lines whose blank node labels are those of the store;
    a line of the default graph has no graph name. `created` and `dropped` are addresses of
    named graphs that begin or cease to exist, or labels (`_:b1`) where datasets came with
    blank nodes as names; the quads of a dropped graph need no line.
    """

    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    created: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.removed or self.added or self.created or self.dropped)

    def checked(self, names: GraphNames) -> Delta:
        """Give the same delta in canonical lines, or say why it may not be written.

        Raises `ForbiddenError` for a graph that only articles, identity or review change.
        """
        removed, added = read_lines(self.removed), read_lines(self.added)
        touched = {*self.created, *self.dropped, *_graphs(removed), *_graphs(added)}
        for graph in sorted(touched):
            _check_graph(graph, names)
        created, dropped = (tuple(sorted(set(some))) for some in (self.created, self.dropped))
        return Delta(write_lines(removed), write_lines(added), created, dropped)


def read_lines(lines: Iterable[str]) -> tuple[ox.Quad, ...]:
    """Parse N-Quads lines strictly; blank nodes keep their labels."""
    text = "\n".join(lines)
    if _depth(text) > _TERM_DEPTH:
        raise RequestError(f"a triple term is nested deeper than {_TERM_DEPTH}; take it apart")
    try:
        return tuple(ox.parse(text, ox.RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise RequestError(f"the quads of a write are refused: {error}") from error


def write_lines(quads: Iterable[ox.Quad]) -> tuple[str, ...]:
    """Sorted canonical lines of quads, each once."""
    text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return tuple(sorted(set(text.decode().split("\n")[:-1])))


def graph_node(name: str) -> ox.NamedNode | ox.BlankNode:
    """The graph with an address, or with a label that starts with `_:`."""
    return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name)


def graph_name(node: ox.NamedNode | ox.BlankNode) -> str:
    """The name that `graph_node` reads."""
    return str(node) if isinstance(node, ox.BlankNode) else node.value


def _graphs(quads: Iterable[ox.Quad]) -> set[str]:
    names = (quad.graph_name for quad in quads)
    return {name.value for name in names if isinstance(name, ox.NamedNode)}


def _check_graph(graph: str, names: GraphNames) -> None:
    if names.is_managed(graph):
        raise ForbiddenError(
            f"the graph <{graph}> changes only when articles are taken in, merged or reviewed;"
            " write to a graph of your own"
        )
    try:
        graph_node(graph)
    except ValueError as error:
        raise RequestError(f"{graph!r} is no address of a graph: {error}") from error


def _depth(text: str) -> int:
    if text.count("<<(") <= _TERM_DEPTH:
        return 0
    deepest = 0
    for line in text.split("\n"):
        if line.count("<<(") > _TERM_DEPTH:
            deepest = max(deepest, _LITERAL.sub("", line).count("<<("))
    return deepest
