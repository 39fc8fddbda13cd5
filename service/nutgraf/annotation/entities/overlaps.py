"""Overlapping findings: the longest stands, names inside it are mere attributes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from nutgraf.annotation.entities.findings import Finding, Reading
from nutgraf.model.entity import EntityKind


def merged(reading: Reading, more: Iterable[Finding]) -> Reading:
    """Add findings to a reading; a longer one takes the place of names inside it."""
    added = list(more)
    if not added:
        return reading
    return Reading.of(reading.sentence, chosen([*reading.names, *added]))


def chosen(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Keep the longest of overlapping findings; names inside it stay as mere attributes."""
    taken: list[Finding] = []
    for finding in sorted(findings, key=lambda f: (-f.length, f.start)):
        around = [t for t in taken if t.start < finding.end and finding.start < t.end]
        if not around:
            taken.append(finding)
        elif _may_nest(finding, around):
            taken.append(replace(finding, adjectival=True, partial=True))
    return iter(sorted(taken, key=lambda f: (f.start, f.end)))


def _may_nest(finding: Finding, around: Sequence[Finding]) -> bool:
    inside = all(t.start <= finding.start and finding.end <= t.end for t in around)
    owned = all(t.length > finding.length and t.qid is None for t in around)
    named = finding.kind in {EntityKind.COUNTRY, EntityKind.PLACE, EntityKind.ORGANISATION}
    named = named and not finding.identity.startswith("body:")
    persons = any(t.kind == EntityKind.PERSON and t.head for t in around)
    return inside and owned and named and not persons
