"""The watermark: how far the store has followed its journal, kept in the store itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from nutgraf.store.graphs import WATERMARK
from nutgraf.store.quads import drop_graph

_PREDICATE = "urn:nutgraf:watermark#"


@dataclass(frozen=True, slots=True)
class Watermark:
    """State of a store, written in the same transaction as the data it speaks of.

    `seq` is the last change applied, `mark` the digest of the newest journal entry up to
    it, `vocabulary` the digest of the vocabulary files, `derived` the newest change the
    derived graphs were computed after.
    """

    seq: int = 0
    mark: str = ""
    vocabulary: str = ""
    derived: int = 0

    @classmethod
    def read(cls, store: ox.Store) -> Watermark:
        """Read the watermark of a store; that of an empty store is zero."""
        quads = store.quads_for_pattern(None, None, None, ox.NamedNode(WATERMARK))
        found = {_name(quad): _value(quad) for quad in quads}
        return cls(
            seq=int(found.get("seq", "0")),
            mark=found.get("mark", ""),
            vocabulary=found.get("vocabulary", ""),
            derived=int(found.get("derived", "0")),
        )

    def operations(self) -> Iterator[str]:
        """SPARQL update operations that write this watermark over the former."""
        values = f'"{self.seq}"', f'"{self.mark}"', f'"{self.vocabulary}"', f'"{self.derived}"'
        names = ("seq", "mark", "vocabulary", "derived")
        triples = " ".join(
            f"<{WATERMARK}> <{_PREDICATE}{name}> {value} ."
            for name, value in zip(names, values, strict=True)
        )
        yield drop_graph(WATERMARK)
        yield f"INSERT DATA {{ GRAPH <{WATERMARK}> {{ {triples} }} }}"


def _name(quad: ox.Quad) -> str:
    return quad.predicate.value.removeprefix(_PREDICATE)


def _value(quad: ox.Quad) -> str:
    return quad.object.value if isinstance(quad.object, ox.Literal) else ""
