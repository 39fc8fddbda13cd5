"""Clusters of reports: pairs joined from the surest down, where whole groups fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from nutgraf.identity.gates import barrier, type_blocks
from nutgraf.identity.scoring import ACCEPT, REVIEW, Comparison, compare
from nutgraf.identity.view import ReportView

Pair = frozenset[str]

# Share of contradicting pairs that two groups may have and still be one event.
_TOLERANCE = 0.34


@dataclass(frozen=True, slots=True)
class Rulings:
    """What people decided, and what claims say outright: pairs that must or must not join."""

    together: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    framed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cluster:
    """The reports of one event, founder first, and for the others why they are in it."""

    reports: tuple[ReportView, ...]
    reasons: Mapping[str, Comparison]

    @property
    def founder(self) -> ReportView:
        """The report whose address names the event."""
        return self.reports[0]


@dataclass(frozen=True, slots=True)
class Clustering:
    """All clusters in order of their founders, and the pairs left to a person."""

    clusters: tuple[Cluster, ...]
    undecided: tuple[Comparison, ...]


def cluster(reports: Mapping[str, ReportView], rulings: Rulings) -> Clustering:
    """Join reports into events; the result does not depend on the order of `reports`."""
    comparisons = sorted(_comparisons(reports), key=lambda c: (-c.score, c.left, c.right))
    joining = _Joining(reports, rulings)
    for pair in sorted(rulings.together, key=sorted):
        joining.force(pair)
    for comparison in comparisons:
        if comparison.score >= ACCEPT:
            joining.join(comparison)
    joining.attach_framings()
    undecided = [c for c in comparisons if REVIEW <= c.score < ACCEPT and joining.separate(c)]
    return Clustering(joining.clusters(), tuple(undecided))


def _comparisons(reports: Mapping[str, ReportView]) -> Iterable[Comparison]:
    for left, right in sorted(_candidates(reports)):
        found = compare(reports[left], reports[right])
        if found is not None and found.score >= REVIEW:
            yield found


def _candidates(reports: Mapping[str, ReportView]) -> set[tuple[str, str]]:
    """Pairs that share a type or a family of types; all others fail the first gate."""
    blocks: dict[frozenset[str], list[str]] = {}
    for address in sorted(reports):
        for block in type_blocks(reports[address]):
            blocks.setdefault(block, []).append(address)
    return {pair for block in blocks.values() for pair in combinations(block, 2)}


class _Joining:
    """Groups that grow by joining; each group is a set of report addresses."""

    def __init__(self, reports: Mapping[str, ReportView], rulings: Rulings) -> None:
        self.reports = reports
        self.rulings = rulings
        self.group = {address: {address} for address in reports}
        self.why: dict[str, list[Comparison]] = {address: [] for address in reports}

    def force(self, pair: Pair) -> None:
        """Join what a person holds to be one, whatever the gates say."""
        if len(pair) == 2 and pair <= self.reports.keys():
            left, right = sorted(pair)
            self._merge(Comparison(left, right, 1.0, ("decided by a person",)))

    def join(self, comparison: Comparison) -> None:
        """Join the groups of two reports where the groups fit as a whole."""
        left, right = self.group[comparison.left], self.group[comparison.right]
        if left is right:
            return
        if self._fit(left, right):
            self._merge(comparison)

    def attach_framings(self) -> None:
        """Put a claimed report with the event that its claim calls by another name."""
        for framing, framed in sorted(self.rulings.framed.items()):
            alone = framing in self.group and len(self.group[framing]) == 1
            known = framed in self.group and self.group[framed] is not self.group.get(framing)
            if alone and known and not self._ruled_apart(framing, self.group[framed]):
                reasons = ("a claim calls the event by this name",)
                left, right = sorted((framing, framed))
                self._merge(Comparison(left, right, 0.7, reasons))

    def separate(self, comparison: Comparison) -> bool:
        return self.group[comparison.left] is not self.group[comparison.right]

    def clusters(self) -> tuple[Cluster, ...]:
        unique = {id(group): group for group in self.group.values()}
        found = [self._cluster(group) for group in unique.values()]
        return tuple(sorted(found, key=lambda c: c.founder.order))

    def _fit(self, left: set[str], right: set[str]) -> bool:
        """Tell whether two groups fit: nobody ruled them apart, and most pairs pass the gates.

        One report that is read too sharply (a place or day of its own) must not split what
        all others hold together; more than a few mean another happening.
        """
        pairs = [(a, b) for a in left for b in right]
        if any(frozenset(pair) in self.rulings.apart for pair in pairs):
            return False
        barred = sum(barrier(self.reports[a], self.reports[b]) is not None for a, b in pairs)
        return barred <= len(pairs) * _TOLERANCE

    def _ruled_apart(self, report: str, group: set[str]) -> bool:
        return any(frozenset({report, other}) in self.rulings.apart for other in group)

    def _merge(self, comparison: Comparison) -> None:
        left, right = self.group[comparison.left], self.group[comparison.right]
        if left is right:
            return
        left |= right
        for address in right:
            self.group[address] = left
        for address in (comparison.left, comparison.right):
            self.why[address].append(comparison)

    def _cluster(self, group: set[str]) -> Cluster:
        ordered = sorted((self.reports[address] for address in group), key=_founding_order)
        reasons = {a: self.why[a][0] for a in sorted(group) if self.why[a]}
        return Cluster(tuple(ordered), reasons)


def _founding_order(report: ReportView) -> tuple[bool, tuple[object, str]]:
    """Own voice founds before a source's; then the earlier publication."""
    return (not report.own_voice, report.order)
