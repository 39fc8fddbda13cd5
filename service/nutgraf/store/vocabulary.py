"""The vocabulary graphs: ontology files read into quads, with a digest that tells change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from nutgraf.errors import ConfigurationError
from nutgraf.store.graphs import GraphNames


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Where the ontology files lie and the graphs they fill."""

    folder: Path
    names: GraphNames

    def digest(self) -> str:
        """SHA-256 over the graph names and the bytes of their files."""
        hashed = hashlib.sha256()
        for graph, file in sorted(self.names.vocabulary.items()):
            content = self._read(file)
            hashed.update(f"{graph} {len(content)}\n".encode() + content)
        return hashed.hexdigest()

    def lines(self) -> tuple[str, ...]:
        """All vocabulary quads as sorted N-Quads lines."""
        found: set[str] = set()
        for graph, file in self.names.vocabulary.items():
            found.update(self._lines(file, graph))
        return tuple(sorted(found))

    def _lines(self, file: str, graph: str) -> list[str]:
        memory = ox.Store()
        try:
            memory.load(self._read(file), ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))
        except SyntaxError as error:
            raise ConfigurationError(f"{self.folder / file} is not Turtle: {error}") from error
        for quad in memory:
            if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
                raise ConfigurationError(
                    f"{self.folder / file} has a blank node at {quad.predicate};"
                    " give it an address, exports must be comparable"
                )
        text = memory.dump(format=ox.RdfFormat.N_QUADS) or b""
        return text.decode().split("\n")[:-1]

    def _read(self, file: str) -> bytes:
        path = self.folder / file
        try:
            return path.read_bytes()
        except FileNotFoundError:
            raise ConfigurationError(f"the vocabulary file {path} is missing; reinstall") from None
