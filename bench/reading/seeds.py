"""The seed articles against their own gold, and which reports of theirs meet in one event.

They were written for this project, some while its rules were: they show what got worse,
not what to expect of unseen articles.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.reading.agreement.gold import SEEDS
from bench.reading.agreement.happenings import ReportId, happenings, score_identity
from bench.reading.agreement.scores import Count, Scores
from bench.reading.articles import measurement, readings, scores, steps
from bench.reading.corpora import folder_digest
from bench.reading.measurement import Measurement
from nutgraf.pipeline.ingest import Ingest
from nutgraf.pipeline.resolution import select_rows
from nutgraf.settings import Settings
from nutgraf.store.embedded import EmbeddedStore

_EVENT_OF = """PREFIX nev: <https://w3id.org/nutgraf/nev#>
SELECT ?report ?event { ?report nev:reportOf ?event }"""


def measure() -> Measurement:
    """Precision, recall and F1 of every kind over all seeds, identity included."""
    return measurement(all_scores(), "seeds", folder_digest(SEEDS))


def all_scores() -> Scores:
    """The scores of all seeds; identity is that of the whole corpus."""
    return scores(SEEDS) + Scores({"identity": _identity()})


def _identity() -> Count:
    """Load all seeds into a store and compare its events with the happenings of gold."""
    expected: dict[ReportId, str] = {}
    for gold, linked, _ in readings(SEEDS):
        expected |= happenings(gold, linked.annotated)
    files = [SEEDS / gold.article for gold, _, _ in readings(SEEDS)]
    with (
        tempfile.TemporaryDirectory() as home,
        EmbeddedStore(Path(home), Settings(home=Path(home))) as store,
    ):
        ingest = Ingest(steps(), store)
        ingest.finish(ingest.load(files))
        rows = select_rows(store, _EVENT_OF)
    decided = {_report_id(row["report"]): row["event"] for row in rows}
    return score_identity(expected, decided)


def _report_id(address: str) -> ReportId:
    version, key = address.rsplit("/", 2)[-2:]
    return version, key
