"""Whether the service is ready, and how it stands: for load balancers and for people."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from nutgraf.errors import NutgrafError
from nutgraf.settings import Settings
from nutgraf.store.checkpoint import Checkpoints
from nutgraf.store.evaluation import Outcome
from nutgraf.store.graphs import GraphNames
from nutgraf.store.interface import Lane, QueryRequest
from nutgraf.store.journal import FILE, Journal
from nutgraf.store.pool import QueryPool
from nutgraf.store.space import Space

_PROBE = QueryRequest("ASK {}", lane=Lane.REPORT)


@dataclass(frozen=True, slots=True)
class State:
    """How the service stands: `ready`, `degraded` (it answers, but look at it) or `unready`."""

    status: str
    #: Data sequence number that queries see, and that of the journal; the gap between them.
    sequence: int
    journal: int
    lag: int
    #: Seconds for which the gap has been seen.
    lag_seconds: float
    disk_free: int
    disk_kept: int
    #: Workers that died of, or were killed for, a query since the start.
    worker_deaths: int
    #: What is missing of the walls around workers; "" is nothing.
    sandbox: str
    writes: str
    #: What is wrong, in words; nothing of the store's inside.
    problems: tuple[str, ...] = ()

    def members(self) -> dict[str, object]:
        """The state as members of a JSON object."""
        return asdict(self)


class Health:
    """Looks at pool, journal and disk; every look blocks for a few milliseconds."""

    def __init__(
        self,
        settings: Settings,
        pool: QueryPool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._pool = pool
        self._clock = clock
        self._checkpoints = Checkpoints(settings.home.absolute())
        self._level_at = clock()

    def look(self) -> State:
        """See how everything stands now."""
        found, grave, light = self._checkpoints.find_current(), [], []
        sequence = found.sequence if found else 0
        if problem := self._probe() if found else "nothing is published yet; load an article":
            grave.append(problem)
        journal = self._journal()
        if journal is None:
            grave.append("the journal cannot be read")
        lag = max(0, (journal or 0) - sequence)
        seconds = self._lag_seconds(lag)
        free, kept = self._space()
        if lag:
            light.append(f"queries are {lag} changes behind the journal")
        if free < kept:
            light.append("the disk is nearly full: nothing is taken in, reads go on")
        if walls := self._pool.missing_walls or "":
            light.append("workers run without all walls; do not serve the public like this")
        return State(
            "unready" if grave else "degraded" if light else "ready",
            sequence,
            journal or 0,
            lag,
            seconds,
            free,
            kept,
            self._deaths(),
            walls,
            self._settings.writes,
            (*grave, *light),
        )

    def _probe(self) -> str:
        """Have a worker answer the smallest query."""
        try:
            self._pool.execute(_PROBE)
        except NutgrafError:
            return "no worker answers"
        return ""

    def _journal(self) -> int | None:
        if not (self._settings.home / FILE).exists():
            return 0
        try:
            journal = Journal(self._settings.home, GraphNames(self._settings.base), read_only=True)
        except NutgrafError:
            return None
        try:
            return journal.sequence
        finally:
            journal.close()

    def _lag_seconds(self, lag: int) -> float:
        now = self._clock()
        if lag == 0:
            self._level_at = now
        return round(now - self._level_at, 1)

    def _space(self) -> tuple[int, int]:
        if not self._settings.home.is_dir():
            return 0, 0
        space = Space(self._settings.home, self._settings.free_bytes, self._settings.free_share)
        return space.free, space.floor

    def _deaths(self) -> int:
        outcomes = self._pool.outcomes
        return sum(n for (_, outcome), n in tuple(outcomes.items()) if outcome is Outcome.DEADLY)
