"""Score attribution on the German news quotation corpus and print one table.

The corpus (Petersen-Frey and Biemann 2024, CC BY-NC-SA 4.0) is evaluated on only; nothing
is learnt from it and nothing of it is kept. It lies at
`$NUTGRAF_CORPORA/corpora/german-news-quotes-train/train.jsonl.gz`.

Gold and found stretches are paired one to one by the overlap of their words; an unpaired
one scores 0. Precision is the mean over found, recall the mean over gold stretches of the
share of words in common, as in the corpus' own evaluator. `joint` counts a pair only when
the speaker phrases overlap too (or both are absent); `pooled` takes the means over content
and speaker together. The corpus annotates a run of sentences carried by one speaker as one
stretch, so runs are joined before scoring.

Run: python bench/quotes.py [--errors N]
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nutgraf.annotation.attribution.utterances import find_utterances
from nutgraf.annotation.text.language import language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.model.annotation import Layers, Utterance
from nutgraf.model.document import Block, BlockRole, Document

_WORD = re.compile(r"\w+")
Words = frozenset[int]
Row = dict[str, Any]


@dataclass(frozen=True)
class Stretch:
    """Words of what is said and of the speaker, by offset; `label` is for printing."""

    content: Words
    speaker: Words
    label: str
    kind: str = ""


@dataclass
class Sums:
    """Running sums of precision and recall, and what they are taken over."""

    found: int = 0
    gold: int = 0
    shares: list[float] = field(default_factory=lambda: [0.0, 0.0])
    joint: list[float] = field(default_factory=lambda: [0.0, 0.0])
    speaker: list[float] = field(default_factory=lambda: [0.0, 0.0])
    speakers: list[int] = field(default_factory=lambda: [0, 0])
    kinds: dict[str, list[float]] = field(default_factory=dict)


def rows() -> Iterator[Row]:
    """Yield the annotated articles."""
    root = Path(os.environ.get("NUTGRAF_CORPORA", "../shared/data"))
    file = root / "corpora" / "german-news-quotes-train" / "train.jsonl.gz"
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def document(row: Row) -> Document:
    """Make a document of an article: one body block per line."""
    lines = re.finditer(r"\S[^\n]*", row["text"])
    blocks = tuple(Block(line.start(), line.end(), BlockRole.BODY) for line in lines)
    return Document(row["text"], "de", blocks)


def words(text: str, spans: Sequence[Sequence[int]]) -> Words:
    """Give the offsets of the words inside the spans."""
    return frozenset(m.start() for first, last in spans for m in _WORD.finditer(text, first, last))


def gold(row: Row) -> list[Stretch]:
    """Read the annotated stretches of an article."""
    text = row["text"]
    return [
        Stretch(
            words(text, one["quote"]),
            words(text, one["speaker"]),
            " ... ".join(text[first:last] for first, last in one["quote"]),
            one["type"],
        )
        for one in row["annotations"]
    ]


def found(row: Row) -> list[Stretch]:
    """Read what attribution finds in an article, but for mere marks of hearsay."""
    article = document(row)
    layers = Layers(article, segment(article))
    told = [one for one in find_utterances(layers, language("de")) if not one.hearsay]
    return [_stretch(row["text"], run) for run in _runs(row["text"], told)]


def _stretch(text: str, run: Sequence[Utterance]) -> Stretch:
    speaker = run[0].speaker_span
    spans = [[speaker.start, speaker.end]] if speaker else []
    content = [[run[0].content.start, run[-1].content.end]]
    return Stretch(words(text, content), words(text, spans), text[content[0][0] : content[0][1]])


def _runs(text: str, told: Sequence[Utterance]) -> Iterator[list[Utterance]]:
    """Join sentences that follow each other in one carried voice."""
    run: list[Utterance] = []
    for one in told:
        if run and not _goes_on(text, run[-1], one):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _goes_on(text: str, before: Utterance, one: Utterance) -> bool:
    if before.cue or one.cue or not one.inherited or before.speaker_span != one.speaker_span:
        return False
    between = text[before.content.end : one.content.start]
    return (
        one.content.start > before.content.end
        and not between.strip(' .!?"“')
        and "\n" not in between
    )


def pairs(gold_ones: Sequence[Stretch], found_ones: Sequence[Stretch]) -> list[tuple[int, int]]:
    """Pair gold and found stretches, best overlap first."""
    ranked = sorted(
        (-2 * len(g.content & f.content) / (len(g.content) + len(f.content)), i, j)
        for i, g in enumerate(gold_ones)
        for j, f in enumerate(found_ones)
        if g.content & f.content
    )
    taken: list[tuple[int, int]] = []
    for _, i, j in ranked:
        if all(i != a and j != b for a, b in taken):
            taken.append((i, j))
    return taken


def add(sums: Sums, gold_ones: Sequence[Stretch], found_ones: Sequence[Stretch]) -> None:
    """Add one article to the sums."""
    sums.found += len(found_ones)
    sums.gold += len(gold_ones)
    sums.speakers[0] += sum(bool(f.speaker) for f in found_ones)
    sums.speakers[1] += sum(bool(g.speaker) for g in gold_ones)
    for one in gold_ones:
        sums.kinds.setdefault(one.kind, [0, 0.0])[0] += 1
    for i, j in pairs(gold_ones, found_ones):
        _add_pair(sums, gold_ones[i], found_ones[j])


def _add_pair(sums: Sums, one: Stretch, other: Stretch) -> None:
    common = len(one.content & other.content)
    right = bool(one.speaker & other.speaker) or not (one.speaker or other.speaker)
    for place, side in enumerate((other, one)):
        share = common / len(side.content)
        sums.shares[place] += share
        sums.joint[place] += share * right
        if side.speaker:
            sums.speaker[place] += len(one.speaker & other.speaker) / len(side.speaker)
    sums.kinds[one.kind][1] += common / len(one.content)


def f1(precision: float, recall: float) -> float:
    """Give the harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def table(sums: Sums, seconds: float) -> str:
    """Lay the sums out as one table."""
    over = (sums.found, sums.gold)
    lines = [f"{'':24}{'P':>7}{'R':>7}{'F1':>7}"]
    measures = {
        "content": [a / b for a, b in zip(sums.shares, over, strict=True)],
        "joint with speaker": [a / b for a, b in zip(sums.joint, over, strict=True)],
        "speaker phrase": [a / b for a, b in zip(sums.speaker, sums.speakers, strict=True)],
        "pooled": [
            (a + b) / (c + d)
            for a, b, c, d in zip(sums.shares, sums.speaker, over, sums.speakers, strict=True)
        ],
    }
    for name, (precision, recall) in measures.items():
        lines.append(f"{name:24}{precision:7.3f}{recall:7.3f}{f1(precision, recall):7.3f}")
    for kind, (count, share) in sorted(sums.kinds.items()):
        lines.append(f"recall {kind:22}{share / count:9.3f}{int(count):7}")
    lines.append(f"found {sums.found}, gold {sums.gold}, {seconds:.1f} s")
    return "\n".join(lines)


def errors(gold_ones: Sequence[Stretch], found_ones: Sequence[Stretch]) -> Iterator[str]:
    """Tell what was missed and what was invented in one article."""
    paired = pairs(gold_ones, found_ones)
    for i, one in enumerate(gold_ones):
        if all(i != a for a, _ in paired):
            yield f"missed   {one.kind}: {one.label}"
    for j, one in enumerate(found_ones):
        if all(j != b for _, b in paired):
            yield f"invented {one.label}"


def main() -> None:
    """Score all articles; with --errors print those of the first N articles."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--errors", type=int, default=0, metavar="N")
    shown = parser.parse_args().errors
    sums, begun = Sums(), time.perf_counter()
    for number, row in enumerate(rows()):
        gold_ones, found_ones = gold(row), found(row)
        add(sums, gold_ones, found_ones)
        if number < shown:
            print(*errors(gold_ones, found_ones), sep="\n")
    print(table(sums, time.perf_counter() - begun))


if __name__ == "__main__":
    main()
