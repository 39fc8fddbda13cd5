"""Calendar arithmetic on days and stretches of days; nothing here knows a language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from nutgraf.model.time import Granularity

_FIRST_YEAR, _LAST_YEAR = 1, 9998


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days `first..last`, both included."""

    first: date
    last: date

    @property
    def is_day(self) -> bool:
        """Tell whether the stretch is a single day."""
        return self.first == self.last

    def joined(self, other: Stretch) -> Stretch:
        """The shortest stretch that holds both."""
        return Stretch(min(self.first, other.first), max(self.last, other.last))

    def widened(self, before: int, after: int = 0) -> Stretch:
        """The stretch with days added at its ends."""
        return Stretch(shifted_days(self.first, -before), shifted_days(self.last, after))


def shifted_days(day: date, count: int) -> date:
    """The day `count` days later, held inside the years a date can have."""
    low, high = date(_FIRST_YEAR, 1, 1).toordinal(), date(_LAST_YEAR, 12, 31).toordinal()
    return date.fromordinal(min(max(day.toordinal() + count, low), high))


def day_of(day: date) -> Stretch:
    """The day itself."""
    return Stretch(day, day)


def week_of(day: date) -> Stretch:
    """The ISO 8601 week, Monday to Sunday, that holds the day."""
    monday = shifted_days(day, 1 - day.isoweekday())
    return Stretch(monday, shifted_days(monday, 6))


def weekend_of(day: date) -> Stretch:
    """Saturday and Sunday of the week that holds the day."""
    week = week_of(day)
    return Stretch(shifted_days(week.first, 5), week.last)


def month(year: int, number: int) -> Stretch:
    """The whole month; numbers outside 1..12 count on into the years around."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    year = min(max(year, _FIRST_YEAR), _LAST_YEAR)
    following = date(year + number // 12, number % 12 + 1, 1)
    return Stretch(date(year, number, 1), shifted_days(following, -1))


def quarter(year: int, number: int) -> Stretch:
    """Three months, numbered from 1."""
    return months(year, 3 * number - 2, 3)


def months(year: int, first: int, count: int) -> Stretch:
    """So many months from the first one on."""
    return month(year, first).joined(month(year, first + count - 1))


def years(first: int, last: int) -> Stretch:
    """Whole years from the first to the last."""
    return month(first, 1).joined(month(last, 12))


def workweek_of(day: date) -> Stretch:
    """Monday to Friday of the week that holds the day."""
    week = week_of(day)
    return Stretch(week.first, shifted_days(week.first, 4))


def _month_of(day: date) -> Stretch:
    return month(day.year, day.month)


def _quarter_of(day: date) -> Stretch:
    return quarter(day.year, (day.month + 2) // 3)


def _year_of(day: date) -> Stretch:
    return years(day.year, day.year)


def _decade_of(day: date) -> Stretch:
    first = max(day.year - day.year % 10, _FIRST_YEAR)
    return years(first, first + 9)


def _century_of(day: date) -> Stretch:
    first = (day.year - 1) // 100 * 100 + 1
    return years(first, first + 99)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the calendar: the stretch that holds a day, and its length."""

    granularity: Granularity
    around: Callable[[date], Stretch]
    days: int = 0
    months: int = 0


#: How many of the units that are shorter than a day make one.
PER_DAY: dict[str, int] = {"second": 86400, "minute": 1440, "hour": 24}
UNITS: dict[str, Unit] = {
    "second": Unit(Granularity.MINUTE, day_of),
    "minute": Unit(Granularity.MINUTE, day_of),
    "hour": Unit(Granularity.HOUR, day_of),
    "day": Unit(Granularity.DAY, day_of, days=1),
    "week": Unit(Granularity.WEEK, week_of, days=7),
    "workweek": Unit(Granularity.WEEK, workweek_of, days=7),
    "fortnight": Unit(Granularity.WEEK, week_of, days=14),
    "weekend": Unit(Granularity.DAY, weekend_of, days=7),
    "month": Unit(Granularity.MONTH, _month_of, months=1),
    "quarter": Unit(Granularity.MONTH, _quarter_of, months=3),
    "year": Unit(Granularity.YEAR, _year_of, months=12),
    "decade": Unit(Granularity.DECADE, _decade_of, months=120),
    "century": Unit(Granularity.CENTURY, _century_of, months=1200),
}


def shifted(day: date, unit: Unit, count: int) -> date:
    """The day `count` units later; a day that a month lacks becomes the month's last."""
    moved = shifted_days(day, unit.days * count)
    if not unit.months:
        return moved
    goal = month(day.year, day.month + unit.months * count)
    return min(shifted_days(goal.first, day.day - 1), goal.last)


def third(stretch: Stretch, part: int) -> Stretch:
    """Beginning (0), middle (1) or end (2) of a stretch; of a month days 1-10, 11-20, 21-end."""
    length = (stretch.last - stretch.first).days + 1
    if length > 31:
        return _third_of_months(stretch, part)
    step = 10 if length >= 28 else max(length // 3, 1)
    first = stretch.first + timedelta(days=step * part)
    last = stretch.last if part == 2 else first + timedelta(days=step - 1)
    return Stretch(first, last)


def _third_of_months(stretch: Stretch, part: int) -> Stretch:
    first, last = stretch.first, stretch.last
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    step = count // 3
    size = count - 2 * step if part == 2 else step
    return months(first.year, first.month + step * part, size)


def weekday_before(day: date, weekday: int) -> date:
    """The latest such weekday (1 Monday to 7) on or before the day."""
    return shifted_days(day, -((day.isoweekday() - weekday) % 7))


def weekday_after(day: date, weekday: int) -> date:
    """The earliest such weekday on or after the day."""
    return shifted_days(day, (weekday - day.isoweekday()) % 7)


def weekdays_in(stretch: Stretch, weekday: int) -> tuple[date, ...]:
    """All such weekdays of a stretch, in order."""
    first = weekday_after(stretch.first, weekday)
    count = (stretch.last - first).days // 7 + 1
    return tuple(shifted_days(first, 7 * number) for number in range(max(count, 0)))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moved = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - moved + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * sunday) // 451
    number = epact + sunday - 7 * late + 114
    return date(year, number // 31, number % 31 + 1)
