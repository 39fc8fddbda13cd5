"""Tokens: words, numbers and marks of a stretch of text, with offsets into the document."""

from __future__ import annotations

import re
from functools import lru_cache

from nutgraf.model.annotation import Token

_TOKEN = re.compile(
    r"""
      \d{4}-\d{2}-\d{2}                                   # 2022-01-13
    | \d{1,2}\.\d{1,2}\.\d{2,4}                           # 13.01.2022
    | \d{1,3}(?:['’.,\u00a0\u202f\u2009 ]\d{3})+(?!\d)(?:[.,]\d+)?         # 10'000  10.000  1,234.5
    | \d+[.,:]\d+                                         # 2,5  8.00  21:30
    | \d+(?:-[^\W\d_]+)*                                  # 67-jährige
    | (?:[^\W\d_]\.){2,}(?=\s|$|[^\w])                    # U.S.  z.B.
    | [^\W\d_]+(?:[-‑][^\W\d_]+|[-‑]\d+|['’](?!s\b)[^\W\d_]+|\d+)*   # Ex-Sowjetrepublik  O'Brien
    | ['’]s\b                                             # the possessive
    | \.\.\.
    | [^\w\s]
    | \w
    """,
    re.VERBOSE,
)
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


def tokenize(text: str, start: int, end: int) -> tuple[Token, ...]:
    """Cut `text[start:end]` into tokens whose offsets count from the start of `text`."""
    found = _TOKEN.finditer(text, start, end)
    return tuple(Token(m.start(), m.end(), m.group(), fold(m.group())) for m in found)
