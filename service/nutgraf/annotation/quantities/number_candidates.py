"""Number candidates: what in a sentence can be read as a number or a vague count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from nutgraf.annotation.quantities.fractions import Fraction, fractions
from nutgraf.annotation.quantities.number_shapes import CURRENCY
from nutgraf.annotation.quantities.numeral_tables import fold_number
from nutgraf.annotation.quantities.numerals import (
    DIGITS,
    FRACTIONS,
    is_exact,
    parse_number,
    plain,
    regrouped,
)
from nutgraf.annotation.quantities.quantity_tables import QuantityTables

_DIGITS = re.compile(DIGITS + rf"(?:[ \u00a0\u202f]?[{FRACTIONS}])?")
_JOINTS = "-–"
# Below, "hundert" and "tausend" alone are numbers; "Million" alone is a name or a rest.
_NAMED_MAGNITUDE = 1_000_000


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """A number `start..end`: its value, or for a vague count the least it can be.

    `factor` is the magnitude behind digits ("Mio."). `joined` tells that a dash ties it to
    a number beside it, so that only a range may use it; `part` that it is a fraction of a
    whole. `regrouped` is the value if its only mark groups ("10.000" where a point is decimal).
    """

    start: int
    end: int
    value: Decimal | None
    minimum: Decimal | None = None
    factor: int = 1
    spelled: bool = False
    article: bool = False
    rounded: bool = False
    joined: bool = False
    part: bool = False
    regrouped: Decimal | None = None


def candidates(text: str, start: int, end: int, tables: QuantityTables) -> Iterator[NumberSpan]:
    """Everything in `text[start:end]` that can be read as a number; some overlap."""
    yield from _vague_spans(text, start, end, tables)
    yield from _digit_spans(text, start, end, tables)
    yield from _spelled_spans(text, start, end, tables)
    yield from map(_of_fraction, fractions(text, start, end, tables))


def _of_fraction(found: Fraction) -> NumberSpan:
    """A fraction counts when its magnitude or whole number makes it a plain number."""
    part = not is_exact(found.value) or not (found.mixed or found.factor > 1)
    return NumberSpan(
        found.start, found.end, found.value, factor=found.factor, spelled=True, part=part
    )


def _vague_spans(text: str, start: int, end: int, tables: QuantityTables) -> Iterator[NumberSpan]:
    for regex, minimum in tables.vague:
        for match in regex.finditer(text, start, end):
            last, factor = _magnitude(text, match.end(), end, tables)
            yield NumberSpan(match.start(), last, None, minimum * factor, spelled=True)


def _digit_spans(text: str, start: int, end: int, tables: QuantityTables) -> Iterator[NumberSpan]:
    for match in _DIGITS.finditer(text, start, end):
        written = match.group()
        value = parse_number(written, tables.language)
        if value is None or _is_code(text, match):
            continue
        last, factor = _digit_magnitude(text, match, end, tables)
        if factor > 1 or _may_end(text, last, end, tables):
            span = NumberSpan(match.start(), last, plain(value * factor), factor=factor)
            joined = text[last : last + 1] in set(_JOINTS) or _is_tied(text, match.start())
            whole = regrouped(written) if factor == 1 and value != regrouped(written) else None
            inexact = not is_exact(value) and written[-1] in FRACTIONS
            yield replace(span, joined=joined, regrouped=whole, part=inexact)


def _digit_magnitude(
    text: str, match: re.Match[str], end: int, tables: QuantityTables
) -> tuple[int, int]:
    """The magnitude behind digits: a word, or letters written right behind ("10k", "£10m")."""
    shapes, numbers = tables.shapes, tables.numbers
    if found := shapes.attached.match(text, match.end(), end):
        return found.end(), numbers.attached[found.group()]
    signed = CURRENCY.search(text, max(match.start() - 5, 0), match.start())
    if signed and (found := shapes.signed.match(text, match.end(), end)):
        return found.end(), numbers.signed[found.group()]
    return _magnitude(text, match.end(), end, tables)


def _is_tied(text: str, start: int) -> bool:
    """Tell whether a dash ties a number to the one before it."""
    return start > 1 and text[start - 1] in _JOINTS and text[start - 2].isdigit()


def _is_code(text: str, match: re.Match[str]) -> bool:
    """Tell digits with a leading zero, or tied to letters by a dash ("030", "Su-25")."""
    written, start = match.group(), match.start()
    if written[0] == "0" and len(written) > 1 and written[1] not in ".,":
        return True
    if start < 2 or text[start - 1] not in _JOINTS:
        return False
    signed = text[start - 1] == "-" and (text[start - 2].isspace() or text[start - 2] == "(")
    return not (text[start - 2].isdigit() or signed)


def _may_end(text: str, position: int, end: int, tables: QuantityTables) -> bool:
    """Tell whether what follows leaves a number whole: no letters, ordinal stop or score."""
    rest = text[position : min(position + 3, end)]
    if rest[:1].isalpha() or rest[:1] == "_":
        return tables.unit.match(text, position, end) is not None
    if rest[:1] in {":", "/", "'", "’"} and rest[1:2].isalnum():
        return False
    if rest[:1] in set(_JOINTS):
        if tables.scale_behind.match(text, position, end):
            return True
        return rest[1:2].isdigit() or not rest[1:2].isalpha()
    is_ordinal = rest[:1] == "." and position + 1 < end and not rest[1:2].isdigit()
    return not is_ordinal


def _magnitude(text: str, position: int, end: int, tables: QuantityTables) -> tuple[int, int]:
    """The end of the magnitude behind a number and its factor, 1 when there is none."""
    match = tables.shapes.magnitude.match(text, position, end)
    if match is None:
        return position, 1
    form = fold_number(match.group().strip(" \u00a0\u202f-"))
    return match.end(), tables.numbers.magnitudes[form]


def _spelled_spans(text: str, start: int, end: int, tables: QuantityTables) -> Iterator[NumberSpan]:
    for match in tables.shapes.spelled.finditer(text, start, end):
        if _is_noun(text, start, match, tables):
            continue
        span = _spelled(text, match.start(), match.end(), tables)
        if span is not None and not _is_magnitude(text, match, tables):
            yield span
        else:
            yield from _pieces(text, match, tables)


def _is_magnitude(text: str, match: re.Match[str], tables: QuantityTables) -> bool:
    """Tell whether number words begin with the magnitude of digits ("3 hundred and one")."""
    first = fold_number(match.group().split()[0])
    return text[: match.start()].rstrip()[-1:].isdecimal() and first in tables.numbers.magnitudes


def _pieces(text: str, match: re.Match[str], tables: QuantityTables) -> Iterator[NumberSpan]:
    """The numbers of a run that is none as a whole ("two and three")."""
    position = match.start()
    for piece in re.split(rf"(\s+{tables.numbers.joiner}\s+)", match.group()):
        span = _spelled(text, position, position + len(piece), tables)
        position += len(piece)
        if span is not None:
            yield span


def _spelled(text: str, start: int, end: int, tables: QuantityTables) -> NumberSpan | None:
    written = " ".join(text[start:end].split())
    value = parse_number(written, tables.language)
    if value is None:
        return None
    folded = fold_number(written)
    if tables.numbers.magnitudes.get(folded, 0) >= _NAMED_MAGNITUDE:
        return None
    last = re.split(r"[\s-]", folded)[-1]
    factor = tables.numbers.magnitudes.get(last, 1) if last != folded else 1
    return NumberSpan(
        start,
        end,
        value,
        factor=factor,
        spelled=True,
        article=folded in tables.numbers.articles,
        rounded=last in tables.rounded,
    )


def _is_noun(text: str, start: int, match: re.Match[str], tables: QuantityTables) -> bool:
    """Tell whether a capital inside the sentence makes a small number word a name ("die Elf")."""
    word = match.group()
    inside = match.start() > start and text[match.start() - 1] == " "
    large = fold_number(word) in tables.numbers.scales
    return inside and word[0].isupper() and word.isalpha() and not large
