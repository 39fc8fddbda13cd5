"""Tiny vocabulary, entries and stores for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from nutgraf.settings import Settings
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.entry import Entry
from nutgraf.store.pool import QueryPool

BASE = "https://data.example/"
FILES = ("nev.ttl", "codes.ttl", "event-types.ttl", "alignments.ttl")

MakeEntry = Callable[..., Entry]
OpenStore = Callable[..., EmbeddedStore]


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    """A vocabulary of one triple per file."""
    path = tmp_path / "ontology"
    path.mkdir()
    for file in FILES:
        text = f'<urn:term:{file}> <http://www.w3.org/2000/01/rdf-schema#label> "{file}"@en .\n'
        (path / file).write_text(text)
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with one worker per lane and short times."""
    return Settings(
        home=tmp_path / "home",
        base=BASE,
        query_seconds=2.0,
        report_seconds=1.0,
        worker_bytes=1_000_000_000,
        workers=1,
        answer_bytes=200_000,
        lock_seconds=0.2,
    )


@pytest.fixture
def open_store(settings: Settings, ontology: Path) -> Iterator[OpenStore]:
    """Open the store of the test's data directory; it is closed at the end if still open."""
    with ExitStack() as stack:

        def open_one(*, rebuild: bool = False) -> EmbeddedStore:
            opened = EmbeddedStore(settings.home, settings, ontology=ontology, rebuild=rebuild)
            return stack.enter_context(opened)

        yield open_one


@pytest.fixture
def store(open_store: OpenStore) -> EmbeddedStore:
    """An empty store, open for writing."""
    return open_store()


@pytest.fixture
def pool(settings: Settings) -> Iterator[QueryPool]:
    """A query pool over the same data directory."""
    opened = QueryPool(settings, prefixes={"d": BASE})
    yield opened
    opened.close()


@pytest.fixture
def make_entry() -> MakeEntry:
    """Build entries: report facts of one version, shared facts, metadata."""
    return build_entry


def build_entry(
    article: str = "a1",
    version: str = "v1",
    facts: tuple[str, ...] = ("fact",),
    *,
    shared: tuple[str, ...] = (),
    metadata: str = "m",
) -> Entry:
    """One entry with a source graph, a report graph and quads of the entity graph."""
    source, report = f"{BASE}graph/source/{article}", f"{BASE}graph/report/{version}"
    graphs = {
        source: [f"<{BASE}{version}> <{BASE}of> <{BASE}{article}> <{source}> ."],
        report: [f'<{BASE}{version}> <{BASE}says> "{fact}"@de <{report}> .' for fact in facts],
    }
    if shared:
        entity = f"{BASE}graph/entity"
        graphs[entity] = [f'<{BASE}x> <{BASE}name> "{name}" <{entity}> .' for name in shared]
    return Entry(
        article_id=article,
        version_id=version,
        source="test",
        raw=f"{article} {version}".encode(),
        document="{}",
        graphs=tuple((graph, "\n".join(lines)) for graph, lines in graphs.items()),
        extractor="rules-1",
        metadata=metadata,
        received="2026-01-01T00:00:00Z",
    )
