"""Verification: the journal against its digests, a store against the journal."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from nutgraf.errors import RequestError, StoreError
from nutgraf.store.checkpoint import open_checkpoint
from nutgraf.store.delta import graph_name, graph_node, write_lines
from nutgraf.store.journal import Journal, graphs_digest
from nutgraf.store.quads import graph_of, normalise
from nutgraf.store.replay import apply_delta
from nutgraf.store.sums import wrong_files
from nutgraf.store.vocabulary import Vocabulary
from nutgraf.store.writer import Writer
from nutgraf.store.written import delta_digest

#: What damage looks like when rows or quads are read.
_DAMAGE = (sqlite3.DatabaseError, zlib.error, ValueError, OSError, RuntimeError, RequestError)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: in which part of the directory, where there, and what."""

    part: str
    where: str
    problem: str


def verify(writer: Writer, journal: Journal, words: Vocabulary) -> Iterator[Finding]:
    """Everything that is wrong with a data directory; nothing where it is sound."""
    yield from verify_journal(journal)
    if writer.damage:
        yield Finding("store", "store", f"{writer.damage}; it was built again")
    yield from verify_store("store", writer.store, journal, words)
    checkpoint = writer.checkpoints.find_current()
    if checkpoint is None:
        return
    part = f"checkpoint {checkpoint.path.name}"
    yield from verify_files(part, checkpoint.path)
    try:
        with open_checkpoint(writer.checkpoints) as store:
            if checkpoint.sequence == journal.sequence:
                yield from verify_store(part, store, journal, words)
    except (OSError, RuntimeError, StoreError) as error:
        yield Finding(part, "all", f"does not open: {error}")


def verify_journal(journal: Journal) -> Iterator[Finding]:
    """Pages, references, and every entry and write against the digest taken at its coming."""
    for problem in journal.problems():
        yield Finding("journal", "file", problem)
    for record in journal.entries.records():
        yield from _check(f"entry {record.seq}", _entry_check(journal, record.seq))
    yield from _check("writes", _writes_check(journal))


def verify_store(
    part: str, store: ox.Store, journal: Journal, words: Vocabulary
) -> Iterator[Finding]:
    """Read every graph and compare it with what journal and vocabulary files give.

    The computed graphs (identity, events) are in no journal: they are only read.
    """
    names = words.names
    try:
        stored = {graph_name(node) for node in store.named_graphs()}
    except _DAMAGE as error:
        yield Finding(part, "all", str(error))
        return
    standing = set(journal.entries.standing_graphs())
    vocabulary = _by_graph(words.lines()) if journal.has_articles else {}
    for graph in sorted(stored | standing | vocabulary.keys()):
        if graph in standing:
            yield from _compare(part, store, graph, _given(journal, graph, words))
        elif graph in vocabulary:
            yield from _compare(part, store, graph, vocabulary[graph])
        elif names.is_owned(graph) or names.is_internal(graph):
            yield from _compare(part, store, graph, ())
        elif names.is_managed(graph):
            yield from _check_readable(part, store, graph)
    mine = _users(journal)
    if mine is not None:
        users = {graph for graph in stored if not names.is_managed(graph)}
        yield from _compare_users(part, store, mine, users)


def verify_files(part: str, folder: Path) -> Iterator[Finding]:
    """Every file of a checkpoint against its sum."""
    for name, problem in wrong_files(folder):
        yield Finding(part, name, problem)


def _check(where: str, look: Callable[[], str]) -> Iterator[Finding]:
    try:
        problem = look()
    except _DAMAGE as error:
        problem = f"cannot be read: {error}"
    if problem:
        yield Finding("journal", where, problem)


def _entry_check(journal: Journal, seq: int) -> Callable[[], str]:
    def look() -> str:
        record, entry = journal.entries.record(seq), journal.entries.entry(seq)
        if hashlib.sha256(entry.raw).hexdigest() != record.sha256:
            return "the bytes that came in have changed"
        if graphs_digest(dict(journal.entries.graphs(seq))) != record.quads_digest:
            return "the quads have changed"
        return "" if journal.entries.is_whole(seq) else "the document or its ledger has changed"

    return look


def _writes_check(journal: Journal) -> Callable[[], str]:
    def look() -> str:
        wrong = [
            seq for seq, digest, delta in journal.writes.all() if delta_digest(delta) != digest
        ]
        return f"changed since they came: {wrong}" if wrong else ""

    return look


def _given(journal: Journal, graph: str, words: Vocabulary) -> list[str] | None:
    try:
        return journal.entries.content(graph, first=words.names.is_report(graph))
    except _DAMAGE:
        return None  # already found in the journal


def _compare(
    part: str, store: ox.Store, graph: str, expected: Collection[str] | None
) -> Iterator[Finding]:
    if expected is None:
        return
    place = graph_node(graph) if graph else ox.DefaultGraph()
    try:
        stored = set(write_lines(store.quads_for_pattern(None, None, None, place)))
    except _DAMAGE as error:
        yield Finding(part, f"<{graph}>", f"cannot be read: {error}")
        return
    given = set(expected)
    if given != stored:
        # The engine spells some numbers and dates in its own way; few enough to do it late.
        spelled = set(normalise(given - stored))
        lost, strange = len(spelled - stored), len(stored - given - spelled)
        if lost or strange:
            yield Finding(part, f"<{graph}>", f"{lost} quads are missing, {strange} do not belong")


def _check_readable(part: str, store: ox.Store, graph: str) -> Iterator[Finding]:
    try:
        for _ in store.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
            pass
    except _DAMAGE as error:
        yield Finding(part, f"<{graph}>", f"cannot be read: {error}")


def _compare_users(
    part: str, store: ox.Store, mine: ox.Store, stored: set[str]
) -> Iterator[Finding]:
    expected = {graph_name(node) for node in mine.named_graphs()}
    for graph in sorted(expected ^ stored):
        problem = "the graph is missing" if graph in expected else "the graph was never written"
        yield Finding(part, f"<{graph}>", problem)
    for graph in ["", *sorted(expected & stored)]:
        place = graph_node(graph) if graph else ox.DefaultGraph()
        lines = write_lines(mine.quads_for_pattern(None, None, None, place))
        yield from _compare(part, store, graph, lines)


def _users(journal: Journal) -> ox.Store | None:
    """Everything that updates and graph requests wrote and that still stands."""
    memory = ox.Store()
    try:
        for _, _, delta in journal.writes.all():
            apply_delta(delta, memory)
    except _DAMAGE:
        return None  # already found in the journal
    return memory


def _by_graph(lines: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(graph_of(line), []).append(line)
    return found
