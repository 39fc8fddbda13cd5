from __future__ import annotations

import itertools
import os
import shutil
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nutgraf.errors import ConfigurationError, NotFoundError, RequestError, StoreError
from nutgraf.settings import Settings
from nutgraf.store.checkpoint import Checkpoints
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.entry import Decision
from nutgraf.store.export import export

BASE = "https://data.example/"
ENTITY = f"{BASE}graph/entity"
EVENT = f"{BASE}graph/event"
IDENTITY = f"{BASE}graph/identity"


def content(store: EmbeddedStore) -> bytes:
    """Everything the store holds, in canonical order."""
    return b"".join(store.export(canonical=True))


def names(store: EmbeddedStore) -> list[str]:
    """The names that the shared entity graph gives."""
    rows = store.select(f"SELECT ?n {{ GRAPH <{ENTITY}> {{ ?s ?p ?n }} }} ORDER BY ?n")
    return [row["n"].value for row in rows]


def event(value: str) -> str:
    """One quad of the derived event graph."""
    return f'<urn:e> <urn:p> "{value}" <{EVENT}> .'


def test_order_leaves_no_trace(tmp_path: Path, ontology: Path, make_entry: Any) -> None:
    """The same articles in any order give the same quads: versions, shared facts, same texts."""
    entries = [
        make_entry("a1", "v1", shared=("p", "q")),
        make_entry("a1", "v2", shared=("q",)),
        make_entry("a2", "v3", shared=("p", "r")),
        make_entry("a0", "v3", facts=("other reading",)),
    ]
    found = set()
    for number, order in enumerate(itertools.permutations(entries)):
        settings = Settings(home=tmp_path / str(number), base=BASE)
        with EmbeddedStore(settings.home, settings, ontology=ontology) as store:
            for entry in order:
                store.accept(entry)
                if number % 2:
                    store.flush()
            found.add(content(store))
    assert len(found) == 1
    assert found.pop().count(b"\n") == 4 + 4 + 3 + 3


def test_same_text_at_two_addresses(store: EmbeddedStore, make_entry: Any) -> None:
    """Two articles with one text never mix their readings: the first article's stands."""
    store.accept(make_entry("a2", "v1", facts=("b",)))
    store.accept(make_entry("a1", "v1", facts=("a",)))
    rows = store.select(f"SELECT ?f {{ ?v <{BASE}says> ?f }}")
    assert [row["f"].value for row in rows] == ["a"]
    store.remove("a1")
    rows = store.select(f"SELECT ?f {{ ?v <{BASE}says> ?f }}")
    assert [row["f"].value for row in rows] == ["b"]


def test_shared_quads_are_counted(store: EmbeddedStore, make_entry: Any) -> None:
    """A shared quad goes only when the last article that gives it goes."""
    store.accept(make_entry("a1", "v1", shared=("p", "q")))
    store.accept(make_entry("a2", "v2", shared=("q", "r")))
    assert names(store) == ["p", "q", "r"]
    store.accept(make_entry("a2", "v2", shared=("r",)))
    assert names(store) == ["p", "q", "r"]
    store.remove("a1")
    assert names(store) == ["r"]
    store.remove("a2")
    assert names(store) == []


def test_shared_quads_in_the_engines_spelling(store: EmbeddedStore, make_entry: Any) -> None:
    """Two spellings of one number are one shared quad, kept while either article stands."""
    decimal = "^^<http://www.w3.org/2001/XMLSchema#decimal>"
    for article, number in (("a1", "1.5"), ("a2", "01.50")):
        line = f'<urn:x> <urn:p> "{number}"{decimal} <{ENTITY}> .'
        store.accept(replace(make_entry(article, article), graphs=((ENTITY, line),)))
    store.remove("a1")
    assert names(store) == ["1.5"]


def test_replaced_run_leaves_nothing(store: EmbeddedStore, make_entry: Any) -> None:
    """A re-run takes away what only the former run said."""
    store.accept(make_entry(facts=("old", "both")))
    store.flush()
    store.accept(make_entry(facts=("both", "new")))
    assert b"old" not in content(store)
    assert content(store).count(b"<https://data.example/says>") == 2


