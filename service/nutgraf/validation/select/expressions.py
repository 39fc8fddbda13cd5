"""Expressions as closures from a row to a value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter

from nutgraf.validation.select.functions import FUNCTIONS, Result, equal, truth
from nutgraf.validation.select.syntax import Call, Constant, Expression, UnsupportedError, Variable

#: The terms of one solution, by column; `None` where a variable has no value.
Cells = tuple[str | None, ...]
Evaluate = Callable[[Cells], Result]


def compile_expression(expression: Expression, columns: Sequence[str]) -> Evaluate:
    """Compile an expression for rows with these columns."""
    match expression:
        case Variable(name):
            return itemgetter(columns.index(name)) if name in columns else _constant(None)
        case Constant(term):
            return _constant(term)
        case Call(name, arguments):
            parts = [compile_expression(each, columns) for each in arguments]
            return _FORMS[name](parts) if name in _FORMS else _applied(name, parts)
        case _:
            raise UnsupportedError("EXISTS inside an expression")


def _constant(value: Result) -> Evaluate:
    return lambda row: value


def _applied(name: str, parts: Sequence[Evaluate]) -> Evaluate:
    function = FUNCTIONS[name]
    if len(parts) == 1:
        inner = parts[0]
        return lambda row: function(inner(row))
    if len(parts) == 2:
        left, right = parts
        return lambda row: function(left(row), right(row))
    return lambda row: function(*[part(row) for part in parts])


def _either(parts: Sequence[Evaluate]) -> Evaluate:
    left, right = parts

    def evaluate(row: Cells) -> Result:
        one = truth(left(row))
        if one:
            return True
        other = truth(right(row))
        return True if other else (None if one is None or other is None else False)

    return evaluate


def _both(parts: Sequence[Evaluate]) -> Evaluate:
    left, right = parts

    def evaluate(row: Cells) -> Result:
        one = truth(left(row))
        if one is False:
            return False
        other = truth(right(row))
        return False if other is False else (None if one is None or other is None else True)

    return evaluate


def _among(parts: Sequence[Evaluate]) -> Evaluate:
    first, others = parts[0], parts[1:]

    def evaluate(row: Cells) -> Result:
        value = first(row)
        found = [equal(value, other(row)) for other in others]
        return True if True in found else (None if None in found else False)

    return evaluate


def _choice(parts: Sequence[Evaluate]) -> Evaluate:
    condition, one, other = parts

    def evaluate(row: Cells) -> Result:
        met = truth(condition(row))
        return None if met is None else (one(row) if met else other(row))

    return evaluate


_FORMS: dict[str, Callable[[Sequence[Evaluate]], Evaluate]] = {
    "||": _either,
    "&&": _both,
    "IN": _among,
    "IF": _choice,
}
