"""Calendar dates, months, years and holidays, with the year supplied where it is certain."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from nutgraf.annotation.times import calendar
from nutgraf.annotation.times.calendar import Stretch
from nutgraf.annotation.times.tense import Direction
from nutgraf.annotation.times.time_setting import Setting
from nutgraf.annotation.times.time_values import Extent, Reading, day_reading, stretch_reading
from nutgraf.annotation.times.years import (
    OfYear,
    guess_dated_year,
    guess_year,
    guess_year_beside,
    told_year,
)
from nutgraf.model.time import Granularity

_MONTHS = ("month", "shortmonth", "monthord", "monthno")


def read_date(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """Day and month, with or without year; a day that no calendar has gives `None`."""
    number, day = month_number(slots), int(slots.get("day") or slots["dayword"])

    def occurrence(year: int) -> Stretch | None:
        return day_or_none(year, number, day)

    if occurrence(2000) is None:
        return None
    year = told_year(slots, setting) or guess_dated_year(occurrence, setting, slots.get("weekday"))
    if year is None:
        return Reading(Granularity.DAY, edtf=f"XXXX-{number:02}-{day:02}")
    found = occurrence(year)
    return None if found is None else day_reading(found)


def read_days(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """Several days of one month, each of them ("3., 4. und 5. Oktober")."""
    numbers = [*map(int, re.findall(r"\d+", str(slots["days"]))), int(slots["day"])]
    found = [read_date({**slots, "day": number}, setting) for number in numbers]
    days = [reading for reading in found if reading is not None]
    if len(days) < len(numbers):
        return None
    edtf = f"{{{','.join(str(day.edtf) for day in days)}}}"
    known = [day.stretch for day in days if day.stretch is not None]
    if len(known) < len(days):
        return Reading(Granularity.DAY, edtf=edtf)
    stretch = known[0].joined(known[-1])
    return Reading(Granularity.DAY, stretch, Extent.WHOLE, edtf)


def read_dates(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """Two days of one month as a stretch, or as its bounds when `between` is given."""
    ends = {"day": slots.get("day2"), "dayword": slots.get("dayword2")}
    last = read_date({**slots, **ends}, setting)
    if last is not None and last.stretch is not None:
        slots = {**slots, "year": last.stretch.first.year}
    first = read_date(slots, setting)
    if first is None or last is None:
        return None
    if first.stretch is None or last.stretch is None:
        return Reading(Granularity.DAY, edtf=f"{first.edtf}/{last.edtf}")
    if first.stretch.first > last.stretch.last:
        return None
    extent = Extent.WHOLE if slots.get("between") else Extent.SPAN
    stretch = first.stretch.joined(last.stretch)
    return Reading(Granularity.DAY, stretch, extent, f"{first.edtf}/{last.edtf}")


def read_slashed(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A date of which the text does not tell whether the day or the month comes first."""
    number, day, year = slots["monthno"], slots["day"], slots["year"]
    options = [day_or_none(year, number, day), day_or_none(year, day, number)]
    known = sorted((found for found in options if found), key=lambda found: found.first)
    if not known:
        return None
    if known[0] == known[-1]:
        return day_reading(known[0])
    edtf = f"[{','.join(found.first.isoformat() for found in known)}]"
    return Reading(Granularity.DAY, known[0].joined(known[-1]), Extent.BEGIN, edtf)


