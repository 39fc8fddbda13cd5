"""A folder of articles with gold beside them: the seeds, or somebody's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bench.reading.agreement.documents import score
from bench.reading.agreement.gold import Gold, gold_files, load_gold
from bench.reading.agreement.scores import Scores, rows_of, total
from bench.reading.corpora import folder_digest
from bench.reading.measurement import Fault, Measurement
from nutgraf.annotation.stages import assemble, read_layers
from nutgraf.errors import DocumentError, RequestError
from nutgraf.model.annotation import TimeMention
from nutgraf.model.document import Document
from nutgraf.model.link import LinkedDocument
from nutgraf.pipeline.steps import Steps
from nutgraf.settings import Settings

Reading = tuple[Gold, LinkedDocument, tuple[TimeMention, ...]]


@cache
def steps() -> Steps:
    """The steps with their default settings, built once."""
    return Steps.build(Settings().base, 10**8)


@cache
def readings(folder: Path) -> tuple[Reading, ...]:
    """Read every article of a folder that has gold, linked, with its time layer."""
    files = gold_files(folder)
    if not files:
        raise RequestError(f"{folder} has no *.gold.yaml; see docs/how-to/score-the-reader.md")
    return tuple(_reading(folder, load_gold(file)) for file in files)


def _reading(folder: Path, gold: Gold) -> Reading:
    layers = read_layers(read_article(folder / gold.article), steps().table)
    return gold, steps().link(assemble(layers)), layers.times


def read_article(file: Path) -> Document:
    """Read an article the way every article is read."""
    try:
        (found,) = steps().read(file.read_bytes(), file.name)
    except FileNotFoundError:
        raise RequestError(f"there is gold for {file.name} and no such article") from None
    if isinstance(found, DocumentError):
        raise found
    return found


def scores(folder: Path) -> Scores:
    """Precision and recall of every kind over the articles of a folder."""
    return total(score(*reading) for reading in readings(folder))


def measure_folder(folder: Path) -> Measurement:
    """The rows and faults of somebody's own articles."""
    return measurement(scores(folder), folder.resolve().name, folder_digest(folder))


def measurement(scored: Scores, corpus: str, digest: str) -> Measurement:
    """What scores amount to under the name of a corpus."""
    faults = tuple(Fault(kind, case) for kind, case in scored.kinds_of_faults())
    return Measurement(rows_of(scored, corpus, digest), faults)