def test_deleted_store_is_replayed(
    store: EmbeddedStore, settings: Settings, open_store: Any, make_entry: Any
) -> None:
    """Opening without the store directory replays the journal to the same quads."""
    for number in range(20):
        store.accept(make_entry(f"a{number}", f"v{number}", shared=("p", str(number))))
    store.remove("a3")
    before = content(store)
    store.close()
    shutil.rmtree(settings.home / "store")
    store = open_store()
    assert content(store) == before
    assert store.rebuild() > 0
    assert content(store) == before


def test_lost_tail_is_replayed(
    store: EmbeddedStore, settings: Settings, open_store: Any, make_entry: Any, tmp_path: Path
) -> None:
    """A store that silently lost its newest transactions is brought up to the journal."""
    store.accept(make_entry("a1", "v1", facts=("old",), shared=("p", "q")))
    store.close()
    shutil.copytree(settings.home / "store", tmp_path / "earlier")
    store = open_store()
    store.accept(make_entry("a1", "v1", facts=("new",), shared=("q",)))
    store.accept(make_entry("a2", "v2", shared=("r",)))
    expected = content(store)
    store.close()
    shutil.rmtree(settings.home / "store")
    shutil.copytree(tmp_path / "earlier", settings.home / "store")
    assert content(open_store()) == expected


def test_version_is_found(store: EmbeddedStore, make_entry: Any) -> None:
    """A version leads to its accepted entry and the bytes that came in."""
    store.accept(make_entry("a2", "v1"))
    seq = store.accept(make_entry("a1", "v1")).seq
    assert store.version("v1").seq == seq
    assert store.entry(seq).raw == b"a1 v1"
    with pytest.raises(NotFoundError, match="v9"):
        store.version("v9")


def test_strange_store_is_not_written(tmp_path: Path, ontology: Path, make_entry: Any) -> None:
    """A store that belongs to another journal is refused until it is rebuilt."""
    homes = [tmp_path / name for name in ("one", "two")]
    for place, home in enumerate(homes):
        with EmbeddedStore(home, Settings(home=home, base=BASE), ontology=ontology) as store:
            for number in range(3):
                store.accept(make_entry(f"a{number}", f"v{place}{number}"))
            store.flush()
    shutil.rmtree(homes[0] / "store")
    shutil.copytree(homes[1] / "store", homes[0] / "store")
    settings = Settings(home=homes[0], base=BASE)
    with pytest.raises(StoreError, match="does not belong"):
        EmbeddedStore(homes[0], settings, ontology=ontology)
    with EmbeddedStore(homes[0], settings, ontology=ontology, rebuild=True) as store:
        assert b"v00" in content(store)
        assert b"v10" not in content(store)


@pytest.mark.parametrize("file", ["CURRENT", "MANIFEST-*", "*.sst"])
def test_damaged_store_is_built_again(
    store: EmbeddedStore, settings: Settings, open_store: Any, make_entry: Any, file: str
) -> None:
    """A store that does not open is built from the journal while its checkpoint serves on."""
    store.accept(make_entry())
    store.replace_graphs({EVENT: event("a"), IDENTITY: ""})
    store.publish()
    before = content(store)
    store.close()
    for damaged in (settings.home / "store").glob(file):
        damaged.unlink()
        damaged.write_text("garbage")
    assert b"".join(export(Checkpoints(settings.home), canonical=True)) == before
    store = open_store()
    assert "Corruption" in store.damage
    assert content(store) == before
    assert not store.derived_current


