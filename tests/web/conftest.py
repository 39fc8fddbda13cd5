"""The application over a real store that holds four short articles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from fastapi import FastAPI

from nutgraf.reports.catalogue import Catalogue
from nutgraf.settings import Settings
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.entry import Entry
from nutgraf.store.pool import QueryPool
from nutgraf.web.application import create_app

ROOT = Path(__file__).parents[2]
BASE = "https://data.example/"


def graphs_of(file: Path) -> dict[str, str]:
    """The lines of a file of N-Quads by their graph."""
    found: dict[str, list[str]] = {}
    for line in file.read_text("utf-8").splitlines(keepends=True):
        graph = line.rsplit("<", 1)[1].split(">")[0]
        found.setdefault(graph, []).append(line)
    return {graph: "".join(lines) for graph, lines in found.items()}


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a data directory with the four articles in it."""
    home = tmp_path_factory.mktemp("archive") / "home"
    settings = Settings(home=home, base=BASE, workers=1, query_bytes=20_000, query_seconds=2.0)
    graphs = graphs_of(ROOT / "tests" / "fixtures" / "harbour.nq")
    derived = {name: graphs.pop(f"{BASE}graph/{name}") for name in ("identity", "event")}
    with EmbeddedStore(home, settings) as store:
        store.accept(Entry("a", "v", "test", b"", "{}", tuple(graphs.items()), "rules-1"))
        store.replace_graphs({f"{BASE}graph/{name}": text for name, text in derived.items()})
        store.publish()
    return settings


@dataclass(frozen=True)
class Client:
    """Calls the application in this process; it follows no redirects."""

    app: FastAPI

    def __call__(self, path: str, method: str = "GET", **rest: Any) -> httpx.Response:
        """Make one call."""
        return anyio.run(partial(self._call, method, path, **rest))

    async def _call(self, method: str, path: str, **rest: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.request(method, path, **rest)


@pytest.fixture(scope="session")
def call(settings: Settings) -> Iterator[Client]:
    """The application over the four articles."""
    pool = QueryPool(settings)
    yield Client(create_app(settings, pool, Catalogue.load()))
    pool.close()


@pytest.fixture
def tight(settings: Settings) -> Iterator[Client]:
    """The application over the four articles with room for short answers only."""
    small = replace(settings, answer_bytes=2_000)
    pool = QueryPool(small)
    yield Client(create_app(small, pool, Catalogue.load()))
    pool.close()
