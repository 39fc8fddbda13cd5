"""The embedded store: the one object through which a data directory is written."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from nutgraf.errors import NotFoundError
from nutgraf.folders import folder
from nutgraf.settings import Settings
from nutgraf.store.delta import Delta
from nutgraf.store.engine import DamagedStoreError
from nutgraf.store.entry import AcceptResult, Decision, Entry, Record, State
from nutgraf.store.export import export
from nutgraf.store.graphs import GraphNames
from nutgraf.store.journal import Journal
from nutgraf.store.lock import WriterLock
from nutgraf.store.purging import Purged
from nutgraf.store.scratch import tidy
from nutgraf.store.space import Space
from nutgraf.store.verification import Finding, verify
from nutgraf.store.vocabulary import Vocabulary
from nutgraf.store.writer import Writer

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class EmbeddedStore:
    """Journal and store of one data directory, held by one process at a time.

    What it accepts is durable at once and seen by readers after `publish`. Opening it
    replays whatever the store has missed, and builds a damaged store again (`damage` says
    why). Safe to call from threads. `rebuild` builds it again in any case; `ontology` is
    the folder of the vocabulary files.
    """

    def __init__(
        self, home: Path, settings: Settings, *, ontology: Path | None = None, rebuild: bool = False
    ) -> None:
        self._home = home
        self._names = GraphNames(settings.base)
        self._vocabulary = Vocabulary(ontology or folder("ontology"), self._names)
        self._guard = threading.RLock()
        self._space = Space(home, settings.free_bytes, settings.free_share)
        self._lock = WriterLock(home, settings.lock_seconds)
        try:
            self._journal, self._writer = self._open(rebuild=rebuild)
        except BaseException:
            self._lock.release()
            raise
        self._closed = False

    def __enter__(self) -> EmbeddedStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Flush the store and let the next process write; publishes nothing."""
        with self._guard:
            if self._closed:
                return
            self._closed = True
            try:
                self._writer.close()
            finally:
                self._journal.close()
                self._lock.release()

    def accept(self, entry: Entry) -> AcceptResult:
        """Keep a valid entry; it is durable on return and in the store after `publish`."""
        with self._guard:
            self._space.check()
            return self._journal.accept(entry)

    def quarantine(self, entry: Entry) -> AcceptResult:
        """Keep an entry that failed the gate out of the graph, with its `report`."""
        with self._guard:
            self._space.check()
            return self._journal.quarantine(entry)

    def quarantined(self) -> tuple[Record, ...]:
        """Entries in quarantine, oldest first."""
        with self._guard:
            return self._journal.entries.records(State.QUARANTINED)

    def entry(self, seq: int) -> Entry:
        """One entry whole, raw bytes and quads included."""
        with self._guard:
            return self._journal.entries.entry(seq)

    def version(self, version_id: str) -> Record:
        """The accepted entry of an article version."""
        with self._guard:
            return self._journal.entries.version(version_id)

    def discard(self, seq: int) -> None:
        """Take an entry out of the quarantine for good."""
        with self._guard:
            self._journal.discard(seq)

    def remove(self, article_id: str) -> int:
        """Take an article, all its versions, out of the graph; give the sequence number."""
        with self._guard:
            return self._journal.remove(article_id)

    def write(self, delta: Delta) -> int:
        """Keep what an update or graph request changed; give its sequence number.

        Durable on return, in the store after `publish`. Raises `ForbiddenError` where a
        managed graph would change.
        """
        with self._guard:
            self._space.check()
            return self._journal.write(delta)

    def purge(self, articles: Collection[str], *, reason: str, time: str) -> tuple[Purged, ...]:
        """Delete articles from journal and store for good; give what stays on record of them.

        Readers still have them: derive the events anew, `publish`, then `drop_traces`.
        """
        with self._guard:
            self._journal.purges.purge(articles, reason=reason, time=time)
            self._writer.renew(derived=False)
            known = self._journal.purges.all()
        return tuple(purged for purged in known if purged.article_id in articles)

    def drop_traces(self, seconds: float) -> None:
        """Delete former checkpoints and scratch copies, waiting for workers to let them go."""
        with self._guard:
            tidy(self._home)
            self._writer.checkpoints.keep_current(seconds)

    def articles(self) -> tuple[Record, ...]:
        """The accepted entry of every article version, oldest first."""
        with self._guard:
            return self._journal.entries.records(State.ACCEPTED)

    def ledger(self, article_id: str) -> tuple[Record, ...]:
        """Every entry an article ever had, oldest first; each carries its ledger."""
        with self._guard:
            records = self._journal.entries.records(article_id=article_id)
        if not records:
            raise NotFoundError(f"there is no article {article_id!r} in the journal")
        return records

    def decisions(self) -> tuple[Decision, ...]:
        """People's identity decisions, revoked ones too, by time."""
        with self._guard:
            return self._journal.decisions.all()

    def add_decision(self, decision: Decision) -> bool:
        """Append a decision; tell whether it is new."""
        with self._guard:
            return self._journal.add_decision(decision)

    def revoke_decision(self, decision_id: str, time: str) -> bool:
        """Note when a decision was taken back; tell whether it stood until now."""
        with self._guard:
            return self._journal.revoke_decision(decision_id, time)

    @property
    def sequence(self) -> int:
        """Newest change of the data that the journal holds."""
        with self._guard:
            return self._journal.sequence

    @property
    def damage(self) -> str:
        """Why the store was built again since it was opened; empty where it was sound."""
        with self._guard:
            return self._writer.damage

    @property
    def derived_current(self) -> bool:
        """Tell whether the derived graphs take account of every article and decision."""
        with self._guard:
            return self._writer.derived_current

    def replace_graphs(self, graphs: Mapping[str, str]) -> bool:
        """Make graphs that no article gives exactly these N-Quads; tell whether they changed.

        The identity and event graphs come in one call: only then are they current again.
        """
        with self._guard:
            return self._writer.replace_graphs(graphs)

    def select(self, query: str) -> tuple[dict[str, Term | None], ...]:
        """Solutions of one of our own SELECT queries over all graphs, articles just in included.

        It runs in this process without any limit: never pass on a query from outside.
        """
        with self._guard:
            try:
                return self._select(query)
            except DamagedStoreError as error:
                # Dropped by now; built again for the second attempt.
                self._writer.damage = str(error)
                return self._select(query)

    def publish(self) -> int:
        """Show readers all that was accepted: a new checkpoint; give its sequence number."""
        with self._guard:
            return self._writer.publish().sequence

    def flush(self) -> None:
        """Apply and write to disk what was accepted, so that the next open is quick."""
        with self._guard:
            self._writer.flush()

    def rebuild(self) -> int:
        """Drop the store and replay the journal; derived graphs must then be computed anew."""
        with self._guard:
            self._writer.renew()
            self._writer.damage = ""
            return self._writer.publish(force=True).sequence

    def verify(self) -> tuple[Finding, ...]:
        """Compare all that is stored with what came in; give what is wrong, nothing if sound.

        A damaged store was already built again when it was opened: that is a finding too.
        """
        with self._guard:
            return tuple(verify(self._writer, self._journal, self._vocabulary))

    def export(self, *, canonical: bool = False, graphs: Collection[str] = ()) -> Iterator[bytes]:
        """Lines of N-Quads of everything accepted; see `nutgraf.store.export`."""
        with self._guard:
            return export(self._writer.store, canonical=canonical, graphs=graphs)

    def _select(self, query: str) -> tuple[dict[str, Term | None], ...]:
        with self._writer.working():
            return _solutions(self._writer.store, query)

    def _open(self, *, rebuild: bool) -> tuple[Journal, Writer]:
        journal = Journal(self._home, self._names)
        try:
            return journal, Writer(self._home, journal, self._vocabulary, rebuild=rebuild)
        except BaseException:
            journal.close()
            raise


def _solutions(store: ox.Store, query: str) -> tuple[dict[str, Term | None], ...]:
    result = store.query(query, use_default_graph_as_union=True)
    if not isinstance(result, ox.QuerySolutions):
        raise TypeError("select takes SELECT queries")
    names = [variable.value for variable in result.variables]
    return tuple({name: row[name] for name in names} for row in result)
