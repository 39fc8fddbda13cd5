"""Quads as files: TriG for people, N-Quads or TriG read back into graphs."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
import yaml

from nutgraf.errors import DocumentError
from nutgraf.folders import folder


def to_trig(graphs: Iterable[tuple[str, str]]) -> str:
    """Write graphs (pairs of name and N-Quads text) as one TriG text with our prefixes."""
    text = "".join(quads for _, quads in graphs)
    parsed = sorted(set(ox.parse(text, ox.RdfFormat.N_QUADS)), key=_by_graph)
    found = ox.serialize(parsed, format=ox.RdfFormat.TRIG, prefixes=prefixes())
    return (found or b"").decode()


def _by_graph(quad: ox.Quad) -> tuple[str, str]:
    return str(quad.graph_name), str(quad)


def prefixes() -> dict[str, str]:
    """Give the prefixes that nutgraf writes."""
    loaded: dict[str, str] = yaml.safe_load((folder("ontology") / "prefixes.yaml").read_text())
    return loaded


def graphs_from_text(text: str, name: str) -> tuple[tuple[str, str], ...]:
    """Read TriG (and so N-Quads too) into pairs of graph name and N-Quads text."""
    try:
        quads = sorted(set(ox.parse(text, ox.RdfFormat.TRIG)), key=str)
    except SyntaxError as error:
        raise DocumentError(f"{name}: not TriG: {error}", reason="trig") from error
    found: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        found.setdefault(quad.graph_name.value if _is_named(quad) else "", []).append(quad)
    return tuple((graph, _lines(members)) for graph, members in sorted(found.items()))


def _is_named(quad: ox.Quad) -> bool:
    return isinstance(quad.graph_name, ox.NamedNode)


def _lines(quads: list[ox.Quad]) -> str:
    return (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").decode()
