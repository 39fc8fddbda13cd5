from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import yaml

from nutgraf.errors import ForbiddenError, LimitError, RequestError
from nutgraf.settings import Settings
from nutgraf.store.interface import UpdateRequest
from nutgraf.store.pool import QueryPool
from nutgraf.store.write_queue import WriteQueue

from .conftest import BASE

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "hostile-updates.yaml").read_text())
SECONDS = 1.0
#: NUTGRAF_DRILLS=long tries every size.
LONG = os.environ.get("NUTGRAF_DRILLS") == "long"
SIZES = (10, 100, 1_000, 10_000, 100_000) if LONG else (30, 3_000)
#: What publishing may take on a busy machine.
PUBLISH_SECONDS = 4.0
TRIPLES = " . ".join(f"<urn:a{number}> <urn:p> {number}" for number in range(50))
FILL = f"INSERT DATA {{ {TRIPLES} }}"


def repeated(text: str, times: int) -> str:
    """A text so many times, with the number of the repetition filled in."""
    numbers = range(times)
    return "".join(text.replace("{n}", str(n)).replace("{m}", str(n + 1)) for n in numbers)


def build(name: str, times: int) -> str:
    """The update of a class at a size."""
    case = CASES[name]
    start = case["start"].replace("{n}", str(times))
    opened, closed = repeated(case["open"], times), repeated(case.get("close", ""), times)
    return f"{start}{opened}{case.get('middle', '')}{closed}{case.get('end', '')}"


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WriteQueue]:
    """A write queue with little time."""
    settings = Settings(
        home=tmp_path_factory.mktemp("hostile") / "home",
        base=BASE,
        update_seconds=SECONDS,
        update_quads=20_000,
        worker_bytes=1_000_000_000,
    )
    pool = QueryPool(settings, prefixes={})
    opened = WriteQueue(settings, pool.read_graph)
    opened.start()
    yield opened
    opened.close()
    pool.close()


@pytest.mark.parametrize(
    ("name", "size"),
    [
        (name, size)
        for name, case in CASES.items()
        for size in SIZES
        if size <= case.get("ceiling", size)
    ],
)
def test_hostile_updates_end(queue: WriteQueue, name: str, size: int) -> None:
    """A hostile update is done or refused in time, and the next one is done."""
    queue.update(UpdateRequest(f"DROP ALL ; {FILL}"))
    begin = time.monotonic()
    with suppress(LimitError, RequestError, ForbiddenError):
        queue.update(UpdateRequest(build(name, size)))
    assert time.monotonic() - begin < SECONDS + PUBLISH_SECONDS
    begin = time.monotonic()
    queue.update(UpdateRequest(f"INSERT DATA {{ <urn:next> <urn:p> '{name} {size}' }}"))
    assert time.monotonic() - begin < PUBLISH_SECONDS
