"""The table of writes: what updates and graph requests changed, in order."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator

from nutgraf.store.delta import Delta

_COLUMNS = "seq, digest, removed, added, created, dropped"


class Written:
    """The writes of an open journal."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def insert(self, seq: int, delta: Delta) -> None:
        """Keep a checked delta under its sequence number."""
        row = (
            *(seq, delta_digest(delta), _pack(delta.removed), _pack(delta.added)),
            *("\n".join(delta.created), "\n".join(delta.dropped)),
        )
        sql = f"INSERT INTO written ({_COLUMNS}) VALUES (?,?,?,?,?,?)"  # noqa: S608 - constant
        self._connection.execute(sql, row)

    def between(self, after: int, until: int) -> Iterator[Delta]:
        """The writes `after` < seq <= `until`, oldest first."""
        for _, _, delta in self.all(after, until):
            yield delta

    def all(self, after: int = 0, until: int | None = None) -> Iterator[tuple[int, str, Delta]]:
        """Sequence number, digest and content of writes, oldest first."""
        sql = (
            f"SELECT {_COLUMNS} FROM written WHERE seq > ?1 AND (?2 IS NULL OR seq <= ?2)"  # noqa: S608 - constant
            " ORDER BY seq"
        )
        for seq, digest, removed, added, created, dropped in self._connection.execute(
            sql, (after, until)
        ):
            lines = _unpack(removed), _unpack(added)
            yield seq, digest, Delta(*lines, _names(created), _names(dropped))

    def newest(self, until: int) -> tuple[int, str]:
        """Sequence number and digest of the newest write up to `until`; zero without any."""
        sql = "SELECT seq, digest FROM written WHERE seq <= ? ORDER BY seq DESC LIMIT 1"
        row = self._connection.execute(sql, (until,)).fetchone()
        return (0, "") if row is None else (int(row[0]), str(row[1]))


def delta_digest(delta: Delta) -> str:
    """SHA-256 of a checked delta, by which `verify` knows a damaged row."""
    hashed = hashlib.sha256()
    for lines in (delta.removed, delta.added, delta.created, delta.dropped):
        hashed.update("\n".join(lines).encode() + b"\n\n")
    return hashed.hexdigest()


def _pack(lines: tuple[str, ...]) -> bytes:
    return zlib.compress("\n".join(lines).encode())


def _unpack(packed: bytes) -> tuple[str, ...]:
    return _names(zlib.decompress(packed).decode())


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()
