"""How well events are found in SmartData, by type of a document and by the words that tell.

A fifth of the corpus was set aside before any rule or word was written for it: the
documents whose text has a SHA-256 that divides by five. Only the others may be learnt
from, and only their errors are listed.

A trigger is found when a report of its type stands on a word of it; triggers with all words
in common count once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from bench.reading.corpora import digest
from bench.reading.measurement import Fault, Measurement, Row
from bench.reading.smartdata_corpus import Sample, Telling, corpus, samples
from bench.reading.smartdata_types import read_sample
from nutgraf.folders import folder
from nutgraf.linking.table import EntityTable

_BASELINE = "lexicon learnt from the corpus"

Pair = tuple[Sample, Sample]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were found rightly, found at all, annotated, and annotated and found."""

    right: int
    found: int
    gold: int
    right_gold: int

    @property
    def figures(self) -> tuple[float, float, float]:
        """F1, precision and recall."""
        precision = self.right / self.found if self.found else 0.0
        recall = self.right_gold / self.gold if self.gold else 0.0
        both = precision + recall
        return (2 * precision * recall / both if both else 0.0, precision, recall)


def by_document(pairs: Iterable[Pair]) -> Counts:
    """Count the types of documents, gold and found."""
    right = found = gold = 0
    for annotated, read in pairs:
        right += len(annotated.types & read.types)
        found += len(read.types)
        gold += len(annotated.types)
    return Counts(right, found, gold, right)


def by_trigger(pairs: Iterable[Pair]) -> Counts:
    """Count the words that tell, gold and found."""
    right = found = gold = right_gold = 0
    for annotated, read in pairs:
        right += len(meeting(read.triggers, annotated.triggers))
        right_gold += len(meeting(annotated.triggers, read.triggers))
        found += len(read.triggers)
        gold += len(annotated.triggers)
    return Counts(right, found, gold, right_gold)


def meeting(tellings: Iterable[Telling], others: Iterable[Telling]) -> tuple[Telling, ...]:
    """Those tellings that share a character and the type with one of the others."""
    rest = tuple(others)
    return tuple(
        each
        for each in tellings
        if any(each.type == one.type and each.characters & one.characters for one in rest)
    )


def read_pairs(*, aside: bool) -> tuple[Pair, ...]:
    """The documents of the fifth set aside, or all others, each with what is read in it."""
    table = EntityTable.load(folder("seeds") / "entities.tsv")
    chosen = [sample for sample in samples() if sample.aside is aside]
    return tuple((sample, read_sample(sample.text, table)) for sample in chosen)


def faults(pairs: Iterable[Pair]) -> Iterator[Fault]:
    """List what was missed and what was found wrongly in documents that may be learnt from."""
    for annotated, read in pairs:
        for kind, here, there in (("missed", annotated, read), ("wrong", read, annotated)):
            right = meeting(here.triggers, there.triggers)
            for each in here.triggers:
                if each not in right:
                    case = f"{each.type}: {each.words} | {annotated.text[:200]!r}"
                    yield Fault(kind, case)


def measure() -> Measurement:
    """Measure on the fifth set aside; errors are listed of the part that is learnt from only."""
    apart, learnt = read_pairs(aside=True), read_pairs(aside=False)
    row = partial(Row, "smartdata", digest(corpus()))
    types, triggers = by_document(apart).figures, by_trigger(apart).figures
    known_types, known_triggers = by_document(learnt).figures, by_trigger(learnt).figures
    rows = (
        row("type per document F1", types[0], 0.70, 0.78, f".59 {_BASELINE}"),
        row("type per document, precision", types[1]),
        row("type per document, recall", types[2]),
        row("type per document F1, development", known_types[0]),
        row("trigger F1", triggers[0], 0.62, 0.70, f".54 {_BASELINE}"),
        row("trigger, precision", triggers[1]),
        row("trigger, recall", triggers[2]),
        row("trigger F1, development", known_triggers[0]),
    )
    return Measurement(rows, tuple(faults(learnt)))
