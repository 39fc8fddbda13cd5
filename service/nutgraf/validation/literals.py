"""Literals read from their written form, and how their values compare in SPARQL.

https://www.w3.org/TR/sparql11-query/#OperatorMapping; what SPARQL cannot compare compares
as `None`, which SHACL counts as not met.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

import pyoxigraph as ox

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
STRING = XSD + "string"
LANGUAGE_STRING = RDF + "langString"
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_INTEGERS = frozenset(
    XSD + name
    for name in (
        *("integer", "nonNegativeInteger", "positiveInteger"),
        *("nonPositiveInteger", "negativeInteger", "long", "int", "short", "byte"),
        *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
)
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
# NaN is left out: it compares with nothing.
_DOUBLE = re.compile(r"[+-]?(?:INF|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)")
_FLOATS = frozenset({XSD + "double", XSD + "float"})
_ZONED = re.compile(r"(.*?)(Z|[+-][0-9]{2}:[0-9]{2})?")
#: What completes the parts of a calendar type to a moment.
_MOMENTS = {
    XSD + "dateTime": "{}",
    XSD + "date": "{}T00:00:00",
    XSD + "gYearMonth": "{}-01T00:00:00",
    XSD + "gYear": "{}-01-01T00:00:00",
    XSD + "time": "1972-12-31T{}",
}
#: A moment without a zone may lie this far from where UTC would put it.
_UNKNOWN_ZONE = timedelta(hours=14)

_FLAGS = {"true": True, "1": True, "false": False, "0": False}

#: The kind of a value, and what compares within the kind.
Value = tuple[str, Decimal | float | str | bool | tuple[datetime, bool]]
#: From a lexical form to its value.
Reader = Callable[[str], Value | None]


@dataclass(frozen=True, slots=True)
class Literal:
    """The lexical form, datatype address and language tag (or nothing) of a literal."""

    lexical: str
    datatype: str
    language: str = ""


@lru_cache(maxsize=65_536)
def read_literal(term: str) -> Literal:
    """Take a written literal apart."""
    end = term.rindex('"')
    body, tail = term[1:end], term[end + 1 :]
    lexical = _ESCAPE.sub(_unescaped, body) if "\\" in body else body
    if tail.startswith("@"):
        return Literal(lexical, LANGUAGE_STRING, tail[1:].lower())
    return Literal(lexical, tail[3:-1] if tail else STRING)


def write_literal(lexical: str, datatype: str = "", language: str = "") -> str:
    """Write a literal as N-Triples does."""
    kind = ox.NamedNode(datatype) if datatype and not language else None
    return str(ox.Literal(lexical, datatype=kind, language=language or None))


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPES.get(match[3], match[3])


@lru_cache(maxsize=65_536)
def value_of(term: str) -> Value | None:
    """The value of a written literal; `None` where it has none that compares."""
    if not term.startswith('"'):
        return None
    literal = read_literal(term)
    read = _READERS.get(literal.datatype)
    return _moment(literal) if read is None else read(literal.lexical)


def compare(one: str, other: str) -> int | None:
    """Order two written literals by value: -1, 0 or 1, and `None` where SPARQL cannot."""
    left, right = value_of(one), value_of(other)
    return compare_values(left, right)


def compare_values(left: Value | None, right: Value | None) -> int | None:
    """Order two values: -1, 0 or 1, and `None` where SPARQL cannot."""
    if left is None or right is None or left[0] != right[0]:
        return None
    a, b = left[1], right[1]
    if isinstance(a, tuple) and isinstance(b, tuple):
        return _compare_moments(a, b)
    return (a > b) - (a < b)  # type: ignore[operator] # equal kinds hold equal types


def _number(form: re.Pattern[str], make: Callable[[str], Decimal | float]) -> Reader:
    return lambda lexical: ("number", make(lexical)) if form.fullmatch(lexical) else None


def _flag(lexical: str) -> Value | None:
    return ("boolean", _FLAGS[lexical]) if lexical in _FLAGS else None


_READERS: dict[str, Reader] = {
    STRING: lambda lexical: ("string", lexical),
    XSD + "boolean": _flag,
    XSD + "decimal": _number(_DECIMAL, Decimal),
    **dict.fromkeys(_INTEGERS, _number(_INTEGER, Decimal)),
    **dict.fromkeys(_FLOATS, _number(_DOUBLE, float)),
}


def _moment(literal: Literal) -> Value | None:
    frame = _MOMENTS.get(literal.datatype)
    match = _ZONED.fullmatch(literal.lexical)
    if frame is None or match is None:
        return None
    zone = match[2] or ""
    try:
        moment = datetime.fromisoformat(frame.format(match[1]) + (zone or "+00:00"))
        return literal.datatype, (moment.astimezone(UTC), bool(zone))
    except (ValueError, OverflowError):
        return None


def _compare_moments(one: tuple[datetime, bool], other: tuple[datetime, bool]) -> int | None:
    order = (one[0] > other[0]) - (one[0] < other[0])
    if one[1] == other[1]:
        return order
    return order if abs(one[0] - other[0]) > _UNKNOWN_ZONE else None
