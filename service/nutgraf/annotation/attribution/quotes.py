"""Quotations: stretches of text between quotation marks of any style."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.annotation.text.language import Language

# Marks that are also apostrophes: between letters they never open or close a quotation.
_APOSTROPHES = frozenset("'’‘")
_BEFORE_OPENING = frozenset("([{–—-/„“”‚‘«»‹›\"'")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation `start..end` with its marks and `first..last` without them.

    `depth` counts the quotations around it; one that runs on into the next block is
    not `closed`; `lead` and `trail` count the spaces that set its marks apart (« so »).
    """

    start: int
    end: int
    depth: int = 0
    closed: bool = True
    lead: int = 0
    trail: int = 0

    @property
    def first(self) -> int:
        """Where the words begin."""
        return self.start + 1 + self.lead

    @property
    def last(self) -> int:
        """Where the words end."""
        return self.end - self.closed - self.trail


@dataclass(frozen=True, slots=True)
class _Marks:
    closers: Mapping[str, frozenset[str]]
    every: frozenset[str]
    longest: int
    spaced: frozenset[str]


def find_quotes(text: str, start: int, end: int, language: Language) -> tuple[Quote, ...]:
    """Find balanced quotations inside one block; a mark without its partner is ignored.

    A quotation of several paragraphs opens each of them and closes only the last: an
    opening mark at the very start of the block counts to the end of the block.
    """
    marks = _marks(language)
    pairs = sorted(_pairs(text, start, end, marks), key=lambda pair: (pair[0], -pair[1]))
    return tuple(
        Quote(
            first,
            last,
            sum(a < first and last <= b for a, b, _ in pairs),
            closed=closed,
            lead=int(text[first + 1].isspace()),
            trail=int(closed and text[last - 2].isspace()),
        )
        for first, last, closed in pairs
        if 2 < last - first <= marks.longest and text[first + 1 : last - 1].strip()
    )


def _pairs(text: str, start: int, end: int, marks: _Marks) -> Iterator[tuple[int, int, bool]]:
    """Yield start, end and closedness of each pair; inner pairs may come before outer ones."""
    opened: list[int] = []
    for at in range(start, end):
        if text[at] not in marks.every:
            continue
        partner = _partner(text, at, opened, marks)
        if partner is not None and _closes(text, at, end, marks):
            yield opened[partner], at + 1, True
            del opened[partner:]
        elif text[at] in marks.closers and _opens(text, at, (start, end), marks):
            opened.append(at)
    if opened and opened[0] == start and len(opened) == 1:
        yield start, end, False


def _partner(text: str, at: int, opened: list[int], marks: _Marks) -> int | None:
    """The place in `opened` of the innermost mark that this one can close."""
    for place in range(len(opened) - 1, -1, -1):
        if text[at] in marks.closers[text[opened[place]]]:
            return place
    return None


def _closes(text: str, at: int, end: int, marks: _Marks) -> bool:
    if text[at - 1].isspace():
        return text[at] in marks.spaced and not text[at - 2].isspace()
    following = text[at + 1] if at + 1 < end else " "
    return not (following.isalnum() and text[at] in _APOSTROPHES | {'"'})


def _opens(text: str, at: int, block: tuple[int, int], marks: _Marks) -> bool:
    start, end = block
    before = text[at - 1] if at > start else " "
    following = text[at + 1] if at + 1 < end else " "
    if following.isspace() and text[at] in marks.spaced and at + 2 < end:
        following = text[at + 2]
    return (before.isspace() or before in _BEFORE_OPENING) and not following.isspace()


@lru_cache(maxsize=16)
def _marks(language: Language) -> _Marks:
    data = language.table("quotes")
    closers: dict[str, frozenset[str]] = {}
    for opening, closing in data["pairs"]:
        closers[opening] = closers.get(opening, frozenset()) | {closing}
    every = frozenset("".join(data["pairs"]))
    return _Marks(closers, every, data["longest"], frozenset("".join(data.get("spaced", ()))))
