"""The query pool: worker processes in two lanes that answer on the current checkpoint."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Mapping
from typing import Any

from nutgraf.errors import LimitError, RequestError, StoreError
from nutgraf.folders import read_prefixes
from nutgraf.settings import Settings
from nutgraf.store.checkpoint import Checkpoint, Checkpoints
from nutgraf.store.formats import GRAPH_TYPES, choose
from nutgraf.store.gate import Gate
from nutgraf.store.interface import Lane, QueryAnswer, QueryRequest
from nutgraf.store.process import CrashError, DeadlineError, WorkerLimits, WorkerProcess


class _Lane:
    """Workers of one lane; the one used last is taken first, it is warm."""

    def __init__(self, count: int, limits: WorkerLimits) -> None:
        self._workers = [WorkerProcess(limits) for _ in range(count)]
        self._free: queue.LifoQueue[WorkerProcess] = queue.LifoQueue()
        for worker in self._workers:
            self._free.put(worker)

    def take(self, deadline: float) -> WorkerProcess:
        """Wait for a free worker until the deadline."""
        try:
            return self._free.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise LimitError(
                "all query workers are busy; try again in a moment (setting workers)",
                limit="workers",
            ) from None

    def give_back(self, worker: WorkerProcess) -> None:
        """Let the next query have the worker."""
        self._free.put(worker)

    def start(self) -> None:
        """Start every worker that does not run."""
        for worker in self._workers:
            worker.start()

    def close(self) -> None:
        """End every worker."""
        for worker in self._workers:
            worker.kill()


class QueryPool:
    """A `QueryStore` over the checkpoints of a data directory; safe to call from threads."""

    def __init__(self, settings: Settings, *, prefixes: Mapping[str, str] | None = None) -> None:
        limits = WorkerLimits(settings.worker_bytes, settings.answer_bytes)
        self._settings = settings
        self._gate = Gate(settings)
        self._checkpoints = Checkpoints(settings.home.absolute())
        self._prefixes = dict(read_prefixes() if prefixes is None else prefixes)
        lanes = (Lane.REPORT, Lane.ADHOC)
        self._lanes = {lane: _Lane(settings.workers, limits) for lane in lanes}
        self._seen: tuple[tuple[int, int], Checkpoint] | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start all workers ahead of the first query, which would else wait 0.1 s."""
        for lane in self._lanes.values():
            lane.start()

    def close(self) -> None:
        """End all workers."""
        for lane in self._lanes.values():
            lane.close()

    @property
    def sequence(self) -> int:
        """Data sequence number of the current checkpoint."""
        return self._current().sequence

    def execute(self, request: QueryRequest) -> QueryAnswer:
        """Answer one query within the lane's time; blocks the calling thread.

        Raises `RequestError` for a wrong query and `LimitError` for one that needs more
        time, memory or bytes than the settings give; the pool survives both.
        """
        facts = self._gate.check(request.query)
        seconds = self._seconds(request.lane)
        deadline = time.monotonic() + seconds
        media_type = choose(request.formats, facts.form)
        message = {
            "query": request.query,
            "media_type": media_type,
            "default_graphs": request.default_graphs,
            "named_graphs": request.named_graphs,
            "union": not facts.has_dataset,
            "prefixes": self._prefixes if media_type in GRAPH_TYPES else {},
        }
        lane = self._lanes[request.lane]
        worker = lane.take(deadline)
        try:
            body, checkpoint = self._ask(worker, message, deadline)
        except DeadlineError:
            raise _late(request.lane, seconds) from None
        except CrashError as crash:
            raise self._crashed(crash) from None
        finally:
            lane.give_back(worker)
        return QueryAnswer(media_type, facts.form, body, checkpoint.sequence)

    def _ask(
        self, worker: WorkerProcess, message: dict[str, Any], deadline: float
    ) -> tuple[bytes, Checkpoint]:
        for _ in range(3):
            checkpoint = self._current()
            located = {**message, "checkpoint": str(checkpoint.path)}
            head, body = worker.ask(located, deadline)
            # A checkpoint may be deleted between reading the pointer and opening it.
            if head["error"] != "gone":
                self._raise_for(head)
                return body, checkpoint
        raise StoreError(f"{head['message']}; checkpoints vanish faster than they are opened")

    def _raise_for(self, head: dict[str, Any]) -> None:
        kind = head["error"]
        if kind == "syntax":
            raise RequestError(f"the query is not valid SPARQL: {head['message']}")
        if kind == "evaluation":
            raise RequestError(f"the query failed: {head['message']}")
        if kind == "large":
            raise _beyond("answer_bytes", "answer is larger than", self._settings.answer_bytes)
        if kind == "memory":
            raise _beyond("worker_bytes", "evaluation needs more than", self._settings.worker_bytes)

    def _crashed(self, crash: CrashError) -> LimitError | RequestError | StoreError:
        if crash.memory:
            most = self._settings.worker_bytes
            return _beyond("worker_bytes", "evaluation needs more than", most)
        if crash.code >= 0:
            return StoreError(f"a query worker ended by itself ({crash.cause})")
        return RequestError(
            f"the query brought the engine down ({crash.cause}), as very long chains of operators"
            " or patterns do; make it shorter or simpler"
        )

    def _current(self) -> Checkpoint:
        stamp = self._checkpoints.stamp()
        with self._lock:
            if self._seen is None or self._seen[0] != stamp:
                self._seen = (stamp, self._checkpoints.current())
            return self._seen[1]

    def _seconds(self, lane: Lane) -> float:
        settings = self._settings
        return settings.report_seconds if lane is Lane.REPORT else settings.query_seconds


def _late(lane: Lane, seconds: float) -> LimitError:
    limit = "report_seconds" if lane is Lane.REPORT else "query_seconds"
    return LimitError(
        f"the query was stopped after {seconds:g} seconds (setting {limit}); make it narrower",
        limit=limit,
    )


def _beyond(limit: str, what: str, most: int) -> LimitError:
    return LimitError(
        f"the query's {what} {most} bytes (setting {limit}); ask for less, or in parts with LIMIT",
        limit=limit,
    )
