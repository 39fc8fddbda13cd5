"""The reading side of the journal: records, whole entries, and who gives which graph."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib

from nutgraf.errors import NotFoundError
from nutgraf.store.entry import Entry, Record, State
from nutgraf.store.migrations import ROW_DIGEST

_RECORD = (
    "seq, article_id, version_id, source, sha256, metadata, extractor, quads_digest, ledger,"
    " state, report, received, ended"
)


class Entries:
    """The entries of an open journal."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def records(self, state: State | None = None, *, article_id: str = "") -> tuple[Record, ...]:
        """Entries without their large parts, oldest first."""
        asked = {"state": state, "article_id": article_id}
        values = {name: value for name, value in asked.items() if value}
        # One text per case: a condition that may be switched off keeps SQLite from its index.
        where = " AND ".join(f"{name} = ?" for name in values) or "TRUE"
        sql = f"SELECT {_RECORD} FROM entry WHERE {where} ORDER BY seq"  # noqa: S608 - constants
        rows = self._connection.execute(sql, tuple(values.values()))
        return tuple(_record(row) for row in rows)

    def record(self, seq: int) -> Record:
        """One entry without its large parts."""
        sql = f"SELECT {_RECORD} FROM entry WHERE seq = ?"  # noqa: S608 - constant
        row = self._connection.execute(sql, (seq,)).fetchone()
        if row is None:
            raise NotFoundError(f"there is no entry {seq} in the journal")
        return _record(row)

    def entry(self, seq: int) -> Entry:
        """One entry whole, as it can be accepted again."""
        record = self.record(seq)
        sql = "SELECT raw, document FROM entry WHERE seq = ?"
        raw, document = self._connection.execute(sql, (seq,)).fetchone()
        return Entry(
            article_id=record.article_id,
            version_id=record.version_id,
            source=record.source,
            raw=zlib.decompress(raw),
            document=document,
            graphs=tuple((graph, "\n".join(lines)) for graph, lines in self.graphs(seq)),
            extractor=record.extractor,
            ledger=record.ledger,
            metadata=record.metadata,
            report=record.report,
            received=record.received,
        )

    def graphs(self, seq: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Graph names and lines of one entry, sorted by graph."""
        sql = "SELECT graph, quads FROM entry_graph WHERE seq = ? ORDER BY graph"
        rows = self._connection.execute(sql, (seq,))
        return tuple((graph, _unpack(quads)) for graph, quads in rows)

    def givers(self, graph: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Article and lines of every accepted entry that gives a graph, by article."""
        sql = (
            "SELECT article_id, quads FROM entry_graph JOIN entry USING (seq)"
            " WHERE graph = ? AND state = 'accepted' ORDER BY article_id, version_id"
        )
        rows = self._connection.execute(sql, (graph,))
        return tuple((article, _unpack(quads)) for article, quads in rows)

    def content(self, graph: str, *, first: bool = False) -> list[str]:
        """Sorted lines that accepted entries give to a graph, or only the first article's.

        One text may come as two articles. Their readings may differ (another publication
        date) and must not mix in a report graph: the first article's stands for both.
        """
        givers = self.givers(graph)
        chosen = givers[:1] if first else givers
        return sorted({line for _, lines in chosen for line in lines})

    def standing_graphs(self) -> tuple[str, ...]:
        """Names of all graphs that accepted entries give, sorted."""
        sql = (
            "SELECT DISTINCT graph FROM entry_graph JOIN entry USING (seq)"
            " WHERE state = 'accepted' ORDER BY graph"
        )
        return tuple(graph for (graph,) in self._connection.execute(sql))

    def version(self, version_id: str) -> Record:
        """The accepted entry of a version; of two articles with one text, the first by id."""
        sql = (
            f"SELECT {_RECORD} FROM entry WHERE version_id = ? AND state = 'accepted'"  # noqa: S608 - constant
            " ORDER BY article_id LIMIT 1"
        )
        row = self._connection.execute(sql, (version_id,)).fetchone()
        if row is None:
            raise NotFoundError(f"there is no version {version_id!r} in the graph")
        return _record(row)

    def is_whole(self, seq: int) -> bool:
        """Tell whether the row of an entry is what it was when it came in."""
        sql = f"SELECT row_digest = {ROW_DIGEST} FROM entry WHERE seq = ?"  # noqa: S608 - constant
        return bool(self._connection.execute(sql, (seq,)).fetchone()[0])

    def gives(self, graph: str) -> bool:
        """Tell whether any entry, past or present, gives the graph."""
        sql = "SELECT 1 FROM entry_graph WHERE graph = ? LIMIT 1"
        return self._connection.execute(sql, (graph,)).fetchone() is not None

    def graph_names(self, seq: int) -> tuple[str, ...]:
        """Names of the graphs of one entry, sorted."""
        sql = "SELECT graph FROM entry_graph WHERE seq = ? ORDER BY graph"
        return tuple(graph for (graph,) in self._connection.execute(sql, (seq,)))

    def touched(self, after: int, until: int) -> tuple[Record, ...]:
        """Once accepted entries that the changes `after` < seq <= `until` began or ended."""
        sql = (
            f"SELECT {_RECORD} FROM entry JOIN change USING (seq) WHERE kind = 'accept'"  # noqa: S608 - constant
            " AND (seq > ?1 AND seq <= ?2 OR ended > ?1 AND ended <= ?2) ORDER BY seq"
        )
        return tuple(_record(row) for row in self._connection.execute(sql, (after, until)))

    def newest(self, until: int) -> tuple[int, str]:
        """Sequence number and digest of the newest entry up to `until`; zero without any."""
        sql = "SELECT seq, quads_digest FROM entry WHERE seq <= ? ORDER BY seq DESC LIMIT 1"
        row = self._connection.execute(sql, (until,)).fetchone()
        return (0, "") if row is None else (int(row[0]), str(row[1]))

    def is_given(self, line: str) -> bool:
        """Tell whether an accepted entry gives this quad (engine's spelling) of a shared graph."""
        sql = "SELECT 1 FROM shared_quad WHERE quad = ? LIMIT 1"
        return self._connection.execute(sql, (quad_digest(line),)).fetchone() is not None


def quad_digest(line: str) -> bytes:
    """Key of a quad (engine's spelling) in the table of shared quads."""
    return hashlib.sha256(line.encode()).digest()[:16]


def _record(row: tuple[object, ...]) -> Record:
    values = dict(zip(_RECORD.split(", "), row, strict=True))
    values["state"] = State(str(values["state"]))
    return Record(**values)  # type: ignore[arg-type]


def _unpack(quads: bytes) -> tuple[str, ...]:
    text = zlib.decompress(quads).decode()
    return tuple(text.split("\n")) if text else ()
