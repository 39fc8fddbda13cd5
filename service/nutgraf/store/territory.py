"""Where updates may write, how patterns see the data, and how much may change."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from nutgraf.errors import ForbiddenError, RequestError
from nutgraf.store.graphs import GraphNames


@dataclass(frozen=True, slots=True)
class Territory:
    """The graphs that updates and graph requests may write.

    `union` says what the default graph of patterns is where a request does not: the union
    of all graphs or the one without a name. At most `most_quads` may change at once.
    """

    names: GraphNames
    union: bool
    most_quads: int

    def is_managed(self, graph: object) -> bool:
        """Tell whether a graph changes only by ingest, identity and review."""
        return isinstance(graph, ox.NamedNode) and self.names.is_managed(graph.value)

    def check(self, graph: object) -> None:
        """Raise `ForbiddenError` for a graph that updates may not write."""
        if self.is_managed(graph):
            raise ForbiddenError(
                f"the graph {graph} changes only when articles are taken in, merged or reviewed;"
                " write to a graph of your own"
            )

    def check_name(self, name: str) -> None:
        """Raise `RequestError` for what is no address, and as `check` does."""
        try:
            graph = ox.NamedNode(name)
        except ValueError as error:
            raise RequestError(f"{name[:200]!r} is no address of a graph: {error}") from error
        self.check(graph)
