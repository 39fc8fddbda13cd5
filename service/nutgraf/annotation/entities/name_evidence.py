"""Evidence of unknown names: what a word and its neighbours say, as features of a tagger."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.annotation.entities.findings import Finding
from nutgraf.annotation.entities.person_rules import PersonRules, person_rules
from nutgraf.annotation.lexis.wordforms import Lexis, lexis
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.annotation import Token

#: How far a word is seen from another.
REACH = 2
#: Longer words share one shape.
_LONGEST_SHAPE = 12
#: A role or ending is looked for at the end of words longer than this.
_SHORTEST_COMPOUND = 5
#: Farther words are as far as this.
_FARTHEST = 3
_RUNS = re.compile(r"(.)\1+")
_DIGIT = re.compile(r"\d")

#: How the identities of what a common noun tells begin.
DESCRIBED = frozenset({"body", "some", "group", "thing", "facility"})

Words = tuple[tuple[str, frozenset[str]], ...]
Endings = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The lists and rules of one language that words are looked up in."""

    rules: PersonRules
    lexis: Lexis | None
    lists: Words
    roles: Words
    ends: Endings

    @classmethod
    def of(cls, language: Language) -> Evidence:
        """The evidence a language has tables for."""
        data = language.table("unknown-names")
        roles = {name: tuple(fold(word) for word in words) for name, words in data["roles"].items()}
        ends = {
            name: tuple(fold(word) for word in words) for name, words in data["endings"].items()
        }
        heads = {f"{name}-role": tuple(w for w in ws if len(w) > 2) for name, ws in roles.items()}
        return cls(
            person_rules(language),
            lexis(language),
            tuple((name, frozenset(words)) for name, words in data["lists"].items()),
            tuple((name, frozenset(words)) for name, words in roles.items()),
            (*ends.items(), *heads.items()),
        )

    def near(self, word: str) -> tuple[str, ...]:
        """What a word says of itself and of its neighbours."""
        return (f"w={fold(word)}", f"s={short_shape(word)}", *self._flags(word))

    def own(self, word: str) -> tuple[str, ...]:
        """What a word says of itself alone: its shape and its parts."""
        folded = fold(word)
        shaped = shape(word) if len(word) <= _LONGEST_SHAPE else "long"
        if not word[0].isalpha():
            return ("b", f"S={shaped}")
        return ("b", f"S={shaped}", *_affixes(folded), *_parts(word))

    def _flags(self, word: str) -> Iterator[str]:
        if word[0].isalpha():
            folded = fold(word)
            yield f"x3={folded[-3:]}"
            yield from self._ruled(word, folded)
            yield from self._listed(word)
            yield from self._roled(folded)
            if word[0].isupper():
                yield f"k={self.stem(word)}"

    def _ruled(self, word: str, folded: str) -> Iterator[str]:
        rules = self.rules
        known = {
            "gn": rules.given(word),
            "title": folded in rules.titles,
            "particle": folded in rules.particles,
            "determiner": folded in rules.determiners,
            "nominal": rules.nominal(folded),
            "head": word[0].isupper() and rules.words.known(folded),
        }
        return (name for name, holds in known.items() if holds)

    def _listed(self, word: str) -> Iterator[str]:
        stem, first = word.removesuffix("s"), word.partition("-")[0]
        for name, words in self.lists:
            if word in words:
                yield f"in {name}"
            elif stem != word and stem in words:
                yield f"of {name}"
            elif first != word and first in words:
                yield f"with {name}"

    def _roled(self, folded: str) -> Iterator[str]:
        for name, words in self.roles:
            if folded in words:
                yield f"is {name}"
        if len(folded) > _SHORTEST_COMPOUND:
            for name, ends in self.ends:
                if folded.endswith(ends):
                    yield f"ends {name}"

    def namelike(self, word: str, *, sure: bool) -> bool:
        """Tell whether a word with a capital is known as a name or, unless `sure`, as nothing."""
        stem = self.stem(word)
        return "name" in stem or (not sure and stem in {"", "unknown"})

    def stem(self, word: str) -> str:
        """By which stems a word with a capital is known, empty for others."""
        if self.lexis is None or not word[0].isupper():
            return ""
        known = self.lexis.known(word)
        if known:
            return "+".join(known)
        inflected = self.lexis.inflected(word.lower())
        if inflected:
            return "~" + "+".join(inflected)
        return "compound" if self.lexis.ends_in_noun(word) else "unknown"


