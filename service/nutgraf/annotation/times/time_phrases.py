"""Time phrases: the patterns of one language run over a stretch of text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nutgraf.annotation.times.time_tables import Pattern, TimeTables, slot_name
from nutgraf.errors import ConfigurationError

_WORD_START = re.compile(r"(?<![\w-])\w")
# Words in the longest modifier ("bis spätestens zum").
_LONGEST = 4
# Modifiers that say on which side of a time something lies.
_ORDERING = frozenset({"before", "after", "since", "until"})


@dataclass(frozen=True, slots=True)
class TimePhrase:
    """A stretch of text that a pattern takes for a time, not yet resolved.

    `core` is where the pattern itself begins; before it may stand a modifier ("seit");
    `pattern` is its place in the table.
    """

    start: int
    core: int
    end: int
    meaning: str
    slots: Mapping[str, Any]
    modifier: str | None = None
    pattern: int = -1


@lru_cache(maxsize=1024)
def time_phrases(text: str, start: int, end: int, tables: TimeTables) -> tuple[TimePhrase, ...]:
    """All time phrases of `text[start:end]`, leftmost and longest first, none overlapping."""
    candidates = [
        phrase
        for pattern in _likely(text[start:end], tables)
        for match in pattern.regex.finditer(text, start, end)
        if (phrase := _phrase(text, start, match, pattern, tables)) is not None
    ]
    candidates.sort(key=lambda phrase: (phrase.core, -phrase.end))
    chosen: list[TimePhrase] = []
    for phrase in candidates:
        if not chosen or phrase.start >= chosen[-1].end:
            chosen.append(phrase)
    return tuple(chosen)


def _likely(text: str, tables: TimeTables) -> list[Pattern]:
    """The patterns that may match, in the order of the table: the text has their literals."""
    present = set(tables.finder.present(text))
    listed = {
        pattern.order: pattern
        for literal in (None, *present)
        for pattern in tables.index.get(literal, ())
    }
    return [
        listed[order]
        for order in sorted(listed)
        if not any(present.isdisjoint(clause) for clause in listed[order].clauses)
    ]


def _phrase(
    text: str, start: int, match: re.Match[str], pattern: Pattern, tables: TimeTables
) -> TimePhrase | None:
    before = text[max(start, match.start() - tables.window) : match.start()]
    if not pattern.fits(before):
        return None
    modifier, length = (None, 0) if pattern.alone else _modifier(before, tables)
    if pattern.needs is not None and modifier not in pattern.needs:
        return None
    if modifier in _ORDERING and tables.owning.match(text, match.end()):
        # "before Sunday's final" tells when the final is, not what is before a Sunday.
        modifier, length = None, 0
    slots = {**pattern.given, **_slot_values(match, tables)}
    modifier, end = _closed(text, match.end(), modifier, tables)
    first = match.start() - length
    return TimePhrase(first, match.start(), end, pattern.meaning, slots, modifier, pattern.order)


def _closed(
    text: str, end: int, modifier: str | None, tables: TimeTables
) -> tuple[str | None, int]:
    """The modifier and the end of a phrase with the word that closes it, if there is one."""
    for closing in tables.closings:
        fits = closing.modifier in {modifier, "any"}
        if fits and (match := closing.regex.match(text, end)):
            return closing.name, match.end()
    return modifier, end


def _modifier(before: str, tables: TimeTables) -> tuple[str | None, int]:
    """The longest modifier that ends right before the phrase, and its length."""
    if not before[-1:].isspace():
        return None, 0
    starts = [match.start() for match in _WORD_START.finditer(before)]
    for at in starts[-_LONGEST:]:
        name = tables.modifiers.get(" ".join(before[at:].lower().split()))
        if name is not None:
            return name, len(before) - at
    return None, 0


def _slot_values(match: re.Match[str], tables: TimeTables) -> dict[str, Any]:
    groups = match.groupdict().items()
    written = {slot_name(group): form for group, form in groups if form is not None}
    return {name: _value(name, form, tables) for name, form in written.items()}


def _value(name: str, form: str, tables: TimeTables) -> Any:
    listed = name.rstrip("23")
    if listed not in tables.words:
        return int(form) if form.isdigit() else form
    for regex, value in tables.words[listed]:
        if regex.fullmatch(form):
            return value
    raise ConfigurationError(f"time word {form!r} has no value in the table {name!r}")
