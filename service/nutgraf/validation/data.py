"""The data under check: rows indexed by predicate and node, with the vocabulary beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

import pyoxigraph as ox

from nutgraf.validation.written import Row

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"

#: Nodes in order, each once.
Nodes = Mapping[str, None]
#: For each node, the nodes it leads to.
Edges = Mapping[str, Nodes]
NOTHING: Nodes = {}


class Data:
    """One graph merged of rows of any graphs; `background` is shared and never changed.

    Nodes are kept as dict keys: ordered, each once, and found in constant time.
    """

    __slots__ = (
        "_background",
        "_below",
        "_instances",
        "_inverse",
        "_rows",
        "_statements",
        "_store",
        "edges",
    )
    empty: ClassVar[Edges] = {}

    def __init__(self, rows: Iterable[Row], background: Data | None = None) -> None:
        self._rows = rows if isinstance(rows, list) else list(rows)
        self._background = background
        self._inverse: dict[str, Edges] = {}
        self._instances: dict[str, Nodes] = {}
        self._below: dict[str, Nodes] = {}
        self._statements: dict[str, list[tuple[str, str, str]]] | None = None
        self._store: ox.Store | None = None
        self.edges: dict[str, Edges] = _indexed(self._rows)
        if background is not None:
            for predicate, edges in background.edges.items():
                own = self.edges.get(predicate)
                self.edges[predicate] = edges if own is None else _merged(edges, own)

    def forward(self, predicate: str) -> Edges:
        """From subjects to objects of a predicate."""
        return self.edges.get(predicate, self.empty)

    def inverse(self, predicate: str) -> Edges:
        """From objects to subjects of a predicate."""
        found = self._inverse.get(predicate)
        if found is None:
            found = self._inverse[predicate] = self._inverted(predicate)
        return found

    def statements(self, subject: str) -> list[tuple[str, str, str]]:
        """Predicate, object and graph of every statement about a node."""
        if self._statements is None:
            self._statements = {}
            for one, predicate, value, graph in self._rows:
                self._statements.setdefault(one, []).append((predicate, value, graph))
        own = self._statements.get(subject, [])
        known = None if self._background is None else self._background.statements(subject)
        return own + known if known else own

    def store(self) -> ox.Store:
        """The same statements in a throw-away store, filled when first asked for."""
        if self._store is None:
            self._store = ox.Store()
            lines = "".join(_line(row) for row in self.rows())
            self._store.load(lines, ox.RdfFormat.N_QUADS)
        return self._store

    def rows(self) -> list[Row]:
        """All rows, those of the background first."""
        return self._rows if self._background is None else self._background.rows() + self._rows

    def below(self, name: str) -> Nodes:
        """A class and everything below it."""
        found = self._below.get(name)
        if found is None:
            narrower = self.inverse(SUBCLASS)
            found = self._below[name] = closure(narrower, name)
        return found

    def instances(self, name: str) -> Nodes:
        """The nodes of a class or of one below it."""
        found = self._instances.get(name)
        if found is None:
            typed = self.inverse(TYPE)
            found = {node: None for kind in self.below(name) for node in typed.get(kind, NOTHING)}
            self._instances[name] = found
        return found

    def _inverted(self, predicate: str) -> Edges:
        edges = self.forward(predicate)
        background = self._background
        if background is not None and edges is background.edges.get(predicate):
            return background.inverse(predicate)
        found: dict[str, dict[str, None]] = {}
        for subject, values in edges.items():
            for value in values:
                found.setdefault(value, {})[subject] = None
        return found


def closure(edges: Edges, start: str) -> dict[str, None]:
    """A node and everything that it leads to, in breadth-first order."""
    found = {start: None}
    waiting = [start]
    for node in waiting:
        for following in edges.get(node, NOTHING):
            if following not in found:
                found[following] = None
                waiting.append(following)
    return found


def _line(row: Row) -> str:
    return " ".join(part for part in (*row, ".\n") if part)


def _indexed(rows: Iterable[Row]) -> dict[str, Edges]:
    found: dict[str, dict[str, dict[str, None]]] = {}
    for subject, predicate, value, _ in rows:
        edges = found.get(predicate)
        if edges is None:
            found[predicate] = {subject: {value: None}}
            continue
        values = edges.get(subject)
        if values is None:
            edges[subject] = {value: None}
        else:
            values[value] = None
    return found  # type: ignore[return-value] # dict is invariant, Mapping is not


def _merged(one: Edges, other: Edges) -> Edges:
    found = {node: dict(values) for node, values in one.items()}
    for node, values in other.items():
        found.setdefault(node, {}).update(values)
    return found
