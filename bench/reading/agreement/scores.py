"""Counts of right, found and expected records, and the rows they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bench.reading.measurement import Row

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
class Targets:
    """Where a figure has to be, and where it is meant to go."""

    must: float | None = None
    should: float | None = None


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

    def kinds_of_faults(self) -> Iterator[tuple[str, str]]:
        """Each fault with its kind and whether it is wrong or missed."""
        for fault in self.faults:
            article, kind, case = fault.split(": ", 2)
            side = "missed" if case.startswith("missed") or ": missed" in case else "wrong"
            yield f"{kind} {side}", f"{article}: {case}"

    def without(self, *kinds: str) -> Scores:
        """The same scores without some kinds."""
        counts = {kind: count for kind, count in self.counts.items() if kind not in kinds}
        faults = (fault for fault in self.faults if fault.split(": ", 2)[1] not in kinds)
        return Scores(counts, tuple(faults))

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


#: Judged on matched events only: one share tells all, as nothing is found or missed.
_ASPECTS = frozenset({"factuality", "attribution", "place", "time", "participants"})


def rows_of(
    scores: Scores, corpus: str, digest: str, targets: Mapping[str, Targets] | None = None
) -> tuple[Row, ...]:
    """The rows of every kind that was judged; targets are of F1."""
    found: list[Row] = []
    for kind in KINDS:
        count = scores.count(kind)
        if count.expected or count.found:
            found += _rows(kind, count, (corpus, digest), (targets or {}).get(kind, Targets()))
    return tuple(found)


def _rows(kind: str, count: Count, corpus: tuple[str, str], targets: Targets) -> Iterator[Row]:
    if kind in _ASPECTS:
        yield Row(*corpus, f"{kind} of found events, F1", count.f1 or 0.0)
        return
    yield Row(*corpus, f"{kind}, precision", count.precision or 0.0)
    yield Row(*corpus, f"{kind}, recall", count.recall or 0.0)
    yield Row(*corpus, f"{kind}, F1", count.f1 or 0.0, targets.must, targets.should)
