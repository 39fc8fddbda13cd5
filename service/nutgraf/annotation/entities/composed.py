"""Names that a place makes with the word beside it, and names that several states share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from nutgraf.annotation.entities.findings import Finding, Reading, text_of
from nutgraf.annotation.entities.states import OwnerRules, owner_before
from nutgraf.annotation.entities.words import Words, table_of
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.entity import EntityKind


@dataclass(frozen=True, slots=True)
class Composer:
    """The words beside a place that make a club, paper or university of it."""

    before: frozenset[tuple[str, ...]]
    after: frozenset[tuple[str, ...]]
    shared: dict[str, frozenset[str]]
    heads: frozenset[str]
    joints: frozenset[str]
    breaks: frozenset[str]
    bodies: Words

    def find(self, reading: Reading) -> Iterator[Finding]:
        """Organisations named after a place or by a head: "Bangkok Post", "Bank of America"."""
        yield from self._placed(reading)
        if self.heads:
            yield from self._headed(reading)

    def _headed(self, reading: Reading) -> Iterator[Finding]:
        """Runs of capitalised words around a head: "Civil Aviation Administration"."""
        position = 0
        while position < len(reading.tokens):
            last = self._run(reading, position)
            words = reading.tokens[position:last]
            headed = len(words) > 1 and any(word.fold in self.heads for word in words)
            if headed and not self._is_body(reading, position, last):
                yield _organisation(reading, position, last)
            position = max(last, position + 1)

    def _is_body(self, reading: Reading, first: int, last: int) -> bool:
        """Tell whether the run is a described body, alone or after its state."""
        state = reading.opening.get(first)
        if state is not None and state.kind == EntityKind.COUNTRY:
            first = state.last
        hit = self.bodies.at(reading, first) if first < last else None
        return hit is not None and hit.last == last

    def _run(self, reading: Reading, first: int) -> int:
        """The end of a run of capitalised words, joints inside it allowed after a head."""
        if first == 0 and reading.fold(1) not in self.heads:
            return 1
        last = place = first
        while place < len(reading.tokens):
            token = reading.tokens[place]
            stops = token.fold in self.joints or token.fold in self.breaks
            if token.text[0].isupper() and not stops:
                place += 1
                last = place
            elif last > first and token.fold in self.joints and self._after_head(reading, place):
                place += 1
            else:
                break
        return last

    def _after_head(self, reading: Reading, place: int) -> bool:
        """A joint goes on only after a head or another joint: "Bank of the ..."."""
        word = reading.fold(place - 1)
        return word in self.heads or word in self.joints

    def _placed(self, reading: Reading) -> Iterator[Finding]:
        for place in reading.names:
            if place.kind == EntityKind.PLACE and not place.partial:
                first, last = self._edges(reading, place)
                if (first, last) != (place.first, place.last):
                    yield _organisation(reading, first, last)

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
        elsewhere = "*" in others or bool(others & told)
        if elsewhere and name.country not in told:
            return replace(name, qid=None, country=None, identity=f"body:{fold(name.name)}|")
        return name


def _organisation(reading: Reading, first: int, last: int) -> Finding:
    name = text_of(reading, first, last)
    identity = f"organisation:{fold(name)}"
    return reading.finding(first, last, kind=EntityKind.ORGANISATION, name=name, identity=identity)


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
    data, bodies = language.table("gazetteer"), language.table("bodies")
    return Composer(
        before=frozenset(tuple(fold(phrase).split()) for phrase in data["before_place"]),
        after=frozenset(tuple(fold(phrase).split()) for phrase in data["after_place"]),
        heads=frozenset(fold(head) for head in bodies.get("name_heads", ())),
        joints=frozenset(bodies["name_joints"]),
        breaks=frozenset(bodies.get("name_breaks", ())),
        bodies=table_of(language, "bodies"),
        shared={name: frozenset(codes) for name, codes in data["shared"].items()},
    )
