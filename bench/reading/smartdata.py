"""How well events are found in SmartData, by type of a document and by the words that tell.

The corpus (Schiersch et al. 2018, CC BY 4.0; German news, feeds and tweets of 2015 and 2016)
lies at `$NUTGRAF_CORPORA/corpora/smartdata-de/train.json.gz`. A fifth of it was set aside
before any rule or word was written for it: the documents whose text has a SHA-256 that
divides by five. Only the others may be learnt from; the fifth is measured on, and its
errors are never listed.

`smartdata-types.yaml` says which of our types, told by which words, are which of theirs.
A document's types are those of its reports. A trigger is found when a report of its type
stands on a word of it; triggers with all words in common count once. The corpus gives no
trigger for leadership of organisations, and as that of a disaster the word for its kind.
Tags of feeds are read as line ends.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import yaml

from bench.reading.measurement import Fault, Measurement, Row
from nutgraf.annotation.events.drafting import draft
from nutgraf.annotation.events.event_drafts import Draft
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.scenes import Scene, scenes
from nutgraf.annotation.events.triggers import Trigger
from nutgraf.annotation.stages import read_layers
from nutgraf.annotation.text.language import language
from nutgraf.annotation.text.tokens import fold
from nutgraf.folders import folder
from nutgraf.linking.table import EntityTable
from nutgraf.model.annotation import Layers
from nutgraf.model.document import Block, BlockRole, Document

_FILE = Path("corpora") / "smartdata-de" / "train.json.gz"
_TYPES = Path(__file__).with_name("smartdata-types.yaml")
_BASELINE = "lexicon learnt from the corpus"
_TAG = re.compile(r"<[^<>]*>")
_LINE = re.compile(r"\S[^\n]*")
_FIFTHS = 5

Characters = frozenset[int]


@dataclass(frozen=True, slots=True)
class Telling:
    """Words that tell of an event of a type, by the offsets of their characters."""

    type: str
    characters: Characters
    words: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One document of the corpus: its text, what it tells of, and the words that tell."""

    text: str
    types: frozenset[str]
    triggers: tuple[Telling, ...]

    @property
    def aside(self) -> bool:
        """Tell whether the document belongs to the fifth that nothing is learnt from."""
        return int(hashlib.sha256(self.text.encode()).hexdigest(), 16) % _FIFTHS == 0


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were found rightly, found at all, and annotated."""

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


def corpus() -> Path:
    """Where the corpus lies."""
    return Path(os.environ.get("NUTGRAF_CORPORA", "../shared/data")) / _FILE


def samples() -> Iterator[Sample]:
    """Yield the documents of the corpus; the file is one JSON object after the other."""
    text = gzip.decompress(corpus().read_bytes()).decode("utf-8")
    decoder, at = json.JSONDecoder(), 0
    while (at := _after_space(text, at)) < len(text):
        row, at = decoder.raw_decode(text, at)
        yield _sample(row)


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _sample(row: Mapping[str, Any]) -> Sample:
    text, relations = row["text"]["string"], (row["relationMentions"] or {}).get("array", ())
    found = {(r["name"], _characters(r)): _words(text, r) for r in relations}
    triggers = tuple(Telling(t, c, words) for (t, c), words in found.items() if c)
    return Sample(text, frozenset(relation["name"] for relation in relations), triggers)


def _trigger_spans(relation: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    role = "type" if relation["name"] == "Disaster" else "trigger"
    for argument in relation["args"]["array"]:
        if argument["role"] == role:
            span = argument["conceptMention"]["span"]
            yield span["start"], span["end"]


def _characters(relation: Mapping[str, Any]) -> Characters:
    return frozenset(at for span in _trigger_spans(relation) for at in range(*span))


def _words(text: str, relation: Mapping[str, Any]) -> str:
    return " ... ".join(text[first:last] for first, last in sorted(_trigger_spans(relation)))


def document(text: str) -> Document:
    """Make a document of a text, one block a line, of which the first is the headline."""
    clean = _TAG.sub(lambda tag: "\n" + " " * (len(tag[0]) - 1), text)
    roles = chain((BlockRole.HEADLINE,), repeat(BlockRole.BODY))
    lines = zip(_LINE.finditer(clean), roles, strict=False)
    blocks = tuple(Block(line.start(), line.end(), role) for line, role in lines)
    return Document(clean, "de", blocks)


@cache
def theirs() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """For each of our types theirs, with the beginnings or ends of words that tell of it."""
    data = yaml.safe_load(_TYPES.read_text(encoding="utf-8"))
    return {
        own: {name: tuple(map(fold, stems)) for name, stems in rows.items()}
        for own, rows in data.items()
    }


def their_types(types: Iterable[str], word: str) -> frozenset[str]:
    """The corpus' types of a report that has these types and whose trigger is this word."""
    folded, found = fold(word), set()
    for own in types:
        for name, stems in theirs().get(own, {}).items():
            if not stems or any(stem in folded for stem in stems):
                found.add(name)
                break
    return frozenset(found)


