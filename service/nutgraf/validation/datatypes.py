"""The lexical spaces of the datatypes that SPARQL knows: https://www.w3.org/TR/xmlschema11-2/."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from functools import lru_cache

from nutgraf.validation.literals import XSD, read_literal

_ZONE = r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_YEAR = r"(-?(?:[1-9][0-9]{3,}|0[0-9]{3}))"
_MONTH = r"(0[1-9]|1[0-2])"
_DAY = r"(0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DOUBLE = r"(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN)"
_SECONDS = r"[0-9]+(?:\.[0-9]+)?S"
_MINUTES = rf"[0-9]+M(?:{_SECONDS})?"
_TIME_PARTS = rf"(?:[0-9]+H(?:{_MINUTES}|{_SECONDS})?|{_MINUTES}|{_SECONDS})"
_SIX_BITS = "[A-Za-z0-9+/] ?"
_PATTERNS = {
    "boolean": r"true|false|1|0",
    "decimal": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)",
    "double": _DOUBLE,
    "float": _DOUBLE,
    "time": _CLOCK + _ZONE,
    "gYear": _YEAR + _ZONE,
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}",
    "gMonth": f"--{_MONTH}{_ZONE}",
    "gDay": f"---{_DAY}{_ZONE}",
    "dayTimeDuration": rf"-?P(?:[0-9]+D(?:T{_TIME_PARTS})?|T{_TIME_PARTS})",
    "yearMonthDuration": r"-?P(?:[0-9]+Y(?:[0-9]+M)?|[0-9]+M)",
    "duration": rf"-?P(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?(?:T{_TIME_PARTS})?",
    "hexBinary": r"(?:[0-9A-Fa-f]{2})*",
    "base64Binary": f"(?:(?:{_SIX_BITS}){{4}})*(?:(?:{_SIX_BITS}){{2}}(?:{_SIX_BITS}= ?|= ?= ?))?",
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
}
_DATE = re.compile(f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}")
_DATE_TIME = re.compile(f"{_YEAR}-{_MONTH}-{_DAY}T{_CLOCK}{_ZONE}")
_MONTH_DAY = re.compile(f"--{_MONTH}-{_DAY}{_ZONE}")
#: Least and greatest value of the types derived from integer; `None` is no bound.
_RANGES: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
#: Longer digit strings are not read as numbers; only unbounded types may hold them.
_DIGITS = 40


@lru_cache(maxsize=65_536)
def has_datatype(term: str, datatype: str) -> bool:
    """Tell whether a written term is a literal of a datatype and in its lexical space."""
    if not term.startswith('"'):
        return False
    literal = read_literal(term)
    return literal.datatype == datatype and is_well_formed(datatype, literal.lexical)


def is_well_formed(datatype: str, lexical: str) -> bool:
    """Tell whether a lexical form belongs to a datatype; unknown datatypes take anything."""
    test = _TESTS.get(datatype)
    return test is None or test(lexical)


def _matches(pattern: str) -> Callable[[str], bool]:
    match = re.compile(pattern).fullmatch
    return lambda lexical: match(lexical) is not None


def _integer(least: int | None, greatest: int | None) -> Callable[[str], bool]:
    def test(lexical: str) -> bool:
        if not _INTEGER.fullmatch(lexical):
            return False
        digits = lexical.lstrip("+-").lstrip("0")
        negative = lexical.startswith("-") and digits != ""
        if len(digits) > _DIGITS:
            return (least if negative else greatest) is None
        value = -int(digits or "0") if negative else int(digits or "0")
        return (least is None or value >= least) and (greatest is None or value <= greatest)

    return test


def _date(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    def test(lexical: str) -> bool:
        match = pattern.fullmatch(lexical)
        return match is not None and int(match[3]) <= _days(match[1], int(match[2]))

    return test


def _days(year: str, month: int) -> int:
    # The calendar repeats every 400 years; the year itself may be too long for the library.
    return monthrange(2000 + int(year[-4:]) % 400, month)[1] if month == 2 else _LENGTHS[month - 1]


_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _month_day(lexical: str) -> bool:
    match = _MONTH_DAY.fullmatch(lexical)
    return match is not None and int(match[2]) <= _LENGTHS[int(match[1]) - 1]


_TESTS: dict[str, Callable[[str], bool]] = {
    **{XSD + name: _matches(pattern) for name, pattern in _PATTERNS.items()},
    **{XSD + name: _integer(*bounds) for name, bounds in _RANGES.items()},
    XSD + "date": _date(_DATE),
    XSD + "dateTime": _date(_DATE_TIME),
    XSD + "gMonthDay": _month_day,
}
