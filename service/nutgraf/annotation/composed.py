"""Names that a place makes with the word beside it, and names that several states share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from nutgraf.annotation.findings import Finding, Reading, text_of
from nutgraf.annotation.language import Language
from nutgraf.annotation.states import OwnerRules, owner_before
from nutgraf.annotation.tokens import fold
from nutgraf.model.entity import EntityKind


@dataclass(frozen=True, slots=True)
class Composer:
    """The words beside a place that make a club, paper or university of it."""

    before: frozenset[tuple[str, ...]]
    after: frozenset[tuple[str, ...]]
    shared: dict[str, frozenset[str]]

    def find(self, reading: Reading) -> Iterator[Finding]:
        """Organisations named after a place: "Borussia Dortmund", "Bangkok Post"."""
        for place in reading.names:
            if place.kind == EntityKind.PLACE and not place.partial:
                first, last = self._edges(reading, place)
                if (first, last) != (place.first, place.last):
                    name = text_of(reading, first, last)
                    identity = f"organisation:{fold(name)}"
                    kind = EntityKind.ORGANISATION
                    yield reading.finding(first, last, kind=kind, name=name, identity=identity)

    def _edges(self, reading: Reading, place: Finding) -> tuple[int, int]:
        for length in (2, 1):
            left = tuple(reading.fold(place.first - n) for n in range(length, 0, -1))
            if left in self.before and reading.tokens[place.first - length].text[0].isupper():
                return place.first - length, place.last
            right = tuple(reading.fold(place.last + n) for n in range(length))
            if right in self.after and reading.tokens[place.last].text[0].isupper():
                return place.first, place.last + length
        return place.first, place.last

    def told_apart(self, readings: Sequence[Reading]) -> list[Reading]:
        """Take the item from names that other states share where the document tells of those."""
        told = {f.country for reading in readings for f in reading.names if not self._shares(f)}
        return [
            Reading.of(reading.sentence, [self._apart(name, told) for name in reading.names])
            for reading in readings
        ]

    def _shares(self, name: Finding) -> bool:
        return name.name in self.shared

    def _apart(self, name: Finding, told: set[str | None]) -> Finding:
        others = self.shared.get(name.name, frozenset())
        if others & told and name.country not in told:
            return replace(name, qid=None, country=None, identity=f"body:{fold(name.name)}|")
        return name


def of_own_state(reading: Reading, rules: OwnerRules) -> Reading:
    """Take the item from a body that an adjective gives to another state."""
    return Reading.of(reading.sentence, [_own(reading, name, rules) for name in reading.names])


def _own(reading: Reading, name: Finding, rules: OwnerRules) -> Finding:
    if name.kind != EntityKind.ORGANISATION or name.country is None or name.partial:
        return name
    owner = owner_before(reading, name.first, rules)
    if owner.country in {None, name.country}:
        return name
    identity = f"body:{fold(name.name)}|{owner.country}"
    return replace(name, qid=None, country=owner.country, identity=identity)


@lru_cache(maxsize=16)
def composer(language: Language) -> Composer:
    """The composer of a language."""
    data = language.table("gazetteer")
    return Composer(
        before=frozenset(tuple(fold(phrase).split()) for phrase in data["before_place"]),
        after=frozenset(tuple(fold(phrase).split()) for phrase in data["after_place"]),
        shared={name: frozenset(codes) for name, codes in data["shared"].items()},
    )
