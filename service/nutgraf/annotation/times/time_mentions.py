"""Times: every time expression of a document and what it means given the publication."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nutgraf.annotation.text.language import Language
from nutgraf.annotation.times.clocks import clock_of, opened
from nutgraf.annotation.times.meanings import MEANINGS, Meaning
from nutgraf.annotation.times.tense import Direction, direction
from nutgraf.annotation.times.time_links import Link, joined, link_at
from nutgraf.annotation.times.time_phrases import TimePhrase, time_phrases
from nutgraf.annotation.times.time_setting import Setting, Thread
from nutgraf.annotation.times.time_tables import TimeTables, time_tables
from nutgraf.annotation.times.time_values import Reading, time_value
from nutgraf.errors import ConfigurationError
from nutgraf.model.annotation import Layers, Sentence, TimeMention


def find_times(layers: Layers, language: Language) -> tuple[TimeMention, ...]:
    """All times of a document in text order, none overlapping.

    A bare weekday lies on or before the publication unless its clause looks ahead; where
    the publication is known only to the month the value has bounds, and no made-up day.
    """
    return tuple(mention for mention in time_expressions(layers, language) if _is_when(mention))


def time_expressions(layers: Layers, language: Language) -> tuple[TimeMention, ...]:
    """All time expressions: those that tell when, and how long or how often something is."""
    tables = time_tables(language)
    found: list[TimeMention] = []
    thread = Thread()
    paragraph: int | None = None
    for sentence in layers.sentences:
        if sentence.paragraph != paragraph:
            thread, paragraph = thread.paragraph(), sentence.paragraph
        for mention, after in _sentence_times(layers, sentence, tables, thread):
            found.append(mention)
            thread = after
    return tuple(found)


def _is_when(mention: TimeMention) -> bool:
    return mention.value.tells_when


def time_spans(layers: Layers, language: Language) -> tuple[tuple[int, int], ...]:
    """Where the text speaks of times, also habitual and nominal ones that give no mention."""
    tables = time_tables(language)
    text = layers.document.text
    return tuple(
        (phrase.core, phrase.end)
        for sentence in layers.sentences
        for phrase in time_phrases(text, sentence.start, sentence.end, tables)
        if not _meaning(phrase).loose
    )


def _sentence_times(
    layers: Layers, sentence: Sentence, tables: TimeTables, thread: Thread
) -> Iterator[tuple[TimeMention, Thread]]:
    """The times of one sentence, each with what it tells about later ones."""
    text = layers.document.text
    phrases = time_phrases(text, sentence.start, sentence.end, tables)
    if not phrases:
        return
    habit = tables.habit.search(text, sentence.start, sentence.end) is not None
    used = False
    for index in range(len(phrases)):
        if used:
            used = False
            continue
        link = link_at(text, phrases, index, tables)
        aim = _aim(text, sentence, link.phrase, tables)
        setting = Setting(layers.document.published, aim, thread, habit)
        day = _day_beside(text, phrases, index)
        if day is not None:
            link = _sharing_part(link, day)
            aim = _aim(text, sentence, day, tables)
            found = _read(day, replace(setting, direction=aim))
            setting = replace(setting, thread=replace(thread, story=found))
        reading = _read(link.phrase, setting)
        if reading is not None:
            mention, used = _mention(layers, link, reading, setting)
            thread = _followed(thread, link.phrase, reading)
            yield mention, thread


def _aim(text: str, sentence: Sentence, phrase: TimePhrase, tables: TimeTables) -> Direction | None:
    """The side of the publication that the clause tells, where the phrase leaves it open."""
    aimed = _meaning(phrase).aimed and "year" not in phrase.slots
    return direction(text, sentence, phrase, tables) if aimed else None


def _followed(thread: Thread, phrase: TimePhrase, reading: Reading) -> Thread:
    """The thread behind a time: a pointed day moves the story, a date or month is told."""
    if phrase.meaning in _DATED and reading.stretch is not None:
        thread = replace(thread, told=reading.stretch)
        if reading.is_day and "year" in phrase.slots:
            thread = replace(thread, dated=reading.stretch)
    if _meaning(phrase).story and phrase.modifier in _POINTED:
        thread = thread.with_story(reading)
    return thread


def _day_beside(text: str, phrases: tuple[TimePhrase, ...], index: int) -> TimePhrase | None:
    """The day right beside a clock time ("at 8 am on Wednesday", "Freitag, 18 Uhr")."""
    phrase = phrases[index]
    if phrase.meaning not in _CLOCKS:
        return None
    for day in (*phrases[index + 1 : index + 2], *phrases[max(index - 1, 0) : index]):
        first, second = sorted((phrase, day), key=lambda each: each.start)
        if _meaning(day).story and not text[first.end : second.start].strip(" ,"):
            return day
    return None


def _sharing_part(link: Link, day: TimePhrase) -> Link:
    """The clock time with the part of the day that its day names ("Sunday evening at 8")."""
    if "part" not in day.slots or link.phrase.slots.keys() & {"part", "meridiem"}:
        return link
    slots = {**link.phrase.slots, "part": day.slots["part"]}
    return replace(link, phrase=replace(link.phrase, slots=slots))


_POINTED = frozenset({None, "at", "of", "around"})
_CLOCKS = frozenset({"clock", "part"})
_DATED = frozenset({"date", "month"})


def _meaning(phrase: TimePhrase) -> Meaning:
    if phrase.meaning not in MEANINGS:
        raise ConfigurationError(f"time pattern with unknown meaning {phrase.meaning!r}")
    return MEANINGS[phrase.meaning]


def _read(phrase: TimePhrase, setting: Setting) -> Reading | None:
    setting = Setting(None) if phrase.modifier == "some" else setting
    reading = _meaning(phrase).read(phrase.slots, setting)
    if reading is None or not reading.tells_when:
        return reading
    return replace(reading, clock=opened(clock_of(phrase.slots), phrase.modifier))


def _mention(
    layers: Layers, link: Link, reading: Reading, setting: Setting
) -> tuple[TimeMention, bool]:
    """The mention of a phrase, or of it and its link as one stretch, and whether it was."""
    if link.phrase.slots.get("which", 0) > 0:
        setting = replace(setting, direction=Direction.FUTURE)
    last = None if link.other is None else _read(link.other, setting)
    whole = None if last is None else joined(link, reading, last, setting)
    phrase = link.phrase
    end = phrase.end if link.other is None or whole is None else link.other.end
    span = layers.document.span(phrase.start, end)
    modifier = None if whole is not None or _is_clock(phrase) else phrase.modifier
    return TimeMention(span, time_value(whole or reading, span.quote, modifier)), bool(whole)


def _is_clock(phrase: TimePhrase) -> bool:
    """Tell whether a "before" or "after" leaves the day of the phrase as it is."""
    return phrase.meaning in _CLOCKS and phrase.modifier in {"before", "after"}
