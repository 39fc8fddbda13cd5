"""The watermark: how far the store has followed its journal, kept in the store itself.

It is the name of an empty named graph, so that no quad of ours stands in the dataset:
`urn:nutgraf:watermark:<seq>:<mark>:<vocabulary>:<derived>`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from nutgraf.store.graphs import WATERMARK
from nutgraf.store.quads import drop_graph


@dataclass(frozen=True, slots=True)
class Watermark:
    """State of a store, written in the same transaction as the data it speaks of.

    `seq` is the last change applied, `mark` the digest of the newest journal entry or
    write up to it, `vocabulary` the digest of the vocabulary files, `derived` the newest
    change the derived graphs were computed after.
    """

    seq: int = 0
    mark: str = ""
    vocabulary: str = ""
    derived: int = 0

    @classmethod
    def read(cls, store: ox.Store) -> Watermark:
        """Read the watermark of a store; that of an empty store is zero."""
        if is_former(store):
            return _former(store)
        return max(_marks(store), key=lambda found: found.seq, default=cls())

    @property
    def name(self) -> str:
        """Name of the empty graph that says all this."""
        return f"{WATERMARK}:{self.seq}:{self.mark}:{self.vocabulary}:{self.derived}"

    def operations(self, former: Watermark) -> Iterator[str]:
        """SPARQL update operations that write this watermark over the former."""
        yield drop_graph(former.name)
        yield f"CREATE SILENT GRAPH <{self.name}>"


def is_former(store: ox.Store) -> bool:
    """Tell whether a store has its watermark in quads, as the first version wrote it."""
    return store.contains_named_graph(ox.NamedNode(WATERMARK))


def is_begun(store: ox.Store) -> bool:
    """Tell whether a store was being loaded in bulk and never got its first watermark."""
    return store.contains_named_graph(ox.NamedNode(Watermark().name))


def _marks(store: ox.Store) -> Iterator[Watermark]:
    for graph in store.named_graphs():
        if isinstance(graph, ox.NamedNode) and graph.value.startswith(f"{WATERMARK}:"):
            seq, mark, vocabulary, derived = graph.value[len(WATERMARK) + 1 :].split(":")
            yield Watermark(int(seq), mark, vocabulary, int(derived))


def _former(store: ox.Store) -> Watermark:
    quads = store.quads_for_pattern(None, None, None, ox.NamedNode(WATERMARK))
    found = {quad.predicate.value.rsplit("#", 1)[-1]: _value(quad) for quad in quads}
    return Watermark(
        seq=int(found.get("seq", "0")),
        mark=found.get("mark", ""),
        vocabulary=found.get("vocabulary", ""),
        derived=int(found.get("derived", "0")),
    )


def _value(quad: ox.Quad) -> str:
    return quad.object.value if isinstance(quad.object, ox.Literal) else ""
