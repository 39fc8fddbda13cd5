from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from nutgraf.errors import BusyError, LimitError
from nutgraf.settings import Settings
from nutgraf.store.budgets import Budgets
from nutgraf.store.fingerprints import FatalQueries
from nutgraf.store.lanes import LaneLimits, WorkerLane
from nutgraf.store.process import WorkerProcess
from nutgraf.store.sandbox import Walls

SETTINGS = Settings(client_seconds=60, client_burst=120, client_errors=30)


@dataclass(slots=True)
class Clock:
    """A clock that stands until it is set."""

    now: float = 1_000.0

    def __call__(self) -> float:
        """The time it shows."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock of the test's own."""
    return Clock()


def test_time_is_saved_up_to_the_burst(clock: Clock) -> None:
    """A client may use its burst at once and then gets a second per second."""
    budgets = Budgets(SETTINGS, clock)
    budgets.charge("one", 120.0)
    with pytest.raises(BusyError) as caught:
        budgets.admit("one")
    assert (caught.value.limit, caught.value.retry_after) == ("client_seconds", 1)
    clock.now += 1
    budgets.admit("one")
    clock.now += 1_000_000
    budgets.charge("one", 119.0)
    budgets.admit("one")
    budgets.charge("one", 1.0)
    with pytest.raises(BusyError):
        budgets.admit("one")


def test_debts_are_paid_back(clock: Clock) -> None:
    """Who used more than was there waits until the debt is paid."""
    budgets = Budgets(SETTINGS, clock)
    budgets.charge("one", 150.0)
    with pytest.raises(BusyError) as caught:
        budgets.admit("one")
    assert caught.value.retry_after == 31
    clock.now += 31
    budgets.admit("one")


def test_errors_come_back(clock: Clock) -> None:
    """Thirty errors a minute are allowed, then one each two seconds."""
    budgets = Budgets(SETTINGS, clock)
    for _ in range(30):
        budgets.admit("one")
        budgets.count_error("one")
    with pytest.raises(BusyError) as caught:
        budgets.admit("one")
    assert (caught.value.limit, caught.value.retry_after) == ("client_errors", 2)
    clock.now += 2
    budgets.admit("one")


def test_nobody_pays_for_nutgraf(clock: Clock) -> None:
    """The empty client is never turned away."""
    budgets = Budgets(SETTINGS, clock)
    budgets.charge("", 1_000_000.0)
    budgets.admit("")


def test_some_clients_are_free(clock: Clock) -> None:
    """Whoever sits at the machine itself does not pay, unless told to."""
    budgets = Budgets(SETTINGS, clock)
    budgets.charge("127.0.0.1", 1_000.0)
    budgets.admit("127.0.0.1")
    strict = Budgets(Settings(free_clients=""), clock)
    strict.charge("127.0.0.1", 1_000.0)
    with pytest.raises(BusyError):
        strict.admit("127.0.0.1")


def test_nobody_pays_where_budgets_are_off(clock: Clock) -> None:
    """With both settings at 0 no client is turned away."""
    budgets = Budgets(Settings(client_seconds=0, client_errors=0), clock)
    budgets.charge("one", 1_000_000.0)
    budgets.count_error("one")
    budgets.admit("one")


def test_refused_for_a_while(clock: Clock) -> None:
    """After three deaths a query is refused, and tried again when the time is over."""
    fatal = FatalQueries(Settings(fatal_runs=3, fatal_seconds=600), clock)
    for _ in range(3):
        fatal.check("digest")
        fatal.count_death("digest")
    with pytest.raises(LimitError, match="refused for another 600 seconds"):
        fatal.check("digest")
    fatal.check("another digest")
    clock.now += 601
    fatal.check("digest")
    fatal.count_death("digest")
    fatal.check("digest")


def test_answered_queries_are_forgiven(clock: Clock) -> None:
    """A query that ends well once starts from nothing."""
    fatal = FatalQueries(Settings(fatal_runs=2), clock)
    fatal.count_death("digest")
    fatal.forgive("digest")
    fatal.count_death("digest")
    fatal.check("digest")


@pytest.fixture
def lane() -> Iterator[WorkerLane]:
    """Two workers, a queue of four, one query at a time per client while others wait."""
    opened = WorkerLane(LaneLimits(2, 4, 0.5, 1, 100), Walls(600_000_000))
    yield opened
    opened.close()


def test_nobody_takes_all_workers(lane: WorkerLane) -> None:
    """A client with its share waits while the last worker is kept for others."""

    async def order() -> list[str]:
        served: list[str] = []

        async def ask(client: str) -> WorkerProcess:
            worker = await lane.take(client)
            served.append(client)
            return worker

        first = await ask("greedy")
        waiting = [asyncio.create_task(ask("greedy")) for _ in range(2)]
        await asyncio.sleep(0)
        modest = asyncio.create_task(ask("modest"))
        second = await modest
        lane.give_back(first, "greedy")
        third = await asyncio.wait_for(waiting[0], 1)
        lane.give_back(second, "modest")
        lane.give_back(third, "greedy")
        lane.give_back(await waiting[1], "greedy")
        return served

    assert asyncio.run(order())[:3] == ["greedy", "modest", "greedy"]
    assert (lane.busy, lane.waiting) == (0, 0)


def test_one_client_does_not_fill_the_queue(lane: WorkerLane) -> None:
    """A client may hold half of the queue; the rest is for others."""

    async def fill() -> str:
        workers = [await lane.take("a"), await lane.take("b")]
        waiting = [asyncio.create_task(lane.take("greedy")) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError) as caught:
            await lane.take("greedy")
        other = asyncio.create_task(lane.take("modest"))
        await asyncio.sleep(0)
        assert lane.waiting == 3
        for task in [*waiting, other]:
            task.cancel()
        await asyncio.gather(*waiting, other, return_exceptions=True)
        for worker, client in zip(workers, "ab", strict=True):
            lane.give_back(worker, client)
        return caught.value.limit

    assert asyncio.run(fill()) == "client_parallel"
    assert (lane.busy, lane.waiting) == (0, 0)


def test_waiting_ends(lane: WorkerLane) -> None:
    """Who waits too long is told so, and nothing of it stays behind."""

    async def wait() -> str:
        workers = [await lane.take("a"), await lane.take("b")]
        with pytest.raises(BusyError) as caught:
            await lane.take("c")
        for worker, client in zip(workers, "ab", strict=True):
            lane.give_back(worker, client)
        return caught.value.limit

    assert asyncio.run(wait()) == "queue_seconds"
    assert (lane.busy, lane.waiting) == (0, 0)
