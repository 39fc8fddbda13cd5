"""The data of a test: graphs as sorted N-Triples, read from the files of the suites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from .isomorphism import Row
from .manifest import LABEL, Case, qt, ut
from .terms import Reading, Term, iri

_LABEL = re.compile(r"_:[0-9A-Za-z]+")
Quads = tuple[ox.Quad, ...]


@dataclass(frozen=True, slots=True)
class Data:
    """Quads, and the named graphs that exist even when they are empty."""

    quads: Quads = ()
    names: frozenset[str] = frozenset()

    @property
    def graphs(self) -> dict[str, bytes]:
        """N-Triples of each graph under its name; the default graph's name is empty."""
        lines: dict[str, list[str]] = {name: [] for name in sorted(self.names)}
        for quad in self.quads:
            lines.setdefault(_graph_name(quad.graph_name), []).append(f"{quad.triple} .\n")
        return {name: "".join(sorted(each)).encode() for name, each in lines.items()}

    @property
    def tied(self) -> bool:
        """Whether a blank node stands in more than one graph."""
        homes: dict[str, set[str]] = {}
        for quad in self.quads:
            for label in _LABEL.findall(f"{quad.triple}"):
                homes.setdefault(label, set()).add(_graph_name(quad.graph_name))
        return any(len(graphs) > 1 for graphs in homes.values())

    @property
    def insertion(self) -> bytes:
        """An update that adds everything, blank nodes shared between graphs included."""
        parts = (
            f"GRAPH <{name}> {{ {lines.decode()} }}" if name else lines.decode()
            for name, lines in self.graphs.items()
        )
        return f"INSERT DATA {{ {' '.join(parts)} }}".encode()


def quad_row(quad: ox.Quad, reading: Reading) -> Row:
    """A quad as a row: graph, subject, predicate, object."""
    parts = (quad.graph_name, quad.subject, quad.predicate, quad.object)
    return tuple(reading(part) for part in parts)


def read(file: Path, address: str, graph: str = "") -> Iterator[ox.Quad]:
    """Parse a file, its default graph into the graph named."""
    form = ox.RdfFormat.from_extension(file.suffix[1:])
    parsed = ox.parse(
        file.read_bytes(), format=form, base_iri=address, rename_blank_nodes=True, lenient=True
    )
    name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    for quad in parsed:
        unnamed = isinstance(quad.graph_name, ox.DefaultGraph)
        yield ox.Quad(
            quad.subject, quad.predicate, quad.object, name if unnamed else quad.graph_name
        )


def data_of(case: Case, node: Term, extra: Iterable[str] = ()) -> Data:
    """The data that a node of a manifest names, and further graphs under their own address."""
    quads: list[ox.Quad] = []
    names = {""}
    for address in (*_all(case, node, "data"),):
        quads += _quads(case, address)
    for graph, address in _named(case, node):
        names.add(graph)
        quads += _quads(case, address, graph)
    for graph in extra:
        names.add(graph)
        quads += _quads(case, ox.NamedNode(graph), graph)
    return Data(tuple(quads), frozenset(names))


def _quads(case: Case, address: Term, graph: str = "") -> Iterator[ox.Quad]:
    return read(case.file(address), iri(address), graph)


def _named(case: Case, node: Term) -> Iterator[tuple[str, Term]]:
    for each in _all(case, node, "graphData"):
        if isinstance(each, ox.NamedNode):
            yield each.value, each
        else:
            address = next(iter(_all(case, each, "graph")))
            yield case.about.text(each, LABEL) or iri(address), address


def _all(case: Case, node: Term, name: str) -> list[Term]:
    return [*case.about.values(node, qt(name)), *case.about.values(node, ut(name))]


def _graph_name(graph: Term) -> str:
    return "" if isinstance(graph, ox.DefaultGraph) else iri(graph)