def found(text: str, table: EntityTable) -> Sample:
    """What is read in a text, in the corpus' types."""
    layers = read_layers(document(text), table)
    told = frozenset(
        (name, span) for each in layers.events for span in each.evidence for name in each.types
    )
    triggers = {
        (name, _all_characters(scene, made.trigger)): made.span.quote
        for scene, made in _drafts(layers)
        if any((own, made.span) in told for own in made.types)
        for name in their_types(made.types, made.span.quote)
    }
    tellings = tuple(Telling(name, at, words) for (name, at), words in triggers.items())
    return Sample(text, frozenset(each.type for each in tellings), tellings)


def _drafts(layers: Layers) -> Iterator[tuple[Scene, Draft]]:
    reader = Reader.of(language(layers.document.language))
    before = None
    for scene in scenes(layers, reader.grammar):
        for made in draft(scene, before, layers, reader, Counter()):
            yield scene, made
        before = scene


def _all_characters(scene: Scene, trigger: Trigger) -> Characters:
    tokens = [scene.tokens[at] for at in trigger.tokens]
    return frozenset(at for token in tokens for at in range(token.start, token.end))


def by_document(pairs: Iterable[tuple[Sample, Sample]]) -> Counts:
    """Count the types of documents, gold and found."""
    right = found = gold = 0
    for annotated, read in pairs:
        right += len(annotated.types & read.types)
        found += len(read.types)
        gold += len(annotated.types)
    return Counts(right, found, gold, right)


def by_trigger(pairs: Iterable[tuple[Sample, Sample]]) -> Counts:
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


def read_pairs(*, aside: bool) -> tuple[tuple[Sample, Sample], ...]:
    """The documents of the fifth set aside, or all others, each with what is read in it."""
    table = EntityTable.load(folder("seeds") / "entities.tsv")
    chosen = [sample for sample in samples() if sample.aside is aside]
    return tuple((sample, found(sample.text, table)) for sample in chosen)


def faults(pairs: Iterable[tuple[Sample, Sample]]) -> Iterator[Fault]:
    """List what was missed and what was found wrongly in documents that may be learnt from."""
    for annotated, read in pairs:
        for kind, here, there in (("missed", annotated, read), ("wrong", read, annotated)):
            right = meeting(here.triggers, there.triggers)
            for each in here.triggers:
                if each not in right:
                    case = f"{each.type}: {each.words} | {annotated.text[:200]!r}"
                    yield Fault(f"smartdata-{kind}", case)


def measure() -> Measurement:
    """Measure on the fifth set aside; the figures of the others show what was learnt."""
    digest = hashlib.sha256(corpus().read_bytes()).hexdigest()[:16]
    pairs = read_pairs(aside=True)
    types, triggers = by_document(pairs).figures, by_trigger(pairs).figures
    row = partial(Row, "smartdata", digest)
    return Measurement(
        (
            row("type per document F1", types[0], 0.70, 0.78, f".59 {_BASELINE}"),
            row("type per document precision", types[1]),
            row("type per document recall", types[2]),
            row("trigger F1", triggers[0], 0.62, 0.70, f".54 {_BASELINE}"),
            row("trigger precision", triggers[1]),
            row("trigger recall", triggers[2]),
        )
    )
