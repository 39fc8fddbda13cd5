"""Weeks by their number, the nth week or weekday of a month, and days by their number alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from nutgraf.annotation.times import calendar
from nutgraf.annotation.times.calendar import Stretch, shifted_days, week_of, weekdays_in
from nutgraf.annotation.times.dates import day_or_none, month_number
from nutgraf.annotation.times.tense import Direction
from nutgraf.annotation.times.time_setting import Setting
from nutgraf.annotation.times.time_values import Reading, day_reading, stretch_reading
from nutgraf.annotation.times.years import OfYear, guess_year, told_year
from nutgraf.model.time import Granularity

_THURSDAY = 4
# Months looked at on each side for the one in which a day falls on its weekday.
_MONTHS = 12


def read_week(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """An ISO week by its number; without a year of the year of publication, or the last one."""
    number = int(slots["weekno"])

    def occurrence(year: int) -> Stretch | None:
        return _week(year, number)

    year = told_year(slots, setting)
    if year is None and setting.day is not None and setting.direction is not Direction.PAST:
        year = setting.day.year
    year = year or guess_year(occurrence, setting)
    if year is None:
        return Reading(Granularity.WEEK)
    week = occurrence(year)
    return None if week is None else stretch_reading(week, Granularity.WEEK)


def _week(year: int, number: int) -> Stretch | None:
    try:
        return week_of(date.fromisocalendar(year, number, 1))
    except ValueError:
        return None


def read_week_of(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """The nth or last (-1) week of a month or year: that of its nth Thursday (ISO 8601)."""
    return _of_whole(slots, setting, _THURSDAY, Granularity.WEEK)


def read_nth_day(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """The nth or last weekday of a month or year ("the first Sunday in May")."""
    return _of_whole(slots, setting, slots["weekday"], Granularity.DAY)


def _of_whole(
    slots: Mapping[str, Any], setting: Setting, weekday: int, unit: Granularity
) -> Reading | None:
    number = int(slots["nth"])

    def occurrence(year: int) -> Stretch | None:
        days = weekdays_in(_whole(slots, year), weekday)
        at = number - 1 if number > 0 else len(days) + number
        if not 0 <= at < len(days):
            return None
        return calendar.day_of(days[at]) if unit is Granularity.DAY else week_of(days[at])

    year = told_year(slots, setting) or _guessed(occurrence, slots, setting)
    found = None if year is None else occurrence(year)
    if found is None:
        return Reading(unit) if year is None else None
    return day_reading(found) if found.is_day else stretch_reading(found, unit)


def _whole(slots: Mapping[str, Any], year: int) -> Stretch:
    named = slots.keys() & {"month", "shortmonth"}
    return calendar.month(year, month_number(slots)) if named else calendar.years(year, year)


def _guessed(occurrence: OfYear, slots: Mapping[str, Any], setting: Setting) -> int | None:
    if slots.keys() & {"month", "shortmonth"}:
        return guess_year(occurrence, setting)
    return None


def read_month_day(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A day by its number in the month, with the weekday it must fall on where one is told."""
    unknown = Reading(Granularity.DAY, edtf="XXXX-XX-XX", weekday=slots.get("weekday"))
    if setting.day is None:
        return unknown
    weekday = slots.get("weekday", slots.get("shortday"))
    months = range(-_MONTHS, _MONTHS + 1) if weekday else range(-1, 2)
    if "which" in slots:
        months = range(slots["which"], slots["which"] + 1)
    base = setting.day.year * 12 + setting.day.month - 1
    days = [
        found.first
        for each in months
        if (found := day_or_none((base + each) // 12, (base + each) % 12 + 1, _number(slots)))
        and weekday in {None, found.first.isoweekday()}
    ]
    nearest = _nearest(days, setting.day, setting.direction)
    return unknown if nearest is None else day_reading(calendar.day_of(nearest))


def _number(slots: Mapping[str, Any]) -> int:
    return int(slots.get("day") or slots["dayword"])


def _nearest(days: list[date], published: date, direction: Direction | None) -> date | None:
    """The nearest day on the side that the clause tells, else on any."""
    if direction is Direction.FUTURE:
        days = [day for day in days if day >= published]
    elif direction is Direction.PAST:
        days = [day for day in days if day <= published]
    return min(days, key=lambda day: abs((day - published).days), default=None)


def read_week_with(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """The week that begins on or holds a date ("the week of 4 February")."""
    month, number = month_number(slots), _number(slots)

    def occurrence(year: int) -> Stretch | None:
        found = day_or_none(year, month, number)
        if found is None or not slots.get("begins"):
            return found and week_of(found.first)
        return Stretch(found.first, shifted_days(found.first, 6))

    year = told_year(slots, setting) or guess_year(occurrence, setting)
    found = None if year is None else occurrence(year)
    return Reading(Granularity.WEEK) if found is None else stretch_reading(found, Granularity.WEEK)
