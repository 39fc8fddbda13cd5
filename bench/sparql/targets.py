"""What the figures should be, mostly as ratios of two of the same run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Found = Mapping[str, Mapping[str, float]]
_NEW, _SAME = "8 clients, new queries /s", "8 clients, same queries /s"


@dataclass(frozen=True, slots=True)
class Target:
    """A figure, what it is divided by (nothing: it stands alone), and its bound."""

    name: str
    figure: tuple[str, str]
    bound: float
    over: tuple[str, str] | None = None
    least: bool = False

    def value(self, found: Found) -> float | None:
        """The figure or ratio; nothing where a part was not measured."""
        above = _figure(found, self.figure)
        below = 1.0 if self.over is None else _figure(found, self.over)
        return None if above is None or not below else above / below


TARGETS = (
    Target(
        "lookup p50 / oxigraph", ("nutgraf", "lookup p50 ms"), 2.5, ("oxigraph", "lookup p50 ms")
    ),
    Target("throughput, new / oxigraph", ("nutgraf", _NEW), 0.35, ("oxigraph", _NEW), least=True),
    Target("throughput, same / oxigraph", ("nutgraf", _SAME), 1.0, ("oxigraph", _SAME), least=True),
    Target("kept answers /s", ("nutgraf", _SAME), 5_000, least=True),
    Target(
        "rdflib-endpoint lookup p50 / ours",
        ("rdflib", "lookup p50 ms"),
        1_000,
        ("nutgraf", "lookup p50 ms"),
        least=True,
    ),
    Target("first byte of 200,000 rows ms", ("nutgraf", "first byte ms"), 100),
    Target("runaway query ends s (limit 5 + 1)", ("nutgraf", "runaway ends s"), 6),
    Target("CPU s in the 2 s after it", ("nutgraf", "CPU s in the 2 s after"), 0.5),
    Target(
        "p95 with a poisoned slot / idle",
        ("nutgraf", "p95 poisoned ms"),
        2,
        ("nutgraf", "p95 idle ms"),
    ),
    Target("checkpoint s", ("nutgraf", "checkpoint s"), 0.5),
    Target("failed reads meanwhile", ("nutgraf", "failed reads"), 0),
    Target("MB with 4 workers", ("nutgraf", "MB"), 400),
    Target(
        "store from journal / bulk_load, CPU",
        ("load", "store from journal CPU s"),
        1.3,
        ("load", "bulk_load CPU s"),
    ),
    Target("journal and commit ms", ("nutgraf", "journal and commit ms"), 8),
    Target("accepted to queryable s", ("nutgraf", "accepted to queryable s"), 2),
)


def verdicts(found: Found) -> Iterator[str]:
    """One line per target: what it is, what it should be, and whether it is kept."""
    yield f"\n{'target':38}{'measured':>10}{'bound':>12}"
    for target in TARGETS:
        value = target.value(found)
        bound = f"{'>=' if target.least else '<='} {target.bound:g}"
        if value is None:
            yield f"{target.name:38}{'-':>10}{bound:>12}"
            continue
        kept = value >= target.bound if target.least else value <= target.bound
        yield f"{target.name:38}{value:10.2f}{bound:>12}  {'kept' if kept else 'MISSED'}"


def _figure(found: Found, place: tuple[str, str]) -> float | None:
    return found.get(place[0], {}).get(place[1])
