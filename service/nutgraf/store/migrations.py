"""Steps from one version of the journal's tables to the next.

The tables of a new journal are those of version 1 and then every step, so that a new and
an old directory cannot differ. A step runs in one transaction; before the first one the
file is copied to `journal-<version>.sqlite` beside it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

#: Digest of what never changes in the row of an entry and no other digest covers.
ROW_DIGEST = (
    "row_digest(article_id, version_id, source, metadata, extractor, ledger, report, received,"
    " document)"
)

#: `row_digest` seals an entry; `written` holds what updates and graph requests changed;
#: `purged` remembers that an article was erased, and nothing of what it said.
_WRITES = (
    "ALTER TABLE entry ADD COLUMN row_digest TEXT NOT NULL DEFAULT ''",
    f"UPDATE entry SET row_digest = {ROW_DIGEST}",  # noqa: S608 - constant
    "CREATE TABLE written ("
    " seq INTEGER PRIMARY KEY REFERENCES change(seq), digest TEXT NOT NULL,"
    " removed BLOB NOT NULL, added BLOB NOT NULL, created TEXT NOT NULL, dropped TEXT NOT NULL)",
    "CREATE TABLE purged ("
    " seq INTEGER PRIMARY KEY REFERENCES change(seq), article_id TEXT NOT NULL,"
    " time TEXT NOT NULL, reason TEXT NOT NULL, digest TEXT NOT NULL)",
)


def row_digest(*values: object) -> str:
    """Digest of the values that `ROW_DIGEST` names; `open_journal` gives it to SQL."""
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def _add_writes(connection: sqlite3.Connection) -> None:
    for statement in _WRITES:
        connection.execute(statement)


#: The step that leads away from each version.
_STEPS: dict[int, Callable[[sqlite3.Connection], None]] = {1: _add_writes}

SCHEMA_VERSION = max(_STEPS) + 1


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Bring the tables from a version to the newest, one transaction per step."""
    for number in range(version, SCHEMA_VERSION):
        connection.execute("BEGIN IMMEDIATE")
        try:
            _STEPS[number](connection)
            connection.execute(f"PRAGMA user_version = {number + 1}")
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def keep_former(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """Copy a journal before its first step; `restore` or a rename brings it back."""
    copy = path.with_name(f"{path.stem}-{version}{path.suffix}")
    unfinished = copy.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished)) as target:
        connection.backup(target)
    unfinished.replace(copy)
    return copy
