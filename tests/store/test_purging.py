from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from nutgraf.errors import NotFoundError, RequestError, StoreError
from nutgraf.settings import Settings
from nutgraf.store.checkpoint import Checkpoints
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.entry import Entry
from nutgraf.store.interface import QueryRequest
from nutgraf.store.pool import QueryPool

BASE = "https://data.example/"
MARK = "Zwölf Fischkutter blieben im Hafen"
TEXT = f"{MARK}, weil der Wind in der Nacht stark auffrischte und die Schleuse geschlossen war."
TIME = "2026-01-02T00:00:00Z"


def told(make_entry: Any, article: str, version: str, text: str = TEXT) -> Entry:
    """An article whose text stands in its bytes, its document and its quads."""
    document = json.dumps({"annotated": {"document": {"text": text}}}, ensure_ascii=False)
    entry = make_entry(article, version, facts=(text,), shared=(text[:34],))
    return replace(entry, raw=text.encode(), document=document, ledger=json.dumps(text[:20]))


@pytest.fixture
def filled(store: EmbeddedStore, settings: Settings, make_entry: Any) -> EmbeddedStore:
    """The article in two versions and in quarantine, beside another; twice published."""
    store.accept(told(make_entry, "a1", "v1"))
    store.publish()
    store.accept(make_entry("a2", "v2", facts=("stays",)))
    store.accept(told(make_entry, "a1", "v1b", f"{TEXT} Später legte sich der Wind wieder."))
    store.quarantine(replace(told(make_entry, "f00d", "f00d"), document="{}", graphs=()))
    event = f'<urn:e> <urn:label> "{MARK}" <{BASE}graph/event> .'
    store.replace_graphs({f"{BASE}graph/event": event, f"{BASE}graph/identity": ""})
    store.publish()
    for name, text in (("old", TEXT), ("other", "Etwas ganz anderes.")):
        answer = settings.home / "answers" / "ab" / f"{name}.json"
        answer.parent.mkdir(parents=True, exist_ok=True)
        answer.write_text(json.dumps({"request": {"messages": [text]}, "answer": "{}"}, indent=1))
    (settings.home / "journal-1.sqlite").write_text(TEXT)
    return store


def traces(home: Path, mark: str = MARK) -> set[str]:
    """Files that hold the mark: as it is, escaped, inflated, or as quads of a store."""
    needles = [mark.encode(), json.dumps(mark)[1:-1].encode()]
    found = set()
    for file in home.rglob("*"):
        if file.is_file() and any(needle in text for text in texts(file) for needle in needles):
            found.add(file.relative_to(home).as_posix())
    for folder in home.glob("checkpoints/*-*/"):
        quads = ox.Store.read_only(str(folder)).dump(format=ox.RdfFormat.N_QUADS) or b""
        if mark.encode() in quads:
            found.add(folder.name)
    return found


def texts(file: Path) -> Iterator[bytes]:
    """The bytes of a file and of everything in it that zlib can inflate."""
    data = file.read_bytes()
    yield data
    place = data.find(b"\x78")
    while place >= 0:
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(data[place:])
        place = data.find(b"\x78", place + 1)


def purged(store: EmbeddedStore) -> None:
    """Purge the article the way the command line does."""
    store.purge(["a1"], reason="court order 7", time=TIME)
    store.replace_graphs({f"{BASE}graph/event": "", f"{BASE}graph/identity": ""})
    store.publish()
    store.drop_traces(1.0)


def test_text_is_in_no_file(filled: EmbeddedStore, settings: Settings) -> None:
    """After a purge no file of the data directory holds the text, inflated or not."""
    before = traces(settings.home)
    assert {name.split("/")[0] for name in before} >= {"answers", "checkpoints", "journal-1.sqlite"}
    assert any(name.startswith("journal.sqlite") for name in before)
    purged(filled)
    assert traces(settings.home) == set()
    filled.close()
    assert traces(settings.home) == set()


def test_the_rest_stays(filled: EmbeddedStore, settings: Settings) -> None:
    """Other articles and answers stay, and the directory is sound."""
    purged(filled)
    assert [record.article_id for record in filled.articles()] == ["a2"]
    assert b"stays" in b"".join(filled.export())
    assert [file.name for file in settings.home.glob("answers/ab/*")] == ["other.json"]
    assert filled.quarantined() == ()
    assert filled.verify() == ()


def test_purge_is_on_record(filled: EmbeddedStore) -> None:
    """That an article was purged, when and why, stays, with the digest of what came in."""
    (first, *more) = filled.purge(["a1"], reason="court order 7", time=TIME)
    assert more == []
    assert (first.article_id, first.time, first.reason) == ("a1", TIME, "court order 7")
    assert len(first.digest) == 64


def test_purge_outdates_events(filled: EmbeddedStore) -> None:
    """The events are gone until they are derived anew: they may quote the article."""
    filled.purge(["a1"], reason="r", time=TIME)
    assert not filled.derived_current
    assert MARK.encode() not in b"".join(filled.export())


def test_purge_again_finishes(filled: EmbeddedStore, settings: Settings) -> None:
    """A purge that broke off after the journal is finished by doing it again."""
    filled._journal.purges.purge(["a1"], reason="r", time=TIME)
    purged(filled)
    assert traces(settings.home) == set()
    with pytest.raises(NotFoundError, match="a7"):
        filled.purge(["a7"], reason="r", time=TIME)


def test_text_of_two_articles(filled: EmbeddedStore, make_entry: Any) -> None:
    """A text that came as two articles is purged as both or not at all."""
    filled.accept(told(make_entry, "a5", "v1"))
    with pytest.raises(RequestError, match="a5 too"):
        filled.purge(["a1"], reason="r", time=TIME)
    assert len(filled.purge(["a1", "a5"], reason="r", time=TIME)) >= 2


def test_readers_let_go(filled: EmbeddedStore, settings: Settings, pool: QueryPool) -> None:
    """A checkpoint that a worker still reads is named, and goes when the worker moved on."""
    pool.execute(QueryRequest("ASK {}"))
    filled.purge(["a1"], reason="r", time=TIME)
    filled.publish()
    with pytest.raises(StoreError, match="still reads"):
        filled.drop_traces(0.1)
    pool.close()
    filled.drop_traces(1.0)
    assert len(Checkpoints(settings.home).all()) == 1
