"""Queries that another server evaluates for us now, to be listed and ended by people."""

from __future__ import annotations

import itertools
import threading
import time

from nutgraf.store.interface import QueryRequest, RunningQuery
from nutgraf.store.wire import Wire


class RemoteCalls:
    """Queries under way, to be listed and ended by people."""

    def __init__(self) -> None:
        self._calls: dict[str, tuple[QueryRequest, Wire, float]] = {}
        self._cancelled: set[str] = set()
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def begin(self, request: QueryRequest, wire: Wire) -> str:
        """Note a query; give the name it has while it runs."""
        with self._lock:
            name = f"r{next(self._numbers)}"
            self._calls[name] = (request, wire, time.monotonic())
        return name

    def end(self, name: str) -> None:
        """Note that a query is over."""
        with self._lock:
            self._calls.pop(name, None)
            self._cancelled.discard(name)

    def is_cancelled(self, name: str) -> bool:
        """Tell whether somebody ended the query."""
        with self._lock:
            return name in self._cancelled

    def cancel(self, name: str) -> bool:
        """Break a query's connection off; False where none has this name."""
        with self._lock:
            if name not in self._calls:
                return False
            self._cancelled.add(name)
            self._calls[name][1].abort()
        return True

    def all(self) -> tuple[RunningQuery, ...]:
        """Everything under way, the oldest first."""
        now = time.monotonic()
        with self._lock:
            calls = list(self._calls.items())
        return tuple(
            RunningQuery(name, request.lane, request.client, request.query, now - since, 0)
            for name, (request, _, since) in calls
        )
