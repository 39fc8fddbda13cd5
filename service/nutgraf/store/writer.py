"""The one writer: applies the journal to the store, one transaction per stretch of changes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from nutgraf.errors import RequestError, StoreError
from nutgraf.store.checkpoint import Checkpoint, Checkpoints
from nutgraf.store.engine import DamagedStoreError, Engine, UnfinishedStoreError
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
from nutgraf.store.rebuilding import computed_lines, fill
from nutgraf.store.replay import Replay
from nutgraf.store.vocabulary import Vocabulary
from nutgraf.store.watermark import Watermark, is_begun, is_former

#: Changes per transaction. Larger ones are no faster (measured: 5 ms per article at 1,
#: 10 ms at 50 in one update text) and hold more memory.
_STRETCH = 8

#: Changes from which on an empty store is loaded in bulk: 25 times cheaper than updates.
_BULK = 400


class Writer:
    """The store as it follows its journal; whoever holds it also holds the writer lock.

    A store that a full disk closed is opened again at the next call, and a damaged one is
    built again from the journal while readers stay on the last good checkpoint.
    """

    def __init__(
        self, home: Path, journal: Journal, vocabulary: Vocabulary, *, rebuild: bool = False
    ) -> None:
        self._home = home
        self._journal = journal
        self._vocabulary = vocabulary
        self._vocabulary_digest = vocabulary.digest()
        self._names: GraphNames = vocabulary.names
        self.checkpoints = Checkpoints(home)
        self._engine = Engine(home / "store")
        #: Why the store had to be built again; empty where it did not.
        self.damage = ""
        self._renewed = False
        try:
            self.renew() if rebuild else self.synchronise()
        except BaseException:
            # The traceback keeps this object alive, and an open store cannot be rebuilt.
            self._engine.close()
            raise

    @property
    def store(self) -> ox.Store:
        """The store, brought up to the journal; hold it no longer than a call."""
        self.synchronise()
        return self._engine.store

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
        try:
            return self._follow()
        except UnfinishedStoreError:
            return self.renew()
        except DamagedStoreError as error:
            self.damage = str(error)
            return self.renew()

    def renew(self, *, derived: bool = True) -> int:
        """Drop the store and build it again; `derived` takes over the last events readers saw."""
        kept: tuple[str, ...] = ()
        if derived:
            kept = computed_lines(self.checkpoints, self._engine, self._journal, self._names)
        self._engine.drop()
        self._renewed = True
        sequence = self._follow()
        if kept:
            # Not the newest there could be: `derived_current` stays false.
            self._write(list(insert_data(kept)), self._watermark)
        return sequence

    def replace_graphs(self, graphs: Mapping[str, str]) -> bool:
        """Make graphs exactly these, by difference; tell whether anything changed.

        With all derived graphs in one call they count as computed from what is known now.
        """
        removed: list[str] = []
        added: list[str] = []
        self.synchronise()
        for graph, text in sorted(graphs.items()):
            self._check_derived(graph)
            with self._engine.working():
                before = set(stored_quads(self._engine.store, graph))
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
        try:
            return self._publish(force=force)
        except DamagedStoreError as error:
            self.damage = str(error)
            return self._publish(force=True)

    def flush(self) -> None:
        """Bring the store up to the journal and on disk."""
        self.synchronise()
        with self._engine.working():
            self._engine.store.flush()

    def close(self) -> None:
        """Flush and let go of the store (unflushed, the next open takes 5 ms per article)."""
        try:
            if self._engine.is_open:
                with self._engine.working():
                    self._engine.store.flush()
        except DamagedStoreError as error:
            # Dropped: the next opening builds it again. Nothing is lost by closing.
            self.damage = str(error)
        finally:
            self._engine.close()

    def working(self) -> AbstractContextManager[None]:
        """Turn errors of the engine inside into ours, as every use of `store` needs."""
        return self._engine.working()

    def _publish(self, *, force: bool) -> Checkpoint:
        seq = self.synchronise()
        current = self.checkpoints.find_current()
        if current is not None and current.sequence == seq and not (force or self._renewed):
            return current
        with self._engine.working():
            # No flush before: the engine's backup begins with one.
            reuse = not self._renewed
            published = self.checkpoints.publish(self._engine.store, seq, reuse=reuse)
        self._renewed = False
        return published

    def _follow(self) -> int:
        if not self._engine.is_open:
            self._attach()
        while self._watermark.seq < (newest := self._journal.sequence):
            if self._watermark.seq == 0 and newest >= _BULK:
                self._load(newest)
            else:
                self._replay(self._watermark.seq, min(newest, self._watermark.seq + _STRETCH))
        self._refresh_vocabulary()
        return self._watermark.seq

    def _attach(self) -> None:
        """Read what an opened store says of itself, and whether it may be followed on."""
        # No name for the store here: a traceback would keep it, and its lock, alive.
        self._watermark = Watermark.read(self._engine.store)
        self._check_watermark(len(self._engine.store) if self._watermark.seq == 0 else 0)
        served = self.checkpoints.find_current()
        if self._watermark.seq == 0 and served and served.sequence and not self._renewed:
            # Dropped or lost: built like a damaged one, the events taken over.
            raise UnfinishedStoreError(f"the store in {self._home} is gone")
        current = self._vocabulary_digest == self._watermark.vocabulary
        # Read at opening, needed or not, so that a bad file shows before articles come in.
        self._vocabulary_lines = () if current else self._vocabulary.lines()
        if is_former(self._engine.store):
            self._convert_watermark()

    def _load(self, until: int) -> None:
        with self._engine.working():
            self._engine.store.add_graph(ox.NamedNode(Watermark().name))
            fill(self._engine, self._journal, self._names)
            Replay(self._journal, self._names, self._engine).write(0, until)
        self._write([], replace(self._watermark, seq=until))

    def _replay(self, after: int, until: int) -> None:
        replay = Replay(self._journal, self._names, self._engine)
        with self._engine.working():
            # Not atomic with the watermark: a crash in between repeats it, to the same end.
            replay.write(after, until)
            operations = list(replay.operations(after, until))
        self._write(operations, replace(self._watermark, seq=until))

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
        text = ";\n".join([*operations, *marked.operations(self._watermark)])
        with self._engine.working():
            self._engine.store.update(text)
        self._watermark = marked

    def _convert_watermark(self) -> None:
        caught_up = self._watermark.seq == self._journal.sequence
        # A change of its own, so that readers get a checkpoint without the old quads.
        seq = self._journal.change("graph") if caught_up else self._watermark.seq
        self._write([drop_graph(WATERMARK)], replace(self._watermark, seq=seq))

    def _check_watermark(self, quads: int) -> None:
        seq, mark = self._watermark.seq, self._watermark.mark
        stranger = seq > self._journal.sequence or mark != self._journal.mark(seq)
        if quads and is_begun(self._engine.store):
            raise UnfinishedStoreError(f"the store in {self._home} was not built to its end")
        if stranger or quads:
            raise StoreError(
                f"the store in {self._home} does not belong to its journal (store at change {seq},"
                f" journal at {self._journal.sequence}); open it with rebuild"
            )

    def _check_derived(self, graph: str) -> None:
        given = self._journal.entries.gives(graph)
        computed = self._names.is_managed(graph) and not self._names.is_internal(graph)
        if given or self._names.is_owned(graph) or not computed:
            raise RequestError(f"<{graph}> is no derived graph; it comes from articles or files")
