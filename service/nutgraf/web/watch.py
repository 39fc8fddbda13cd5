"""What the operator sees: the log of requests, slow queries, and how everything stands.

No log has a query's text, unless the setting `slow_query_text` asks for it, nor a token.
"""

from __future__ import annotations

import hashlib
import resource
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.types import Scope

from nutgraf import __version__
from nutgraf.settings import Settings
from nutgraf.store.evaluation import Outcome
from nutgraf.store.pool import QueryPool
from nutgraf.store.running import Run
from nutgraf.web.auth import check_choice
from nutgraf.web.connections import Limits
from nutgraf.web.health import Health, State
from nutgraf.web.log_file import LogFile
from nutgraf.web.metrics import Counts, Family, Metrics, family

_SHOWN = 200
_DIGEST = 12
_AGENT = b"user-agent"
_LOGS = frozenset({"file", "off"})
_SWITCH = frozenset({"on", "off"})


@dataclass(slots=True)
class Seen:
    """What of an answer went by."""

    status: int = 0
    size: int = 0
    sequence: str = ""
    whole: bool = False


class Watch:
    """The logs and counts of one service, and the looks at how it stands."""

    def __init__(self, settings: Settings, pool: QueryPool, limits: Limits) -> None:
        check_choice("access_log", settings.access_log, _LOGS)
        check_choice("slow_query_text", settings.slow_query_text, _SWITCH)
        self._settings = settings
        self._pool = pool
        self._limits = limits
        self._requests = LogFile(settings.home, "access", settings.log_bytes)
        self._slow = LogFile(settings.home, "slow", settings.log_bytes)
        self._slow_count = 0
        self._logs = settings.access_log != "off"
        self.metrics = Metrics()
        self.health = Health(settings, pool)
        pool.observer = self.note_query

    def close(self) -> None:
        """Close the logs."""
        self._pool.observer = None
        self._requests.close()
        self._slow.close()

    def note_request(self, scope: Scope, seen: Seen, seconds: float) -> None:
        """Count and log a request that is over."""
        path, method = scope["path"], scope["method"]
        self.metrics.count(path, method, seen.status, seconds, seen.size)
        if not self._logs:
            return
        query, client = scope["query_string"], scope.get("client")
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "client": client[0] if client else "",
            "method": method[:20],
            "path": path[:_SHOWN],
            "query": hashlib.sha256(query).hexdigest()[:_DIGEST] if query else "",
            "status": seen.status,
            "whole": seen.whole,
            "bytes": seen.size,
            "ms": round(seconds * 1000, 2),
            "sequence": seen.sequence,
            "agent": _agent(scope),
        }
        self._requests.write(line)

    def note_query(self, run: Run, outcome: Outcome, seconds: float) -> None:
        """Log a query that held its worker for long, or brought it down."""
        if seconds < self._settings.slow_seconds and outcome is not Outcome.DEADLY:
            return
        self._slow_count += 1
        work = run.work
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "digest": work.digest[:_DIGEST],
            "lane": work.lane,
            "outcome": outcome,
            "seconds": round(seconds, 3),
            "size": len(work.text),
            "sequence": run.sequence,
            "client": work.client,
        }
        shown = {"query": work.text} if self._settings.slow_query_text == "on" else {}
        self._slow.write({**line, **shown})

    def render(self) -> str:
        """Everything that is counted, with a fresh look at how the service stands."""
        state, parts = self.health.look(), [self.metrics.render()]
        parts += (family(*row) for row in self._gauges(state))
        parts += (family(*row) for row in self._counters())
        return "".join(parts)

    def _gauges(self, state: State) -> tuple[Family, ...]:
        queues = self._pool.queues
        busy: Counts = {(("lane", str(lane)),): float(both[0]) for lane, both in queues.items()}
        waiting: Counts = {(("lane", str(lane)),): float(both[1]) for lane, both in queues.items()}
        build: Counts = {(("version", __version__),): 1.0}
        memory = _resident()
        return (
            ("build_info", "gauge", "The version that runs.", build),
            ("ready", "gauge", "1 ready or degraded, 0 not.", _one(state.status != "unready")),
            ("degraded", "gauge", "1 where something wants a look.", _one(bool(state.problems))),
            ("data_sequence", "gauge", "Change that queries see.", _one(state.sequence)),
            ("journal_sequence", "gauge", "Newest change of the journal.", _one(state.journal)),
            ("lag_changes", "gauge", "Changes that queries do not see yet.", _one(state.lag)),
            ("lag_seconds", "gauge", "Seconds for which that is so.", _one(state.lag_seconds)),
            ("disk_free_bytes", "gauge", "Free bytes of the disk.", _one(state.disk_free)),
            ("disk_kept_bytes", "gauge", "Bytes that stay free.", _one(state.disk_kept)),
            ("sandbox_complete", "gauge", "0 where walls are missing.", _one(not state.sandbox)),
            ("workers_busy", "gauge", "Workers that evaluate.", busy),
            ("requests_waiting", "gauge", "Requests that wait for a worker.", waiting),
            ("connections", "gauge", "Open connections.", _one(self._limits.open)),
            ("resident_bytes", "gauge", "Most memory this process ever had.", _one(memory)),
        )

    def _counters(self) -> tuple[Family, ...]:
        outcomes = tuple(self._pool.outcomes.items())
        queries: Counts = {
            (("lane", str(lane)), ("outcome", str(outcome))): float(count)
            for (lane, outcome), count in outcomes
        }
        ended: Counts = {(("limit", name),): float(n) for name, n in self._limits.ended.items()}
        lost = self._requests.lost + self._slow.lost
        return (
            ("queries_total", "counter", "Requests that had a worker.", queries),
            ("slow_queries_total", "counter", "Lines of the slow log.", _one(self._slow_count)),
            ("connections_ended_total", "counter", "Connections ended by a limit.", ended),
            ("log_lines_lost_total", "counter", "Lines that could not be written.", _one(lost)),
        )


def _agent(scope: Scope) -> str:
    found = (value for name, value in scope["headers"] if name == _AGENT)
    return next(found, b"").decode("latin-1")[:_SHOWN]


def _one(value: float) -> Counts:
    return {(): float(value)}


def _resident() -> int:
    # Linux gives kilobytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
