from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nutgraf.errors import DocumentError, NotFoundError, RequestError, StoreError
from nutgraf.store.entry import Decision, Outcome, State
from nutgraf.store.graphs import GraphNames
from nutgraf.store.journal import FILE, Journal

BASE = "https://data.example/"
DECISION = Decision("d1", "urn:r", "urn:e", "same", "reviewer", "2026-01-02T00:00:00Z", "one quake")


@pytest.fixture
def journal(tmp_path: Path) -> Any:
    """A fresh journal."""
    opened = Journal(tmp_path, GraphNames(BASE))
    yield opened
    opened.close()


def test_same_entry_twice(journal: Journal, make_entry: Any) -> None:
    """Accepting the same entry again adds no row, whenever it was received."""
    first = journal.accept(make_entry())
    again = journal.accept(replace(make_entry(), received="2027-01-01T00:00:00Z"))
    assert first.outcome is Outcome.ADDED
    assert (again.seq, again.outcome) == (first.seq, Outcome.UNCHANGED)
    assert journal.sequence == first.seq


def test_quad_order_is_no_difference(journal: Journal, make_entry: Any) -> None:
    """The order and doubling of lines does not make an entry another one."""
    journal.accept(make_entry(facts=("a", "b")))
    assert journal.accept(make_entry(facts=("b", "a", "b"))).outcome is Outcome.UNCHANGED


@pytest.mark.parametrize(
    "change", [{"metadata": "n"}, {"extractor": "rules-2"}, {"graphs": ()}], ids=str
)
def test_other_run_replaces(journal: Journal, make_entry: Any, change: dict[str, Any]) -> None:
    """Other metadata, extractor or quads over the same version replace its own run."""
    first = journal.accept(make_entry())
    second = journal.accept(replace(make_entry(), **change))
    assert second.outcome is Outcome.REPLACED
    former = journal.entries.record(first.seq)
    assert (former.state, former.ended) == (State.SUPERSEDED, second.seq)


def test_other_text_is_a_version(journal: Journal, make_entry: Any) -> None:
    """Another text of the same article stands beside the first."""
    journal.accept(make_entry(version="v1"))
    assert journal.accept(make_entry(version="v2")).outcome is Outcome.NEW_VERSION
    standing = journal.entries.records(State.ACCEPTED)
    assert [record.version_id for record in standing] == ["v1", "v2"]


def test_entry_comes_back_whole(journal: Journal, make_entry: Any) -> None:
    """An entry read back gives the same bytes and is accepted as unchanged."""
    entry = make_entry(shared=("Ü\u2028x",))
    back = journal.entries.entry(journal.accept(entry).seq)
    assert (back.raw, back.document, back.received) == (entry.raw, "{}", entry.received)
    assert journal.accept(back).outcome is Outcome.UNCHANGED


def test_quarantine_is_lifted(journal: Journal, make_entry: Any) -> None:
    """A quarantined entry leaves quarantine when its version is accepted."""
    bad = journal.quarantine(replace(make_entry(), report="one violation"))
    assert journal.quarantine(replace(make_entry(), report="x")).outcome is Outcome.UNCHANGED
    assert journal.entries.records(State.QUARANTINED)[0].report == "one violation"
    journal.accept(make_entry())
    assert journal.entries.record(bad.seq).state is State.SUPERSEDED
    assert journal.entries.touched(0, bad.seq) == ()


