"""Whether a time that was read agrees with a listed value of a case."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from nutgraf.model.time import TimeValue

Value = Mapping[str, str]
_DAY = timedelta(days=1)
# "Monday or Tuesday" is one of two days. "Two weeks ago" is a day with three on each side,
# "two months ago" a month, "two years ago" a year: what is counted from publication in units
# counts where the listed day lies in it.
_LONGEST = 367
_PART = re.compile(r"T(?:MO|MI|AF|EV|NI|DT)\b")
_ISO = re.compile(
    r"P(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?"
    r"(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?"
)
_SECONDS = (31536000, 2592000, 604800, 86400, 3600, 60, 1)


def agrees(kind: str, value: Value, time: TimeValue) -> bool:
    """Tell whether a time has the listed value of its kind."""
    return _KINDS[kind](value, time) if kind in _KINDS else False


def _date(value: Value, time: TimeValue) -> bool:
    day = _day(value.get("value", ""))
    first, last = time.begin_earliest, time.latest
    if day is None or first is None or last is None or not time.tells_when:
        return False
    if time.offset is not None and time.anchor is None:
        return first <= day <= last and (last - first).days < _LONGEST
    either = (time.edtf or "")[:1] == "[" and (last - first).days == 1
    return first == last == day or (either and day in {first, last})


def _range(value: Value, time: TimeValue) -> bool:
    first, end = _day(value.get("start", "")), _day(value.get("end", ""))
    if not time.tells_when:
        return False
    if end is None:
        begins = time.begin_earliest in {first, first and first + _DAY}
        return first is not None and begins and time.end_latest is None
    ends = set(_ends(end, value["timex"]))
    if first is None:
        told = {time.end_earliest, time.end_latest, time.latest}
        return time.begin_earliest is None and bool(told & ends)
    return time.begin_earliest == first and time.latest in ends


def _ends(end: date, timex: str) -> Iterator[date]:
    """The last days that an end may mean.

    A listed end is the day behind the stretch; of two units ("2014 to 2018") it is the first
    day of the second, of which the wording means all: a year, a quarter or a month.
    """
    yield from (end, end - _DAY)
    if timex.endswith("Y)"):
        yield end.replace(month=12, day=31)
    if timex.endswith(("Y)", "M)")):
        yield end.replace(day=monthrange(end.year, end.month)[1])
        quarter = end.replace(day=1, month=(end.month + 2) // 3 * 3)
        yield quarter.replace(day=monthrange(quarter.year, quarter.month)[1])


def _time(value: Value, time: TimeValue) -> bool:
    return bool(time.clock) and value["value"][:5] in _clocks(time)


def _clocks(time: TimeValue) -> list[str]:
    """The clock times that a value may mean, without their offset."""
    written = re.sub(r"[+-]\d\d:\d\d(?=$|/)", "", time.clock or "")
    return [clock[:5] for clock in written.strip("[]").split(",")]


def _time_range(value: Value, time: TimeValue) -> bool:
    part = _PART.search(value["timex"])
    if part:
        return time.clock == part.group()
    written = "/".join(value.get(name, "")[-8:][:5] for name in ("start", "end"))
    return written in re.sub(r"[+-]\d\d:\d\d(?=$|/)", "", time.clock or "").strip("[]").split(",")


def _datetime(value: Value, time: TimeValue) -> bool:
    day = _day(value["value"][:10])
    clock = bool(time.clock) and value["value"][11:16] in _clocks(time)
    return time.begin_earliest == time.latest == day and clock


def _datetime_range(value: Value, time: TimeValue) -> bool:
    days = {_day(value[name][:10]) for name in ("start", "end") if name in value}
    # A night is over on the day behind the one that it is named after.
    nights = {day + _DAY for day in days if day} if time.clock == "TNI" else set()
    begins = time.begin_earliest in days or "start" not in value
    ends = time.latest in days | nights or "end" not in value
    return begins and ends and _time_range(value, time)


def _duration(value: Value, time: TimeValue) -> bool:
    if time.duration is None:
        return False
    same = time.duration == value["timex"]
    return same or _seconds(time.duration) == float(value["value"])


def _seconds(duration: str) -> float | None:
    match = _ISO.fullmatch(duration)
    if match is None:
        return None
    told = zip(match.groups(), _SECONDS, strict=True)
    return sum(float(number or 0) * seconds for number, seconds in told)


def _set(value: Value, time: TimeValue) -> bool:
    return time.recurrence is not None and _bare(time.recurrence) == _bare(value["timex"])


def _bare(timex: str) -> str:
    """A TIMEX3 value without the minutes of a full hour."""
    return re.sub(r"(T\d\d):00$", r"\1", timex)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


_KINDS: dict[str, Callable[[Value, TimeValue], bool]] = {
    "date": _date,
    "daterange": _range,
    "datetime": _datetime,
    "datetimerange": _datetime_range,
    "time": _time,
    "timerange": _time_range,
    "duration": _duration,
    "set": _set,
}
