"""Counts of right, found and expected records, and the table that shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

#: The kinds that are scored, in the order of the table.
KINDS = (
    "events",
    "factuality",
    "attribution",
    "place",
    "time",
    "participants",
    "figures",
    "claims",
    "times",
    "links",
    "identity",
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many records were right, how many were found, how many gold expects.

    >>> Count(right=1, found=2, expected=4).recall
    0.25
    """

    right: int = 0
    found: int = 0
    expected: int = 0

    def __add__(self, other: Count) -> Count:
        """Add two counts, as for a corpus of two articles."""
        return Count(
            self.right + other.right, self.found + other.found, self.expected + other.expected
        )

    @property
    def precision(self) -> float | None:
        """Share of what was found that is right; `None` when nothing was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share of what is expected that was found right; `None` when nothing is expected."""
        return self.right / self.expected if self.expected else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; `None` when there is nothing to judge."""
        total = self.found + self.expected
        return 2 * self.right / total if total else None


@dataclass(frozen=True, slots=True)
class Tally:
    """One kind's count with a line for every fault, for the person who looks for causes."""

    count: Count = Count()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scores:
    """The counts of all kinds and the faults behind them."""

    counts: Mapping[str, Count] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    def __add__(self, other: Scores) -> Scores:
        """Add the scores of two articles."""
        counts = {kind: self.count(kind) + other.count(kind) for kind in KINDS}
        return Scores(counts, self.faults + other.faults)

    def count(self, kind: str) -> Count:
        """The count of one kind; zeros when it was never scored."""
        return self.counts.get(kind, Count())

    @classmethod
    def of(cls, article: str, tallies: Mapping[str, Tally]) -> Scores:
        """Gather the tallies of one article; its name stands before each fault."""
        faults = (
            f"{article}: {kind}: {fault}"
            for kind, tally in tallies.items()
            for fault in tally.faults
        )
        return cls({kind: tally.count for kind, tally in tallies.items()}, tuple(faults))


def total(scores: Iterable[Scores]) -> Scores:
    """The scores of a whole corpus."""
    return sum(scores, Scores())


def table(scores: Scores) -> str:
    """One line per kind: precision, recall, F1, and the counts they come from."""
    head = f"{'kind':<14}{'P':>7}{'R':>7}{'F1':>7}{'right':>8}{'found':>7}{'gold':>6}"
    return "\n".join([head, *(_line(kind, scores.count(kind)) for kind in KINDS)])


def _line(kind: str, count: Count) -> str:
    shares = "".join(f"{_share(part):>7}" for part in (count.precision, count.recall, count.f1))
    return f"{kind:<14}{shares}{count.right:>8}{count.found:>7}{count.expected:>6}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
