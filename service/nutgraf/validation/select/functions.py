"""The functions and operators of expressions: https://www.w3.org/TR/sparql11-query/#expressions.

A value is a written term, or what a function made: `Text`, a number or a truth value. An
error is `None`, which every function hands on unless it is one of the three that catch it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pyoxigraph as ox

from nutgraf.validation.literals import (
    LANGUAGE_STRING,
    STRING,
    XSD,
    Value,
    compare_values,
    read_literal,
    value_of,
)


class Text(str):
    """A plain string that a function made; a plain `str` is a written term."""

    __slots__ = ()


Result = str | Decimal | float | bool | None
Function = Callable[..., Result]
_INTEGER = XSD + "integer"


def comparable(value: Result) -> Value | None:
    """The value as literals compare."""
    if isinstance(value, bool):
        return "boolean", value
    if isinstance(value, Text):
        return "string", str(value)
    if isinstance(value, str):
        return value_of(value)
    return None if value is None else ("number", value)


def written(value: Result) -> str | None:
    """The value as a written term."""
    if value is None or (isinstance(value, str) and not isinstance(value, Text)):
        return value
    if isinstance(value, Text):
        return str(ox.Literal(value))
    if isinstance(value, bool):
        return f'"{str(value).lower()}"^^<{XSD}boolean>'
    number = Decimal(str(value))
    kind = "integer" if number == number.to_integral_value() else "decimal"
    return f'"{number:f}"^^<{XSD}{kind}>'


def truth(value: Result) -> bool | None:
    """The effective boolean value."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and not isinstance(value, Text) and value[0] != '"':
        return None
    known = comparable(value)
    return None if known is None else bool(known[1])


def equal(one: Result, other: Result) -> bool | None:
    """`=`: the same term, or literals of the same value."""
    if one is None or other is None:
        return None
    if type(one) is str and type(other) is str:
        if one == other:
            return True
        if one[0] != '"' or other[0] != '"':
            return False
    left, right = comparable(one), comparable(other)
    order = compare_values(left, right)
    if order is not None:
        return order == 0
    if _is_resource(one) or _is_resource(other):
        return False
    known = (left is not None or _language(one)) and (right is not None or _language(other))
    alike = left is not None and right is not None and left[0] == right[0]
    return False if known and not alike else None


def ordered(*orders: int) -> Function:
    """`<` and its siblings."""

    def function(one: Result, other: Result) -> bool | None:
        order = compare_values(comparable(one), comparable(other))
        return None if order is None else order in orders

    return function


def text(value: Result) -> str | None:
    """The characters of a string literal, with or without a language."""
    if isinstance(value, Text):
        return str(value)
    if not isinstance(value, str) or value[0] != '"':
        return None
    literal = read_literal(value)
    return literal.lexical if literal.datatype in {STRING, LANGUAGE_STRING} else None


def _is_resource(value: Result) -> bool:
    return isinstance(value, str) and not isinstance(value, Text) and value[0] != '"'


def _language(value: Result) -> str:
    plain = isinstance(value, Text) or not isinstance(value, str) or value[0] != '"'
    return "" if plain else read_literal(str(value)).language


def _str(value: Result) -> Text | None:
    term = written(value)
    if term is None or term[0] == "_":
        return None
    return Text(read_literal(term).lexical if term[0] == '"' else term[1:-1])


def _on_texts(function: Callable[..., Result]) -> Function:
    def lifted(*values: Result) -> Result:
        texts = [text(value) for value in values]
        return None if None in texts else function(*texts)

    return lifted


def _arithmetic(function: Callable[[Decimal, Decimal], Decimal]) -> Function:
    def lifted(one: Result, other: Result) -> Result:
        left, right = comparable(one), comparable(other)
        if left is None or right is None or left[0] != "number" or right[0] != "number":
            return None
        try:
            return function(_decimal(left[1]), _decimal(right[1]))
        except ArithmeticError:
            return None

    return lifted


def _decimal(number: object) -> Decimal:
    return number if isinstance(number, Decimal) else Decimal(str(number))


def _substring(value: Result, start: Result, length: Result = Decimal(10**9)) -> Result:
    letters, first, count = text(value), comparable(start), comparable(length)
    if letters is None or first is None or count is None:
        return None
    if first[0] != "number" or count[0] != "number":
        return None
    begin = _decimal(first[1]).to_integral_value()
    end = begin + _decimal(count[1]).to_integral_value()
    return Text(letters[max(int(begin) - 1, 0) : max(int(end) - 1, 0)])


def _datatype(value: Result) -> str | None:
    term = written(value)
    return f"<{read_literal(term).datatype}>" if term is not None and term[0] == '"' else None


def _lang(value: Result) -> Text | None:
    term = written(value)
    return Text(read_literal(term).language) if term is not None and term[0] == '"' else None


def _matches_language(tag: str, wanted: str) -> bool:
    tag, wanted = tag.lower(), wanted.lower()
    return tag != "" if wanted == "*" else tag == wanted or tag.startswith(wanted + "-")


def _is_kind(kinds: str) -> Function:
    def function(value: Result) -> bool | None:
        term = written(value)
        return None if term is None else term[0] in kinds

    return function


def _is_number(value: Result) -> bool | None:
    known = comparable(value)
    return None if value is None else known is not None and known[0] == "number"


def _not(value: Result) -> bool | None:
    known = truth(value)
    return None if known is None else not known


def _differ(one: Result, other: Result) -> bool | None:
    return _not(equal(one, other))


FUNCTIONS: dict[str, Function] = {
    "=": equal,
    "!=": _differ,
    "<": ordered(-1),
    ">": ordered(1),
    "<=": ordered(-1, 0),
    ">=": ordered(0, 1),
    "!": _not,
    "+": _arithmetic(lambda one, other: one + other),
    "-": _arithmetic(lambda one, other: one - other),
    "*": _arithmetic(lambda one, other: one * other),
    "/": _arithmetic(lambda one, other: one / other),
    "STR": _str,
    "STRLEN": _on_texts(lambda value: Decimal(len(value))),
    "SUBSTR": _substring,
    "CONCAT": _on_texts(lambda *values: Text("".join(values))),
    "CONTAINS": _on_texts(lambda value, part: part in value),
    "STRSTARTS": _on_texts(lambda value, part: value.startswith(part)),
    "STRENDS": _on_texts(lambda value, part: value.endswith(part)),
    "STRBEFORE": _on_texts(
        lambda value, part: Text(value.partition(part)[0] if part and part in value else "")
    ),
    "STRAFTER": _on_texts(lambda value, part: Text(value.partition(part)[2] if part else value)),
    "UCASE": _on_texts(lambda value: Text(value.upper())),
    "LCASE": _on_texts(lambda value: Text(value.lower())),
    "DATATYPE": _datatype,
    "LANG": _lang,
    "LANGMATCHES": _on_texts(_matches_language),
    "ISIRI": _is_kind("<"),
    "ISURI": _is_kind("<"),
    "ISBLANK": _is_kind("_"),
    "ISLITERAL": _is_kind('"'),
    "ISNUMERIC": _is_number,
    # The forms below look at their arguments themselves; see `expressions`.
    "BOUND": lambda value: value is not None,
    "COALESCE": lambda *values: next((value for value in values if value is not None), None),
    "IF": lambda condition, one, other: None,
    "IN": lambda value, *others: None,
    "&&": lambda one, other: None,
    "||": lambda one, other: None,
}
