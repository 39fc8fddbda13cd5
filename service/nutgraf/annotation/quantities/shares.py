"""Shares: fractions of a whole in words ("two-thirds of the houses"), in percent."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nutgraf.annotation.quantities.quantity_bounds import entailed_bounds
from nutgraf.annotation.quantities.quantity_tables import QuantityTables
from nutgraf.model.annotation import QuantityMention, Sentence
from nutgraf.model.document import Document
from nutgraf.model.quantity import Measure, Qualifier, Quantity

_WINDOW = 40


def shares(
    document: Document, sentence: Sentence, tables: QuantityTables
) -> Iterator[QuantityMention]:
    """The fractions of a sentence; a third has the bounds of its decimals, and no value."""
    text = document.text
    for regex, percent in tables.shares:
        for match in regex.finditer(text, sentence.start, sentence.end):
            start, qualifier = _approximated(text, sentence.start, match.start(), tables)
            span = document.span(start, match.end())
            quantity = _quantity(qualifier, span.quote, percent)
            yield QuantityMention(span, quantity, span, measure=Measure.SHARE)


def _approximated(
    text: str, first: int, start: int, tables: QuantityTables
) -> tuple[int, Qualifier]:
    """Where a fraction begins with its approximator, and what that makes of it."""
    found: tuple[int, Qualifier] = (start, Qualifier.UNSTATED)
    for qualifier, regex in tables.before:
        match = regex.search(text, max(first, start - _WINDOW), start)
        if match and match.start() < found[0]:
            found = match.start(), qualifier
    return found


def _quantity(qualifier: Qualifier, quoted: str, percent: tuple[Decimal, Decimal]) -> Quantity:
    low, high = percent
    if low == high:
        minimum, maximum = entailed_bounds(qualifier, low, Measure.SHARE)
        return Quantity(qualifier, quoted, low, minimum, maximum)
    upward = qualifier in {Qualifier.MORE_THAN, Qualifier.AT_LEAST}
    downward = qualifier in {Qualifier.LESS_THAN, Qualifier.AT_MOST}
    if qualifier is Qualifier.APPROXIMATE:
        return Quantity(qualifier, quoted, low)
    return Quantity(
        qualifier, quoted, minimum=None if downward else low, maximum=None if upward else high
    )
