from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

from nutgraf.errors import LimitError, RequestError
from nutgraf.settings import Settings
from nutgraf.store.checkpoint import Checkpoints
from nutgraf.store.interface import QueryRequest
from nutgraf.store.pool import QueryPool

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "hostile-queries.yaml").read_text())
SECONDS = 0.5
#: NUTGRAF_DRILLS=long tries every size.
LONG = os.environ.get("NUTGRAF_DRILLS") == "long"
SIZES = (10, 100, 1_000, 10_000, 100_000, 1_000_000) if LONG else (100, 3_000)
#: What the next query may take; the median is far below, but machines of tests are busy.
NEXT_SECONDS = 1.0


def repeated(text: str, times: int) -> str:
    """A text so many times, with the number of the repetition filled in."""
    if "{n}" not in text and "{m}" not in text:
        return text * times
    return "".join(
        text.replace("{n}", str(number)).replace("{m}", str(number + 1)) for number in range(times)
    )


def build(name: str, times: int) -> str:
    """The query of a class at a size."""
    case = CASES[name]
    start = case.get("start", "").replace("{n}", str(times))
    middle, end = case.get("middle", ""), case.get("end", "")
    opened = repeated(case["open"], times)
    return f"{start}{opened}{middle}{repeated(case.get('close', ''), times)}{end}"


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryPool]:
    """A pool as it is served, with little time, over 3,000 quads."""
    home = tmp_path_factory.mktemp("hostile")
    store = ox.Store(str(home / "store"))
    predicate = ox.NamedNode("urn:p")
    nodes = [ox.NamedNode(f"urn:n{number % 1_000}") for number in range(3_001)]
    graph = ox.NamedNode("urn:g")
    store.extend(ox.Quad(a, predicate, b, graph) for a, b in pairwise(nodes))
    store.flush()
    Checkpoints(home).publish(store, 1)
    settings = Settings(home=home, query_seconds=SECONDS, worker_bytes=1_000_000_000)
    opened = QueryPool(settings, prefixes={})
    opened.start()
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("name", "size"),
    [
        (name, size)
        for name, case in CASES.items()
        for size in SIZES
        if size <= case.get("ceiling", size)
    ],
)
def test_hostile_queries_end(pool: QueryPool, name: str, size: int) -> None:
    """A hostile query is answered or refused in time, and the next query is answered at once."""
    query = build(name, size)
    begin = time.monotonic()
    with suppress(LimitError, RequestError):
        pool.execute(QueryRequest(query))
    assert time.monotonic() - begin < SECONDS + 1
    begin = time.monotonic()
    assert pool.execute(QueryRequest("SELECT * { ?s ?p ?o } LIMIT 3")).body
    assert time.monotonic() - begin < NEXT_SECONDS
