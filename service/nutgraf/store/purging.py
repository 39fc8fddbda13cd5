"""Purging: an article leaves every file of the data directory; that it did stays on record."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nutgraf.errors import NotFoundError, RequestError, StoreError
from nutgraf.store.space import journal_error
from nutgraf.store.tables import number_change, transaction

#: Shorter lines stand in many texts; a line of this length tells one from all others.
_TELLING = 40

#: Articles that a message names one by one.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Purged:
    """What stays of a purged article: that it was there, when and why it went, its digest."""

    seq: int
    article_id: str
    time: str
    reason: str
    digest: str


class Purges:
    """The table of purged articles of an open journal, and how they leave it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def all(self) -> tuple[Purged, ...]:
        """Every article that was ever purged, oldest first."""
        sql = "SELECT seq, article_id, time, reason, digest FROM purged ORDER BY seq"
        return tuple(Purged(*row) for row in self._connection.execute(sql))

    def purge(self, articles: Collection[str], *, reason: str, time: str) -> None:
        """Delete articles for good and keep on record that, when and why.

        Doing it again deletes what an interrupted purge left behind. Raises `RequestError`
        where the text stands as another article too, `NotFoundError` for an unknown one.
        """
        self._connection.execute("PRAGMA secure_delete = ON")
        with transaction(self._connection, self._path):
            found = self.entries_of(articles)
            # Answers first: after an interruption the lines must still be known.
            drop_answers(self._path.parent, self._lines_of(found))
            for article, digest in sorted(self._digests(found).items()):
                seq = number_change(self._connection, "purge")
                row = (seq, article, time, reason, digest)
                self._connection.execute("INSERT INTO purged VALUES (?,?,?,?,?)", row)
            self._delete(found)
        self._scrub()

    def entries_of(self, articles: Collection[str]) -> dict[int, str]:
        """Sequence numbers and articles of all entries that must go.

        With the articles' own entries go entries in quarantine, under whatever id, that
        hold their lines.
        """
        marks = ",".join("?" * len(articles))
        sql = f"SELECT seq, article_id FROM entry WHERE article_id IN ({marks})"  # noqa: S608 - marks
        found: dict[int, str] = dict(self._connection.execute(sql, tuple(articles)).fetchall())
        known = {purged.article_id for purged in self.all()} | set(found.values())
        if missing := sorted(set(articles) - known):
            raise NotFoundError(f"there is no article {', '.join(missing)} in the journal")
        self._check_twins(found, articles)
        return found | self._quarantined_with(self._lines_of(found), found)

    def _lines_of(self, entries: Iterable[int]) -> set[str]:
        lines: set[str] = set()
        for seq in entries:
            sql = "SELECT raw, document FROM entry WHERE seq = ?"
            raw, document = self._connection.execute(sql, (seq,)).fetchone()
            lines |= _telling(zlib.decompress(raw).decode("utf-8", "replace"))
            lines |= _telling("\n".join(_strings(json.loads(document))))
        return lines

    def _digests(self, entries: dict[int, str]) -> dict[str, str]:
        found = {}
        for seq, article in sorted(entries.items()):
            sql = "SELECT sha256 FROM entry WHERE seq = ?"
            (found[article],) = self._connection.execute(sql, (seq,)).fetchone()
        return found

    def _delete(self, entries: Collection[int]) -> None:
        for seq in sorted(entries):
            for table in ("shared_quad", "entry_graph", "entry"):
                sql = f"DELETE FROM {table} WHERE seq = ?"  # noqa: S608 - constants
                self._connection.execute(sql, (seq,))

    def _scrub(self) -> None:
        """Overwrite what deleted rows left in file and WAL; drop copies of old versions."""
        try:
            self._connection.execute("VACUUM")
            busy, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.DatabaseError as error:
            raise journal_error(error, self._path) from error
        if busy:
            raise StoreError(
                f"another program reads {self._path}, whose WAL still holds the text;"
                " stop it and purge again"
            )
        for copy in self._path.parent.glob(f"{self._path.stem}-*{self._path.suffix}"):
            copy.unlink()

    def _check_twins(self, found: Collection[int], articles: Collection[str]) -> None:
        marks = ",".join("?" * len(found))
        sql = (
            "SELECT DISTINCT article_id FROM entry WHERE state = 'accepted' AND (sha256 IN"  # noqa: S608 - marks
            f" (SELECT sha256 FROM entry WHERE seq IN ({marks})) OR version_id IN"
            f" (SELECT version_id FROM entry WHERE seq IN ({marks}))) ORDER BY article_id"
        )
        rows = self._connection.execute(sql, (*found, *found))
        if twins := [article for (article,) in rows if article not in articles]:
            more = f" and {len(twins) - _NAMED} more" if len(twins) > _NAMED else ""
            raise RequestError(
                f"the same text stands as article {', '.join(twins[:_NAMED])}{more} too;"
                " purge them together"
            )

    def _quarantined_with(self, lines: set[str], known: Collection[int]) -> dict[int, str]:
        sql = "SELECT seq, article_id, raw FROM entry WHERE state != 'accepted'"
        rows = self._connection.execute(sql)
        return {
            seq: article
            for seq, article, raw in rows
            if seq not in known and _holds(zlib.decompress(raw).decode("utf-8", "replace"), lines)
        }


def drop_answers(home: Path, lines: set[str]) -> int:
    """Delete a language model's kept answers that hold one of the lines; give how many."""
    held = [file for file in sorted((home / "answers").rglob("*")) if _answers(file, lines)]
    for file in held:
        file.unlink()
    return len(held)


def _answers(file: Path, lines: set[str]) -> bool:
    if not file.is_file():
        return False
    text = file.read_text("utf-8", "replace")
    with suppress(ValueError):  # half written: searched as it is
        text = "\n".join(_strings(json.loads(text)))
    return _holds(text, lines)


def _holds(text: str, lines: set[str]) -> bool:
    return any(line in text for line in lines)


def _telling(text: str) -> set[str]:
    lines = (line.strip() for line in text.splitlines())
    return {line for line in lines if len(line) >= _TELLING}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
