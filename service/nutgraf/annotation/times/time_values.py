"""Readings of time phrases, and the time values they become under a modifier."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from nutgraf.annotation.times.calendar import Stretch, shifted_days
from nutgraf.model.time import Granularity, TimeValue


class Extent(Enum):
    """What a stretch of days says about an event at that time."""

    WHOLE = "whole"  # somewhere inside, begin and end
    BEGIN = "begin"  # it begins on a day of the stretch; the end is not told
    NIGHT = "night"  # it begins and ends on one of two days
    SPAN = "span"  # it fills the stretch from the first day to the last
    BEFORE = "before"  # it is over by the last day
    AFTER = "after"  # it does not begin before the first day


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase means before its modifier: days, unit, and how they are written."""

    granularity: Granularity
    stretch: Stretch | None = None
    extent: Extent = Extent.WHOLE
    edtf: str | None = None
    vague: bool = False
    weekday: int | None = None
    clock: str | None = None
    duration: str | None = None
    recurrence: str | None = None
    anchor: str | None = None
    offset: str | None = None

    @property
    def tells_when(self) -> bool:
        """Tell whether the phrase says when, not only how long or how often."""
        return self.duration is None and self.recurrence is None

    @property
    def is_day(self) -> bool:
        """Tell whether the reading is one known day."""
        return self.stretch is not None and self.stretch.is_day


def day_reading(stretch: Stretch, granularity: Granularity = Granularity.DAY) -> Reading:
    """One day that lies in the stretch."""
    if stretch.is_day:
        return Reading(granularity, stretch, Extent.BEGIN, stretch.first.isoformat())
    return Reading(granularity, stretch, Extent.BEGIN, _some_day(stretch))


def over_by(stretch: Stretch, granularity: Granularity) -> Reading:
    """A vague time that is over by the last day of the stretch."""
    return Reading(granularity, stretch, Extent.BEFORE, vague=True)


def not_before(stretch: Stretch, granularity: Granularity) -> Reading:
    """A vague time that does not begin before the first day of the stretch."""
    return Reading(granularity, stretch, Extent.AFTER, vague=True)


def _some_day(stretch: Stretch) -> str:
    """EDTF for one day of a stretch: `2022-01-XX` for a month, else a one-of set."""
    first, last = stretch.first, stretch.last
    next_month = shifted_days(last, 1)
    whole = first.day == 1 and next_month.day == 1
    if whole and (first.year, first.month) == (last.year, last.month):
        return f"{first.isoformat()[:7]}-XX"
    return f"[{first.isoformat()}..{last.isoformat()}]"


def stretch_reading(stretch: Stretch, granularity: Granularity, edtf: str | None = None) -> Reading:
    """A stretch inside which something happened."""
    return Reading(granularity, stretch, Extent.WHOLE, edtf or interval(stretch))


def interval(stretch: Stretch) -> str:
    """EDTF of a stretch: `2022`, `2022-01` where it is just that, else `first/last`."""
    first, last = stretch.first, stretch.last
    after = shifted_days(last, 1)
    if (first.month, first.day, after.year, after.month, after.day) == (1, 1, first.year + 1, 1, 1):
        return first.isoformat()[:4]
    if first.day == 1 and after.day == 1 and (first.year, first.month) == (last.year, last.month):
        return first.isoformat()[:7]
    return f"{first.isoformat()}/{last.isoformat()}"


def time_value(reading: Reading, label: str, modifier: str | None) -> TimeValue:
    """The value of a reading under its modifier ("since", "until", "before", …)."""
    bare = TimeValue(
        reading.granularity,
        label,
        edtf=reading.edtf,
        vague=reading.vague,
        weekday=None if reading.is_day else reading.weekday,
        clock=reading.clock,
        duration=reading.duration,
        recurrence=reading.recurrence,
        anchor=reading.anchor,
        offset=reading.offset,
    )
    if reading.stretch is None:
        return bare if modifier not in _OPEN else replace(bare, edtf=None)
    if modifier == "since" and reading.extent is Extent.BEFORE:
        return _bounded(bare, None, reading.stretch.last)
    if modifier in _OPEN and reading.extent not in _SELF_BOUNDED:
        return _open(bare, reading, reading.stretch, modifier)
    return _closed(bare, reading, reading.stretch)


_OPEN = frozenset({"since", "from", "earliest", "until", "before", "after"})
_SELF_BOUNDED = frozenset({Extent.SPAN, Extent.BEFORE, Extent.AFTER})


def _closed(bare: TimeValue, reading: Reading, stretch: Stretch) -> TimeValue:
    first, last = stretch.first, stretch.last
    bounds: dict[Extent, tuple[date | None, date | None, date | None, date | None]] = {
        Extent.WHOLE: (first, None, None, last),
        Extent.BEGIN: (first, last, None, None),
        Extent.NIGHT: (first, last, first, last),
        Extent.SPAN: (first, first, last, last),
        Extent.BEFORE: (None, last, None, last),
        Extent.AFTER: (first, None, None, None),
    }
    extent = reading.extent
    if stretch.is_day and extent in {Extent.WHOLE, Extent.BEGIN}:
        extent = Extent.SPAN
    return _bounded(bare, *bounds[extent])


def _open(bare: TimeValue, reading: Reading, stretch: Stretch, modifier: str | None) -> TimeValue:
    first, last = stretch.first, stretch.last
    known = reading.edtf if reading.edtf and not set(reading.edtf) & set("[/X") else None
    if modifier in {"since", "from"}:
        edtf = f"{known}/" if known else None
        return replace(_bounded(bare, first, last), edtf=edtf)
    if modifier == "earliest":
        return replace(_bounded(bare, first), edtf=f"[{first.isoformat()}..]")
    if modifier == "until":
        edtf = f"/{known}" if known else None
        return replace(_bounded(bare, None, None, first, last), edtf=edtf)
    if modifier == "before":
        day = shifted_days(last if reading.extent is Extent.BEGIN else first, -1)
        return replace(_bounded(bare, None, day, None, day), edtf=f"[..{day.isoformat()}]")
    day = shifted_days(first if reading.extent is Extent.BEGIN else last, 1)
    return replace(_bounded(bare, day), edtf=f"[{day.isoformat()}..]")


def _bounded(
    value: TimeValue,
    begin_earliest: date | None,
    begin_latest: date | None = None,
    end_earliest: date | None = None,
    end_latest: date | None = None,
) -> TimeValue:
    return replace(
        value,
        begin_earliest=begin_earliest,
        begin_latest=begin_latest,
        end_earliest=end_earliest,
        end_latest=end_latest,
    )
