"""Number spans: the numbers of a text, longest first, with their signs and what they add up to."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from nutgraf.annotation.quantities.fractions import with_part
from nutgraf.annotation.quantities.number_candidates import NumberSpan, candidates
from nutgraf.annotation.quantities.numerals import is_exact
from nutgraf.annotation.quantities.quantity_tables import QuantityTables, quantity_tables
from nutgraf.annotation.text.language import Language

_THOUSAND = 1000
_LONGEST_SIGN = 12


def read_numbers(text: str, language: Language) -> tuple[NumberSpan, ...]:
    """All numbers of a text and its vague counts, whether or not they count anything."""
    return number_spans(text, 0, len(text), quantity_tables(language))


def number_spans(text: str, start: int, end: int, tables: QuantityTables) -> tuple[NumberSpan, ...]:
    """All numbers of `text[start:end]`, longest first, none overlapping, in text order."""
    found = sorted(candidates(text, start, end, tables), key=lambda span: (span.start, -span.end))
    chosen: list[NumberSpan] = []
    for span in found:
        if chosen and span.start < chosen[-1].end:
            continue
        total = _sum(text, chosen[-1], span, tables) if chosen else None
        if total is not None:
            chosen[-1] = total
        else:
            chosen.append(span)
    return tuple(_signed(text, start, span, tables) for span in chosen)


def _sum(
    text: str, first: NumberSpan, second: NumberSpan, tables: QuantityTables
) -> NumberSpan | None:
    """Two numbers beside each other that are one ("3 million and a half", "4 thousand 300")."""
    between = text[first.end : second.start]
    if first.value is None or second.value is None or between.strip(" \u00a0") == between:
        return None
    joined = between.strip() == tables.numbers.joiner
    if (between.strip() and not joined) or first.part or first.joined or second.joined:
        return None
    value = _total(first, second, joined=joined)
    if value is None:
        return None
    part = not is_exact(value)
    return replace(first, end=second.end, value=value, factor=second.factor, part=part)


def _total(first: NumberSpan, second: NumberSpan, *, joined: bool) -> Decimal | None:
    """What two numbers make together, if they are one."""
    value, more = first.value or Decimal(0), second.value or Decimal(0)
    whole = value == value.to_integral_value()
    if joined and whole and second.spelled and more < max(second.factor, 1):
        return with_part(value, first.factor, more, second.factor)
    if first.spelled or second.part or not second.factor <= more < first.factor:
        return None
    small = first.factor <= _THOUSAND and more < _THOUSAND
    scaled = 1 < second.factor < first.factor
    return value + more if small or scaled else None


def _signed(text: str, start: int, span: NumberSpan, tables: QuantityTables) -> NumberSpan:
    """The number with a minus sign or word before it; a dash behind a number is none."""
    if span.value is None:
        return span
    first = max(start, span.start - _LONGEST_SIGN)
    sign = tables.shapes.minus.search(text, first, span.start)
    if sign is None or text[start : sign.start()].rstrip()[-1:].isdecimal():
        return span
    return replace(span, start=sign.start(), value=-span.value)
