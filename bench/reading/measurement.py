"""What a corpus measures: rows of one table, and the cases that count as wrong."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of one corpus, between 0 and 1 unless the metric names a unit.

    `digest` is the first 16 hex digits of the SHA-256 of what was measured on; `must` and
    `should` are where the figure has to be and where it is meant to go; `baseline` says
    what another system reached, and how that is known. Where less is better, as with
    false facts or seconds, `should` is the smaller of the two, or `fewer` says so.
    """

    corpus: str
    digest: str
    metric: str
    figure: float
    must: float | None = None
    should: float | None = None
    baseline: str = ""
    fewer: bool = False

    @property
    def less_is_better(self) -> bool:
        """Tell whether the figure is to fall rather than to rise."""
        both = self.must is not None and self.should is not None
        return self.fewer or (both and (self.should or 0.0) < (self.must or 0.0))

    def reaches(self, target: float) -> bool:
        """Tell whether the figure is at least as good as the target, to three digits."""
        own = round(self.figure, 3)
        return own <= target if self.less_is_better else own >= target


@dataclass(frozen=True, slots=True)
class Fault:
    """One case that counts as wrong: the category it is listed under, and its words."""

    kind: str
    case: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one corpus gives."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()
