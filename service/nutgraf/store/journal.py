"""The journal: every accepted or refused article, durable before the store sees it."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from nutgraf.errors import NotFoundError, RequestError
from nutgraf.store.decisions import Decisions
from nutgraf.store.delta import Delta
from nutgraf.store.entries import Entries, quad_digest
from nutgraf.store.entry import AcceptResult, Decision, Entry, Outcome, Record, State
from nutgraf.store.graphs import GraphNames
from nutgraf.store.migrations import row_digest
from nutgraf.store.purging import Purges
from nutgraf.store.quads import normalise, read_quads
from nutgraf.store.tables import number_change, open_journal, problems, transaction
from nutgraf.store.written import Written

FILE = "journal.sqlite"

#: Kinds of change that alter the graph; a checkpoint is numbered by the newest of them.
_DATA_CHANGES = ("accept", "remove", "purge", "write", "derived", "graph", "vocabulary")

#: Kinds of change after which the derived graphs must be computed anew.
_BASIC_CHANGES = ("accept", "remove", "purge", "decision", "derived")


class Journal:
    """The truth of a data directory; the store is an index of it that can be rebuilt."""

    def __init__(self, home: Path, names: GraphNames, *, read_only: bool = False) -> None:
        self._names = names
        self._path = home / FILE
        self._connection = open_journal(self._path, read_only=read_only)
        self.entries = Entries(self._connection)
        self.decisions = Decisions(self._connection)
        self.writes = Written(self._connection)
        self.purges = Purges(self._connection, self._path)

    def close(self) -> None:
        """Close the file; the journal cannot be used afterwards."""
        self._connection.close()

    @property
    def sequence(self) -> int:
        """Number of the newest change of the data."""
        return self._newest(_DATA_CHANGES)

    @property
    def basic_sequence(self) -> int:
        """Number of the newest change after which the derived graphs are out of date."""
        return self._newest(_BASIC_CHANGES)

    @property
    def has_articles(self) -> bool:
        """Tell whether an article was ever accepted: only then the vocabulary is needed."""
        sql = "SELECT 1 FROM change WHERE kind = 'accept' LIMIT 1"
        return self._connection.execute(sql).fetchone() is not None

    def mark(self, seq: int) -> str:
        """Digest of the newest entry or write up to `seq`: a store knows its journal by it."""
        return max(self.entries.newest(seq), self.writes.newest(seq))[1]

    def problems(self) -> list[str]:
        """What SQLite finds wrong with the pages, indexes and references of the file."""
        return problems(self._connection)

    def change(self, kind: str) -> int:
        """Number a change of the data that is no entry: `derived`, `graph` or `vocabulary`."""
        with self._transaction():
            return self._next(kind)

    def accept(self, entry: Entry) -> AcceptResult:
        """Keep an entry for the graph; the same one again changes nothing.

        Another run over the same text replaces the earlier run and lifts a quarantine;
        another text of the same article stands beside the earlier ones.
        """
        graphs = self._read_graphs(entry)
        digest = graphs_digest(graphs)
        with self._transaction():
            before = self._standing(entry, State.ACCEPTED)
            if before is not None and _same(before, entry, digest):
                return AcceptResult(before.seq, Outcome.UNCHANGED)
            outcome = self._outcome(entry, before)
            seq = self._next("accept")
            self._supersede(entry.article_id, entry.version_id, seq)
            self._insert(seq, entry, State.ACCEPTED, digest)
            self._insert_graphs(seq, graphs)
        return AcceptResult(seq, outcome)

    def quarantine(self, entry: Entry) -> AcceptResult:
        """Keep an entry out of the graph, with its validation report; the same one once."""
        # Quads that fail the gate may not even parse: they are kept as they came.
        graphs = {graph: tuple(text.split("\n")) for graph, text in entry.graphs}
        digest = graphs_digest(graphs)
        with self._transaction():
            before = self._standing(entry, State.QUARANTINED)
            if before is not None and _same(before, entry, digest):
                return AcceptResult(before.seq, Outcome.UNCHANGED)
            seq = self._next("quarantine")
            if before is not None:
                self._end(before.seq, seq)
            self._insert(seq, entry, State.QUARANTINED, digest)
            for graph, lines in graphs.items():
                self._insert_graph(seq, graph, lines)
        return AcceptResult(seq, Outcome.ADDED if before is None else Outcome.REPLACED)

    def write(self, delta: Delta) -> int:
        """Keep what an update or graph request changed; an empty delta changes nothing."""
        checked = delta.checked(self._names)
        if not checked:
            return self.sequence
        with self._transaction():
            seq = self._next("write")
            self.writes.insert(seq, checked)
        return seq

    def remove(self, article_id: str) -> int:
        """Take an article out of the graph, all versions; its entries stay as superseded."""
        with self._transaction():
            found = self.entries.records(State.ACCEPTED, article_id=article_id)
            if not found:
                raise NotFoundError(f"there is no article {article_id!r} in the graph")
            seq = self._next("remove")
            for record in found:
                self._end(record.seq, seq)
        return seq

    def discard(self, seq: int) -> None:
        """Take an entry out of the quarantine for good; its row stays as superseded."""
        with self._transaction():
            if self.entries.record(seq).state is not State.QUARANTINED:
                raise RequestError(f"entry {seq} is not in quarantine")
            self._end(seq, self._next("discard"))

    def add_decision(self, decision: Decision) -> bool:
        """Append a person's decision; tell whether it is new."""
        with self._transaction():
            added = self.decisions.add(decision)
            if added:
                self._next("decision")
        return added

    def revoke_decision(self, decision_id: str, time: str) -> bool:
        """Note when a decision was taken back; tell whether it stood until now."""
        with self._transaction():
            revoked = self.decisions.revoke(decision_id, time)
            if revoked:
                self._next("decision")
        return revoked

    def _transaction(self) -> AbstractContextManager[None]:
        return transaction(self._connection, self._path)

    def _newest(self, kinds: tuple[str, ...]) -> int:
        marks = ",".join("?" * len(kinds))
        sql = f"SELECT coalesce(max(seq), 0) FROM change WHERE kind IN ({marks})"  # noqa: S608 - marks
        (seq,) = self._connection.execute(sql, kinds).fetchone()
        return int(seq)

    def _read_graphs(self, entry: Entry) -> dict[str, tuple[str, ...]]:
        for graph, _ in entry.graphs:
            reserved = self._names.is_internal(graph) or graph in self._names.derived
            if reserved or not self._names.is_managed(graph):
                raise RequestError(f"an article may not write the graph <{graph}>")
        return {graph: read_quads(text, graph) for graph, text in sorted(entry.graphs)}

    def _standing(self, entry: Entry, state: State) -> Record | None:
        records = self.entries.records(state, article_id=entry.article_id)
        return next((rec for rec in records if rec.version_id == entry.version_id), None)

    def _outcome(self, entry: Entry, before: Record | None) -> Outcome:
        if before is not None:
            return Outcome.REPLACED
        others = self.entries.records(State.ACCEPTED, article_id=entry.article_id)
        return Outcome.NEW_VERSION if others else Outcome.ADDED

    def _next(self, kind: str) -> int:
        return number_change(self._connection, kind)

    def _supersede(self, article_id: str, version_id: str, by: int) -> None:
        sql = (
            "SELECT seq FROM entry"
            " WHERE article_id = ? AND version_id = ? AND state != 'superseded'"
        )
        for (seq,) in self._connection.execute(sql, (article_id, version_id)).fetchall():
            self._end(seq, by)

    def _end(self, seq: int, by: int) -> None:
        self._connection.execute("DELETE FROM shared_quad WHERE seq = ?", (seq,))
        sql = "UPDATE entry SET state = 'superseded', ended = ? WHERE seq = ?"
        self._connection.execute(sql, (by, seq))

    def _insert(self, seq: int, entry: Entry, state: State, digest: str) -> None:
        row = (
            *(seq, entry.article_id, entry.version_id, entry.source),
            *(hashlib.sha256(entry.raw).hexdigest(), entry.metadata_digest, entry.extractor),
            *(digest, entry.ledger, state, entry.report, entry.received, None),
            *(zlib.compress(entry.raw), entry.document, _row_digest(entry)),
        )
        marks = ",".join("?" * len(row))
        self._connection.execute(f"INSERT INTO entry VALUES ({marks})", row)  # noqa: S608 - only marks

    def _insert_graphs(self, seq: int, graphs: dict[str, tuple[str, ...]]) -> None:
        for graph, lines in graphs.items():
            self._insert_graph(seq, graph, lines)
            if not self._names.is_owned(graph):
                rows = [(quad_digest(line), seq) for line in normalise(lines)]
                self._connection.executemany("INSERT INTO shared_quad VALUES (?, ?)", rows)

    def _insert_graph(self, seq: int, graph: str, lines: Iterable[str]) -> None:
        row = (seq, graph, zlib.compress("\n".join(lines).encode()))
        self._connection.execute("INSERT INTO entry_graph VALUES (?, ?, ?)", row)


def _same(record: Record, entry: Entry, digest: str) -> bool:
    ours = (entry.metadata_digest, entry.extractor, digest)
    return ours == (record.metadata, record.extractor, record.quads_digest)


def _row_digest(entry: Entry) -> str:
    return row_digest(
        *(entry.article_id, entry.version_id, entry.source, entry.metadata_digest),
        *(entry.extractor, entry.ledger, entry.report, entry.received, entry.document),
    )


def graphs_digest(graphs: dict[str, tuple[str, ...]]) -> str:
    """SHA-256 of the lines of graphs, by which runs are compared and damage is found."""
    hashed = hashlib.sha256()
    for graph, lines in sorted(graphs.items()):
        hashed.update(f"{graph}\n".encode() + "\n".join(lines).encode() + b"\n\n")
    return hashed.hexdigest()
