from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nutgraf.settings import Settings
from nutgraf.store.checkpoint import Checkpoints
from nutgraf.store.delta import Delta
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.verification import Finding

BASE = "https://data.example/"
EVENT = f"{BASE}graph/event"
EVENT_LINE = f"<urn:e> <urn:p> <urn:o> <{EVENT}> .".encode()


@pytest.fixture
def filled(store: EmbeddedStore, make_entry: Any) -> EmbeddedStore:
    """A published store with articles, one of them replaced, writes and derived graphs."""
    for number in range(8):
        store.accept(make_entry(f"a{number}", f"v{number}", shared=("p", str(number))))
    store.accept(make_entry("a1", "v1", facts=("again",)))
    store.quarantine(make_entry("a9", "v9"))
    store.write(Delta(added=("_:b <urn:p> <urn:o> .", "<urn:s> <urn:p> <urn:o> <urn:mine> .")))
    store.write(Delta(created=("urn:empty",)))
    store.replace_graphs({EVENT: EVENT_LINE.decode(), f"{BASE}graph/identity": ""})
    store.publish()
    return store


def content(store: EmbeddedStore) -> bytes:
    """Everything the store holds, in canonical order."""
    return b"".join(store.export(canonical=True))


def parts(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    """Where something is wrong."""
    return {(finding.part.split()[0], finding.where) for finding in findings}


def test_sound_directory(filled: EmbeddedStore) -> None:
    """Nothing is found where nothing is wrong, before and after the store is built again."""
    assert filled.verify() == ()
    filled.rebuild()
    assert filled.verify() == ()


@pytest.mark.parametrize(
    ("damage", "where"),
    [
        ("UPDATE entry SET raw = (SELECT raw FROM entry WHERE seq = 2) WHERE seq = 1", "entry 1"),
        ("UPDATE entry SET document = '[]' WHERE seq = 3", "entry 3"),
        ("UPDATE entry SET ledger = '{ }' WHERE seq = 4", "entry 4"),
        ("UPDATE entry_graph SET quads = x'00' WHERE seq = 5", "entry 5"),
        ("DELETE FROM entry_graph WHERE seq = 6", "entry 6"),
        ("UPDATE written SET created = 'urn:other' WHERE created != ''", "writes"),
    ],
)
def test_changed_rows_are_found(filled: EmbeddedStore, damage: str, where: str) -> None:
    """A row that is not what came in is named."""
    filled._journal._connection.execute(damage)
    assert ("journal", where) in parts(filled.verify())


@pytest.mark.parametrize(
    ("update", "graph"),
    [
        (f"DELETE WHERE {{ GRAPH <{BASE}graph/report/v2> {{ ?s ?p ?o }} }}", "graph/report/v2"),
        (
            f"INSERT DATA {{ GRAPH <{BASE}graph/report/x> {{ <urn:x> a <urn:x> }} }}",
            "graph/report/x",
        ),
        (f"INSERT DATA {{ GRAPH <{BASE}graph/entity> {{ <urn:x> a <urn:x> }} }}", "graph/entity"),
        (f"DROP GRAPH <{BASE}graph/codes>", "graph/codes"),
    ],
)
def test_changed_store_is_found(filled: EmbeddedStore, update: str, graph: str) -> None:
    """A store that lacks quads, or has some of no article, is found and can be built again."""
    filled._writer._engine.store.update(update)
    assert parts(filled.verify()) == {("store", f"<{BASE}{graph}>")}
    filled.rebuild()
    assert filled.verify() == ()


@pytest.mark.parametrize(
    ("update", "where"),
    [
        ("DROP GRAPH <urn:mine>", "<urn:mine>"),
        ("DELETE WHERE { ?s ?p ?o }", "<>"),
        ("DROP GRAPH <urn:empty>", "<urn:empty>"),
        ("CREATE GRAPH <urn:other>", "<urn:other>"),
    ],
)
def test_changed_user_graphs_are_found(filled: EmbeddedStore, update: str, where: str) -> None:
    """What updates wrote is compared too, empty graphs and the default graph included."""
    filled._writer._engine.store.update(update)
    assert parts(filled.verify()) == {("store", where)}


def test_changed_files_are_found(filled: EmbeddedStore, settings: Settings) -> None:
    """A checkpoint's file that changed or vanished is named, whatever index it holds."""
    folder = Checkpoints(settings.home).current().path
    gone, flipped, *_ = sorted(folder.glob("*.sst"))
    gone.unlink()
    flip(flipped, 11)
    found = {where for _, where in parts(filled.verify())}
    assert {gone.name, flipped.name} <= found


def flip(file: Path, place: int) -> None:
    """Change one byte of a file in place."""
    data = bytearray(file.read_bytes())
    data[place] ^= 0xFF
    file.write_bytes(data)
