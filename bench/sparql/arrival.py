"""How long one more article takes until readers of a serving data directory see it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from nutgraf.store.embedded import EmbeddedStore

from . import dataset
from .measurements import boolean, load, lookup
from .preparation import Stores
from .servers import Server

_TIMES = 10
_SECONDS = 0.01


def arrivals(server: Server, stores: Stores) -> dict[str, float]:
    """Journal and commit, checkpoint, and accepted to queryable, while others read."""
    commits, checkpoints, seen = [], [], []
    with (
        _reading(server, stores.articles) as failed,
        EmbeddedStore(stores.home, stores.settings) as store,
    ):
        for number in range(stores.articles, stores.articles + _TIMES):
            start = time.perf_counter()
            store.accept(dataset.entry(number))
            store.select("SELECT ?s { ?s ?p ?o } LIMIT 1")
            commits.append(time.perf_counter() - start)
            publishing = time.perf_counter()
            store.publish()
            checkpoints.append(time.perf_counter() - publishing)
            _wait_for(server, number)
            seen.append(time.perf_counter() - start)
    return {
        "journal and commit ms": sorted(commits)[_TIMES // 2] * 1000,
        "checkpoint s": max(checkpoints),
        "accepted to queryable s": max(seen),
        "failed reads": failed[0],
    }


def _wait_for(server: Server, article: int) -> None:
    until = time.monotonic() + 60
    query = f"ASK {{ GRAPH <{dataset.graph(article)}> {{ ?s ?p ?o }} }}"
    while not boolean(server, query):
        if time.monotonic() > until:
            raise RuntimeError(f"article {article} was not seen within a minute")
        time.sleep(_SECONDS)


@contextmanager
def _reading(server: Server, articles: int) -> Iterator[list[float]]:
    """Read all the time; the list has the failures afterwards."""
    failed, ended = [0.0], threading.Event()

    def read() -> None:
        turn = 0
        while not ended.is_set():
            turn += 1
            queries = [lookup(n, articles, f"r{turn}") for n in range(500)]
            failed[0] += load(server, queries, seconds=1.0)["failed"]

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield failed
    finally:
        ended.set()
        thread.join()
