"""Which reports of different articles tell of one happening, scored by pairs of reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import comb

from bench.reading.agreement.events import pair_events
from bench.reading.agreement.gold import Gold
from bench.reading.agreement.scores import Count
from nutgraf.model.annotation import AnnotatedDocument

#: A report of one article version: version id and key of the report.
ReportId = tuple[str, str]


def happenings(gold: Gold, annotated: AnnotatedDocument) -> dict[ReportId, str]:
    """The gold happening of every report that was read and that gold knows."""
    version = annotated.document.version_id
    named = (
        (pair.event.key, pair.item.judged.get("same_as"))
        for pair in pair_events(gold.events, annotated)
    )
    return {(version, key): happening for key, happening in named if happening}


def score_identity(expected: Mapping[ReportId, str], decided: Mapping[ReportId, str]) -> Count:
    """Count the pairs of reports that are held to be one event and rightly so.

    `expected` gives each report's happening, `decided` the event that identity put it in;
    reports that gold does not know are left out, undecided ones are events of their own.
    """
    both = {report: (expected[report], decided.get(report, str(report))) for report in expected}
    return Count(
        right=_pairs(both.values()),
        found=_pairs(event for _, event in both.values()),
        expected=_pairs(happening for happening, _ in both.values()),
    )


def _pairs(labels: Iterable[object]) -> int:
    return sum(comb(size, 2) for size in Counter(labels).values())
