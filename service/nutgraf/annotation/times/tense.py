"""Tense: on which side of the publication the clause around a time lies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from nutgraf.annotation.times.time_phrases import TimePhrase
from nutgraf.annotation.times.time_tables import TimeTables
from nutgraf.model.annotation import Sentence
from nutgraf.model.document import BlockRole

_BREAK = re.compile(r"[,;:()–—«»„“”\"]")
# Times that a "for" sets ahead; months are left out, as figures "for March" are about the past.
_DAYS = frozenset({"date", "dates", "weekday", "near", "holiday"})
# A word this close to a phrase (a space) belongs to it.
_BESIDE = 1


class Direction(Enum):
    """Where a time lies, seen from the publication."""

    PAST = "past"
    FUTURE = "future"
    # A present tense: what is near ahead, or just over; EITHER in a headline.
    PRESENT = "present"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class _Sign:
    """A tense word, how far it is from the phrase, and what it tells."""

    distance: int
    direction: Direction
    modal: bool = False


def direction(
    text: str, sentence: Sentence, phrase: TimePhrase, tables: TimeTables
) -> Direction | None:
    """The direction that preposition and tense words of the clause give; `None` without one.

    "ab" and "für" look ahead by themselves, "bis" where the clause has no tense of its own.
    """
    if phrase.modifier == "since" and phrase.meaning != "lasting":
        return Direction.PAST
    start, end = _clause(text, sentence, phrase)
    if _set_ahead(text, start, end, phrase, tables):
        return Direction.FUTURE
    if _of_noun(text, start, end, phrase, tables):
        return Direction.PAST
    told = _of_verb(text, start, end, phrase, tables)
    present = told is Direction.PRESENT and sentence.role is not BlockRole.BODY
    return Direction.EITHER if present else told


def _of_verb(
    text: str, start: int, end: int, phrase: TimePhrase, tables: TimeTables
) -> Direction | None:
    """The direction that the tense words of the clause give, else its present tense."""
    part = _part(text, start, end, phrase, tables)
    present = phrase.meaning == "weekday" and _is_present(text, part, phrase, tables)
    own = tuple(_found(text, *part, phrase, tables))
    # A conjunct with a present tense of its own is not told by the past one beside it.
    signs = own if own or present else tuple(_found(text, start, end, phrase, tables))
    if phrase.modifier == "from":
        return _of_start(signs)
    if signs:
        return _weighed(signs, tables.perfect.search(text, start, end) is not None)
    if phrase.modifier == "until":
        return Direction.FUTURE
    return Direction.PRESENT if present else None


def _of_noun(text: str, start: int, end: int, phrase: TimePhrase, tables: TimeTables) -> bool:
    """Tell whether the time belongs to a noun or its participle, whatever the verb tells.

    ("das Urteil vom Montag", "die am Freitag beschlossenen Hilfen")
    """
    if phrase.modifier == "of" and phrase.meaning == "weekday":
        return tables.dated.search(text, start, phrase.core) is not None
    behind = tables.attributes.match(text, phrase.end + 1, end)
    return behind is not None and _ends_at(tables.articles, text, start, phrase.start)


def _ends_at(words: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Tell whether one of the words stands right before the end, a space between."""
    return any(match.end() + 1 == end for match in words.finditer(text, start, end))


def _is_present(text: str, part: tuple[int, int], phrase: TimePhrase, tables: TimeTables) -> bool:
    """Tell whether a present-tense verb governs the part of the clause around the phrase."""
    first, last = part
    if tables.timeless.search(text, first, last):
        return False
    if tables.present.search(text, first, last):
        return True
    beside = tables.plural.match(text, phrase.end + 1, last)
    opens = not text[first : phrase.start].strip()
    return (opens and beside is not None) or _ends_at(tables.plural, text, first, phrase.start)


def _set_ahead(text: str, start: int, end: int, phrase: TimePhrase, tables: TimeTables) -> bool:
    """Tell whether the time is one that is set: by its preposition, or called off."""
    if phrase.modifier == "for" and phrase.meaning in _DAYS:
        return True
    aimed = phrase.modifier == "until" or _ends_at(tables.goal, text, start, phrase.core)
    if aimed and tables.defer.search(text, start, end):
        return True
    opens = phrase.meaning in _DAYS - {"weekday"} and not text[start : phrase.start].strip()
    if opens and tables.opening.match(text, phrase.end + 1, end):
        return True
    attribute = phrase.modifier == "of" or text[phrase.end : phrase.end + 2] in {"'s", "’s"}
    return attribute and tables.cancel.search(text, start, end) is not None


def _of_start(signs: tuple[_Sign, ...]) -> Direction:
    """The direction of a time from which on something holds: ahead, unless a past adjoins."""
    past = [sign for sign in signs if sign.direction is Direction.PAST]
    beside = any(sign.distance <= _BESIDE for sign in past)
    modal = any(sign.modal for sign in signs)
    return Direction.PAST if beside and not modal else Direction.FUTURE


def _weighed(signs: tuple[_Sign, ...], perfect: bool) -> Direction:
    """A modal verb governs its clause, else the nearest word counts."""
    if any(sign.modal for sign in signs):
        return Direction.PAST if perfect else Direction.FUTURE
    # At the same distance the word that looks ahead counts ("elections due in June were").
    return min(signs, key=lambda s: (s.distance, s.direction is Direction.PAST)).direction


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


def _part(
    text: str, start: int, end: int, phrase: TimePhrase, tables: TimeTables
) -> tuple[int, int]:
    """What lies between the breaks and conjunctions next to the phrase."""
    first, last = start, end
    for joint in sorted(
        (*tables.joints.finditer(text, start, end), *_BREAK.finditer(text, start, end)),
        key=lambda match: match.start(),
    ):
        if joint.end() <= phrase.core:
            first = joint.end()
        elif joint.start() >= phrase.end:
            last = joint.start()
            break
    return first, last


def _found(
    text: str, start: int, end: int, phrase: TimePhrase, tables: TimeTables
) -> Iterator[_Sign]:
    masked = [match.span() for match in tables.masks.finditer(text, start, end)]

    def hidden(match: re.Match[str]) -> bool:
        return any(first <= match.start() < last for first, last in masked)

    kinds = (
        (tables.past, Direction.PAST, False),
        (tables.future, Direction.FUTURE, False),
        (tables.modal, Direction.FUTURE, True),
    )
    for words, told, modal in kinds:
        for match in words.finditer(text, start, end):
            distance = _distance(match.start(), match.end(), phrase)
            if distance is not None and not hidden(match):
                yield _Sign(distance, told, modal)
    # Words that look ahead only when the time stands behind them ("to leave on Friday").
    for match in tables.lead.finditer(text, start, phrase.start):
        if not hidden(match):
            yield _Sign(phrase.start - match.end(), Direction.FUTURE)


def _distance(start: int, end: int, phrase: TimePhrase) -> int | None:
    """The distance in characters from the phrase; `None` inside it."""
    if start >= phrase.end:
        return start - phrase.end
    return max(phrase.start - end, 0) if end <= phrase.core else None
