"""Subjects of numbers: what a bare number measures by the subject told before it."""

from __future__ import annotations

from nutgraf.annotation.quantities.counted import measure_of
from nutgraf.annotation.quantities.quantity_tables import QuantityTables
from nutgraf.model.quantity import Measure


def subject_measure(text: str, start: int, tables: QuantityTables) -> Measure | None:
    """The measure of "the number of dead rose to 210", told before the number."""
    first = max(text.rfind(". ", 0, start), text.rfind("\n", 0, start)) + 1
    before = text[first:start]
    if not tables.subject_verbs.search(before):
        return None
    told = [
        (match.start(), measure)
        for regex, measure in tables.subject_words
        for match in regex.finditer(before)
    ]
    for match in tables.subject.finditer(before):
        words = (measure_of(word, tables) for word in match.group("noun").split())
        told.extend((match.start(), measure) for measure in words if measure is not None)
    # The subject nearest to the number is the one that rose.
    return max(told, key=lambda found: found[0])[1] if told else None
