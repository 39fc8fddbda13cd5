"""Holidays: fixed days, days from Easter, and the first weekday from a day on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from nutgraf.annotation.times.calendar import Stretch, easter, shifted_days, weekday_after
from nutgraf.annotation.times.time_setting import Setting
from nutgraf.annotation.times.time_values import Reading, day_reading, stretch_reading
from nutgraf.annotation.times.years import guess_year, guess_year_beside, told_year
from nutgraf.model.time import Granularity

_RULE = re.compile(r"(?P<month>\d\d)-(?P<day>\d\d)(?:>(?P<weekday>[1-7]))?")


def read_holiday(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A holiday by its rule, or by two with a stroke between for its first and last day."""
    rules = str(slots["holiday"]).split("/")

    def occurrence(year: int) -> Stretch:
        return Stretch(day_of_rule(rules[0], year), day_of_rule(rules[-1], year))

    which = slots.get("which", 0)
    year = told_year(slots, setting)
    if year is None:
        beside = which and guess_year_beside(occurrence, setting, which)
        year = beside or (None if which else guess_year(occurrence, setting))
    if year is None:
        return Reading(Granularity.DAY)
    stretch = occurrence(year)
    return day_reading(stretch) if stretch.is_day else stretch_reading(stretch, Granularity.DAY)


def day_of_rule(rule: str, year: int) -> date:
    """The day of a year: "12-25", "11-22>4" (Thursday from then on) or days from Easter.

    >>> day_of_rule("11-22>4", 2018), day_of_rule("-2", 2018)
    (datetime.date(2018, 11, 22), datetime.date(2018, 3, 30))
    """
    match = _RULE.fullmatch(rule)
    if match is None:
        return shifted_days(easter(year), int(rule))
    day = date(year, int(match["month"]), int(match["day"]))
    return weekday_after(day, int(match["weekday"])) if match["weekday"] else day
