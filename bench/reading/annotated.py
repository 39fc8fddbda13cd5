"""Twenty real German articles with gold by offset, apart and together with the seeds.

The articles are rows of the German News Quotes corpus; `bench/gold/README.md` says how they
were chosen and annotated. Each is read as its text alone, in its language, published on its
day. Rules may be looked at on the development articles, never on the test ones: of those
only the figures are shown.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from bench.reading import corpora
from bench.reading.agreement.documents import score
from bench.reading.agreement.falsehoods import false_facts
from bench.reading.agreement.gold import SEEDS, Gold
from bench.reading.agreement.offsets import OffsetGold, load_offset_gold
from bench.reading.agreement.scores import Scores, Targets, rows_of, total
from bench.reading.articles import readings, steps
from bench.reading.measurement import Fault, Measurement, Row
from nutgraf.errors import ConfigurationError, DocumentError
from nutgraf.model.annotation import AnnotatedDocument
from nutgraf.model.document import Document

GOLD = Path(__file__).parents[1] / "gold"
DEVELOPMENT, TEST = "development", "test"
_TARGETS = {
    "events": Targets(0.75, 0.85),
    "figures": Targets(0.85, 0.92),
    "claims": Targets(0.75, 0.85),
}
_BASELINE = "a user found 76 % of coded GDELT rows wrong"

Reading = tuple[Gold, AnnotatedDocument]


def measure() -> Measurement:
    """Figures of the two splits, and of all own gold: the seeds and both splits."""
    rows: list[Row] = []
    faults: list[Fault] = []
    for split in (DEVELOPMENT, TEST):
        found = tuple(_readings(split))
        rows += _rows(split, digest(), found)
        faults += _faults(found) if split == DEVELOPMENT else ()
    seeds = tuple((gold, linked.annotated) for gold, linked, _ in readings(SEEDS))
    every = (*seeds, *_readings(DEVELOPMENT), *_readings(TEST))
    both = f"{corpora.folder_digest(SEEDS)[:8]}{digest()[:8]}"
    rows += _rows("and seeds", both, every, brief=True)
    return Measurement(tuple(rows), tuple(faults))


def digest() -> str:
    """Digest of the corpus and of all gold files."""
    return corpora.digest(_corpus(), *sorted(GOLD.glob("*.yaml")))


def _corpus() -> Path:
    return corpora.file("german-news-quotes-train", "train.jsonl.gz")


@cache
def _texts() -> Mapping[str, Mapping[str, Any]]:
    """The rows of the corpus by the digest of their text."""
    with gzip.open(_corpus(), "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {hashlib.sha256(row["text"].encode()).hexdigest(): row for row in rows}


def golds(split: str) -> Iterator[OffsetGold]:
    """The gold of one split, sorted by article."""
    every = map(load_offset_gold, sorted(GOLD.glob("*.yaml")))
    return (gold for gold in every if gold.split == split)


@cache
def _readings(split: str) -> tuple[Reading, ...]:
    return tuple(_reading(gold) for gold in golds(split))


def _reading(gold: OffsetGold) -> Reading:
    document = document_of(gold)
    return gold.over(document.text), steps().annotate(document)


def document_of(gold: OffsetGold) -> Document:
    """The article of a gold file; its text must be the very one that was annotated."""
    row = _texts().get(gold.article)
    if row is None:
        raise ConfigurationError(f"gold {gold.article[:12]}: no such article in {_corpus()}")
    known = {"text": row["text"], "language": row["language"], "published": gold.published}
    (found,) = steps().read(json.dumps(known).encode(), f"{gold.article[:12]}.json")
    if isinstance(found, DocumentError):
        raise found
    if found.text != row["text"]:
        raise ConfigurationError(f"gold {gold.article[:12]}: offsets are lost in the reading")
    return found


def _rows(
    corpus: str, identity: str, found: Sequence[Reading], *, brief: bool = False
) -> Iterator[Row]:
    """Figures and the false facts; in brief only what has a target."""
    rows = rows_of(_scores(found), corpus, identity, _TARGETS)
    yield from (row for row in rows if row.must is not None or not brief)
    false = sum(len(false_facts(*reading)) for reading in found) / len(found)
    yield Row(corpus, identity, "false facts per article", false, 0.5, 0.2, _BASELINE)


def _scores(found: Sequence[Reading]) -> Scores:
    """The scores of what this gold lists: it has no times apart from events, and no links."""
    scored = total(score(gold, steps().link(annotated)) for gold, annotated in found)
    return scored.without("times", "links")


def _faults(found: Sequence[Reading]) -> Iterator[Fault]:
    yield from (Fault(kind, case) for kind, case in _scores(found).kinds_of_faults())
    yield from (fault for reading in found for fault in false_facts(*reading))
