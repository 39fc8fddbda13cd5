from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from nutgraf.errors import ForbiddenError, RequestError
from nutgraf.settings import Settings
from nutgraf.store.checkpoint import Checkpoints
from nutgraf.store.delta import Delta
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.graphs import GraphNames

BASE = "https://data.example/"
MINE = "urn:mine"
BLANK = "_:b1 <urn:p> _:b2 <urn:mine> ."
PLAIN = '<urn:s> <urn:p> "default" .'
TERM = '<urn:s> <urn:p> <<( <urn:s> <urn:p> "x" )>> <urn:mine> .'


def lines(store: EmbeddedStore) -> list[str]:
    """Every quad of the store in canonical order."""
    return b"".join(store.export(canonical=True)).decode().split("\n")[:-1]


def graphs(store: EmbeddedStore) -> set[str]:
    """Names of all graphs that readers see, empty ones too, ours left out."""
    store.publish()
    found = [row["g"].value for row in store.select("SELECT ?g { GRAPH ?g {} }")]
    return {name for name in found if not GraphNames(BASE).is_managed(name)}


def test_write_adds_and_removes(store: EmbeddedStore) -> None:
    """A write adds and removes quads of named graphs and of the default graph."""
    first = store.write(Delta(added=(BLANK, PLAIN, TERM)))
    assert lines(store) == sorted([BLANK, PLAIN, TERM])
    assert store.write(Delta(removed=(PLAIN,))) > first
    assert lines(store) == sorted([BLANK, TERM])


def test_blank_nodes_keep_their_labels(store: EmbeddedStore) -> None:
    """A later write removes the very blank nodes that an earlier one added."""
    store.write(Delta(added=(BLANK,)))
    store.flush()
    store.write(Delta(removed=(BLANK,), added=("_:b1 <urn:p> _:b3 <urn:mine> .",)))
    assert lines(store) == ["_:b1 <urn:p> _:b3 <urn:mine> ."]


def test_graphs_begin_and_end(store: EmbeddedStore) -> None:
    """Empty graphs are created, and a dropped one goes with its quads."""
    store.write(Delta(created=("urn:empty",), added=(BLANK,)))
    assert graphs(store) == {"urn:empty", MINE}
    store.write(Delta(dropped=(MINE,)))
    assert graphs(store) == {"urn:empty"}
    assert lines(store) == []


def test_graphs_may_be_named_by_blank_nodes(store: EmbeddedStore, open_store: Any) -> None:
    """Graphs whose name is a blank node are kept, verified, rebuilt and dropped by label."""
    line = "<urn:s> <urn:p> <urn:o> _:g ."
    store.write(Delta(added=(line,), created=("_:empty",)))
    store.publish()
    assert list(store.verify()) == []
    store.close()
    store = open_store(rebuild=True)
    assert lines(store) == [line]
    store.write(Delta(dropped=("_:g", "_:empty")))
    assert lines(store) == []
    assert graphs(store) == set()


def test_removed_quads_leave_their_graph(store: EmbeddedStore) -> None:
    """A graph that lost its last quad stays until a write drops it."""
    store.write(Delta(added=(BLANK,)))
    store.write(Delta(removed=(BLANK,)))
    assert graphs(store) == {MINE}


def test_empty_write_changes_nothing(store: EmbeddedStore) -> None:
    """A write without effect gets no sequence number of its own."""
    assert store.write(Delta()) == store.sequence == 0


def test_write_is_seen_after_publish(store: EmbeddedStore, settings: Settings) -> None:
    """Readers see a write in the checkpoint that is numbered by it."""
    seq = store.write(Delta(added=(PLAIN,)))
    assert store.publish() == seq
    checkpoint = Checkpoints(settings.home).current()
    assert checkpoint.sequence == seq
    assert len(ox.Store.read_only(str(checkpoint.path))) == 1


