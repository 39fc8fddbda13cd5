"""Spells: how long something takes ("three days") and how often it comes ("every Monday")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nutgraf.annotation.times.calendar import UNITS
from nutgraf.annotation.times.clocks import clock_of
from nutgraf.annotation.times.time_setting import Setting
from nutgraf.annotation.times.time_values import Reading
from nutgraf.model.time import Granularity

# How TIMEX3 writes parts of the day.
_PART = re.compile("T[A-Z]{2}")
#: How ISO 8601 writes units: how many of them one is, and their letter.
_ISO: Mapping[str, tuple[int, str]] = {
    "second": (1, "TS"),
    "minute": (1, "TM"),
    "hour": (1, "TH"),
    "day": (1, "D"),
    "weekend": (1, "WE"),
    "week": (1, "W"),
    "fortnight": (2, "W"),
    "month": (1, "M"),
    "quarter": (3, "M"),
    "year": (1, "Y"),
    "decade": (10, "Y"),
    "century": (100, "Y"),
}


def iso_duration(unit: str, count: float | str) -> str:
    """A duration in ISO 8601; the count `X` stands for some.

    >>> iso_duration("hour", 1.5), iso_duration("decade", 2), iso_duration("day", "X")
    ('PT1.5H', 'P20Y', 'PXD')
    """
    times, letters = _ISO[unit]
    time, letter = ("T", letters[1:]) if letters[0] == "T" else ("", letters)
    number = count if isinstance(count, str) else f"{float(count) * times:g}"
    return f"P{time}{number}{letter}"


def amount_of(slots: Mapping[str, Any]) -> float | str:
    """How many units: a figure, a word, a fraction, or `X` for some."""
    if "decimal" in slots:
        return float(str(slots["decimal"]).replace(",", "."))
    told = slots.get("number", slots.get("count", slots.get("amount")))
    if told is None:
        return "X" if slots.get("some") else 1 + float(slots.get("more", 0))
    return str(told) if told == "X" else float(told) + float(slots.get("more", 0))


def read_duration(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """How long something takes: nothing is said of when."""
    unit = slots["unit"]
    duration = iso_duration(unit, amount_of(slots))
    if "unit2" in slots:
        count = slots.get("count2", slots.get("number2"))
        duration = _joined(duration, iso_duration(slots["unit2"], count))
    return Reading(UNITS[unit].granularity, duration=duration)


def _joined(first: str, second: str) -> str:
    """One duration of two: `P3Y` and `P6M` are `P3Y6M`, `PT1H` and `PT30M` are `PT1H30M`."""
    return first + second.lstrip("P" if "T" not in first else "PT")


def read_set(slots: Mapping[str, Any], setting: Setting) -> Reading | None:
    """How often something comes, in the way of TIMEX3."""
    clock = clock_of(slots)
    recurrence = _recurrence(slots)
    exact = clock is not None and not clock.startswith(("T", "["))
    if exact and (recurrence in {"P1D", None} or recurrence.startswith("T")):
        recurrence = f"T{clock}"
    elif exact:
        recurrence = f"{recurrence}T{clock}"
    elif clock and "weekday" in slots:
        recurrence = f"{recurrence}{clock}"
    return Reading(
        Granularity.DAY, recurrence=recurrence or clock, clock=clock or _part(recurrence)
    )


def _part(recurrence: str | None) -> str | None:
    """The part of the day that comes again."""
    return recurrence if recurrence and _PART.fullmatch(recurrence) else None


def _recurrence(slots: Mapping[str, Any]) -> str | None:
    if "frequency" in slots:
        return str(slots["frequency"])
    if "weekday" in slots:
        return f"XXXX-WXX-{slots['weekday']}"
    return iso_duration(slots["unit"], amount_of(slots)) if "unit" in slots else None
