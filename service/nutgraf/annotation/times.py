"""Times: every time expression of a document and what it means given the publication."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from nutgraf.annotation import dates, relatives, weekdays
from nutgraf.annotation.language import Language
from nutgraf.annotation.tense import Direction, direction
from nutgraf.annotation.time_phrases import TimePhrase, TimeTables, time_phrases, time_tables
from nutgraf.annotation.time_setting import Setting
from nutgraf.annotation.time_values import Extent, Reading, time_value
from nutgraf.errors import ConfigurationError
from nutgraf.model.annotation import Layers, Sentence, TimeMention

_Read = Callable[[Mapping[str, Any], Setting], Reading | None]

#: What a pattern may mean, and the function that reads it.
MEANINGS: Mapping[str, _Read] = {
    "date": dates.read_date,
    "dates": dates.read_dates,
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
# Meanings whose day comes from the story and does not move it.
_YEARLESS = frozenset({"date", "month", "third"})


def find_times(layers: Layers, language: Language) -> tuple[TimeMention, ...]:
    """All times of a document in text order, none overlapping.

    A bare weekday lies on or before the publication unless its clause looks ahead; where
    the publication is known only to the month the value has bounds, and no made-up day.
    """
    tables = time_tables(language)
    found: list[TimeMention] = []
    story: Reading | None = None
    paragraph: int | None = None
    for sentence in layers.sentences:
        if sentence.paragraph != paragraph:
            story, paragraph = None, sentence.paragraph
        for mention, reading in _sentence_times(layers, sentence, tables, story):
            found.append(mention)
            story = reading or story
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
    layers: Layers, sentence: Sentence, tables: TimeTables, story: Reading | None
) -> Iterator[tuple[TimeMention, Reading | None]]:
    """The times of one sentence, each with the reading that moves the story, if it does."""
    text = layers.document.text
    phrases = time_phrases(text, sentence.start, sentence.end, tables)
    habit = tables.habit.search(text, sentence.start, sentence.end) is not None
    setting = Setting(layers.document.published, story=story, habit=habit)
    used = False
    for index in range(len(phrases)):
        if used:
            used = False
            continue
        phrase, linked = _with_link(text, phrases, index, tables)
        setting = replace(setting, direction=_direction(text, sentence, phrase, tables))
        setting = _with_day_behind(text, phrases, index, setting)
        reading = _read(phrase, setting)
        if reading is not None:
            mention, used = _mention(layers, phrase, reading, linked, setting)
            moves = phrase.meaning in _STORY and phrase.modifier in _POINTED
            setting = replace(setting, story=reading if moves else setting.story)
            yield mention, reading if moves else None


def _with_day_behind(
    text: str, phrases: tuple[TimePhrase, ...], index: int, setting: Setting
) -> Setting:
    """Let a clock time take the day right behind it ("at 8 am on Wednesday")."""
    phrase, following = phrases[index], phrases[index + 1 : index + 2]
    if phrase.meaning not in {"clock", "part"} or not following:
        return setting
    day = following[0]
    if day.meaning not in _STORY or text[phrase.end : day.start].strip(" ,"):
        return setting
    return replace(setting, story=_read(day, setting))


_POINTED = frozenset({None, "at", "of", "around"})


def _direction(
    text: str, sentence: Sentence, phrase: TimePhrase, tables: TimeTables
) -> Direction | None:
    found = direction(text, sentence, phrase, tables)
    ahead = phrase.modifier in {"from", "until"} and found is None
    return Direction.FUTURE if ahead else found


def _read(phrase: TimePhrase, setting: Setting) -> Reading | None:
    if phrase.meaning not in MEANINGS:
        raise ConfigurationError(f"time pattern with unknown meaning {phrase.meaning!r}")
    if phrase.modifier == "some":
        unknown = Setting(None)
        return MEANINGS[phrase.meaning](phrase.slots, unknown)
    return MEANINGS[phrase.meaning](phrase.slots, setting)


def _with_link(
    text: str, phrases: tuple[TimePhrase, ...], index: int, tables: TimeTables
) -> tuple[TimePhrase, TimePhrase | None]:
    """The phrase and the one it is linked to ("from … to …"), sharing the latter's year."""
    phrase = phrases[index]
    if index + 1 == len(phrases) or phrase.meaning == "skip":
        return phrase, None
    following = phrases[index + 1]
    between = text[phrase.end : following.core].strip()
    linked = any(
        (phrase.modifier or "none") in names and regex.fullmatch(between)
        for names, regex in tables.links
    )
    if not linked or following.meaning == "skip":
        return phrase, None
    lacks_year = phrase.meaning in _YEARLESS and "year" not in phrase.slots
    if lacks_year and "year" in following.slots:
        slots = {**phrase.slots, "year": following.slots["year"]}
        phrase = replace(phrase, slots=slots)
    return phrase, following


def _mention(
    layers: Layers,
    phrase: TimePhrase,
    reading: Reading,
    linked: TimePhrase | None,
    setting: Setting,
) -> tuple[TimeMention, bool]:
    """The mention of a phrase, or of it and its link as one stretch, and whether it was."""
    last = None if linked is None else _read(linked, setting)
    joined = None if last is None else _joined(reading, last, phrase.modifier)
    end = linked.end if linked is not None and joined is not None else phrase.end
    span = layers.document.span(phrase.start, end)
    modifier = phrase.modifier if joined is None else None
    return TimeMention(span, time_value(joined or reading, span.quote, modifier)), bool(joined)


def _joined(first: Reading, last: Reading, modifier: str | None) -> Reading | None:
    """One reading from the first to the last, where both are known and in order."""
    if first.stretch is None or last.stretch is None:
        return None
    if first.stretch.first > last.stretch.last or first.granularity is not last.granularity:
        return None
    stretch = first.stretch.joined(last.stretch)
    days = first.is_day and last.is_day and modifier != "between"
    extent = Extent.SPAN if days else Extent.WHOLE
    return Reading(last.granularity, stretch, extent, f"{first.edtf}/{last.edtf}")
