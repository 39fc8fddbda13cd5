"""Times: every time expression of a document and what it means given the publication."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from nutgraf.annotation.text.language import Language
from nutgraf.annotation.times import dates, relatives, weekdays
from nutgraf.annotation.times.tense import direction
from nutgraf.annotation.times.time_links import Link, joined, link_at
from nutgraf.annotation.times.time_phrases import TimePhrase, time_phrases
from nutgraf.annotation.times.time_setting import Setting, Thread
from nutgraf.annotation.times.time_tables import TimeTables, time_tables
from nutgraf.annotation.times.time_values import Reading, time_value
from nutgraf.errors import ConfigurationError
from nutgraf.model.annotation import Layers, Sentence, TimeMention

_Read = Callable[[Mapping[str, Any], Setting], Reading | None]

#: What a pattern may mean, and the function that reads it.
MEANINGS: Mapping[str, _Read] = {
    "date": dates.read_date,
    "dates": dates.read_dates,
    "slashed": dates.read_slashed,
    "month": dates.read_month,
    "year": dates.read_year,
    "years": dates.read_years,
    "decade": dates.read_decade,
    "century": dates.read_century,
    "season": dates.read_season,
    "quarter": dates.read_quarter,
    "half": dates.read_half,
    "holiday": dates.read_holiday,
    "weekday": weekdays.read_weekday,
    "night": weekdays.read_night,
    "near": relatives.read_near,
    "story": relatives.read_story,
    "unit": relatives.read_unit,
    "third": relatives.read_third,
    "ago": relatives.read_ago,
    "later": relatives.read_later,
    "recent": relatives.read_recent,
    "vague": relatives.read_vague,
    "anchored": relatives.read_anchored,
    "part": relatives.read_part,
    "clock": relatives.read_clock,
    "skip": lambda slots, setting: None,
}
# Meanings that tell on which day the story of a paragraph is.
_STORY = frozenset({"date", "weekday", "near", "story", "holiday", "night"})


def find_times(layers: Layers, language: Language) -> tuple[TimeMention, ...]:
    """All times of a document in text order, none overlapping.

    A bare weekday lies on or before the publication unless its clause looks ahead; where
    the publication is known only to the month the value has bounds, and no made-up day.
    """
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


def time_spans(layers: Layers, language: Language) -> tuple[tuple[int, int], ...]:
    """Where the text speaks of times, also habitual and nominal ones that give no mention."""
    tables = time_tables(language)
    text = layers.document.text
    return tuple(
        (phrase.core, phrase.end)
        for sentence in layers.sentences
        for phrase in time_phrases(text, sentence.start, sentence.end, tables)
        if phrase.meaning not in {"anchored", "later"}
    )


def _sentence_times(
    layers: Layers, sentence: Sentence, tables: TimeTables, thread: Thread
) -> Iterator[tuple[TimeMention, Thread]]:
    """The times of one sentence, each with what it tells about later ones."""
    text = layers.document.text
    phrases = time_phrases(text, sentence.start, sentence.end, tables)
    habit = tables.habit.search(text, sentence.start, sentence.end) is not None
    used = False
    for index in range(len(phrases)):
        if used:
            used = False
            continue
        link = link_at(text, phrases, index, tables)
        aim = direction(text, sentence, link.phrase, tables)
        setting = Setting(layers.document.published, aim, thread, habit)
        day = _day_beside(text, phrases, index)
        if day is not None:
            aim = direction(text, sentence, day, tables)
            found = _read(day, replace(setting, direction=aim))
            setting = replace(setting, thread=replace(thread, story=found))
        reading = _read(link.phrase, setting)
        if reading is not None:
            mention, used = _mention(layers, link, reading, setting)
            thread = _followed(thread, link.phrase, reading)
            yield mention, thread


def _followed(thread: Thread, phrase: TimePhrase, reading: Reading) -> Thread:
    """The thread behind a time: a pointed day moves the story, a date or month is told."""
    if phrase.meaning in _DATED and reading.stretch is not None:
        thread = replace(thread, told=reading.stretch)
        if reading.is_day and "year" in phrase.slots:
            thread = replace(thread, dated=reading.stretch)
    if phrase.meaning in _STORY and phrase.modifier in _POINTED:
        thread = thread.with_story(reading)
    return thread


def _day_beside(text: str, phrases: tuple[TimePhrase, ...], index: int) -> TimePhrase | None:
    """The day right beside a clock time ("at 8 am on Wednesday", "Freitag, 18 Uhr")."""
    phrase = phrases[index]
    if phrase.meaning not in _CLOCKS:
        return None
    for day in (*phrases[index + 1 : index + 2], *phrases[max(index - 1, 0) : index]):
        first, second = sorted((phrase, day), key=lambda each: each.start)
        if day.meaning in _STORY and not text[first.end : second.start].strip(" ,"):
            return day
    return None


_POINTED = frozenset({None, "at", "of", "around"})
_CLOCKS = frozenset({"clock", "part"})
_DATED = frozenset({"date", "month"})


def _read(phrase: TimePhrase, setting: Setting) -> Reading | None:
    if phrase.meaning not in MEANINGS:
        raise ConfigurationError(f"time pattern with unknown meaning {phrase.meaning!r}")
    if phrase.modifier == "some":
        unknown = Setting(None)
        return MEANINGS[phrase.meaning](phrase.slots, unknown)
    return MEANINGS[phrase.meaning](phrase.slots, setting)


def _mention(
    layers: Layers, link: Link, reading: Reading, setting: Setting
) -> tuple[TimeMention, bool]:
    """The mention of a phrase, or of it and its link as one stretch, and whether it was."""
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
