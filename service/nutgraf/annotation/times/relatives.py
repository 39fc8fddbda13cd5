"""Times told from the publication or from the day of the story: "last week", "two days ago"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from nutgraf.annotation.times.calendar import (
    UNITS,
    Stretch,
    day_of,
    shifted,
    shifted_days,
    weekend_of,
    years,
)
from nutgraf.annotation.times.calendar import third as third_of
from nutgraf.annotation.times.dates import decade_start, month_stretch
from nutgraf.annotation.times.tense import Direction
from nutgraf.annotation.times.time_setting import Setting
from nutgraf.annotation.times.time_values import (
    Extent,
    Reading,
    day_reading,
    interval,
    not_before,
    over_by,
    stretch_reading,
)
from nutgraf.model.time import Granularity


def read_near(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A day so many days from the publication."""
    stretch = setting.over(lambda day: day_of(shifted_days(day, slots["near"])))
    return Reading(Granularity.DAY) if stretch is None else day_reading(stretch)


def read_story(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A day so many days from the day the story is at; `anchor` falls back to publication."""
    story = setting.story
    if story is not None:
        stretch = story.stretch if story.is_day else None
    else:
        stretch = setting.stretch if slots.get("anchor") else None
    if stretch is None:
        return Reading(Granularity.DAY)
    return day_reading(stretch.widened(-slots["offset"], slots["offset"]))


def read_unit(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A week, month, quarter, year …, so many of them from the publication."""
    name, which = slots["period"], slots.get("which")
    granularity = UNITS[name].granularity
    stretch = setting.over(lambda day: _period(day, name, which, setting))
    if stretch is None:
        return Reading(granularity)
    stretch = _cut(stretch, slots.get("cut"), setting)
    return stretch_reading(stretch, granularity)


def _period(day: date, name: str, which: int | None, setting: Setting) -> Stretch:
    unit = UNITS[name]
    if name != "weekend":
        return unit.around(shifted(day, unit, which or 0))
    at_weekend = day.isoweekday() >= 6
    if which is None:
        which = 0 if at_weekend or setting.direction is Direction.FUTURE else -1
    elif which > 0 and not at_weekend:
        which -= 1
    return weekend_of(shifted_days(day, 7 * which))


def _cut(stretch: Stretch, side: str | None, setting: Setting) -> Stretch:
    """Keep the part of a stretch before ("earlier") or after ("later") the publication."""
    published = setting.stretch
    if side is None or published is None:
        return stretch
    if side == "earlier":
        return Stretch(stretch.first, min(stretch.last, published.last))
    return Stretch(max(stretch.first, published.first), stretch.last)


def read_third(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """Beginning, middle or end of a month, year, week or decade: the event begins in it."""
    whole, granularity = _target(slots, setting)
    if whole is None:
        return Reading(granularity)
    part = slots["third"]
    if slots.get("offset") is not None or slots.get("which") is not None:
        name = slots["period"]
        count = slots.get("which", slots.get("offset"))
        found = setting.over(lambda day: third_of(_period(day, name, count, setting), part))
        stretch = found or whole
    else:
        stretch = third_of(whole, part)
    return Reading(granularity, stretch, Extent.BEGIN, interval(stretch))


def _target(slots: Mapping[str, Any], setting: Setting) -> tuple[Stretch | None, Granularity]:
    if "month" in slots:
        return month_stretch(slots, setting), Granularity.MONTH
    if "decade" in slots:
        first = decade_start(slots)
        return years(first, first + 9), Granularity.DECADE
    if "year" in slots:
        return years(slots["year"], slots["year"]), Granularity.YEAR
    unit = UNITS[slots["period"]]
    return setting.over(unit.around), unit.granularity


def read_ago(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """So many units before or after the publication; days are exact, longer units are not."""
    unit = UNITS[slots["unit"]]
    if slots.get("about"):
        return _vague_side(slots["sign"], setting, unit.granularity)
    if slots.get("over"):
        stretch = setting.over(lambda day: day_of(_moved(day, slots)))
        return Reading(unit.granularity) if stretch is None else _beyond(stretch, slots, setting)
    stretch = setting.over(lambda day: _around(day, slots))
    if stretch is None:
        return Reading(unit.granularity)
    if unit.granularity is Granularity.DAY or slots.get("sharp"):
        return day_reading(stretch)
    return stretch_reading(stretch, unit.granularity)


def _beyond(stretch: Stretch, slots: Mapping[str, Any], setting: Setting) -> Reading:
    granularity = setting.told(UNITS[slots["unit"]].granularity)
    return over_by(stretch, granularity) if slots["sign"] < 0 else not_before(stretch, granularity)


def _count(slots: Mapping[str, Any]) -> int:
    return int(slots["count"] if "count" in slots else slots["number"])


def _moved(day: date, slots: Mapping[str, Any]) -> date:
    name, count = slots["unit"], slots["sign"] * _count(slots)
    if name == "hour":
        return shifted_days(day, slots["sign"] * -(-_count(slots) // 24))
    return shifted(day, UNITS[name], count)


def _around(day: date, slots: Mapping[str, Any]) -> Stretch:
    """The days a wording covers: "a week ago" may be three days off, "a year ago" a year."""
    moved, name = _moved(day, slots), slots["unit"]
    if slots.get("sharp") or name == "day":
        return day_of(moved)
    if name == "hour":
        return Stretch(min(day, moved), max(day, moved))
    return day_of(moved).widened(3, 3) if name == "week" else UNITS[name].around(moved)


def read_later(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """So many days ahead: a time only where the clause looks ahead, else a duration."""
    if setting.direction is not Direction.FUTURE:
        return None
    return read_ago({**slots, "sign": 1}, setting)


def read_recent(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """The last or next so many units, up to or from the publication."""
    granularity = UNITS[slots["unit"]].granularity
    published = setting.stretch
    if published is None:
        return Reading(granularity)
    if slots["sign"] < 0:
        stretch = Stretch(_moved(published.first, slots), published.last)
    else:
        stretch = Stretch(published.first, _moved(published.last, slots))
    return stretch_reading(stretch, setting.told(granularity))


def read_vague(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A wording that names no definite stretch; only its side of the publication is told."""
    unit = UNITS.get(slots.get("unit", slots.get("period", "day")), UNITS["day"])
    return _vague_side(slots["sign"], setting, unit.granularity)


def _vague_side(sign: int, setting: Setting, granularity: Granularity) -> Reading:
    if setting.stretch is None or sign == 0:
        return Reading(granularity, vague=True)
    read = over_by if sign < 0 else not_before
    return read(setting.stretch, setting.told(granularity))


def read_anchored(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A time told from another event: only its wording is kept."""
    return Reading(UNITS[slots.get("unit", "day")].granularity)


def read_part(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A part of the day, on the day of the story or else of the publication."""
    stretch = _told_day(setting)
    return Reading(Granularity.DAY) if stretch is None else day_reading(stretch)


def read_clock(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A clock time, on the day of the story or else of the publication."""
    granularity = Granularity.MINUTE if "minute" in slots else Granularity.HOUR
    stretch = None if setting.habit else _told_day(setting)
    return Reading(granularity) if stretch is None else day_reading(stretch, granularity)


def _told_day(setting: Setting) -> Stretch | None:
    """The day of a clock time: of the paragraph, else the one day of the text so far.

    Where no day has been told, the story is of the day of publication.
    """
    thread = setting.thread
    story = thread.story or thread.only
    if thread.story is None and thread.mixed:
        return None
    if story is not None:
        return story.stretch if story.is_day else None
    return None if setting.day is None else day_of(setting.day)
