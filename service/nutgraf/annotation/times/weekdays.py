"""Weekdays and the nights before them, on the side of the publication that the text tells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from nutgraf.annotation.times import calendar
from nutgraf.annotation.times.calendar import (
    Stretch,
    day_of,
    shifted_days,
    weekday_after,
    weekday_before,
    weekdays_in,
)
from nutgraf.annotation.times.dates import read_date
from nutgraf.annotation.times.tense import Direction
from nutgraf.annotation.times.time_setting import Setting
from nutgraf.annotation.times.time_values import Extent, Reading, day_reading
from nutgraf.model.time import Granularity

# A weekday in a present tense is ahead if it follows within so many days: that of today is told
# of today, and that of yesterday as what has just been.
_SOON = 5


def read_weekday(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A weekday: one day for a known day of publication, a set of days for a known month."""
    weekday = slots["weekday"]
    unresolved = Reading(Granularity.DAY, edtf="XXXX-XX-XX", weekday=weekday)
    if setting.day is not None:
        return _from_day(setting.day, slots, setting)
    stretch = _range(slots, setting)
    if stretch is None:
        return unresolved
    days = weekdays_in(stretch, weekday)
    if len(days) == 1:
        return day_reading(day_of(days[0]))
    edtf = f"[{','.join(day.isoformat() for day in days)}]"
    return Reading(Granularity.DAY, Stretch(days[0], days[-1]), Extent.BEGIN, edtf, weekday=weekday)


def _from_day(day: date, slots: Mapping[str, Any], setting: Setting) -> Reading:
    """One day, or two where a headline in the present does not tell the side."""
    found = day_of(_weekday_from(day, slots, setting))
    ahead = weekday_after(day, slots["weekday"])
    if setting.direction is not Direction.EITHER or "which" in slots or not _is_soon(day, ahead):
        return day_reading(found)
    both = found.joined(day_of(ahead))
    edtf = f"[{both.first.isoformat()},{both.last.isoformat()}]"
    return Reading(Granularity.DAY, both, Extent.BEGIN, edtf, weekday=slots["weekday"])


def _is_soon(day: date, ahead: date) -> bool:
    """Tell whether a day is so near ahead that a present tense may mean it."""
    return 0 < (ahead - day).days <= _SOON


def _range(slots: Mapping[str, Any], setting: Setting) -> Stretch | None:
    """The days among which the weekday lies when only the month is known."""
    month = setting.month
    if month is None or not slots.get("which"):
        return month
    first = _weekday_from(month.first, slots, setting)
    return Stretch(first, _weekday_from(month.last, slots, setting))


def _weekday_from(day: date, slots: Mapping[str, Any], setting: Setting) -> date:
    weekday, which = slots["weekday"], slots.get("which")
    if slots.get("week") and which is not None:
        week = calendar.week_of(shifted_days(day, 7 * which))
        return weekday_after(week.first, weekday)
    if slots.get("back"):
        return shifted_days(weekday_before(day, weekday), -7)
    if which is None or which == 0:
        return _by_direction(day, weekday, setting.direction, near=which == 0)
    if which < 0:
        return weekday_before(shifted_days(day, -1 + 7 * (which + 1)), weekday)
    return weekday_after(shifted_days(day, 1 + 7 * (which - 1 + slots.get("plus", 0))), weekday)


def _by_direction(day: date, weekday: int, direction: Direction | None, *, near: bool) -> date:
    """News tell of the past by default: the day of publication counts as such a weekday."""
    before, after = weekday_before(day, weekday), weekday_after(day, weekday)
    soon = direction is Direction.PRESENT and _is_soon(day, after)
    if direction is Direction.FUTURE or soon:
        return after
    if near and direction is not Direction.PAST:
        return before if (day - before).days <= (after - day).days else after
    return before


def read_night(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """The night that ends on a weekday, a date or a day told from the publication."""
    morning = _morning(slots, setting)
    if morning is None or morning.stretch is None:
        return morning
    if morning.stretch.is_day:
        night = morning.stretch.widened(1)
        edtf = f"{night.first.isoformat()}/{night.last.isoformat()}"
        return Reading(Granularity.DAY, night, Extent.NIGHT, edtf)
    widened = morning.stretch.widened(1)
    return Reading(Granularity.DAY, widened, Extent.BEGIN, morning.edtf, weekday=morning.weekday)


def _morning(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    if "weekday" in slots:
        return read_weekday(slots, setting)
    if "near" not in slots:
        return read_date(slots, setting)
    stretch = setting.over(lambda day: day_of(shifted_days(day, slots["near"])))
    return Reading(Granularity.DAY) if stretch is None else day_reading(stretch)
