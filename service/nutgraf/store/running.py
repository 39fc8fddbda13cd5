"""The queries that are evaluated now, to be listed and ended by people."""

from __future__ import annotations

import itertools
import threading
import time
from dataclasses import dataclass

from nutgraf.store.interface import Lane, RunningQuery
from nutgraf.store.process import WorkerProcess


@dataclass(frozen=True, slots=True)
class Work:
    """What a request asks of a lane: for whom, its text and the digest it is known by."""

    lane: Lane
    client: str
    text: str = ""
    digest: str = ""


@dataclass(slots=True)
class Run:
    """One request on its worker."""

    query_id: str
    work: Work
    worker: WorkerProcess
    started: float
    sequence: int = 0
    cancelled: bool = False


class Runs:
    """All requests that have a worker."""

    def __init__(self) -> None:
        self._runs: dict[str, Run] = {}
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def begin(self, work: Work, worker: WorkerProcess) -> Run:
        """Note that a worker begins with a request."""
        run = Run(f"q{next(self._numbers)}", work, worker, time.monotonic())
        with self._lock:
            self._runs[run.query_id] = run
        return run

    def end(self, run: Run) -> bool:
        """Note that the worker is done; False where that was noted before."""
        with self._lock:
            return self._runs.pop(run.query_id, None) is not None

    def all(self) -> tuple[RunningQuery, ...]:
        """Everything that runs, the oldest first."""
        now = time.monotonic()
        with self._lock:
            runs = tuple(self._runs.values())
        return tuple(
            RunningQuery(
                run.query_id,
                run.work.lane,
                run.work.client,
                run.work.text,
                now - run.started,
                run.sequence,
            )
            for run in runs
        )

    def cancel(self, query_id: str) -> bool:
        """End the worker of a request; who waits for it is told."""
        with self._lock:
            run = self._runs.get(query_id)
            if run is None:
                return False
            run.cancelled = True
            run.worker.interrupt()
        return True
