"""Counts of what the service does, as Prometheus reads them.

https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
#: Upper ends of the classes of durations, in seconds.
_ENDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
#: First parts of the addresses that are counted by their name; names of others are not ours.
_ROUTES = frozenset(
    {
        ".well-known",
        "api",
        "articles",
        "doc",
        "healthz",
        "id",
        "limits",
        "metrics",
        "queries",
        "rdf-graph-store",
        "rdf-graphs",
        "readyz",
        "reports",
        "sparql",
        "static",
    }
)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "QUERY"})

Labels = tuple[tuple[str, str], ...]
Counts = dict[Labels, float]
#: Name, kind, what it is, and the values.
Family = tuple[str, str, str, Counts]


@dataclass(slots=True)
class _Durations:
    """How many requests took how long."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(_ENDS) + 1))
    total: float = 0.0

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(_ENDS, seconds)] += 1
        self.total += seconds


@dataclass(slots=True)
class Metrics:
    """The requests of one process; counted from its event loop only."""

    requests: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    durations: dict[str, _Durations] = field(default_factory=lambda: defaultdict(_Durations))
    sent: int = 0

    def count(self, path: str, method: str, status: int, seconds: float, size: int) -> None:
        """Count one request; odd methods and addresses share a name, so that labels stay few."""
        route = route_of(path)
        self.requests[route, method if method in _METHODS else "other", status] += 1
        self.durations[route].add(seconds)
        self.sent += size

    def render(self) -> str:
        """Give the counts of requests."""
        requests: Counts = {
            (("route", route), ("method", method), ("status", str(status))): count
            for (route, method, status), count in self.requests.items()
        }
        parts = [
            family("requests_total", "counter", "Requests answered.", requests),
            family("sent_bytes_total", "counter", "Bytes of bodies sent.", {(): self.sent}),
            *self._histogram(),
        ]
        return "".join(parts)

    def _histogram(self) -> Iterable[str]:
        name = "nutgraf_request_seconds"
        yield f"# HELP {name} Seconds from the head of a request to the end of its answer.\n"
        yield f"# TYPE {name} histogram\n"
        for route, durations in sorted(self.durations.items()):
            label, below = f'route="{route}"', 0
            for end, count in zip((*_ENDS, None), durations.counts, strict=True):
                below += count
                shown = "+Inf" if end is None else f"{end:g}"
                yield f'{name}_bucket{{{label},le="{shown}"}} {below}\n'
            yield f"{name}_sum{{{label}}} {durations.total:.6f}\n{name}_count{{{label}}} {below}\n"


def route_of(path: str) -> str:
    """The name under which an address is counted."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in _ROUTES else "other" if first else "start"


def family(name: str, kind: str, about: str, values: Counts) -> str:
    """One metric with its values by labels, as text."""
    full = f"nutgraf_{name}"
    lines = [f"# HELP {full} {about}", f"# TYPE {full} {kind}"]
    for labels, value in sorted(values.items()):
        shown = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels)
        lines.append(f"{full}{{{shown}}} {value:.15g}" if shown else f"{full} {value:.15g}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
