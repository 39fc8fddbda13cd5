"""Quads as text: strict reading, the engine's own spelling, and SPARQL update operations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from nutgraf.errors import DocumentError


def read_quads(text: str, graph: str) -> tuple[str, ...]:
    """Parse N-Quads strictly; give sorted canonical lines, all of `graph`, no blank nodes.

    Raises `DocumentError` (reason `quads`) naming the graph and the first bad line.
    """
    try:
        quads = list(ox.parse(text, ox.RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise _bad(graph, str(error)) from error
    for quad in quads:
        if str(quad.graph_name) != f"<{graph}>":
            raise _bad(graph, f"a quad stands in {quad.graph_name}")
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
            raise _bad(graph, f"a blank node in {quad}; give it an address")
    return tuple(sorted(set(_lines(quads))))


def normalise(lines: Iterable[str]) -> tuple[str, ...]:
    """Spell quads as the engine stores them (`01.50` becomes `1.5`), sorted, without doubles."""
    memory = ox.Store()
    memory.load("\n".join(lines), ox.RdfFormat.N_QUADS)
    return tuple(sorted(_lines(memory)))


def stored_quads(store: ox.Store, graph: str) -> tuple[str, ...]:
    """All quads of one graph of a store as sorted canonical lines."""
    return tuple(sorted(_lines(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))))


def graph_of(line: str) -> str:
    """Name of the graph at the end of a canonical line.

    >>> graph_of('<urn:a> <urn:b> "c <d>" <urn:g> .')
    'urn:g'
    """
    return line.rsplit(" ", 2)[1][1:-1]


def drop_graph(graph: str) -> str:
    """SPARQL update operation that removes a graph if it is there."""
    return f"DROP SILENT GRAPH <{graph}>"


def insert_data(lines: Iterable[str]) -> Iterator[str]:
    """SPARQL update operations that insert canonical lines; none for no lines."""
    return _data("INSERT DATA", lines)


def delete_data(lines: Iterable[str]) -> Iterator[str]:
    """SPARQL update operations that delete canonical lines; none for no lines."""
    return _data("DELETE DATA", lines)


def _data(keyword: str, lines: Iterable[str]) -> Iterator[str]:
    blocks = _by_graph(lines)
    if blocks:
        body = "\n".join(f"GRAPH <{graph}> {{\n{text}\n}}" for graph, text in blocks.items())
        yield f"{keyword} {{\n{body}\n}}"


def _by_graph(lines: Iterable[str]) -> Mapping[str, str]:
    blocks: dict[str, list[str]] = {}
    for line in lines:
        graph = graph_of(line)
        blocks.setdefault(graph, []).append(line[: -len(f" <{graph}> .")] + " .")
    return {graph: "\n".join(triples) for graph, triples in sorted(blocks.items())}


def _lines(quads: Iterable[ox.Quad]) -> list[str]:
    text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    # Not splitlines(): literals may hold U+2028 and other line separators as they are.
    return text.decode().split("\n")[:-1]


def _bad(graph: str, what: str) -> DocumentError:
    return DocumentError(f"quads for <{graph}> are refused: {what}", reason="quads")