def _folded(lists: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(fold(word) for word in words) for name, words in lists.items()}


def _affixes(folded: str) -> Iterator[str]:
    for length in (1, 2, 3, 4):
        if len(folded) > length:
            yield f"p{length}={folded[:length]}"
    for length in (2, 3, 4, 5):
        if len(folded) > length:
            yield f"x{length}={folded[-length:]}"
    if len(folded) > 8:
        yield from (f"x{length}={folded[-length:]}" for length in (6, 7, 8))


def _parts(word: str) -> Iterator[str]:
    genitive = word[0].isupper() and word.endswith("s") and len(word) > 4
    yield f"g={fold(word[:-1] if genitive else word)}"
    if "-" in word:
        yield f"ha={fold(word.partition('-')[0])}"
        yield f"hb={fold(word.rpartition('-')[2])}"


@lru_cache(maxsize=65_536)
def shape(word: str) -> str:
    """Letters by case and digits as such.

    >>> shape("Audi80")
    'Aaaa00'
    """
    letters = ("A" if c.isupper() else "a" if c.isalpha() else c for c in word)
    return _DIGIT.sub("0", "".join(letters))


@lru_cache(maxsize=65_536)
def short_shape(word: str) -> str:
    """A shape with repetitions made one.

    >>> short_shape("Audi80")
    'Aa0'
    """
    return _RUNS.sub(r"\1", shape(word))


def marks(findings: Sequence[Finding], count: int) -> list[str]:
    """What the rules have found on each of `count` tokens of a sentence."""
    told = ["O"] * count
    for finding in findings:
        mark = _mark(finding)
        for place in range(finding.first, finding.last):
            if told[place] == "O":
                told[place] = ("B-" if place == finding.first else "I-") + mark
    return told


def _mark(finding: Finding) -> str:
    described = finding.identity.partition(":")[0] in DESCRIBED
    known = "described" if described else "known" if finding.qid else ""
    form = "part" if finding.partial else "adjective" if finding.adjectival else ""
    return f"{finding.kind}{known}{form}"


def between(
    tokens: Sequence[Token], told: Sequence[str], stems: Sequence[str], at: int
) -> tuple[str, ...]:
    """What the words around a token say together.

    `told` are the marks of the rules, `stems` those of the word and of its neighbours.
    """
    left, here, right = (
        tokens[n].fold if 0 <= n < len(tokens) else "" for n in (at - 1, at, at + 1)
    )
    before, after = left or "^", right or "$"
    marked = (told[at - 1] if at else "^", told[at], told[at + 1] if right else "$")
    one = short_shape(tokens[at - 1].text) if at else "-"
    two = short_shape(tokens[at].text)
    three = short_shape(tokens[at + 1].text) if right else "-"
    said = (
        f"r={marked[1]}",
        f"-1r={marked[0]}",
        f"1r={marked[2]}",
        f"ww-={before}|{here}",
        f"ww+={here}|{after}",
        f"c={before}_{after}",
        f"lc={_nearest(tokens, at, -1)}",
        f"rc={_nearest(tokens, at, 1)}",
        f"s-={one}{two}",
        f"s+={two}{three}",
        f"s3={one}|{two}|{three}",
    )
    if not stems[1]:
        return said
    return (*said, f"k-={stems[0]}|{stems[1]}", f"k+={stems[1]}|{stems[2]}")


def _nearest(tokens: Sequence[Token], at: int, step: int) -> str:
    """The nearest small word on one side of a token, and how far it is."""
    place = at + step
    while 0 <= place < len(tokens):
        if not tokens[place].text[0].isupper():
            return f"{tokens[place].fold}{min(abs(place - at), _FARTHEST)}"
        place += step
    edge = len(tokens) if step > 0 else -1
    return f"^{min(abs(edge - at), _FARTHEST)}"
