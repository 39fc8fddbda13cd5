"""Times told from the publication or from the day of the story: "last week", "yesterday"."""

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
from nutgraf.annotation.times.spells import amount_of, iso_duration
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
    whole, granularity = stretch_of(slots, setting)
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


def stretch_of(slots: Mapping[str, Any], setting: Setting) -> tuple[Stretch | None, Granularity]:
    """The month, decade, year or current period that a part is of."""
    if "month" in slots:
        return month_stretch(slots, setting), Granularity.MONTH
    if "decade" in slots:
        first = decade_start(slots)
        return years(first, first + 9), Granularity.DECADE
    if "year" in slots:
        return years(slots["year"], slots["year"]), Granularity.YEAR
    unit = UNITS[slots["period"]]
    return setting.over(unit.around), unit.granularity


def read_vague(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A wording that names no definite stretch; only its side of the publication is told."""
    unit = UNITS.get(slots.get("unit", slots.get("period", "day")), UNITS["day"])
    return vague_side(slots["sign"], setting, unit.granularity)


def vague_side(sign: int, setting: Setting, granularity: Granularity) -> Reading:
    """A vague time before or after the publication, or with no side at all."""
    if setting.stretch is None or sign == 0:
        return Reading(granularity, vague=True)
    read = over_by if sign < 0 else not_before
    return read(setting.stretch, setting.told(granularity))


def read_anchored(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A time told from another event: its words, and how far from it; no day is made up."""
    unit = slots.get("unit", "day")
    offset = None
    if "sign" in slots and ("unit" in slots or "span" in slots):
        sign = "-" if slots["sign"] < 0 else ""
        offset = sign + iso_duration(slots.get("span", unit), amount_of(slots))
    return Reading(UNITS[unit].granularity, anchor=slots.get("anchor"), offset=offset)
