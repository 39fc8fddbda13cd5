"""Shares and ratios in words: "two-thirds of the houses", "three in four voters", "doubled"."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nutgraf.annotation.quantities.numerals import parse_number, plain
from nutgraf.annotation.quantities.quantity_bounds import entailed_bounds
from nutgraf.annotation.quantities.quantity_tables import QuantityTables
from nutgraf.model.annotation import QuantityMention, Sentence
from nutgraf.model.document import Document
from nutgraf.model.quantity import Measure, Qualifier, Quantity

_WINDOW = 40


def shares(
    document: Document, sentence: Sentence, tables: QuantityTables
) -> tuple[QuantityMention, ...]:
    """The shares of a sentence in words; of two that overlap the one that begins first."""
    found = [
        *_fractions(document, sentence, tables),
        *_proportions(document, sentence, tables),
    ]
    kept: list[QuantityMention] = []
    for mention in sorted(found, key=lambda each: (each.span.start, -each.span.end)):
        if not kept or mention.span.start >= kept[-1].span.end:
            kept.append(mention)
    return tuple(kept)


def ratios(
    document: Document, sentence: Sentence, tables: QuantityTables
) -> Iterator[QuantityMention]:
    """Words that are a ratio by themselves ("doubled")."""
    for regex, value in tables.ratios:
        for match in regex.finditer(document.text, sentence.start, sentence.end):
            span = document.span(match.start(), match.end())
            quantity = Quantity(Qualifier.UNSTATED, span.quote, value)
            yield QuantityMention(span, quantity, span, measure=Measure.RATIO)


def _fractions(
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


def _proportions(
    document: Document, sentence: Sentence, tables: QuantityTables
) -> Iterator[QuantityMention]:
    """Shares told as so many of so many ("three in four voters"), in percent."""
    if tables.proportion is None:
        return
    for match in tables.proportion.finditer(document.text, sentence.start, sentence.end):
        part = parse_number(match.group("part"), tables.language)
        whole = parse_number(match.group("whole"), tables.language)
        if part is None or whole is None or not 0 < part < whole:
            continue
        start, qualifier = _approximated(document.text, sentence.start, match.start(), tables)
        span = document.span(start, match.end())
        quantity = _quantity(qualifier, span.quote, _percent(part, whole))
        yield QuantityMention(span, quantity, span, measure=Measure.SHARE)


def _percent(part: Decimal, whole: Decimal) -> tuple[Decimal, Decimal]:
    """The percent of a proportion, or the two tenths of a percent between which it lies."""
    tenths, rest = divmod(part * 1000, whole)
    low = plain(tenths / 10)
    return (low, low) if not rest else (low, plain((tenths + 1) / 10))


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
