"""The tables of the journal file and how it is opened."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nutgraf.errors import StoreError
from nutgraf.store.migrations import SCHEMA_VERSION, keep_former, migrate, row_digest
from nutgraf.store.space import journal_error

#: Version 1 of the tables; `migrations` adds the rest. `change` numbers everything that
#: changes the data; `shared_quad` counts who gives a quad of a shared graph (by digest: 16
#: bytes hold apart 10^12 quads with ease).
_SCHEMA = """
CREATE TABLE change (seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL);
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY REFERENCES change(seq),
  article_id TEXT NOT NULL, version_id TEXT NOT NULL, source TEXT NOT NULL,
  sha256 TEXT NOT NULL, metadata TEXT NOT NULL, extractor TEXT NOT NULL,
  quads_digest TEXT NOT NULL, ledger TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('accepted', 'quarantined', 'superseded')),
  report TEXT NOT NULL, received TEXT NOT NULL, ended INTEGER REFERENCES change(seq),
  raw BLOB NOT NULL, document TEXT NOT NULL
);
CREATE INDEX entry_article ON entry(article_id, version_id);
CREATE INDEX entry_version ON entry(version_id);
CREATE INDEX entry_ended ON entry(ended) WHERE ended IS NOT NULL;
CREATE UNIQUE INDEX entry_accepted ON entry(article_id, version_id) WHERE state = 'accepted';
CREATE TABLE entry_graph (
  seq INTEGER NOT NULL REFERENCES entry(seq), graph TEXT NOT NULL, quads BLOB NOT NULL,
  PRIMARY KEY (graph, seq)
);
CREATE INDEX entry_graph_seq ON entry_graph(seq);
CREATE TABLE shared_quad (
  quad BLOB NOT NULL, seq INTEGER NOT NULL REFERENCES entry(seq), PRIMARY KEY (quad, seq)
) WITHOUT ROWID;
CREATE INDEX shared_quad_seq ON shared_quad(seq);
CREATE TABLE decision (
  decision_id TEXT PRIMARY KEY, report TEXT NOT NULL, event TEXT NOT NULL,
  verdict TEXT NOT NULL, by TEXT NOT NULL, time TEXT NOT NULL, reason TEXT NOT NULL,
  revoked TEXT
);
"""


def open_journal(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the journal file; create it where it is missing and may be written.

    Each commit is on disk when it returns (WAL, synchronous=FULL: 3 ms per article).
    """
    if read_only and not path.is_file():
        raise StoreError(f"there is no journal at {path}; load an article first")
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
    connection.create_function("row_digest", -1, row_digest, deterministic=True)
    try:
        _prepare(connection, path, read_only=read_only)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise journal_error(error, path) from error
    except StoreError:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Do all inside or nothing; on disk when it returns."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        raise journal_error(error, path) from error
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def number_change(connection: sqlite3.Connection, kind: str) -> int:
    """Give the next sequence number to a change of this kind."""
    seq = connection.execute("INSERT INTO change(kind) VALUES (?)", (kind,)).lastrowid
    return int(seq or 0)


def problems(connection: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with pages, indexes and references."""
    try:
        rows = connection.execute("PRAGMA integrity_check(20)").fetchall()
        lost = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        return [str(error)]
    found = [str(row[0]) for row in rows if row[0] != "ok"]
    return found + [f"a row of {table} refers to nothing" for table, *_ in lost]


def _prepare(connection: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
    if read_only:
        connection.execute("PRAGMA query_only = ON")
    else:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version != SCHEMA_VERSION:
        _adopt(connection, path, version, read_only=read_only)


def _adopt(connection: sqlite3.Connection, path: Path, version: int, *, read_only: bool) -> None:
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"the journal {path} has schema version {version}, this program knows versions up"
            f" to {SCHEMA_VERSION}; use the program version that wrote it"
        )
    if read_only:
        raise StoreError(
            f"the journal {path} has schema version {version}; bring it to version"
            f" {SCHEMA_VERSION} by `nutgraf rebuild`"
        )
    if version == 0:
        connection.executescript(f"BEGIN;{_SCHEMA}PRAGMA user_version = 1;COMMIT;")
    else:
        keep_former(connection, path, version)
    migrate(connection, max(version, 1))