def test_unfinished_load_begins_again(
    store: EmbeddedStore, open_store: Any, make_entry: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bulk load that a crash broke off is no store: it is dropped and done again."""
    monkeypatch.setattr("nutgraf.store.writer._BULK", 3)
    for number in range(5):
        store.accept(make_entry(f"a{number}", f"v{number}", shared=("p", str(number))))
    before = content(store)
    store.close()

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("nutgraf.store.replay.Replay.write", crash)
        with pytest.raises(KeyboardInterrupt):
            open_store(rebuild=True)
    store = open_store()
    assert store.damage == ""
    assert content(store) == before


def test_bulk_load_is_the_same(
    store: EmbeddedStore, make_entry: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store loaded in bulk has the same quads as one that followed change by change."""
    for number in range(12):
        store.accept(make_entry(f"a{number}", f"v{number % 9}", shared=("p", str(number))))
        store.flush()
    store.remove("a3")
    before = content(store)
    monkeypatch.setattr("nutgraf.store.writer._BULK", 3)
    monkeypatch.setattr("nutgraf.store.rebuilding._LOAD", 7)
    store.rebuild()
    assert content(store) == before


def test_lock_names_the_holder(store: EmbeddedStore, open_store: Any) -> None:
    """A second writer is told which process holds the directory."""
    with pytest.raises(StoreError, match=f"process {os.getpid()} is writing"):
        open_store()
    assert content(store) == b""


def test_writers_take_turns(
    store: EmbeddedStore, settings: Settings, ontology: Path, make_entry: Any
) -> None:
    """Who opens a directory that another writes waits its turn, no longer than the setting."""
    store.accept(make_entry())
    ending = threading.Timer(0.3, store.close)
    ending.start()
    patient = replace(settings, lock_seconds=20.0)
    with EmbeddedStore(settings.home, patient, ontology=ontology) as second:
        assert [record.article_id for record in second.articles()] == ["a1"]
    ending.join()


def test_derived_graphs_by_difference(store: EmbeddedStore, make_entry: Any) -> None:
    """Derived graphs are replaced as a whole, and the same content changes nothing."""
    store.accept(make_entry())
    assert not store.derived_current
    assert store.replace_graphs({EVENT: "\n".join([event("a"), event("b")]), IDENTITY: ""})
    assert store.derived_current
    sequence = store.sequence
    both = "\n".join([event("b"), event("a")])
    assert not store.replace_graphs({EVENT: both, IDENTITY: ""})
    assert store.sequence == sequence
    assert store.replace_graphs({EVENT: event("b")})
    assert store.sequence == sequence + 1
    assert [row["v"].value for row in store.select("SELECT ?v { <urn:e> <urn:p> ?v }")] == ["b"]


def test_what_outdates_derived_graphs(store: EmbeddedStore, make_entry: Any) -> None:
    """A new article, its removal or a decision outdates the derived graphs; a quarantine not."""
    steps = (
        (lambda: store.accept(make_entry()), False),
        (lambda: store.quarantine(make_entry("a2", "v2")), True),
        (lambda: store.add_decision(Decision("d", "urn:r", "urn:e", "same", "p", "t")), False),
        (lambda: store.revoke_decision("d", "t"), False),
        (lambda: store.remove("a1"), False),
        (store.rebuild, False),
    )
    for step, current in steps:
        store.replace_graphs({EVENT: event("a"), IDENTITY: ""})
        assert store.derived_current
        step()
        assert store.derived_current is current


def test_other_graphs_may_be_added(store: EmbeddedStore) -> None:
    """A graph that nobody else gives can be put in without touching the derived graphs."""
    graph = f"{BASE}graph/queries"
    assert store.replace_graphs({EVENT: event("a"), IDENTITY: ""})
    assert store.replace_graphs({graph: f"<urn:q> <urn:p> <urn:o> <{graph}> ."})
    assert store.derived_current
    assert not store.replace_graphs({graph: f"<urn:q> <urn:p> <urn:o> <{graph}> ."})


@pytest.mark.parametrize("graph", [ENTITY, f"{BASE}graph/source/a1", f"{BASE}graph/codes"])
def test_only_derived_graphs_are_replaced(
    store: EmbeddedStore, make_entry: Any, graph: str
) -> None:
    """Graphs that come from articles or files cannot be replaced from outside."""
    store.accept(make_entry(shared=("p",)))
    with pytest.raises(RequestError, match="no derived graph"):
        store.replace_graphs({graph: ""})


def test_empty_directory_is_an_empty_dataset(store: EmbeddedStore, settings: Settings) -> None:
    """Without any article no quad is there, not even of the vocabulary or the watermark."""
    store.publish()
    assert content(store) == b""
    assert store.select("SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }") == ()
    assert Checkpoints(settings.home).current().sequence == 0


def test_vocabulary_follows_its_files(
    store: EmbeddedStore, open_store: Any, ontology: Path, make_entry: Any
) -> None:
    """A changed vocabulary file refreshes its graph at the next opening, and only then."""
    store.accept(make_entry())
    labels = "SELECT ?l { GRAPH <https://data.example/graph/codes> { ?s ?p ?l } }"
    assert [row["l"].value for row in store.select(labels)] == ["codes.ttl"]
    sequence = store.sequence
    store.close()
    store = open_store()
    assert store.sequence == sequence
    store.close()
    (ontology / "codes.ttl").write_text('<urn:c> <urn:label> "new" .')
    store = open_store()
    assert [row["l"].value for row in store.select(labels)] == ["new"]
    assert store.sequence == sequence + 1


@pytest.mark.parametrize(
    ("text", "why"), [("<urn:a> <urn:b> [] .", "blank node"), ("nonsense", "Turtle")]
)
def test_bad_vocabulary(open_store: Any, ontology: Path, text: str, why: str) -> None:
    """A vocabulary file that is no Turtle or has blank nodes is a configuration error."""
    (ontology / "nev.ttl").write_text(text)
    with pytest.raises(ConfigurationError, match=why):
        open_store()


def test_missing_vocabulary(open_store: Any, ontology: Path) -> None:
    """A missing vocabulary file is named."""
    (ontology / "codes.ttl").unlink()
    with pytest.raises(ConfigurationError, match=r"codes\.ttl"):
        open_store()


def test_ledger_and_quarantine(store: EmbeddedStore, make_entry: Any) -> None:
    """The ledger tells every run of an article; the quarantine stays out of the graph."""
    store.accept(make_entry("a1", "v1"))
    seq = store.quarantine(
        replace(make_entry("a1", "v2", facts=("bad",)), ledger='{"events":0}')
    ).seq
    assert [record.version_id for record in store.ledger("a1")] == ["v1", "v2"]
    assert [record.ledger for record in store.quarantined()] == ['{"events":0}']
    assert [record.version_id for record in store.articles()] == ["v1"]
    assert b"bad" not in content(store)
    store.accept(replace(store.entry(seq), report=""))
    assert b"bad" in content(store)
    with pytest.raises(NotFoundError, match="a9"):
        store.ledger("a9")


def test_threads_may_share_a_store(store: EmbeddedStore, make_entry: Any) -> None:
    """Several threads accept and read at once and nothing is lost."""

    def load(first: int) -> None:
        for number in range(first, first + 5):
            store.accept(make_entry(f"a{number}", f"v{number}"))
            store.select("SELECT * { ?s ?p ?o } LIMIT 1")

    threads = [threading.Thread(target=load, args=(first,)) for first in (0, 10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert content(store).count(b"<https://data.example/says>") == 15


def test_shipped_vocabulary_loads(settings: Settings, make_entry: Any) -> None:
    """The ontology files that ship fill the four vocabulary graphs with the first article."""
    with EmbeddedStore(settings.home, settings) as store:
        store.accept(replace(make_entry(), graphs=()))
        rows = store.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")
        found = [row["g"].value.removeprefix(f"{BASE}graph/") for row in rows]
    assert found == ["alignment", "codes", "event-types", "ontology"]


def test_damage_met_at_work(
    store: EmbeddedStore, settings: Settings, open_store: Any, make_entry: Any
) -> None:
    """Damage that shows only when a block is read is healed in the middle of the work."""
    for number in range(30):
        store.accept(make_entry(f"a{number}", f"v{number}", facts=(f"fact {number} " * 200,)))
    store.replace_graphs({EVENT: event("a"), IDENTITY: ""})
    store.publish()
    before = content(store)
    for _ in range(2):
        store.close()
        for file in sorted((settings.home / "store").glob("*.sst")):
            # Written anew, so that the checkpoint keeps its own: damage is in one copy here.
            data = bytearray(file.read_bytes())
            data[40] ^= 0xFF
            file.unlink()
            file.write_bytes(data)
        store = open_store()
        assert len(store.select("SELECT ?o { ?s ?p ?o }")) == before.count(b"\n")
        assert content(store) == before
        assert store.damage
