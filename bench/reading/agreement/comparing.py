"""When a reading agrees with gold: names, words, times and quantities compared."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from nutgraf.model.annotation import AnnotatedDocument
from nutgraf.model.document import PublicationDate
from nutgraf.model.entity import Entity
from nutgraf.model.event import Claim, Figure
from nutgraf.model.time import TimeValue

Spot = tuple[int, int]
_OFFSETS = re.compile(r"[efc](\d+)-(\d+)")
_NO_YEAR = "XXXX"


def spot_of(key: str) -> Spot:
    """The offsets that a report's key names: `f12-20` gives (12, 20)."""
    match = _OFFSETS.match(key)
    if match is None:
        raise ValueError(f"{key!r} is not the key of a report; expected e, f or c and offsets")
    return int(match[1]), int(match[2])


def overlaps(spot: Spot, spots: tuple[Spot, ...]) -> bool:
    """Tell whether a stretch shares a code point with one of the others."""
    return any(spot[0] < end and start < spot[1] for start, end in spots)


def fold(name: str) -> str:
    """A name without case, diacritics and ß, so that Erdoğan is Erdogan.

    >>> fold("Erdoğan Straße")
    'erdogan strasse'
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the text that name somebody, any of them, and where they stand."""

    wordings: tuple[str, ...]
    spots: tuple[Spot, ...]

    def __str__(self) -> str:
        """The first wording."""
        return self.wordings[0]


def same_name(expected: str | Phrase, entity: Entity | None) -> bool:
    """Tell whether one name of the entity contains the expected name or lies in it.

    A phrase also agrees with the entity that is mentioned there.
    """
    if entity is None:
        return False
    if isinstance(expected, Phrase):
        mentioned = ((span.start, span.end) for span in entity.mentions)
        there = any(overlaps(spot, expected.spots) for spot in mentioned)
        return there or any(same_name(wording, entity) for wording in expected.wordings)
    wanted = fold(expected)
    names = [fold(name) for name in (entity.name, *entity.names) if len(name) >= 3]
    return any(wanted in name or name in wanted for name in names)


def same_source(
    expected: str | Phrase | None, key: str | None, annotated: AnnotatedDocument
) -> bool:
    """Tell whether an entity key and an expected name mean the same, or both are absent."""
    if expected is None or key is None:
        return expected is key
    return same_name(expected, entity_of(annotated, key))


def same_speaker(expected: str | Phrase | None, claim: Claim, annotated: AnnotatedDocument) -> bool:
    """Tell whether a claim has the expected speaker.

    A speaker without a name has no entity; then the phrase must stand in the evidence.
    """
    if claim.speaker is None and isinstance(expected, Phrase):
        return any(overlaps((span.start, span.end), expected.spots) for span in claim.evidence)
    return same_source(expected, claim.speaker, annotated)


def entity_of(annotated: AnnotatedDocument, key: str | None) -> Entity | None:
    """The entity of a document with this key."""
    return next((entity for entity in annotated.entities if entity.key == key), None)


def word_overlap(first: str, second: str) -> float:
    """F1 of the words that two wordings share, counted as often as they occur.

    >>> word_overlap("die Lage sei ruhig", "die Lage ist ruhig")
    0.75
    """
    left, right = _words(first), _words(second)
    if not left or not right:
        return 0.0
    shared = (left & right).total()
    return 2 * shared / (left.total() + right.total())


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", fold(text)))


def same_time(expected: str | None, value: TimeValue | None) -> bool:
    """Tell whether a time value says what the expected EDTF string says.

    Equal strings agree; so do equal outer bounds, because open intervals and sets have
    more than one spelling.
    """
    if expected is None or value is None:
        return expected is None and value is None
    if value.edtf == expected:
        return True
    if expected.startswith(_NO_YEAR):
        return False
    return bounds(expected) == (value.begin_earliest, value.end_latest)


def bounds(edtf: str) -> tuple[date | None, date | None]:
    """First and last day of an EDTF date, interval (`..` is open) or set.

    >>> bounds("2022-01/..")
    (datetime.date(2022, 1, 1), None)
    """
    parts = edtf.strip("[]").replace(",", "/").split("/")
    return _parse(parts[0], last=False), _parse(parts[-1], last=True)


def _parse(part: str, *, last: bool) -> date | None:
    if part == "..":
        return None
    day = PublicationDate.parse(part)
    return day.last if last else day.first


def same_figure(expected: Mapping[str, Any], figure: Figure) -> bool:
    """Tell whether measure, value, bounds and qualifier are all as expected."""
    quantity = figure.quantity
    found = {
        "measure": figure.measure.value,
        "value": quantity.value,
        "min": quantity.minimum,
        "max": quantity.maximum,
        "qualifier": quantity.qualifier.value,
    }
    return all(found[name] == value for name, value in expected.items() if name in found)
