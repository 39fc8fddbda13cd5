"""Fractions and decimals in words or with a solidus: "two thirds", "3/4", "two point five"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nutgraf.annotation.quantities.numeral_sums import spelled_number
from nutgraf.annotation.quantities.numeral_tables import NumberWords, fold_number
from nutgraf.annotation.quantities.numerals import FRACTIONS, parse_number, plain, quotient
from nutgraf.annotation.quantities.quantity_tables import QuantityTables

# Denominators of printed fractions; "9/11" and "24/7" are none.
_SOLIDUS = re.compile(
    r"(?<![\w.,:/+])(?:(?P<whole>\d{1,6}) +)?(?P<part>\d{1,2})/(?P<of>10|12|16|100|[2-9])"
    r"(?![\w/:'’-]|[.,]\d)"
)
_THOUSAND = 1000
_CHARACTER = re.compile(rf"(?<![\w.,/])[{FRACTIONS}](?!\w)")


@dataclass(frozen=True, slots=True)
class Fraction:
    """A fraction or decimal `start..end`; `factor` is the magnitude behind it, else 1."""

    start: int
    end: int
    value: Decimal
    factor: int = 1
    mixed: bool = False


def fractions(text: str, start: int, end: int, tables: QuantityTables) -> Iterator[Fraction]:
    """All fractions and worded decimals of `text[start:end]`, which may overlap."""
    yield from _printed(text, start, end, tables)
    yield from _worded(text, start, end, tables)
    yield from _pointed(text, start, end, tables)


def _printed(text: str, start: int, end: int, tables: QuantityTables) -> Iterator[Fraction]:
    for match in _SOLIDUS.finditer(text, start, end):
        part, of = int(match.group("part")), int(match.group("of"))
        whole = match.group("whole")
        if 0 < part < of:
            value = quotient(part, of) + int(whole or 0)
            yield Fraction(match.start(), match.end(), value, mixed=whole is not None)
    for match in _CHARACTER.finditer(text, start, end):
        value = parse_number(match.group(), tables.language) or Decimal(0)
        behind = tables.shapes.magnitude.match(text, match.end(), end)
        factor = _factor(behind.group() if behind else None, tables.numbers)
        last = behind.end() if behind else match.end()
        yield Fraction(match.start(), last, plain(value * factor), factor)


def with_part(whole: Decimal, scale: int, part: Decimal, factor: int) -> Decimal:
    """A number and a fraction behind it; the fraction is of its own magnitude or of the number's.

    "five and a half million" and "five million and a half" are both 5.5 million, but "one
    billion and a half million" is a sum.
    """
    if factor == 1:
        return plain(whole + part * (scale if scale >= _THOUSAND else 1))
    return plain(whole * factor + part if whole < factor else whole + part)


def _worded(text: str, start: int, end: int, tables: QuantityTables) -> Iterator[Fraction]:
    numbers, shapes = tables.numbers, tables.shapes
    if shapes.denominator.search(text, start, end) is None:
        return
    for match in shapes.fraction.finditer(text, start, end):
        words, of = _of_tens(_words(match.group("part")), _hyphenated(match.group("of")), numbers)
        plainly = _fraction(match, words, numbers.denominators[of], tables)
        mixed = _mixed(match, words, numbers.denominators[of], tables)
        yield from (found for found in (mixed or plainly, _last(match, of, tables)) if found)
    for match in shapes.bare_fraction.finditer(text, start, end):
        of = fold_number(match.group("of"))
        factor = _factor(match.group("tail"), numbers)
        value = quotient(factor, numbers.denominators[of])
        yield Fraction(match.start(), match.end(), value, factor)


def _fraction(
    match: re.Match[str], words: list[str], of: int, tables: QuantityTables
) -> Fraction | None:
    part = parse_number(" ".join(words), tables.language)
    if part is None:
        return None
    factor = _factor(match.group("tail"), tables.numbers)
    return Fraction(match.start(), match.end(), quotient(part * factor, of), factor)


def _mixed(
    match: re.Match[str], words: list[str], of: int, tables: QuantityTables
) -> Fraction | None:
    """A whole number, a joiner and less than one whole ("twenty and three fifths")."""
    joiner = tables.numbers.joiner
    if joiner not in words:
        return None
    cut = len(words) - words[::-1].index(joiner)
    whole = parse_number(" ".join(words[: cut - 1]), tables.language)
    part = parse_number(" ".join(words[cut:]), tables.language)
    if whole is None or part is None or part >= of:
        return None
    scale = tables.numbers.magnitudes.get(words[cut - 2], 1)
    factor = _factor(match.group("tail"), tables.numbers)
    value = with_part(whole, scale, quotient(part * factor, of), factor)
    return Fraction(match.start(), match.end(), value, factor, mixed=True)


def _last(match: re.Match[str], of: str, tables: QuantityTables) -> Fraction | None:
    """The fraction behind the last joiner alone, for a number of digits before it."""
    joiners = list(re.finditer(rf"\s{tables.numbers.joiner}\s+", match.group("part")))
    if not joiners:
        return None
    start = match.start() + joiners[-1].end()
    part = parse_number(match.string[start : match.end("part")], tables.language)
    if part is None:
        return None
    factor = _factor(match.group("tail"), tables.numbers)
    value = quotient(part * factor, tables.numbers.denominators[of])
    return Fraction(start, match.end(), value, factor)


def _of_tens(words: list[str], of: str, numbers: NumberWords) -> tuple[list[str], str]:
    """Let the tens of "one hundred thirty-fifths" go to the denominator."""
    compound = f"{words[-1]}-{of}"
    if len(words) > 1 and numbers.joiner not in words and compound in numbers.denominators:
        return words[:-1], compound
    return words, of


def _words(written: str) -> list[str]:
    return re.split(r"[\s-]+", fold_number(written))


def _pointed(text: str, start: int, end: int, tables: QuantityTables) -> Iterator[Fraction]:
    for match in tables.shapes.pointed.finditer(text, start, end):
        whole = _whole(match.group("whole"), tables.numbers)
        digits = _digits(match.group("rest"), tables.numbers)
        if whole is None or digits is None:
            continue
        factor = _factor(match.group("tail"), tables.numbers)
        value = plain(Decimal(f"{whole}.{digits}") * factor)
        yield Fraction(match.start(), match.end(), value, factor, mixed=True)


def _whole(written: str, numbers: NumberWords) -> int | None:
    folded = " ".join(fold_number(written).split())
    value = spelled_number(folded, numbers)
    return None if value is None else int(value)


def _digits(written: str, numbers: NumberWords) -> str | None:
    """What is spoken behind the point: digit by digit, or as one number."""
    words = _words(written)
    single = [numbers.words[word] for word in words]
    if all(value < 10 for value in single):
        return "".join(map(str, single))
    value = spelled_number(" ".join(words), numbers)
    return None if value is None else str(value)


def _factor(tail: str | None, numbers: NumberWords) -> int:
    """The factor of the magnitude that ends what stands behind a fraction."""
    words = fold_number(tail or "").strip(" \u00a0\u202f-").split()
    return numbers.magnitudes.get(words[-1], 1) if words else 1


def _hyphenated(written: str) -> str:
    return "-".join(_words(written))
