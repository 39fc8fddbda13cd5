"""Which named graph belongs to whom, under one base address."""

from __future__ import annotations

from dataclasses import dataclass

#: What every name of ours outside the base address begins with.
_INTERNAL = "urn:nutgraf:"

#: Beginning of the names of the watermark (see `nutgraf.store.watermark`); alone, the
#: graph that held it in journals of version 1.
WATERMARK = f"{_INTERNAL}watermark"


@dataclass(frozen=True, slots=True)
class GraphNames:
    """Names of the graphs under the base address of the data.

    A graph below `source/` or `report/` is owned by the entries that give it and is
    replaced as a whole; every other graph that entries give is shared by many and is
    changed quad by quad.
    """

    base: str

    def graph(self, name: str) -> str:
        """Address of a graph: `graph("entity")`.

        >>> GraphNames("https://nutgraf.example/").graph("entity")
        'https://nutgraf.example/graph/entity'
        """
        return f"{self.base}graph/{name}"

    def is_report(self, graph: str) -> bool:
        """Tell whether the graph holds what one article version says."""
        return graph.startswith(self.graph("report/"))

    def is_owned(self, graph: str) -> bool:
        """Tell whether the graph is replaced as a whole with its entry."""
        return self.is_report(graph) or graph.startswith(self.graph("source/"))

    def is_internal(self, graph: str) -> bool:
        """Tell whether only the writer itself may write the graph."""
        return graph.startswith(_INTERNAL) or graph in self.vocabulary

    def is_managed(self, graph: str) -> bool:
        """Tell whether the graph changes only by ingest, identity and review.

        >>> GraphNames("https://nutgraf.example/").is_managed("https://nutgraf.example/graph/x")
        True
        """
        return graph.startswith((self.graph(""), _INTERNAL))

    @property
    def vocabulary(self) -> dict[str, str]:
        """The vocabulary graphs and the ontology file that fills each."""
        files = {
            "ontology": "nev.ttl",
            "codes": "codes.ttl",
            "event-types": "event-types.ttl",
            "alignment": "alignments.ttl",
        }
        return {self.graph(name): file for name, file in files.items()}

    @property
    def derived(self) -> tuple[str, ...]:
        """The graphs that are computed from the others and never come with an article."""
        return (self.graph("identity"), self.graph("event"))
