"""Quantities: every reported number of a document, what it counts and how exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from nutgraf.annotation.quantities.counted import (
    Counted,
    counted_before,
    counted_behind,
)
from nutgraf.annotation.quantities.number_candidates import NumberSpan
from nutgraf.annotation.quantities.number_spans import number_spans
from nutgraf.annotation.quantities.quantity_bounds import entailed_bounds
from nutgraf.annotation.quantities.quantity_lists import with_shared_nouns, with_subsets
from nutgraf.annotation.quantities.quantity_subjects import subject_measure
from nutgraf.annotation.quantities.quantity_tables import QuantityTables, quantity_tables
from nutgraf.annotation.quantities.quantity_vetoes import FoundNumber, is_increment, is_quantity
from nutgraf.annotation.quantities.shares import ratios, shares
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.annotation.times.time_mentions import time_spans
from nutgraf.model.annotation import Layers, QuantityMention, Sentence
from nutgraf.model.document import Document
from nutgraf.model.entity import EntityKind
from nutgraf.model.quantity import Measure, Qualifier, Quantity

_WINDOW = 60
_WHOLE = frozenset({Measure.KILLED, Measure.INJURED, Measure.MISSING, Measure.ARRESTED})


def find_quantities(layers: Layers, language: Language) -> tuple[QuantityMention, ...]:
    """All quantities of a document in text order, none overlapping.

    Dates, clock times, ages, ordinals, articles and numbers in names are none. Bounds are
    those that the wording entails, and no others.
    """
    tables = quantity_tables(language)
    times = time_spans(layers, language)
    places = frozenset(m.span.end for m in layers.mentions if m.kind is EntityKind.PLACE)
    found: list[QuantityMention] = []
    for sentence in layers.sentences:
        inside = frozenset(end for end in places if sentence.start < end <= sentence.end)
        found.extend(_sentence_quantities(layers.document, sentence, (times, inside), tables))
    return tuple(found)


def _sentence_quantities(
    document: Document,
    sentence: Sentence,
    known: tuple[tuple[tuple[int, int], ...], frozenset[int]],
    tables: QuantityTables,
) -> list[QuantityMention]:
    """The quantities of a sentence; `known` are spans of times and ends of places."""
    text, start, end = document.text, sentence.start, sentence.end
    times, places = known
    parts = shares(document, sentence, tables)
    taken = (*times, *((part.span.start, part.span.end) for part in parts))
    numbers = [
        number
        for number in number_spans(text, start, end, tables)
        if not number.part
        and not any(first < number.end and number.start < last for first, last in taken)
    ]
    found = [
        *parts,
        *(
            _mention(document, item, tables)
            for item in _items(text, sentence, numbers, places, tables)
        ),
        *ratios(document, sentence, tables),
    ]
    found.sort(key=lambda mention: mention.span.start)
    return with_subsets(text, start, with_shared_nouns(text, found, tables), tables)


def _items(
    text: str,
    sentence: Sentence,
    numbers: list[NumberSpan],
    places: frozenset[int],
    tables: QuantityTables,
) -> Iterator[FoundNumber]:
    """Numbers with approximator, range and noun, without those that are no quantities."""
    used = False
    for index, number in enumerate(numbers):
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        if used:
            used = False
            continue
        alone = _dressed(text, sentence, FoundNumber(number, number.start), tables)
        if is_increment(text, sentence, alone, following, tables):
            continue
        item = _with_range(text, sentence, number, following, tables)
        used = item.upper is not None
        item = _dressed(text, sentence, item, tables) if used else alone
        item = replace(item, placed=item.start - 1 in places)
        if is_quantity(text, sentence, item, tables):
            yield item


def _dressed(
    text: str, sentence: Sentence, item: FoundNumber, tables: QuantityTables
) -> FoundNumber:
    return _with_noun(text, sentence, _with_approximator(text, sentence, item, tables), tables)


def _with_range(
    text: str,
    sentence: Sentence,
    number: NumberSpan,
    following: NumberSpan | None,
    tables: QuantityTables,
) -> FoundNumber:
    if following is None or number.value is None or following.value is None:
        return FoundNumber(number, number.start)
    lower = _sharing_magnitude(number, following)
    between = text[number.end : following.start]
    for link in tables.ranges:
        opener = link.opener.search(text, sentence.start, number.start)
        ordered = lower.value is not None and lower.value < following.value
        if opener and ordered and link.link.fullmatch(between):
            return FoundNumber(lower, opener.start(), Qualifier.BETWEEN, following)
    return FoundNumber(number, number.start)


def _sharing_magnitude(number: NumberSpan, following: NumberSpan) -> NumberSpan:
    """Let "100 to 300 million" begin at 100 million."""
    if number.value is None or following.value is None or number.factor > 1:
        return number
    if following.factor == 1 or number.value >= following.value / following.factor:
        return number
    return replace(number, value=number.value * following.factor)


def _with_approximator(
    text: str, sentence: Sentence, item: FoundNumber, tables: QuantityTables
) -> FoundNumber:
    first = max(sentence.start, item.start - _WINDOW)
    sign = counted_before(text, first, item.start, tables)
    edge = sign.start if sign else item.start
    item = replace(item, counted=sign)
    found: re.Match[str] | None = None
    for qualifier, regex in tables.before:
        match = regex.search(text, first, edge)
        if match and (found is None or match.start() < found.start()):
            if _governed(text, first, match, tables):
                continue
            found = match
            kept = item.qualifier if item.upper else qualifier
            item = replace(item, start=match.start(), qualifier=kept)
    return replace(item, start=min(item.start, edge)) if found or sign else item


def _governed(text: str, first: int, match: re.Match[str], tables: QuantityTables) -> bool:
    """Tell whether an approximator is the preposition of a word before it ("Streit über")."""
    if fold(match.group().strip()) not in tables.prepositions:
        return False
    return tables.governed_by.search(text, first, match.start()) is not None


def _with_noun(
    text: str, sentence: Sentence, item: FoundNumber, tables: QuantityTables
) -> FoundNumber:
    """Add what is counted, and an approximator behind it or between ("100 or more people")."""
    last = item.last
    after = _after(text, last.end, sentence, tables)
    if item.counted is None:
        position = after[1] if after else last.end
        item = replace(item, counted=_counted(text, sentence, item, position, tables))
    end = max(last.end, item.counted.end if item.counted else 0, after[1] if after else 0)
    after = after or _after(text, end, sentence, tables)
    if after and item.qualifier is None:
        return replace(item, qualifier=after[0], end=max(end, after[1]))
    return replace(item, end=end)


def _counted(
    text: str, sentence: Sentence, item: FoundNumber, position: int, tables: QuantityTables
) -> Counted | None:
    before = re.findall(r"\w+", text[max(sentence.start, item.start - 30) : item.start])
    governed = any(fold(word) in tables.nouns.governors for word in before[-2:])
    loose = item.last.value is None or item.last.factor > 1 or item.last.rounded
    return counted_behind(text, position, sentence.end, tables, governed=governed, loose=loose)


def _after(
    text: str, position: int, sentence: Sentence, tables: QuantityTables
) -> tuple[Qualifier, int] | None:
    for qualifier, regex in tables.after:
        if match := regex.match(text, position, sentence.end):
            return qualifier, match.end()
    return None


def _mention(document: Document, item: FoundNumber, tables: QuantityTables) -> QuantityMention:
    item = _regrouped(item, document, tables)
    counted = item.counted
    whole = document.span(item.start, item.end)
    noun = document.span(counted.start, counted.end) if counted else None
    measure = counted.measure if counted else subject_measure(document.text, item.start, tables)
    quantity = _quantity(item, whole.quote, noun.quote if noun else None, measure)
    span = document.span(item.start, item.last.end)
    return QuantityMention(span, quantity, whole, noun, measure)


def _regrouped(item: FoundNumber, document: Document, tables: QuantityTables) -> FoundNumber:
    """Read "10.000 people" as ten thousand where a point is decimal: nobody counts thousandths."""
    if item.counted is None or item.number.regrouped is None or item.upper is not None:
        return item
    noun = document.text[item.counted.start : item.counted.end]
    whole = item.counted.measure in _WHOLE or tables.people.names(noun)
    value = item.number.regrouped if whole else item.number.value
    return replace(item, number=replace(item.number, value=value))


def _quantity(
    item: FoundNumber, quoted: str, unit: str | None, measure: Measure | None
) -> Quantity:
    number, qualifier = item.number, item.qualifier
    if number.value is None:
        return Quantity(Qualifier.VAGUE, quoted, minimum=number.minimum, unit=unit)
    if item.upper is not None:
        return Quantity(
            Qualifier.BETWEEN, quoted, minimum=number.value, maximum=item.upper.value, unit=unit
        )
    if qualifier is None:
        qualifier = Qualifier.APPROXIMATE if number.rounded else Qualifier.UNSTATED
    minimum, maximum = entailed_bounds(qualifier, number.value, measure)
    return Quantity(qualifier, quoted, number.value, minimum, maximum, unit)
