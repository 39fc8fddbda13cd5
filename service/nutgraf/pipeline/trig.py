"""Quads as files: TriG for people, N-Quads or TriG read back into graphs."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from nutgraf.errors import RequestError
from nutgraf.folders import read_prefixes


def to_trig(graphs: Iterable[tuple[str, str]]) -> str:
    """Write graphs (pairs of name and N-Quads text) as one TriG text with our prefixes."""
    text = "".join(quads for _, quads in graphs)
    parsed = sorted(set(ox.parse(text, ox.RdfFormat.N_QUADS)), key=_by_graph)
    found = ox.serialize(parsed, format=ox.RdfFormat.TRIG, prefixes=read_prefixes())
    return (found or b"").decode()


def _by_graph(quad: ox.Quad) -> tuple[str, str]:
    return str(quad.graph_name), str(quad)


def graphs_from_text(text: str, source: str) -> tuple[tuple[str, str], ...]:
    """Read N-Quads or TriG into pairs of graph name and N-Quads text."""
    quads = sorted(_parsed(text, source), key=str)
    found: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        name = quad.graph_name
        key = name.value if isinstance(name, ox.NamedNode) else ""
        found.setdefault(key, []).append(quad)
    return tuple((graph, _lines(members)) for graph, members in sorted(found.items()))


def _parsed(text: str, name: str) -> set[ox.Quad]:
    try:
        return set(ox.parse(text, ox.RdfFormat.N_QUADS))
    except SyntaxError:
        # TriG is tried second: its error message is the one that helps a person.
        pass
    try:
        return set(ox.parse(text, ox.RdfFormat.TRIG))
    except SyntaxError as error:
        raise RequestError(f"{name}: neither N-Quads nor TriG: {error}") from error


def _lines(quads: list[ox.Quad]) -> str:
    return (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").decode()
