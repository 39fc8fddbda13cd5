"""Tense: on which side of the publication the clause around a time lies."""

from __future__ import annotations

import re
from enum import Enum
from itertools import pairwise

from nutgraf.annotation.time_phrases import TimePhrase, TimeTables
from nutgraf.model.annotation import Sentence

_BREAK = re.compile(r"[,;:()–—«»„“”\"]")


class Direction(Enum):
    """Where a time lies, seen from the publication."""

    PAST = "past"
    FUTURE = "future"


def direction(
    text: str, sentence: Sentence, phrase: TimePhrase, tables: TimeTables
) -> Direction | None:
    """The direction that the nearest tense word of the clause gives; `None` without one."""
    start, end = _clause(text, sentence, phrase)
    future = _nearest(text, start, end, phrase, tables.future)
    past = _nearest(text, start, end, phrase, tables.past)
    if future is None and past is None:
        return None
    if past is None or (future is not None and future < past):
        return Direction.FUTURE
    return Direction.PAST


def _clause(text: str, sentence: Sentence, phrase: TimePhrase) -> tuple[int, int]:
    """The clause around the phrase; without clauses, what lies between two breaks."""
    clause = sentence.clause_at(phrase.core)
    if clause is not None:
        return sentence.tokens[clause.first].start, sentence.tokens[clause.last - 1].end
    breaks = [match.start() for match in _BREAK.finditer(text, sentence.start, sentence.end)]
    edges = [sentence.start, *breaks, sentence.end]
    for start, end in pairwise(edges):
        if start <= phrase.core < end:
            return start, end
    return sentence.start, sentence.end


def _nearest(
    text: str, start: int, end: int, phrase: TimePhrase, words: re.Pattern[str]
) -> int | None:
    """The distance in characters to the nearest of the words outside the phrase."""
    found: int | None = None
    for match in words.finditer(text, start, end):
        if match.start() >= phrase.end:
            distance = match.start() - phrase.end
        elif match.end() <= phrase.core:
            distance = phrase.core - match.end()
        else:
            continue
        found = distance if found is None else min(found, distance)
    return found
