"""The one writer: applies the journal to the store, one transaction per stretch of changes."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from nutgraf.errors import RequestError, StoreError
from nutgraf.store.checkpoint import Checkpoint, Checkpoints
from nutgraf.store.graphs import WATERMARK, GraphNames
from nutgraf.store.journal import Journal
from nutgraf.store.quads import (
    delete_data,
    drop_graph,
    insert_data,
    normalise,
    read_quads,
    stored_quads,
)
from nutgraf.store.replay import Replay
from nutgraf.store.vocabulary import Vocabulary
from nutgraf.store.watermark import Watermark, is_former

#: Changes per transaction. Larger ones are no faster (measured: 5 ms per article at 1,
#: 10 ms at 50 in one update text) and hold more memory.
_STRETCH = 8


class Writer:
    """The open store; whoever holds it also holds the writer lock."""

    def __init__(self, home: Path, journal: Journal, vocabulary: Vocabulary) -> None:
        self._home = home
        self._journal = journal
        self._vocabulary = vocabulary
        self._names: GraphNames = vocabulary.names
        self.checkpoints = Checkpoints(home)
        self._vocabulary_digest = vocabulary.digest()
        self.store = _open(home / "store")
        try:
            self._watermark = Watermark.read(self.store)
            self._check_watermark()
            self._convert_watermark()
            self._vocabulary_lines = self._read_vocabulary()
            self.synchronise()
        except BaseException:
            # The traceback keeps this object alive, and an open store cannot be rebuilt.
            del self.store
            raise

    @property
    def watermark(self) -> Watermark:
        """How far the store has followed the journal."""
        return self._watermark

    @property
    def derived_current(self) -> bool:
        """Tell whether the derived graphs were computed after the newest basic change."""
        return self._watermark.derived >= self._journal.basic_sequence

    def synchronise(self) -> int:
        """Apply every change of the journal that the store has not seen; give the newest."""
        while self._watermark.seq < (newest := self._journal.sequence):
            until = min(newest, self._watermark.seq + _STRETCH)
            self._replay(self._watermark.seq, until)
        self._refresh_vocabulary()
        return self._watermark.seq

    def replace_graphs(self, graphs: Mapping[str, str]) -> bool:
        """Make graphs exactly these, by difference; tell whether anything changed.

        With all derived graphs in one call they count as computed from what is known now.
        """
        self.synchronise()
        removed: list[str] = []
        added: list[str] = []
        for graph, text in sorted(graphs.items()):
            self._check_derived(graph)
            before = set(stored_quads(self.store, graph))
            after = set(normalise(read_quads(text, graph)))
            removed += sorted(before - after)
            added += sorted(after - before)
        operations = [*delete_data(removed), *insert_data(added)]
        derived = graphs.keys() >= set(self._names.derived)
        if operations or (derived and not self.derived_current):
            seq = self._journal.change("derived" if derived else "graph")
            computed = seq if derived else self._watermark.derived
            self._write(operations, replace(self._watermark, seq=seq, derived=computed))
        return bool(operations)

    def publish(self, *, force: bool = False) -> Checkpoint:
        """Bring the store up to the journal, on disk, and into a checkpoint for readers."""
        seq = self.synchronise()
        current = self.checkpoints.find_current()
        if current is not None and current.sequence == seq and not force:
            return current
        try:
            self.store.flush()
            return self.checkpoints.publish(self.store, seq)
        except OSError as error:
            raise _unwritable(error) from error

    def close(self) -> None:
        """Flush and let go of the store (unflushed, the next open takes 5 ms per article)."""
        self.store.flush()
        del self.store

    def _replay(self, after: int, until: int) -> None:
        replay = Replay(self._journal, self._names, self.store)
        try:
            # Not atomic with the watermark: a crash in between repeats it, to the same end.
            replay.write(after, until)
        except OSError as error:
            raise _unwritable(error) from error
        operations = list(replay.operations(after, until))
        self._write(operations, replace(self._watermark, seq=until))

    def _read_vocabulary(self) -> tuple[str, ...]:
        # Read at opening, needed or not, so that a bad file shows before articles come in.
        current = self._vocabulary_digest == self._watermark.vocabulary
        return () if current else self._vocabulary.lines()

    def _refresh_vocabulary(self) -> None:
        digest = self._vocabulary_digest
        if digest == self._watermark.vocabulary or not self._journal.has_articles:
            return
        operations = [drop_graph(graph) for graph in sorted(self._names.vocabulary)]
        operations += insert_data(self._vocabulary_lines)
        seq = self._journal.change("vocabulary")
        self._write(operations, replace(self._watermark, seq=seq, vocabulary=digest))
        self._vocabulary_lines = ()

    def _write(self, operations: list[str], watermark: Watermark) -> None:
        marked = replace(watermark, mark=self._journal.mark(watermark.seq))
        try:
            self.store.update(";\n".join([*operations, *marked.operations(self._watermark)]))
        except OSError as error:
            raise _unwritable(error) from error
        self._watermark = marked

    def _convert_watermark(self) -> None:
        if is_former(self.store):
            # A change of its own, so that readers get a checkpoint without the old quads.
            seq = self._journal.change("graph") if self._is_caught_up() else self._watermark.seq
            self._write([drop_graph(WATERMARK)], replace(self._watermark, seq=seq))

    def _is_caught_up(self) -> bool:
        return self._watermark.seq == self._journal.sequence

    def _check_watermark(self) -> None:
        seq, mark = self._watermark.seq, self._watermark.mark
        stranger = seq > self._journal.sequence or mark != self._journal.mark(seq)
        if stranger or (seq == 0 and len(self.store) > 0):
            raise StoreError(
                f"the store in {self._home} does not belong to its journal (store at change {seq},"
                f" journal at {self._journal.sequence}); open it with rebuild"
            )

    def _check_derived(self, graph: str) -> None:
        given = self._journal.entries.gives(graph)
        if given or self._names.is_owned(graph) or self._names.is_internal(graph):
            raise RequestError(f"<{graph}> is no derived graph; it comes from articles or files")


def drop_store(home: Path) -> None:
    """Delete the store, so that opening it again replays the whole journal."""
    shutil.rmtree(home / "store", ignore_errors=True)


def _open(path: Path) -> ox.Store:
    try:
        return ox.Store(path)
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(
            f"the store {path} does not open ({error}); open it with rebuild"
        ) from error


def _unwritable(error: OSError) -> StoreError:
    # After a full disk every later write fails too until the store is opened again.
    return StoreError(
        f"the store cannot be written ({error}); what was accepted is safe in the journal:"
        " free some space and start again"
    )
