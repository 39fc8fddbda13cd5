from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from nutgraf.errors import StoreError
from nutgraf.settings import Settings
from nutgraf.store import migrations
from nutgraf.store.delta import Delta
from nutgraf.store.graphs import GraphNames
from nutgraf.store.journal import FILE, Journal

BASE = "https://data.example/"
DUMP = Path(__file__).parents[1] / "fixtures" / "store" / "journal-1.sql"


@pytest.fixture
def former(settings: Settings) -> Settings:
    """A data directory of version 1: its journal and a store with a watermark in quads."""
    settings.home.mkdir()
    with closing(sqlite3.connect(settings.home / FILE)) as connection:
        connection.executescript(DUMP.read_text())
        (mark,) = connection.execute("SELECT quads_digest FROM entry WHERE seq = 5").fetchone()
    mine = "urn:nutgraf:watermark"
    values = {"seq": "9", "mark": mark, "vocabulary": "x", "derived": "9"}
    quads = [f'<{mine}> <{mine}#{name}> "{value}" <{mine}> .' for name, value in values.items()]
    quads += [
        f'<{BASE}v1> <{BASE}says> "new"@de <{BASE}graph/report/v1> .',
        f"<urn:e> <urn:p> <urn:o> <{BASE}graph/event> .",
    ]
    store = ox.Store(settings.home / "store")
    store.load("\n".join(quads), ox.RdfFormat.N_QUADS)
    store.flush()
    return settings


def version(path: Path) -> int:
    """Schema version of a journal file."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_former_directory_opens(former: Settings, open_store: Any) -> None:
    """A directory of version 1 opens: its store goes on, without the old watermark's quads."""
    store = open_store()
    text = b"".join(store.export()).decode()
    assert '"new"@de' in text
    assert "graph/event" in text
    assert "watermark" not in text
    assert "graph/codes" in text
    assert [record.article_id for record in store.articles()] == ["a1", "a2"]
    assert version(former.home / FILE) == migrations.SCHEMA_VERSION


def test_former_journal_rebuilds(former: Settings, open_store: Any) -> None:
    """All that a journal of version 1 holds is there when the store is built again."""
    store = open_store(rebuild=True)
    text = b"".join(store.export()).decode()
    assert [name in text for name in ('"new"', '"q"', '"other"', '"r"')] == [True] * 4
    assert [name in text for name in ('"old"', '"p"', '"bad"', '"gone"')] == [False] * 4
    assert [record.article_id for record in store.quarantined()] == ["a3"]
    assert [each.decision_id for each in store.decisions()] == ["d1"]
    assert store.write(Delta(added=("<urn:s> <urn:p> <urn:o> .",))) == store.sequence


def test_former_file_is_kept(former: Settings, open_store: Any) -> None:
    """The file as it was stands beside the new one."""
    open_store()
    assert version(former.home / "journal-1.sqlite") == 1


def test_readers_do_not_migrate(former: Settings) -> None:
    """Who only reads says how the file is brought up, and leaves it alone."""
    with pytest.raises(StoreError, match="nutgraf rebuild"):
        Journal(former.home, GraphNames(BASE), read_only=True)
    assert version(former.home / FILE) == 1


def test_failed_step_changes_nothing(
    former: Settings, open_store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step that breaks off leaves the tables as they were, and works the next time."""

    def broken(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE written (seq)")
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setitem(migrations._STEPS, 1, broken)
        with pytest.raises(KeyboardInterrupt):
            open_store()
    assert version(former.home / FILE) == 1
    assert len(open_store().articles()) == 2
