"""Counting names: found and annotated ones, compared by span and class."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bench.names.corpora import CLASSES, Chunk, Sample


@dataclass
class Count:
    """Names found rightly, found, and annotated."""

    right: int = 0
    found: int = 0
    gold: int = 0

    @classmethod
    def sum(cls, counts: Iterable[Count]) -> Count:
        """All counts together."""
        total = cls()
        for count in counts:
            total.right += count.right
            total.found += count.found
            total.gold += count.gold
        return total

    @property
    def figures(self) -> tuple[float, float, float]:
        """F1, precision and recall."""
        precision = self.right / self.found if self.found else 0.0
        recall = self.right / self.gold if self.gold else 0.0
        both = precision + recall
        return (2 * precision * recall / both if both else 0.0, precision, recall)


Counts = dict[str, Count]


def together(counts: Iterable[Counts]) -> Counts:
    """The counts of several folds as one, by class."""
    every = list(counts)
    return {label: Count.sum(one[label] for one in every) for label in CLASSES}


def add(counts: Counts, sample: Sample, found: Iterable[Chunk]) -> None:
    """Count what was found in a sentence; `found` are chunks over its tokens."""
    every = list(found)
    for label in CLASSES:
        gold = {chunk for chunk in sample.gold if chunk[2] == label}
        mine = [_chunk(sample, chunk) for chunk in every if chunk[2] == label]
        counts[label].gold += len(gold)
        counts[label].found += len(mine)
        counts[label].right += sum(chunk in gold for chunk in mine)


def _chunk(sample: Sample, chunk: Chunk) -> Chunk | None:
    """A chunk over the words of the corpus; one that cuts a word is `None` and wrong."""
    first, last, label = chunk
    of = sample.word_of
    cut = (first and of[first - 1] == of[first]) or (last < len(of) and of[last - 1] == of[last])
    return None if cut else (of[first], of[last - 1] + 1, label)
