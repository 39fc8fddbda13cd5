"""Which number cases a reader of news supports: rules over the wording, none for single cases."""

from __future__ import annotations

import re

from nutgraf.annotation.text.language import language

# Powers and exponents, and units of measure as suffixes: "1.1^23", "12e-1", "10G", "2.33 k".
_NOTATION = re.compile(r"\^|\de[+-]?\d|\d ?g$|\d +[km]$|^- ", re.IGNORECASE)
# Divisions told in words; as parts of a whole ("one in five") they are shares, not numbers.
_DIVISION = re.compile(r"\b(?:over|out of| in )\b|\d in \w|>|<|=", re.IGNORECASE)
# Digits that begin with zeros are codes.
_ZEROS = re.compile(r"0\d+")
# Marks that tie a number to what stands beside it: dates, addresses, telephone numbers, names.
_TIES = r"[-/.,+]"


def unsupported(text: str, words: str, start: int, code: str) -> str | None:
    """The rule that leaves a case out, by its name; `None` where it counts."""
    if words.lower() in language(code).table("numerals")["articles"]:
        return "article"
    if _ZEROS.fullmatch(words):
        return "zeros"
    if _NOTATION.search(words):
        return "notation"
    if _DIVISION.search(words):
        return "division"
    return "tied" if _is_tied(text, start, start + len(words)) else None


def _is_tied(text: str, start: int, end: int) -> bool:
    before = re.search(rf"\w{_TIES}+$|\+$", text[:start]) is not None
    return before or re.match(rf"{_TIES}\w", text[end:]) is not None
