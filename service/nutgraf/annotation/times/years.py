"""Years: which year a day, month or holiday lies in when the text does not write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from nutgraf.annotation.times.calendar import Stretch
from nutgraf.annotation.times.tense import Direction
from nutgraf.annotation.times.time_setting import Setting

# A past date this far back (days), with its next occurrence this near, could be either one.
_FAR, _NEAR = 200, 60
# Days to a side on which something does not lie.
_NEVER = -9999
# A date just over (days) is not the one that a present tense sets ahead by a year.
_JUST = 10
# The last year in which a whole week can lie that a date can have.
_LAST_YEAR = 9998
#: What has a place in each year, or in some years only.
OfYear = Callable[[int], Stretch | None]


def told_year(slots: Mapping[str, Any], setting: Setting) -> int | None:
    """The year that is written, or told from the publication ("of last year")."""
    if "year" in slots:
        return int(slots["year"])
    published = setting.stretch
    if "which2" in slots and published and published.first.year == published.last.year:
        return published.first.year + int(slots["which2"])
    if "shortyear" in slots:
        return int(slots["shortyear"]) + (2000 if slots["shortyear"] < 50 else 1900)
    return None


def guess_dated_year(occurrence: OfYear, setting: Setting, weekday: int | None) -> int | None:
    """The year of a day; a weekday written beside it must fall on it."""
    if weekday is None:
        return guess_year(occurrence, setting)

    def fitting(year: int) -> Stretch | None:
        found = occurrence(year)
        return found if found and found.first.isoweekday() == weekday else None

    return guess_year(fitting, setting) or guess_year(occurrence, setting)


def guess_year(occurrence: OfYear, setting: Setting) -> int | None:
    """The year in which something of the year lies, when every reading agrees on it."""
    published = setting.stretch
    if published is None:
        return _near_dated(occurrence, setting)
    month = setting.month
    if month is not None and (inside := _inside(occurrence, month)):
        return inside
    first = _nearest_year(occurrence, published.first, setting.direction)
    last = _nearest_year(occurrence, published.last, setting.direction)
    return first if first is not None and first == last else _after_told(occurrence, setting)


def _near_dated(occurrence: OfYear, setting: Setting) -> int | None:
    """Without a publication: the year of the last full date, where the day soon follows it."""
    dated = setting.thread.dated
    found = None if dated is None else occurrence(dated.first.year)
    if dated is None or found is None:
        return None
    return dated.first.year if 0 <= (found.first - dated.first).days <= _NEAR else None


def _after_told(occurrence: OfYear, setting: Setting) -> int | None:
    """The year of what follows a time told before ("in April 2019 …, im Dezember")."""
    told, published = setting.thread.told, setting.stretch
    if told is None or published is None or setting.direction is Direction.FUTURE:
        return None
    for year in (told.first.year, told.first.year + 1):
        found = occurrence(year)
        if found and told.last < found.first and found.last <= published.first:
            return year
    return None


def _inside(occurrence: OfYear, month: Stretch) -> int | None:
    found = occurrence(month.first.year)
    inside = found is not None and month.first <= found.first <= found.last <= month.last
    return month.first.year if inside else None


def _nearest_year(occurrence: OfYear, day: date, direction: Direction | None) -> int | None:
    distances = {
        year: _distance(stretch, day)
        for year in _years_around(day)
        if (stretch := occurrence(year)) is not None
    }
    back = max((d for d in distances.values() if d <= 0), default=_NEVER)
    ahead = min((d for d in distances.values() if d >= 0), default=-_NEVER)
    chosen = _side(back, ahead, direction)
    return next((year for year, distance in distances.items() if distance == chosen), None)


def _years_around(day: date) -> range:
    """The year of a day with those before and behind it that a date can have."""
    return range(max(day.year - 1, 1), min(day.year + 1, _LAST_YEAR) + 1)


def _side(back: int, ahead: int, direction: Direction | None) -> int | None:
    if back == _NEVER or ahead == -_NEVER:
        return ahead if back == _NEVER else back
    if direction is Direction.FUTURE:
        return None if ahead > _FAR and -back <= _JUST else ahead
    if direction is Direction.PAST:
        return None if -back > _FAR and ahead < _NEAR else back
    return back if -back <= ahead else ahead


def _distance(stretch: Stretch, day: date) -> int:
    """Days from the day to the stretch: negative when it is over, 0 inside."""
    if stretch.last < day:
        return (stretch.last - day).days
    return max((stretch.first - day).days, 0)


def guess_year_beside(occurrence: OfYear, setting: Setting, which: int) -> int | None:
    """The year of the last (-1) or next (1) occurrence that does not hold the publication."""
    published = setting.stretch
    if published is None:
        return None
    years = []
    for day in (published.first, published.last):
        options = list(_years_around(day))
        distances = {year: _distance(occurrence(year) or published, day) for year in options}
        fitting = [year for year in options if distances[year] * which > 0]
        years.append(fitting[-1] if which < 0 else fitting[0])
    return years[0] if years[0] == years[1] else None
