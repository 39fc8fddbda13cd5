"""Measure the shipped reading on all seeds: one score per kind, identity included."""

from __future__ import annotations

from pathlib import Path

from tests.quality.gold import Gold, gold_files, load_gold
from tests.quality.happenings import ReportId, happenings, score_identity
from tests.quality.scores import Count, Scores, total
from tests.quality.scoring import score

from nutgraf.annotation.stages import assemble, read_layers
from nutgraf.errors import DocumentError
from nutgraf.folders import folder
from nutgraf.model.document import Document
from nutgraf.model.link import LinkedDocument
from nutgraf.pipeline.ingest import Ingest
from nutgraf.pipeline.resolution import select_rows
from nutgraf.pipeline.steps import Steps
from nutgraf.settings import Settings
from nutgraf.store.embedded import EmbeddedStore

IDENTITY = "identity"
_EVENT_OF = """PREFIX nev: <https://w3id.org/nutgraf/nev#>
SELECT ?report ?event { ?report nev:reportOf ?event }"""


def measure(home: Path) -> Scores:
    """Read every seed, load all of them into a store at `home`, and score both."""
    steps = Steps.build(Settings().base, 10**8)
    scores: list[Scores] = []
    expected: dict[ReportId, str] = {}
    for gold in map(load_gold, gold_files()):
        layers = read_layers(_document(steps, gold), steps.table)
        linked: LinkedDocument = steps.link(assemble(layers))
        scores.append(score(gold, linked, layers.times))
        expected |= happenings(gold, linked.annotated)
    summed = total(scores)
    counts = {**summed.counts, IDENTITY: _identity(steps, home, expected)}
    return Scores(counts, summed.faults)


def _document(steps: Steps, gold: Gold) -> Document:
    file = folder("seeds") / gold.article
    (found,) = steps.read(file.read_bytes(), file.name)
    if isinstance(found, DocumentError):
        raise found
    return found


def _identity(steps: Steps, home: Path, expected: dict[ReportId, str]) -> Count:
    files = [folder("seeds") / load_gold(path).article for path in gold_files()]
    with EmbeddedStore(home, Settings(home=home)) as store:
        ingest = Ingest(steps, store)
        ingest.finish(ingest.load(files))
        rows = select_rows(store, _EVENT_OF)
    decided = {_report_id(row["report"]): row["event"] for row in rows}
    return score_identity(expected, decided)


def _report_id(address: str) -> ReportId:
    version, key = address.rsplit("/", 2)[-2:]
    return version, key
