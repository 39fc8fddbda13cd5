"""Where the protocols of a server are, and talking to it in their terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from .client import Answer, Client
from .datasets import Data

QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"


@dataclass(frozen=True, slots=True)
class Target:
    """The addresses of a server; `direct` is what direct graph addresses begin with."""

    name: str
    origin: str = ""
    query: str = "/sparql"
    update: str = "/sparql"
    store: str = "/rdf-graph-store"
    direct: str = "/rdf-graphs/"
    dataset: str = "/rdf-graph-store"
    token: str = ""


class MismatchError(Exception):
    """The server answered otherwise than the test wants."""


@dataclass(slots=True)
class Service:
    """A running server with what it is known to hold."""

    target: Target
    client: Client
    #: The graphs that were put and nothing else; `None` when an update may have changed them.
    held: dict[str, bytes] | None = field(default=None)

    def query(self, text: bytes, accept: str) -> Answer:
        """Ask by direct POST."""
        headers = {"content-type": QUERY, "accept": accept}
        return self.client.send("POST", self.target.query, headers, text)

    def update(self, text: bytes) -> Answer:
        """Change by direct POST; what the server holds is unknown from now on."""
        self.held = None
        headers = {"content-type": UPDATE}
        return self.client.send("POST", self.target.update, headers, text)

    def graph(
        self,
        method: str,
        graph: str,
        headers: Mapping[str, str],
        body: bytes | None = None,
    ) -> Answer:
        """Read or write one graph; the empty name is the default graph."""
        name = f"graph={quote(graph, safe='')}" if graph else "default"
        return self.client.send(method, f"{self.target.store}?{name}", headers, body)

    def add_dataset(self, headers: Mapping[str, str], body: bytes) -> Answer:
        """Add quads to their graphs; no standard has this, many servers do."""
        return self.client.send("POST", self.target.dataset, headers, body)

    def hold(self, data: Data) -> None:
        """Make the server hold these graphs and no others."""
        if self.held is None or self.held.keys() - data.graphs.keys():
            self.clear()
        if data.tied:
            # Graphs put one by one have no blank node in common.
            self.clear()
            _expect_good(self.update(data.insertion), "INSERT DATA")
            return
        held = self.held or {}
        for name, lines in data.graphs.items():
            if held.get(name) != lines:
                headers = {"content-type": "application/n-triples"}
                _expect_good(self.graph("PUT", name, headers, lines), f"PUT of graph {name!r}")
                held[name] = lines
        self.held = held

    def clear(self) -> None:
        """Remove every graph."""
        _expect_good(self.update(b"DROP ALL"), "DROP ALL")
        self.held = {}


def _expect_good(answer: Answer, what: str) -> None:
    if not answer.good:
        raise MismatchError(f"{what}: {answer}")
