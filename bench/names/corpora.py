"""Sentences with names annotated, from the corpora whose licence lets trained parts ship.

GermEval 2014 (CC BY 4.0): outer chunks of persons, places, organisations and others; names
inside words (`part`) and derived words (`deriv`) are no names and are trained on as labels
of their own. SmartData (CC BY 4.0): news and feeds, without tweets.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.reading.corpora import file
from nutgraf.annotation.text.segmentation import segment
from nutgraf.annotation.text.tokens import tokenize
from nutgraf.model.annotation import Token
from nutgraf.model.document import Block, BlockRole, Document

FOLDS = 5
#: The classes that count; others are trained on and thrown away.
CLASSES = ("LOC", "ORG", "PER")
_KEPT = {*CLASSES, "OTH", "LOCderiv"}
_TYPES = {
    "person": "PER",
    "organization": "ORG",
    "organization-company": "ORG",
    "location": "LOC",
    "location-city": "LOC",
    "location-street": "LOC",
    "location-stop": "LOC",
    "location-route": "LOC",
}

Chunk = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence: its tokens, their labels, and for GermEval the words and gold chunks.

    `word_of` gives for each token the word of the corpus that it is a part of.
    """

    document: str
    text: str
    tokens: tuple[Token, ...]
    labels: tuple[str, ...]
    words: tuple[str, ...] = ()
    word_of: tuple[int, ...] = ()
    gold: frozenset[Chunk] = field(default_factory=frozenset)
    external: bool = False

    def of_fold(self, fold: int) -> bool:
        """Tell whether the sentence is held out with a fold, by hash of its document."""
        number = int(hashlib.sha256(self.document.encode()).hexdigest(), 16) % FOLDS
        return number == fold and not self.external


def germeval() -> Iterator[Sample]:
    """The sentences of the GermEval file, in order."""
    content = file("germeval2014-de", "test.tsv").read_text(encoding="utf-8")
    for block in content.split("\n\n"):
        lines = [line.split("\t") for line in block.splitlines()]
        if lines and lines[0][0] == "#":
            rows = [(line[1], line[2]) for line in lines[1:] if len(line) > 2]
            yield _sample(lines[0][1], rows)


def _sample(document: str, rows: Sequence[tuple[str, str]]) -> Sample:
    text, tokens, labels = "", [], []
    word_of: list[int] = []
    for number, (word, label) in enumerate(rows):
        start, text = len(text), text + word
        for token in tokenize(text, start, len(text)):
            begins = not word_of or word_of[-1] != number
            tokens.append(token)
            labels.append(_label(label, begins=begins))
            word_of.append(number)
        text += " "
    words = tuple(word for word, _ in rows)
    gold = _gold([label for _, label in rows])
    return Sample(document, text, tuple(tokens), tuple(labels), words, tuple(word_of), gold)


def _label(label: str, *, begins: bool) -> str:
    begin, _, name = label.partition("-")
    if name.endswith("part"):
        return "B-PART"
    if name not in _KEPT:
        return "O"
    return label if begins or begin == "I" else f"I-{name}"


def _gold(labels: Sequence[str]) -> frozenset[Chunk]:
    """The outer chunks of the three classes, over the words of the corpus."""
    found = []
    for at, label in enumerate(labels):
        begin, _, name = label.partition("-")
        if begin == "B" and name in CLASSES:
            last = at + 1
            while last < len(labels) and labels[last] == f"I-{name}":
                last += 1
            found.append((at, last, name))
    return frozenset(found)


def smartdata() -> Iterator[Sample]:
    """The sentences of the news and feeds of SmartData."""
    content = gzip.decompress(file("smartdata-de", "train.json.gz").read_bytes()).decode()
    decoder, at = json.JSONDecoder(), 0
    while at < len(content):
        record, at = decoder.raw_decode(content, at)
        if (record["refids"] or {}).get("map", {}).get("source") != "tweet":
            yield from _record(record)
        while at < len(content) and content[at].isspace():
            at += 1


def _record(record: dict[str, Any]) -> Iterator[Sample]:
    text = record["text"]["string"]
    names = sorted(
        (m["span"]["start"], -m["span"]["end"], _TYPES[m["type"]])
        for m in record["conceptMentions"]["array"]
        if m["type"] in _TYPES
    )
    lines = re.finditer(r"\S[^\n]*", text)
    blocks = tuple(Block(line.start(), line.end(), BlockRole.BODY) for line in lines)
    for sentence in segment(Document(text, "de", blocks)):
        if len(sentence.tokens) > 1:
            labels = _spread(sentence.tokens, names)
            yield Sample(record["id"], text, sentence.tokens, labels, external=True)


def _spread(tokens: Sequence[Token], names: Sequence[tuple[int, int, str]]) -> tuple[str, ...]:
    """Labels of the tokens; a name that opens small ("deutsche") or in a word is none."""
    labels = ["O"] * len(tokens)
    for start, less_end, name in names:
        inside = [n for n, t in enumerate(tokens) if t.start < -less_end and start < t.end]
        opens = inside and tokens[inside[0]]
        if opens and opens.start == start and opens.text[0].isupper() and labels[inside[0]] == "O":
            labels[inside[0]] = f"B-{name}"
            labels[inside[0]] = f"B-{name}"
            labels[inside[0] + 1 : inside[-1] + 1] = [f"I-{name}"] * (len(inside) - 1)
    return tuple(labels)
