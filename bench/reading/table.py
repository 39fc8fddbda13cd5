"""The one table: every figure with its targets and baseline, and errors by category."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from bench.reading.measurement import Fault, Row

_HEAD = ("corpus", "digest", "metric", "figure", "must", "should", "", "baseline")
_RIGHT = frozenset({3, 4, 5})
_GAP = "  "


def table(rows: Sequence[Row], notes: Sequence[tuple[str, str]] = ()) -> str:
    """Lay out all rows, then a line for each corpus that was not measured, with the reason."""
    cells = [_HEAD, *map(_cells, rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(_HEAD))]
    lines = [_line(line, widths) for line in cells]
    lines += [f"{name:<{widths[0]}}{_GAP}{note}" for name, note in notes]
    return "\n".join(lines)


def _cells(row: Row) -> tuple[str, ...]:
    figures = (row.figure, row.must, row.should)
    return (row.corpus, row.digest, row.metric, *map(number, figures), verdict(row), row.baseline)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell.rjust(width) if column in _RIGHT else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return _GAP.join(padded).rstrip()


def number(value: float | None) -> str:
    """Three digits after the point below ten, one below a thousand, then none.

    >>> number(0.7051), number(412.3), number(15000), number(None)
    ('0.705', '412.3', '15000', '')
    """
    if value is None:
        return ""
    if abs(value) < 10:
        return f"{value:.3f}"
    return f"{value:.1f}" if abs(value) < 1000 else f"{value:.0f}"


def verdict(row: Row) -> str:
    """What target a figure reaches: `should`, `must`, `below` what it must, or none."""
    if row.should is not None and row.reaches(row.should):
        return "should"
    if row.must is not None:
        return "must" if row.reaches(row.must) else "below"
    return ""


def categories(faults: Iterable[Fault]) -> str:
    """Errors by category with their counts."""
    counts = Counter(fault.kind for fault in faults)
    if not counts:
        return "no errors"
    width = max(map(len, counts))
    return "\n".join(f"{kind:<{width}}{_GAP}{count:>6}" for kind, count in sorted(counts.items()))
