from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nutgraf.errors import NotFoundError, RequestError, StoreError
from nutgraf.settings import Settings
from nutgraf.store.backup import back_up, check_backup, restore
from nutgraf.store.delta import Delta
from nutgraf.store.embedded import EmbeddedStore

BASE = "https://data.example/"
EVENT = f"{BASE}graph/event"
TIME = "2026-01-01T00:00:00Z"


@pytest.fixture
def filled(store: EmbeddedStore, settings: Settings, make_entry: Any) -> EmbeddedStore:
    """A store whose newest article is in the journal only, with answers of a model."""
    store.accept(make_entry("a1", "v1"))
    store.quarantine(make_entry("a9", "v9"))
    store.write(Delta(added=("_:b <urn:p> <urn:o> <urn:mine> .",)))
    events = f"<urn:e> <urn:p> <urn:o> <{EVENT}> ."
    store.replace_graphs({EVENT: events, f"{BASE}graph/identity": ""})
    store.publish()
    store.accept(make_entry("a2", "v2", facts=("late",)))
    (settings.home / "answers").mkdir()
    (settings.home / "answers" / "x.json").write_text("{}")
    return store


def opened(home: Path, settings: Settings, ontology: Path) -> EmbeddedStore:
    """A restored directory, open for writing."""
    return EmbeddedStore(home, replace(settings, home=home), ontology=ontology)


def test_backup_comes_back_whole(
    filled: EmbeddedStore, settings: Settings, ontology: Path, tmp_path: Path
) -> None:
    """A backup of an open store restores to the same content, unpublished articles included."""
    made = back_up(settings.home, tmp_path / "backup", time=TIME)
    assert made.sequence == filled.sequence
    assert made.files == len(check_backup(tmp_path / "backup"))
    expected = b"".join(filled.export(canonical=True))
    home = tmp_path / "restored"
    restore(tmp_path / "backup", home)
    with opened(home, settings, ontology) as store:
        assert store.verify() == ()
        assert b"".join(store.export(canonical=True)) == expected
        assert [record.article_id for record in store.quarantined()] == ["a9"]
    assert (home / "answers" / "x.json").read_text() == "{}"


def test_backup_beside_a_writer(
    store: EmbeddedStore, settings: Settings, ontology: Path, make_entry: Any, tmp_path: Path
) -> None:
    """A backup taken while articles come in holds a prefix of them, each whole."""
    store.accept(make_entry("a0", "v0"))
    store.publish()
    stop = threading.Event()

    def write() -> None:
        for number in range(1, 400):
            if stop.is_set():
                return
            store.accept(make_entry(f"a{number}", f"v{number}"))
            if number % 5 == 0:
                store.publish()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        back_up(settings.home, tmp_path / "backup", time=TIME)
    finally:
        stop.set()
        writer.join()
    restore(tmp_path / "backup", tmp_path / "restored")
    with opened(tmp_path / "restored", settings, ontology) as restored:
        assert restored.verify() == ()
        found = sorted(int(record.article_id[1:]) for record in restored.articles())
        assert found == list(range(len(found)))


@pytest.mark.parametrize("name", ["journal.sqlite", "checkpoint/CURRENT"])
def test_damaged_backup_is_refused(
    filled: EmbeddedStore, settings: Settings, tmp_path: Path, name: str
) -> None:
    """A backup with a changed file is never restored."""
    back_up(settings.home, tmp_path / "backup", time=TIME)
    file = tmp_path / "backup" / name
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(StoreError, match=name.rsplit("/", 1)[-1]):
        restore(tmp_path / "backup", tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


@pytest.mark.parametrize("name", ["../journal.sqlite", "/etc/passwd"])
def test_manifest_stays_inside(tmp_path: Path, name: str) -> None:
    """A manifest that names a file outside of its folder is refused."""
    (tmp_path / "manifest.json").write_text(json.dumps({"version": 1, "files": {name: "0"}}))
    with pytest.raises(StoreError, match="outside"):
        restore(tmp_path, tmp_path / "restored")


def test_nothing_is_overwritten(filled: EmbeddedStore, settings: Settings, tmp_path: Path) -> None:
    """Neither a backup nor a data directory with content is written over."""
    back_up(settings.home, tmp_path / "backup", time=TIME)
    with pytest.raises(RequestError, match="exists already"):
        back_up(settings.home, tmp_path / "backup", time=TIME)
    with pytest.raises(RequestError, match="not empty"):
        restore(tmp_path / "backup", settings.home)


def test_what_is_no_backup(settings: Settings, tmp_path: Path) -> None:
    """A folder without a manifest, one of another version, and no journal are named."""
    with pytest.raises(NotFoundError, match="no backup"):
        restore(tmp_path, tmp_path / "restored")
    (tmp_path / "manifest.json").write_text(json.dumps({"version": 99}))
    with pytest.raises(StoreError, match="version 99"):
        check_backup(tmp_path)
    with pytest.raises(NotFoundError, match="no journal"):
        back_up(settings.home, tmp_path / "backup", time=TIME)
