"""SmartData: German news, feeds and tweets of 2015 and 2016 with the events they tell of.

The corpus (Schiersch et al. 2018, CC BY 4.0) is one JSON object after the other. It gives
no trigger for leadership of organisations; that of a disaster is the word for its kind.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from bench.reading.corpora import file
from nutgraf.model.document import Block, BlockRole, Document

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


def corpus() -> Path:
    """Where the corpus lies."""
    return file("smartdata-de", "train.json.gz")


def samples() -> Iterator[Sample]:
    """Yield the documents of the corpus."""
    text = gzip.decompress(corpus().read_bytes()).decode("utf-8")
    decoder, at = json.JSONDecoder(), 0
    while (at := _after_space(text, at)) < len(text):
        row, at = decoder.raw_decode(text, at)
        yield _sample(row)


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _sample(row: dict[str, Any]) -> Sample:
    text, relations = row["text"]["string"], (row["relationMentions"] or {}).get("array", ())
    found = {(r["name"], _characters(r)): _words(text, r) for r in relations}
    triggers = tuple(Telling(t, c, words) for (t, c), words in found.items() if c)
    return Sample(text, frozenset(relation["name"] for relation in relations), triggers)


def _trigger_spans(relation: dict[str, Any]) -> Iterator[tuple[int, int]]:
    role = "type" if relation["name"] == "Disaster" else "trigger"
    for argument in relation["args"]["array"]:
        if argument["role"] == role:
            span = argument["conceptMention"]["span"]
            yield span["start"], span["end"]


def _characters(relation: dict[str, Any]) -> Characters:
    return frozenset(at for span in _trigger_spans(relation) for at in range(*span))


def _words(text: str, relation: dict[str, Any]) -> str:
    return " ... ".join(text[first:last] for first, last in sorted(_trigger_spans(relation)))


def document(text: str) -> Document:
    """Make a document of a text: tags end lines, each line is a block, the first the headline."""
    clean = _TAG.sub(lambda tag: "\n" + " " * (len(tag[0]) - 1), text)
    roles = chain((BlockRole.HEADLINE,), repeat(BlockRole.BODY))
    lines = zip(_LINE.finditer(clean), roles, strict=False)
    blocks = tuple(Block(line.start(), line.end(), role) for line, role in lines)
    return Document(clean, "de", blocks)
