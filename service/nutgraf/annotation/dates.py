"""Calendar dates, months, years and holidays, with the year supplied where it is certain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from nutgraf.annotation import calendar
from nutgraf.annotation.calendar import Stretch
from nutgraf.annotation.tense import Direction
from nutgraf.annotation.time_setting import Setting
from nutgraf.annotation.time_values import Extent, Reading, day_reading, stretch_reading
from nutgraf.model.time import Granularity

# A past date this far back (days), with its next occurrence this near, could be either one.
_FAR, _NEAR = 200, 60
_OF_YEAR = Callable[[int], Stretch | None]


def read_date(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """Day and month, with or without year; a day that no calendar has gives `None`."""
    number, day = _month_number(slots), int(slots["day"])

    def occurrence(year: int) -> Stretch | None:
        return _day_or_none(year, number, day)

    if occurrence(2000) is None:
        return None
    year = _year(slots) or _guess_dated(occurrence, setting, slots.get("weekday"))
    if year is None:
        return Reading(Granularity.DAY, edtf=f"XXXX-{number:02}-{day:02}")
    found = occurrence(year)
    return None if found is None else day_reading(found)


def read_dates(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """Two days of one month as a stretch, or as its bounds when `between` is given."""
    first = read_date(slots, setting)
    last = read_date({**slots, "day": slots["day2"]}, setting)
    if first is None or last is None:
        return None
    if first.stretch is None or last.stretch is None:
        return Reading(Granularity.DAY, edtf=f"{first.edtf}/{last.edtf}")
    if first.stretch.first > last.stretch.last:
        return None
    extent = Extent.WHOLE if slots.get("between") else Extent.SPAN
    stretch = first.stretch.joined(last.stretch)
    return Reading(Granularity.DAY, stretch, extent, f"{first.edtf}/{last.edtf}")


def read_month(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A month by name, with its year, a "last" or "next", or the year that fits."""
    stretch = month_stretch(slots, setting)
    if stretch is None:
        return Reading(Granularity.MONTH, edtf=f"XXXX-{_month_number(slots):02}")
    return stretch_reading(stretch, Granularity.MONTH)


def month_stretch(slots: Mapping[str, Any], setting: Setting) -> Stretch | None:
    """The days of a named month where its year is told or certain."""
    number = _month_number(slots)

    def occurrence(year: int) -> Stretch:
        return calendar.month(year, number)

    which = slots.get("which", 0)
    year = _year(slots) or (
        _guess_beside(occurrence, setting, which) if which else _guess(occurrence, setting)
    )
    return None if year is None else occurrence(year)


def read_year(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A year by its number."""
    return stretch_reading(calendar.years(slots["year"], slots["year"]), Granularity.YEAR)


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
    first = int(slots["decade"])
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
    return _part_of_year(setting, slots, lambda year: calendar.quarter(year, slots["ordinal"]))


def read_half(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A half of a year by its number."""
    first = 6 * slots["ordinal"] - 5
    if first > 7:
        return None
    return _part_of_year(setting, slots, lambda year: calendar.months(year, first, 6))


def _part_of_year(setting: Setting, slots: Mapping[str, Any], occurrence: _OF_YEAR) -> Reading:
    year = _year(slots) or _guess(occurrence, setting)
    stretch = None if year is None else occurrence(year)
    if stretch is None:
        return Reading(Granularity.MONTH)
    return stretch_reading(stretch, Granularity.MONTH)


def read_holiday(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A holiday with a fixed date ("12-25") or a distance from Easter Sunday in days."""
    rule = slots["holiday"]

    def occurrence(year: int) -> Stretch | None:
        if isinstance(rule, int):
            return calendar.day_of(calendar.shifted_days(calendar.easter(year), rule))
        number, day = rule.split("-")
        return _day_or_none(year, int(number), int(day))

    year = _year(slots) or _guess(occurrence, setting)
    stretch = None if year is None else occurrence(year)
    return Reading(Granularity.DAY) if stretch is None else day_reading(stretch)


def _month_number(slots: Mapping[str, Any]) -> int:
    return int(slots.get("month") or slots.get("shortmonth") or slots["monthno"])


def _year(slots: Mapping[str, Any]) -> int | None:
    if "year" in slots:
        return int(slots["year"])
    if "shortyear" in slots:
        return int(slots["shortyear"]) + (2000 if slots["shortyear"] < 50 else 1900)
    return None


def _day_or_none(year: int, month: int, day: int) -> Stretch | None:
    try:
        return calendar.day_of(date(year, month, day))
    except ValueError:
        return None


def _guess_dated(occurrence: _OF_YEAR, setting: Setting, weekday: int | None) -> int | None:
    """The year of a day; a weekday written beside it must fall on it."""
    if weekday is None:
        return _guess(occurrence, setting)

    def fitting(year: int) -> Stretch | None:
        found = occurrence(year)
        return found if found and found.first.isoweekday() == weekday else None

    return _guess(fitting, setting) or _guess(occurrence, setting)


def _guess(occurrence: _OF_YEAR, setting: Setting) -> int | None:
    """The year in which something of the year lies, when every reading agrees on it."""
    published = setting.stretch
    if published is None:
        return None
    month = setting.month
    if month is not None and (inside := _inside(occurrence, month)):
        return inside
    first = _nearest_year(occurrence, published.first, setting.direction)
    last = _nearest_year(occurrence, published.last, setting.direction)
    return first if first == last else None


def _inside(occurrence: _OF_YEAR, month: Stretch) -> int | None:
    found = occurrence(month.first.year)
    inside = found is not None and month.first <= found.first <= found.last <= month.last
    return month.first.year if inside else None


def _nearest_year(occurrence: _OF_YEAR, day: date, direction: Direction | None) -> int | None:
    distances = {
        year: _distance(stretch, day)
        for year in range(day.year - 1, day.year + 2)
        if (stretch := occurrence(year)) is not None
    }
    back = max((d for d in distances.values() if d <= 0), default=-9999)
    ahead = min((d for d in distances.values() if d >= 0), default=9999)
    chosen = _side(back, ahead, direction)
    return next((year for year, distance in distances.items() if distance == chosen), None)


def _side(back: int, ahead: int, direction: Direction | None) -> int | None:
    if direction is Direction.FUTURE:
        return ahead
    if direction is Direction.PAST:
        return None if -back > _FAR and ahead < _NEAR else back
    return back if -back <= ahead else ahead


def _distance(stretch: Stretch, day: date) -> int:
    """Days from the day to the stretch: negative when it is over, 0 inside."""
    if stretch.last < day:
        return (stretch.last - day).days
    return max((stretch.first - day).days, 0)


def _guess_beside(occurrence: _OF_YEAR, setting: Setting, which: int) -> int | None:
    """The year of the last (-1) or next (1) occurrence that does not hold the publication."""
    published = setting.stretch
    if published is None:
        return None
    years = []
    for day in (published.first, published.last):
        options = list(range(day.year - 1, day.year + 2))
        distances = {year: _distance(occurrence(year) or published, day) for year in options}
        fitting = [year for year in options if distances[year] * which > 0]
        years.append(fitting[-1] if which < 0 else fitting[0])
    return years[0] if years[0] == years[1] else None
