"""Links between times: two that make one stretch ("from … to …"), or a choice ("… or …")."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nutgraf.annotation.times.calendar import Stretch
from nutgraf.annotation.times.tense import Direction
from nutgraf.annotation.times.time_phrases import TimePhrase
from nutgraf.annotation.times.time_setting import Setting
from nutgraf.annotation.times.time_tables import TimeTables
from nutgraf.annotation.times.time_values import Extent, Reading
from nutgraf.model.time import Granularity

# Meanings whose year may be told by the time they are linked to.
_YEARLESS = frozenset({"date", "month", "third"})
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Link:
    """A phrase and, where there is one, the phrase it is linked to; `choice` for "or"."""

    phrase: TimePhrase
    other: TimePhrase | None = None
    choice: bool = False


def link_at(text: str, phrases: tuple[TimePhrase, ...], index: int, tables: TimeTables) -> Link:
    """The phrase at `index` with its link, sharing the latter's year."""
    phrase = phrases[index]
    if index + 1 == len(phrases) or phrase.meaning == "skip":
        return Link(phrase)
    following = phrases[index + 1]
    between = text[phrase.end : following.core].strip()
    choice = tables.choice.fullmatch(between) is not None
    linked = choice or any(
        (phrase.modifier or "none") in names and regex.fullmatch(between)
        for names, regex in tables.links
    )
    if not linked or following.meaning == "skip":
        return Link(phrase)
    lacks_year = phrase.meaning in _YEARLESS and not {"year", "which"} & phrase.slots.keys()
    if lacks_year and "year" in following.slots:
        slots = {**phrase.slots, "year": following.slots["year"]}
        phrase = replace(phrase, slots=slots)
    return Link(phrase, following, choice)


def joined(link: Link, first: Reading, last: Reading, setting: Setting) -> Reading | None:
    """One reading of both, where both are known, of one unit and in order."""
    if first.granularity is not last.granularity and not _apart(link, first, last):
        return None
    first, last = _in_order(link, first, last, setting)
    if first.stretch is None or last.stretch is None:
        return None
    if first.stretch.first > last.stretch.last:
        return None
    stretch = first.stretch.joined(last.stretch)
    if link.choice:
        return _either(first, last, stretch)
    days = first.is_day and last.is_day and link.phrase.modifier != "between"
    extent = Extent.SPAN if days else Extent.WHOLE
    return Reading(last.granularity, stretch, extent, f"{first.edtf}/{last.edtf}")


def _apart(link: Link, first: Reading, last: Reading) -> bool:
    """Tell whether times of two units are the ends of a stretch, neither of them in the other."""
    if link.choice or first.clock or last.clock or first.stretch is None or last.stretch is None:
        return False
    return first.stretch.last < last.stretch.first


def _either(first: Reading, last: Reading, stretch: Stretch) -> Reading | None:
    """One of two neighbouring days; days further apart stay two times."""
    if (stretch.last - stretch.first).days != 1:
        return None
    return Reading(Granularity.DAY, stretch, Extent.NIGHT, f"[{first.edtf},{last.edtf}]")


def _in_order(
    link: Link, first: Reading, last: Reading, setting: Setting
) -> tuple[Reading, Reading]:
    """Two weekdays in order: the week runs on behind the first, or before the last."""
    if first.stretch is None or last.stretch is None or not (first.is_day and last.is_day):
        return first, last
    weekdays = link.other is not None and link.phrase.meaning == link.other.meaning == "weekday"
    if not weekdays or first.stretch.first <= last.stretch.first:
        return first, last
    if setting.direction is Direction.FUTURE:
        return first, _moved(last, _WEEK)
    return _moved(first, -_WEEK), last


def _moved(reading: Reading, days: int) -> Reading:
    if reading.stretch is None:
        return reading
    stretch = reading.stretch.widened(-days, days)
    return replace(reading, stretch=stretch, edtf=stretch.first.isoformat())
