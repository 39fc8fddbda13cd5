"""Tokens: words, numbers and marks of a stretch of text, with offsets into the document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.annotation.text.language import Language
from nutgraf.model.annotation import Token

_FORM = r"""
      \d{4}-\d{2}-\d{2}                                   # 2022-01-13
    | \d{1,2}\.\d{1,2}\.\d{2,4}                           # 13.01.2022
    | \d{1,3}(?:['’.,\u00a0\u202f\u2009 ]\d{3})+(?!\d)(?:[.,]\d+)?         # 10'000  10.000  1,234.5
    | \d+[.,:]\d+                                         # 2,5  8.00  21:30
    | \d+(?:-[^\W\d_]+)*                                  # 67-jährige
    | (?:[^\W\d_]\.){2,}(?=\s|$|[^\w])                    # U.S.  z.B.
    | [^\W\d_]+(?:[-‑](?!CLITIC)[^\W\d_]+|[-‑]\d+|['’](?!s\b)[^\W\d_]+|\d+)*  # Ex-Republik  O'Brien
    | ['’]s\b                                             # the possessive
    | \.\.\.
    | [^\w\s]
    | \w
    """
_FOLDS = str.maketrans(
    {"ß": "ss", "’": "'", "‘": "'", "„": '"', "“": '"', "”": '"', "«": '"', "»": '"', "‑": "-"}
)


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Lower-case a word, write ss for ß and plain marks for typographic ones.

    >>> fold("Großstadt’s")
    "grossstadt's"
    """
    return word.lower().translate(_FOLDS)


@dataclass(frozen=True, slots=True)
class Clitics:
    """Small words of a language that are written onto the word beside them.

    `elided` ones lose their vowel to the word behind ("l'armée"), `inverted` ones hang on
    their verb by a hyphen, with one of the `links` between ("a-t-il").
    """

    elided: tuple[str, ...] = ()
    inverted: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


PLAIN = Clitics()


@lru_cache(maxsize=16)
def clitics(language: Language) -> Clitics:
    """The clitics of a language, as its `segmentation.yaml` lists them."""
    data = language.table("segmentation")
    names = ("elided", "inverted", "inversion_links")
    return Clitics(*(tuple(data.get(name) or ()) for name in names))


def tokenize(text: str, start: int, end: int, small: Clitics = PLAIN) -> tuple[Token, ...]:
    """Cut `text[start:end]` into tokens whose offsets count from the start of `text`."""
    found = _regex(small).finditer(text, start, end)
    return tuple(
        Token(m.start(), m.end(), m.group(), fold(m.group())) for m in found if not m.lastgroup
    )


@lru_cache(maxsize=16)
def _regex(small: Clitics) -> re.Pattern[str]:
    """The tokens of a language; what only links a clitic to its verb is none of them."""
    inverted = (
        rf"(?:{_any(small.links)})?(?:{_any(small.inverted)})\b" if small.inverted else "(?!)"
    )
    regex = _FORM.replace("CLITIC", inverted)
    if small.inverted:
        regex = rf"(?P<link>[-‑](?={inverted})(?:{_any(small.links)})?) | {regex}"
    if small.elided:
        regex = rf"(?<!\w)(?i:{_any(small.elided)})['’](?=[\w«\"“]) | {regex}"
    return re.compile(regex, re.VERBOSE)


def _any(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, words))