@pytest.mark.parametrize(
    "delta",
    [
        Delta(added=(f"<urn:s> <urn:p> <urn:o> <{BASE}graph/report/v1> .",)),
        Delta(removed=(f"<urn:s> <urn:p> <urn:o> <{BASE}graph/codes> .",)),
        Delta(created=("urn:nutgraf:watermark:9:::0",)),
        Delta(dropped=(f"{BASE}graph/event",)),
    ],
)
def test_managed_graphs_are_closed(store: EmbeddedStore, delta: Delta) -> None:
    """No write touches a graph that articles, identity or review own."""
    with pytest.raises(ForbiddenError, match="write to a graph of your own"):
        store.write(delta)
    assert store.sequence == 0


@pytest.mark.parametrize(
    "delta",
    [
        Delta(added=("<urn:s> <urn:p> nonsense .",)),
        Delta(created=("no address",)),
        Delta(
            added=("<urn:s> <urn:p> " + "<<( <urn:s> <urn:p> " * 40 + '"x"' + " )>>" * 40 + " .",)
        ),
    ],
)
def test_bad_writes_are_refused(store: EmbeddedStore, delta: Delta) -> None:
    """What is no N-Quads, names no graph or nests too deep is refused whole."""
    with pytest.raises(RequestError):
        store.write(delta)
    assert store.sequence == 0


def test_brackets_in_texts_are_no_nesting(store: EmbeddedStore) -> None:
    """A text full of brackets of triple terms is a text."""
    line = f'<urn:s> <urn:p> "{"<<( " * 50}" .'
    store.write(Delta(added=(line,)))
    assert lines(store) == [line]


def test_writes_and_articles_survive_a_rebuild(
    store: EmbeddedStore, make_entry: Any, open_store: Any
) -> None:
    """A rebuilt store has the same quads: articles, writes in their order, blank nodes."""
    for number in range(12):
        store.accept(make_entry(f"a{number}", f"v{number}", shared=("p",)))
        changing = f'_:b{number % 3} <urn:p> "{number % 2}" <{MINE}> .'
        store.write(Delta(added=(changing,)) if number % 4 else Delta(removed=(changing,)))
    store.write(Delta(created=("urn:empty",)))
    before = lines(store)
    store.close()
    store = open_store(rebuild=True)
    assert lines(store) == before
    assert "urn:empty" in graphs(store)


def test_half_a_write_is_completed(
    store: EmbeddedStore, settings: Settings, open_store: Any
) -> None:
    """Quads that came before a crash, and those already gone, do no harm to the replay."""
    store.write(Delta(added=(BLANK, PLAIN), created=("urn:empty",)))
    store.flush()
    journal = store._journal
    journal.write(Delta(removed=(PLAIN,), added=(TERM,), dropped=("urn:empty",)))
    journal.write(Delta(added=(PLAIN,)))
    engine = store._writer._engine.store
    engine.remove(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("default")))
    engine.remove_graph(ox.NamedNode("urn:empty"))
    del engine
    store.close()
    store = open_store()
    assert lines(store) == sorted([BLANK, PLAIN, TERM])
    assert graphs(store) == {MINE}


def test_many_quads_in_one_write(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that is too large for one transaction is added in bulk, labels kept."""
    monkeypatch.setattr("nutgraf.store.replay._BULK", 10)
    added = tuple(f'_:b{number} <urn:p> "{number}" <{MINE}> .' for number in range(50))
    store.write(Delta(added=added))
    assert lines(store) == sorted(added)


def test_strange_writes_are_noticed(tmp_path: Path, ontology: Path) -> None:
    """A store that followed other writes is not taken for this journal's."""
    settings = [Settings(home=tmp_path / name, base=BASE) for name in ("one", "two")]
    for each in settings:
        with EmbeddedStore(each.home, each, ontology=ontology) as store:
            store.write(Delta(added=(f'<urn:s> <urn:p> "{each.home.name}" .',)))
            store.flush()
    (settings[0].home / "store").rename(tmp_path / "kept")
    (settings[1].home / "store").rename(settings[0].home / "store")
    with pytest.raises(Exception, match="does not belong"):
        EmbeddedStore(settings[0].home, settings[0], ontology=ontology)
