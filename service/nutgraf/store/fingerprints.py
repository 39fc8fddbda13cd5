"""Queries that brought workers down again and again, refused for a while by their digest."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from nutgraf.errors import LimitError
from nutgraf.settings import Settings

_REMEMBERED = 10_000


@dataclass(slots=True)
class _Record:
    deaths: int
    until: float


class FatalQueries:
    """Counts the workers that each query cost; a query that ends well is forgiven."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._runs = settings.fatal_runs
        self._seconds = settings.fatal_seconds
        self._clock = clock
        self._records: OrderedDict[str, _Record] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, digest: str) -> None:
        """Raise `LimitError` for a query that has cost too many workers lately."""
        with self._lock:
            record = self._records.get(digest)
            if record is None:
                return
            left = record.until - self._clock()
            if left <= 0:
                del self._records[digest]
        if left > 0 and record.deaths >= self._runs:
            raise LimitError(
                f"this query brought {record.deaths} workers down and is refused for another"
                f" {left:.0f} seconds (settings fatal_runs, fatal_seconds); make it narrower",
                limit="fatal_runs",
            )

    def count_death(self, digest: str) -> None:
        """Remember that a worker died of a query, or was killed for it."""
        with self._lock:
            record = self._records.pop(digest, None) or _Record(0, 0.0)
            record.deaths += 1
            record.until = self._clock() + self._seconds
            self._records[digest] = record
            if len(self._records) > _REMEMBERED:
                self._records.popitem(last=False)

    def forgive(self, digest: str) -> None:
        """Forget the deaths of a query that was answered."""
        if self._records:
            with self._lock:
                self._records.pop(digest, None)
