"""Clock times and parts of the day, on the day that the text has told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nutgraf.annotation.times.calendar import Stretch, day_of
from nutgraf.annotation.times.clocks import clock_of
from nutgraf.annotation.times.time_setting import Setting
from nutgraf.annotation.times.time_values import Extent, Reading, day_reading
from nutgraf.model.time import Granularity

_NOON = "12:00"


def read_part(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A part of the day, on the day of the story or else of the publication."""
    stretch = _told_day(setting)
    return Reading(Granularity.DAY) if stretch is None else day_reading(stretch)


def read_clock(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """A clock time, on the day of the story or else of the publication."""
    if clock_of(slots) is None:
        return None
    minutes = bool(slots.keys() & {"minute", "minuteword", "past"})
    granularity = Granularity.MINUTE if minutes else Granularity.HOUR
    habit = setting.habit or slots.get("habit")
    stretch = None if habit else _told_day(setting, clock_of(slots))
    return Reading(granularity) if stretch is None else day_reading(stretch, granularity)


def _told_day(setting: Setting, clock: str | None = None) -> Stretch | None:
    """The day of a clock time: of the paragraph, else the one day of the text so far.

    Where no day has been told, the story is of the day of publication.
    """
    thread = setting.thread
    story = thread.story or thread.only
    if thread.story is None and thread.mixed:
        return None
    if story is not None and story.extent is Extent.NIGHT and clock:
        return _of_night(story.stretch, clock)
    if story is not None:
        return story.stretch if story.is_day else None
    return None if setting.day is None else day_of(setting.day)


def _of_night(night: Stretch | None, clock: str) -> Stretch | None:
    """The evening or the morning of a night."""
    if night is None or clock[:1] == "[":
        return None
    return day_of(night.first if clock >= _NOON else night.last)