def test_quarantine_takes_what_does_not_parse(journal: Journal, make_entry: Any) -> None:
    """Quads that are no N-Quads can be quarantined, looked at and discarded."""
    broken = replace(make_entry(), graphs=((f"{BASE}graph/report/v1", "<a> nonsense"),))
    seq = journal.quarantine(broken).seq
    assert journal.entries.entry(seq).graphs == broken.graphs
    journal.discard(seq)
    assert journal.entries.records(State.QUARANTINED) == ()
    with pytest.raises(RequestError, match="not in quarantine"):
        journal.discard(seq)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("<urn:a> <urn:b> .", "line 1"),
        (f"<urn:a> <urn:b> <relative> <{BASE}graph/g> .", "IRI"),
        ("<urn:a> <urn:b> <urn:c> <urn:other> .", "<urn:other>"),
        (f"_:x <urn:b> <urn:c> <{BASE}graph/g> .", "blank node"),
    ],
)
def test_bad_quads_are_refused(journal: Journal, make_entry: Any, line: str, why: str) -> None:
    """An entry whose quads are not strict, of another graph or blank is refused whole."""
    with pytest.raises(DocumentError, match=why) as caught:
        journal.accept(replace(make_entry(), graphs=((f"{BASE}graph/g", line),)))
    assert caught.value.reason == "quads"
    assert journal.entries.records() == ()


@pytest.mark.parametrize(
    "graph",
    ["urn:nutgraf:watermark:1:::0", f"{BASE}graph/codes", f"{BASE}graph/event", "urn:mine"],
)
def test_reserved_graphs(journal: Journal, make_entry: Any, graph: str) -> None:
    """No article writes the watermark, the vocabulary, a derived graph or a user's."""
    with pytest.raises(RequestError, match=graph):
        journal.accept(replace(make_entry(), graphs=((graph, ""),)))


def test_remove_names_what_is_missing(journal: Journal) -> None:
    """Removing an article that is not there says so."""
    with pytest.raises(NotFoundError, match="a9"):
        journal.remove("a9")


def test_decisions_are_append_only(journal: Journal) -> None:
    """A decision is kept once, never rewritten, and can be revoked once."""
    assert [journal.add_decision(DECISION), journal.add_decision(DECISION)] == [True, False]
    with pytest.raises(RequestError, match="other content"):
        journal.add_decision(replace(DECISION, verdict="different"))
    assert journal.revoke_decision("d1", "2026-02-01T00:00:00Z")
    assert not journal.revoke_decision("d1", "2026-03-01T00:00:00Z")
    assert not journal.add_decision(DECISION)
    assert journal.decisions.all() == (replace(DECISION, revoked="2026-02-01T00:00:00Z"),)


def test_revoking_nothing(journal: Journal) -> None:
    """Revoking an unknown decision says so."""
    with pytest.raises(NotFoundError, match="d9"):
        journal.revoke_decision("d9", "2026-03-01T00:00:00Z")


def test_other_schema_version(tmp_path: Path) -> None:
    """A journal of another schema version is not touched."""
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="schema version 99"):
        Journal(tmp_path, GraphNames(BASE))


def test_damaged_file(tmp_path: Path) -> None:
    """A file that is no SQLite database is reported as damage."""
    (tmp_path / FILE).write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="damaged"):
        Journal(tmp_path, GraphNames(BASE))


def test_read_only(tmp_path: Path, journal: Journal, make_entry: Any) -> None:
    """A reader sees what the writer accepted and cannot write."""
    journal.accept(make_entry())
    reader = Journal(tmp_path, GraphNames(BASE), read_only=True)
    assert len(reader.entries.records()) == 1
    with pytest.raises(StoreError, match="cannot be written"):
        reader.accept(make_entry(article="a2"))
    reader.close()


def test_busy_journal(tmp_path: Path, journal: Journal, make_entry: Any) -> None:
    """A journal that another program holds is reported, and works again afterwards."""
    journal._connection.execute("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked"):
            journal.accept(make_entry())
    assert journal.accept(make_entry()).outcome is Outcome.ADDED


def test_reader_needs_a_journal(tmp_path: Path) -> None:
    """Reading where nothing was ever loaded says what to do."""
    with pytest.raises(StoreError, match="load an article first"):
        Journal(tmp_path, GraphNames(BASE), read_only=True)


def test_commits_are_durable(journal: Journal) -> None:
    """The file runs in WAL mode with a sync at each commit."""
    connection = journal._connection
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
