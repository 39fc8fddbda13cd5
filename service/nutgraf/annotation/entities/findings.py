"""Findings: what the entity finders propose for stretches of one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from nutgraf.model.annotation import Sentence, Token
from nutgraf.model.entity import EntityKind

#: The longest run of adjectives that may stand between a state and the noun it belongs to.
_ADJECTIVES_BETWEEN = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """Tokens `first..last` (exclusive) of one sentence that may refer to an entity.

    `start` and `end` are text offsets: a compound ("OVKS-Truppen") names an entity with a
    part of a token. `identity` is the key under which findings of one entity meet;
    `name` the nominative form.
    """

    first: int
    last: int
    start: int
    end: int
    kind: EntityKind
    name: str
    identity: str
    country: str | None = None
    office: str | None = None
    parent: str | None = None
    qid: str | None = None
    adjectival: bool = False
    genitive: bool = False
    capital: bool = False
    partial: bool = False
    head: bool = True

    @property
    def length(self) -> int:
        """Code points covered."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence with the names found in it, by their first and their last token."""

    sentence: Sentence
    names: tuple[Finding, ...]
    opening: dict[int, Finding]
    closing: dict[int, Finding]
    covering: dict[int, Finding]

    @classmethod
    def of(cls, sentence: Sentence, names: Iterable[Finding]) -> Reading:
        """Index the names of a sentence; parts of tokens are kept out of the indexes."""
        found = tuple(names)
        whole = [finding for finding in found if not finding.partial]
        opening = {finding.first: finding for finding in whole}
        closing = {finding.last: finding for finding in whole}
        covering = {n: f for f in whole for n in range(f.first, f.last)}
        return cls(sentence, found, opening, closing, covering)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the sentence."""
        return self.sentence.tokens

    def fold(self, position: int) -> str:
        """The folded token at a position, empty outside the sentence."""
        tokens = self.sentence.tokens
        return tokens[position].fold if 0 <= position < len(tokens) else ""

    def covers(self, position: int) -> Finding | None:
        """The whole-token name that covers a token."""
        return self.covering.get(position)

    def parts(self, position: int) -> Iterator[Finding]:
        """The names that are only a part of the token at a position."""
        return (f for f in self.names if f.partial and f.first == position)

    def before(self, position: int, skipped: frozenset[str]) -> Finding | None:
        """The name right before a token, across adjectives but no `skipped` word."""
        for distance in range(_ADJECTIVES_BETWEEN + 1):
            place = position - distance
            finding = self.closing.get(place)
            if finding is not None:
                return finding
            word = self.fold(place - 1)
            if not word.isalpha() or word in skipped or self.tokens[place - 1].text[0].isupper():
                return None
        return None

    def finding(self, first: int, last: int, **fields: object) -> Finding:
        """A finding over whole tokens."""
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return Finding(first, last, start, end, **fields)  # type: ignore[arg-type]


def text_of(reading: Reading, first: int, last: int) -> str:
    """The words of some tokens as written, with the white space between them made single."""
    tokens = reading.tokens[first:last]
    parts = [tokens[0].text]
    for left, right in pairwise(tokens):
        parts.append((" " if right.start > left.end else "") + right.text)
    return "".join(parts)