def read_month(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A month by name, with its year, a "last" or "next", or the year that fits."""
    stretch = month_stretch(slots, setting)
    if stretch is None:
        return Reading(Granularity.MONTH, edtf=f"XXXX-{month_number(slots):02}")
    return stretch_reading(stretch, Granularity.MONTH)


def read_months(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """Two months with all between them; a first that is later in the year is of the year before."""
    named = {"month": slots.get("month2"), "shortmonth": slots.get("shortmonth2")}
    last = month_stretch({**slots, **named}, setting)
    if last is None:
        return Reading(Granularity.MONTH)
    first = calendar.month(last.first.year, month_number(slots))
    if first.first > last.first:
        first = calendar.month(last.first.year - 1, month_number(slots))
    edtf = f"{first.first.isoformat()[:7]}/{last.first.isoformat()[:7]}"
    return stretch_reading(first.joined(last), Granularity.MONTH, edtf)


def month_stretch(slots: Mapping[str, Any], setting: Setting) -> Stretch | None:
    """The days of a named month where its year is told or certain."""
    number = month_number(slots)

    def occurrence(year: int) -> Stretch:
        return calendar.month(year, number)

    which = slots.get("which", 0)
    if slots.get("which") == 0 and "year" not in slots and setting.day is not None:
        return occurrence(setting.day.year)
    year = told_year(slots, setting) or (
        guess_year_beside(occurrence, setting, which) if which else guess_year(occurrence, setting)
    )
    return None if year is None else occurrence(year)


def read_year(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A year by its number."""
    year = slots.get("year") or int(slots["dated"])
    return stretch_reading(calendar.years(year, year), Granularity.YEAR)


def read_years(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """Two years with a dash or stroke; the second may have two digits."""
    first = slots["year"]
    last = slots.get("year2") or first - first % 100 + slots["shortyear"]
    if not first < last <= first + 100:
        return None
    stretch = calendar.years(first, last)
    return stretch_reading(stretch, Granularity.YEAR, f"{first}/{last}")


def read_decade(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """Ten years by their first ("1990er", "90s")."""
    first = decade_start(slots)
    return stretch_reading(calendar.years(first, first + 9), Granularity.DECADE, f"{first // 10}X")


def decade_start(slots: Mapping[str, Any]) -> int:
    """The first year of a decade; two digits mean the twentieth century."""
    first = int(slots.get("decade") or slots["decadeword"])
    return first if first >= 100 else 1900 + first


def read_century(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A hundred years by their number."""
    last = int(slots["centuryno"]) * 100
    if not 1000 <= last <= 2200:
        return None
    return stretch_reading(
        calendar.years(last - 99, last), Granularity.CENTURY, f"{last - 99}/{last}"
    )


def read_season(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A season with its year; the bounds are the year's, as the hemisphere is not told."""
    if "year" not in slots:
        return Reading(Granularity.MONTH, vague=True)
    year, code = slots["year"], slots["season"]
    stretch = calendar.years(year, year)
    if code == 24:
        stretch = stretch.joined(calendar.months(year + 1, 1, 3))
    return stretch_reading(stretch, Granularity.MONTH, f"{year}-{code}")


def read_quarter(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A quarter of a year by its number."""
    return _part_of_year(
        setting, slots, lambda year: calendar.quarter(year, _part_number(slots, "quarterno"))
    )


def read_half(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A half of a year by its number."""
    first = 6 * _part_number(slots, "halfno") - 5
    if first > 7:
        return None
    return _part_of_year(setting, slots, lambda year: calendar.months(year, first, 6))


def _part_number(slots: Mapping[str, Any], figure: str) -> int:
    return int(slots[figure] if figure in slots else slots["ordinal"])


def _part_of_year(setting: Setting, slots: Mapping[str, Any], occurrence: OfYear) -> Reading:
    told = told_year(slots, setting)
    year = told or guess_year(occurrence, setting)
    stretch = None if year is None else occurrence(year)
    if stretch is None or (not told and _goes_on(stretch, setting)):
        return Reading(Granularity.MONTH)
    return stretch_reading(stretch, Granularity.MONTH)


def _goes_on(stretch: Stretch, setting: Setting) -> bool:
    """Tell whether a past tense speaks of months that are not over, of whichever year."""
    published = setting.stretch
    past = setting.direction is Direction.PAST
    return past and published is not None and stretch.first <= published.last < stretch.last


def month_number(slots: Mapping[str, Any]) -> int:
    """The number of the month that is named or numbered."""
    return int(next(slots[name] for name in _MONTHS if slots.get(name)))


def day_or_none(year: int, month: int, day: int) -> Stretch | None:
    """The day, or `None` where the calendar has none such."""
    try:
        return calendar.day_of(date(year, month, day))
    except ValueError:
        return None
