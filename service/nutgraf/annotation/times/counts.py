"""Times told by counting units: "two days ago", "in three weeks", "the last two quarters"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from nutgraf.annotation.times.calendar import (
    PER_DAY,
    UNITS,
    Stretch,
    day_of,
    shifted,
    shifted_days,
)
from nutgraf.annotation.times.dates import read_date
from nutgraf.annotation.times.holidays import read_holiday
from nutgraf.annotation.times.relatives import stretch_of
from nutgraf.annotation.times.spells import iso_duration, read_duration
from nutgraf.annotation.times.tense import Direction
from nutgraf.annotation.times.time_setting import Setting
from nutgraf.annotation.times.time_values import (
    Reading,
    day_reading,
    not_before,
    over_by,
    stretch_reading,
)
from nutgraf.annotation.times.weekdays import read_weekday
from nutgraf.model.time import Granularity

# Slots of how far, which the day that is counted from does not have.
_COUNTED = frozenset({"count", "number", "unit", "sign"})


def read_ago(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """So many units before or after the publication; days are exact, longer units are not."""
    unit = UNITS[slots["unit"]]
    if slots.get("over"):
        stretch = setting.over(lambda day: day_of(_moved(day, slots)))
        return Reading(unit.granularity) if stretch is None else _beyond(stretch, slots, setting)
    around = _about if slots.get("about") else _around
    stretch = setting.over(lambda day: around(day, slots))
    if stretch is None:
        return Reading(unit.granularity)
    if stretch.is_day or slots.get("sharp") or (unit is UNITS["day"] and not slots.get("about")):
        return day_reading(stretch)
    return replace(stretch_reading(stretch, unit.granularity), offset=_offset(slots))


def _about(day: date, slots: Mapping[str, Any]) -> Stretch:
    """What "about" leaves open: a tenth of the count, and at least one unit, on each side."""
    count = _count(slots)
    spare = max(count // 10, 1)
    near = _around(day, {**slots, "count": max(count - spare, 0)})
    return near.joined(_around(day, {**slots, "count": count + spare}))


def _offset(slots: Mapping[str, Any]) -> str:
    """How far from the publication: "a week ago" names no day, but what it counts from."""
    sign = "-" if slots["sign"] < 0 else ""
    offset = sign + iso_duration(slots["unit"], _count(slots))
    return offset if "unit2" not in slots else offset + _offset(_rest(slots)).strip("-P")


def _beyond(stretch: Stretch, slots: Mapping[str, Any], setting: Setting) -> Reading:
    granularity = setting.told(UNITS[slots["unit"]].granularity)
    return over_by(stretch, granularity) if slots["sign"] < 0 else not_before(stretch, granularity)


def _count(slots: Mapping[str, Any]) -> int:
    return int(slots.get("count", slots.get("number", 1)))


def _moved(day: date, slots: Mapping[str, Any]) -> date:
    day = shifted_days(day, slots.get("near", 0))
    name, count = slots["unit"], slots["sign"] * _count(slots)
    if name in PER_DAY:
        return shifted_days(day, slots["sign"] * -(-_count(slots) // PER_DAY[name]))
    moved = shifted(day, UNITS[name], count)
    return _moved(moved, _rest(slots)) if "unit2" in slots else moved


def _rest(slots: Mapping[str, Any]) -> dict[str, Any]:
    """The second of two units that are counted together ("two weeks and two days")."""
    count = slots.get("count2", slots.get("number2"))
    return {"unit": slots["unit2"], "number": count, "sign": slots["sign"]}


def _around(day: date, slots: Mapping[str, Any]) -> Stretch:
    """The days a wording covers: "a week ago" may be three days off, "a year ago" a year."""
    moved, name = _moved(day, slots), slots["unit"]
    if slots.get("sharp") or name == "day":
        return day_of(moved)
    if name in PER_DAY:
        return Stretch(min(day, moved), max(day, moved))
    return (
        day_of(moved).widened(3, 3)
        if UNITS[name].granularity is Granularity.WEEK
        else UNITS[name].around(moved)
    )


def read_later(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """So many units ahead: a time only where the clause looks ahead, else a duration.

    A present tense is not enough ("is done in four hours").
    """
    if setting.direction is not Direction.FUTURE or slots["unit"] in PER_DAY:
        return read_duration(slots, setting)
    return read_ago({**slots, "sign": 1}, setting)


def read_lasting(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """Since so many units: from publication where the clause is of now, else a duration."""
    if setting.direction is Direction.PAST:
        return read_duration(slots, setting)
    return read_ago({**slots, "sign": -1}, setting)


def read_recent(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """The last so many units up to the publication, or the next from the day behind it."""
    granularity = UNITS[slots["unit"]].granularity
    published = setting.stretch
    if published is None:
        return Reading(granularity)
    if slots["unit"] == "quarter":
        return stretch_reading(_quarters(published, slots), granularity)
    if slots["sign"] < 0:
        stretch = Stretch(_moved(published.first, slots), published.last)
    else:
        first = published.first if slots["unit"] in PER_DAY else shifted_days(published.first, 1)
        stretch = Stretch(first, _moved(published.last, slots))
    return stretch_reading(stretch, setting.told(granularity))


def _quarters(published: Stretch, slots: Mapping[str, Any]) -> Stretch:
    """Whole quarters of the calendar, as business counts them."""
    unit, sign = UNITS["quarter"], slots["sign"]
    near = unit.around(shifted(published.first, unit, sign))
    return near.joined(unit.around(shifted(published.last, unit, sign * _count(slots))))


def read_share(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """The first or last so many units of a month or year ("the first three months of 2021")."""
    unit = UNITS[slots["unit"]]
    whole = _whole(slots, setting)
    if whole is None:
        return Reading(unit.granularity)
    if unit.granularity is Granularity.WEEK:
        # A week belongs to the month or year that holds its Thursday, as ISO 8601 has it.
        first, last = shifted_days(whole.first, 3), shifted_days(whole.last, -3)
        whole = Stretch(unit.around(first).first, unit.around(last).last)
    if slots["edge"] > 0:
        after = shifted(whole.first, unit, _count(slots))
        stretch = Stretch(whole.first, shifted_days(after, -1))
    else:
        before = shifted(shifted_days(whole.last, 1), unit, -_count(slots))
        stretch = Stretch(before, whole.last)
    return stretch_reading(stretch, unit.granularity)


def _whole(slots: Mapping[str, Any], setting: Setting) -> Stretch | None:
    if "period" not in slots:
        return stretch_of(slots, setting)[0]
    unit = UNITS[slots["period"]]
    return setting.over(lambda day: unit.around(shifted(day, unit, slots["which"])))


def read_from_day(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """So many units before or after a holiday or a date ("two days before Christmas")."""
    read = read_holiday if "holiday" in slots else read_date
    read = read_weekday if "weekday" in slots else read
    base = read({name: slots[name] for name in slots if name not in _COUNTED}, setting)
    if base is None or base.stretch is None:
        return Reading(Granularity.DAY)
    edge = base.stretch.first if slots["sign"] < 0 else base.stretch.last
    stretch = _around(edge, slots)
    unit = UNITS[slots["unit"]].granularity
    exact = stretch.is_day and unit is Granularity.DAY
    if exact:
        return day_reading(stretch)
    return replace(stretch_reading(stretch, unit), offset=_offset(slots))
