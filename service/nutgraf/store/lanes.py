"""Lanes: workers of one kind and the queue of requests that wait for them."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter, deque
from dataclasses import dataclass

from nutgraf.errors import BusyError
from nutgraf.settings import Settings
from nutgraf.store.child import Spares
from nutgraf.store.interface import Lane
from nutgraf.store.process import WorkerProcess
from nutgraf.store.sandbox import Walls

_RETRY_SECONDS = 2.0
_TOO_LATE = "too late"


@dataclass(frozen=True, slots=True)
class LaneLimits:
    """How many workers a lane has, who may wait for them, and when they are replaced."""

    workers: int
    queue_length: int
    queue_seconds: float
    client_parallel: int
    worker_queries: int


@dataclass(frozen=True, slots=True, eq=False)
class _Waiter:
    client: str
    worker: asyncio.Future[WorkerProcess]


class WorkerLane:
    """Gives each request a worker of its own; safe to use from any thread and event loop.

    The worker used last is taken first, it is warm. Nobody waits behind a client that has
    its share: among those who wait, the client with the fewest running requests is next.
    """

    def __init__(self, limits: LaneLimits, walls: Walls, spares: Spares | None = None) -> None:
        self._limits = limits
        self.workers = tuple(WorkerProcess(walls, spares) for _ in range(limits.workers))
        self._free = deque(self.workers)
        self._waiting: deque[_Waiter] = deque()
        self._running: Counter[str] = Counter()
        self._lock = threading.Lock()

    @property
    def waiting(self) -> int:
        """How many requests wait for a worker."""
        return len(self._waiting)

    @property
    def busy(self) -> int:
        """How many workers have work."""
        return len(self.workers) - len(self._free)

    async def take(self, client: str) -> WorkerProcess:
        """Wait for a worker; raises `BusyError` where the queue is full or too slow."""
        with self._lock:
            # Whoever waits while a worker is free has its share already.
            if self._may_run(client):
                return self._assign(client)
            waiter = self._enqueue(client)
        loop = asyncio.get_running_loop()
        timer = loop.call_later(self._limits.queue_seconds, waiter.worker.cancel, _TOO_LATE)
        try:
            return await waiter.worker
        except asyncio.CancelledError as error:
            self._abandon(waiter)
            if error.args == (_TOO_LATE,):
                raise self._busy("queue_seconds", "all workers are busy") from None
            raise
        finally:
            timer.cancel()

    def give_back(self, worker: WorkerProcess, client: str, *, tired: bool = False) -> None:
        """Let the next request have the worker; a worn or dead one is replaced first.

        One that is `tired` still tidies up after a request that failed, and is taken last.
        """
        if worker.requests >= self._limits.worker_queries:
            worker.kill()
        cold = worker.pid is None
        if cold:
            worker.start()
        with self._lock:
            self._take_off(client)
            (self._free.appendleft if cold or tired else self._free.append)(worker)
            self._serve()

    def start(self) -> None:
        """Start every worker that does not run."""
        for worker in self.workers:
            worker.start()

    def close(self) -> None:
        """End every worker."""
        for worker in self.workers:
            worker.close()

    def _may_run(self, client: str) -> bool:
        if not client or self._running[client] < self._limits.client_parallel:
            return bool(self._free)
        # Beyond its share a client may use what would else be idle, but never the last worker.
        return len(self._free) > 1

    def _assign(self, client: str) -> WorkerProcess:
        self._running[client] += 1
        return self._free.pop()

    def _take_off(self, client: str) -> None:
        self._running[client] -= 1
        if self._running[client] <= 0:
            del self._running[client]

    def _enqueue(self, client: str) -> _Waiter:
        limits = self._limits
        if len(self._waiting) >= limits.queue_length:
            raise self._busy("queue_length", f"{len(self._waiting)} requests wait already")
        own = sum(waiter.client == client for waiter in self._waiting)
        if client and own >= (limits.queue_length + 1) // 2:
            raise self._busy("client_parallel", f"{own} requests of yours wait already")
        waiter = _Waiter(client, asyncio.get_running_loop().create_future())
        self._waiting.append(waiter)
        return waiter

    def _serve(self) -> None:
        while self._free and (waiter := self._next()) is not None:
            self._waiting.remove(waiter)
            self._hand(waiter, self._assign(waiter.client))

    def _hand(self, waiter: _Waiter, worker: WorkerProcess) -> None:
        """Give a worker to who waits in this event loop, or in one of another thread."""
        loop = waiter.worker.get_loop()
        if loop is asyncio._get_running_loop():
            waiter.worker.set_result(worker)
            return
        try:
            loop.call_soon_threadsafe(self._deliver, waiter, worker)
        except RuntimeError:
            # Its loop was closed under it: nobody waits any more.
            self._take_off(waiter.client)
            self._free.append(worker)

    def _deliver(self, waiter: _Waiter, worker: WorkerProcess) -> None:
        if waiter.worker.done():
            self.give_back(worker, waiter.client)
        else:
            waiter.worker.set_result(worker)

    def _next(self) -> _Waiter | None:
        ready = [
            waiter
            for waiter in self._waiting
            if not waiter.worker.done() and self._may_run(waiter.client)
        ]
        return min(ready, key=lambda each: self._running[each.client], default=None)

    def _abandon(self, waiter: _Waiter) -> None:
        with self._lock:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
        # A worker may have been given in the moment the caller gave up.
        if not waiter.worker.cancelled() and waiter.worker.done():
            self.give_back(waiter.worker.result(), waiter.client)

    def _busy(self, limit: str, why: str) -> BusyError:
        return BusyError(
            f"{why}; try again in a moment (setting {limit})",
            limit=limit,
            retry_after=_RETRY_SECONDS,
        )


def open_lanes(settings: Settings, spares: Spares) -> dict[Lane, WorkerLane]:
    """All lanes of a pool; `spares` are for those without network that are asked most."""

    def lane(workers: int, walls: Walls, kept: Spares | None = None) -> WorkerLane:
        limits = LaneLimits(
            workers,
            settings.queue_length,
            settings.queue_seconds,
            settings.client_parallel,
            settings.worker_queries,
        )
        return WorkerLane(limits, walls, kept)

    closed = Walls(settings.worker_bytes)
    return {
        Lane.REPORT: lane(settings.workers, closed, spares),
        Lane.ADHOC: lane(settings.workers, closed, spares),
        Lane.FEDERATION: lane(settings.service_workers, Walls(settings.worker_bytes, network=True)),
        Lane.PARSE: lane(settings.parse_workers, closed),
    }
