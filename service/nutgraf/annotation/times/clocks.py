"""Clock times: hours and minutes, halves and parts of the day, and offsets from UTC."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_DAY = 24 * 60
_HALF = _DAY // 2
_HOUR = 60
# At night, hours from this one on belong to the evening ("10 at night").
_EVENING = 6 * _HOUR


def clock_of(slots: Mapping[str, Any]) -> str | None:
    """The clock time that the slots tell, as a `TimeValue` writes it, else a part of the day.

    Where a pattern says `halves`, an hour up to twelve comes twice a day and is one of two.

    >>> clock_of({"hour": 5, "hour2": 6, "part2": "TEV"})
    '17:00/18:00'
    """
    first = _minutes(slots, "")
    if first is None:
        return str(slots["part"]) if "part" in slots else None
    last = _minutes(slots, "2")
    if last is None:
        told = _readings(first, _half(slots, ""), slots)
        readings = [f"{_clock(each)}{_offset(slots, each)}" for each in told]
    else:
        readings = [f"{_clock(a)}/{_clock(b)}" for a, b in _pairs(first, last, slots)]
    return readings[0] if len(readings) == 1 else f"[{','.join(readings)}]"


def opened(clock: str | None, modifier: str | None) -> str | None:
    """The clock time, open to the side that a preposition leaves open ("after 8 am")."""
    if clock is None or "/" in clock or clock[:1] == "T":
        return clock
    if clock[:1] == "[":
        return f"[{','.join(str(opened(each, modifier)) for each in clock[1:-1].split(','))}]"
    if modifier in {"since", "from", "earliest", "after"}:
        return f"{clock}/"
    return f"/{clock}" if modifier in {"until", "before"} else clock


def _minutes(slots: Mapping[str, Any], number: str) -> int | None:
    """Minutes since midnight as they are written; 24:00 ends a day."""
    hour = slots.get(f"hour{number}", slots.get(f"hourword{number}"))
    if hour is None:
        return None
    minute = slots.get(f"minute{number}", slots.get(f"minuteword{number}", 0))
    past = int(slots.get("past", 0)) if not number else 0
    sign = int(slots.get("side", 1)) if not number else 1
    told = int(hour) * _HOUR + sign * int(minute) + past
    return told if told == _DAY else told % _DAY


def _half(slots: Mapping[str, Any], number: str) -> str | None:
    found = slots.get(f"meridiem{number}", slots.get(f"part{number}"))
    return None if found is None else str(found)


def _readings(minutes: int, half: str | None, slots: Mapping[str, Any]) -> list[int]:
    if half is not None:
        return [_told(minutes, half)]
    if slots.get("halves") and minutes < _HALF + _HOUR:
        return sorted({minutes, (minutes + _HALF) % _DAY})
    return [minutes]


def _told(minutes: int, half: str) -> int:
    """The minutes that are meant when the half or the part of the day is told."""
    twelve = _HALF <= minutes < _HALF + _HOUR
    if half in {"am", "TNI", "TEV"} and twelve:
        return minutes - _HALF
    behind = half in {"pm", "TAF", "TEV"}
    behind |= half == "TNI" and minutes >= _EVENING
    behind |= half == "TMI" and minutes < _EVENING
    return minutes + _HALF if behind and minutes < _HALF else minutes


def _pairs(first: int, last: int, slots: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Begin and end: the half of the end counts for a begin that has none, where it fits."""
    half, ending = _half(slots, ""), _half(slots, "2")
    ends = _readings(last, ending or half, slots)
    if half is None and ending is not None:
        shared = _told(first, ending)
        return [(shared if shared <= ends[0] else first, ends[0])]
    begins = _readings(first, half, slots)
    return list(zip(begins, ends, strict=False))


def _clock(minutes: int) -> str:
    return f"{minutes // _HOUR:02}:{minutes % _HOUR:02}"


def _offset(slots: Mapping[str, Any], local: int) -> str:
    """The offset from UTC: of a zone, or by the same time in a zone given beside it."""
    beside = slots.get("zone2")
    if "hour3" in slots and beside:
        there = int(slots["hour3"]) * _HOUR + int(slots.get("minute3", 0))
        return _signed((local - there + _minutes_of(str(beside)) + _HALF - 1) % _DAY - _HALF + 1)
    return str(slots.get("zone") or beside or "") if "hour3" not in slots else ""


def _minutes_of(offset: str) -> int:
    hours, _, minutes = offset[1:].partition(":")
    total = int(hours) * _HOUR + int(minutes)
    return -total if offset[0] == "-" else total


def _signed(minutes: int) -> str:
    return f"{'-' if minutes < 0 else '+'}{_clock(abs(minutes))}"
