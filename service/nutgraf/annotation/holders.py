"""Offices of persons: what the words around a name say, and periphrases that mean a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from nutgraf.annotation.bodies import compound_owner
from nutgraf.annotation.findings import Finding, Reading
from nutgraf.annotation.language import Language
from nutgraf.annotation.offices import Office, Offices, offices_of
from nutgraf.annotation.states import (
    NOBODY,
    Owner,
    OwnerRules,
    owner_after,
    owner_before,
    owner_rules,
)
from nutgraf.annotation.tokens import fold
from nutgraf.model.entity import EntityKind

_REACH = 6


@dataclass(frozen=True, slots=True)
class Holding:
    """An office and the state or organisation it is of."""

    noun: str
    office_class: str
    country: str | None
    parent: str | None


@dataclass(frozen=True, slots=True)
class OfficeReader:
    """Reads offices around names, and offices that stand for a name."""

    offices: Offices
    owners: OwnerRules
    definite: frozenset[str]

    def holding(self, reading: Reading, finding: Finding) -> Holding | None:
        """The office told right before a name, or in an apposition behind it."""
        before = self._before(reading, finding.first)
        return before or self._after(reading, finding.last)

    def _before(self, reading: Reading, first: int) -> Holding | None:
        if reading.fold(first - 1) == ",":
            first -= 1
        for office in self._nearby(reading, max(0, first - _REACH), first):
            owner = owner_after(reading, office.last, self.owners)
            if office.last == first or (owner is not NOBODY and owner.last == first):
                return self._held(reading, office, owner)
        return None

    def _after(self, reading: Reading, last: int) -> Holding | None:
        if reading.fold(last) != ",":
            return None
        for office in self._nearby(reading, last + 1, last + 1 + _REACH):
            between = range(last + 1, office.first)
            if all(self._attributive(reading, place) for place in between):
                return self._held(reading, office, owner_after(reading, office.last, self.owners))
        return None

    def _attributive(self, reading: Reading, place: int) -> bool:
        finding = reading.covers(place)
        if finding is not None:
            return finding.adjectival or finding.genitive
        word = reading.fold(place)
        return word in self.owners.determiners or (
            word.isalpha() and reading.tokens[place].text.islower()
        )

    def _nearby(self, reading: Reading, first: int, last: int) -> Iterator[Office]:
        for place in range(first, min(last, len(reading.tokens))):
            office = self.offices.at(reading, place)
            if office is not None and office.last <= len(reading.tokens):
                yield office

    def _held(self, reading: Reading, office: Office, after: Owner) -> Holding:
        owner = self._owner(reading, office)
        if owner is NOBODY:
            owner = after
        lasting = office.office_class not in self.offices.relations
        noun = office.noun if lasting else ""
        return Holding(noun, office.office_class, owner.country, owner.parent)

    def _owner(self, reading: Reading, office: Office) -> Owner:
        if office.prefix:
            return compound_owner(reading, office.first)
        return owner_before(reading, office.first, self.owners)

    def periphrases(self, reading: Reading) -> Iterator[tuple[Finding, Holding]]:
        """Definite offices without a name: "der kasachische Präsident", "the president"."""
        for office in self._nearby(reading, 0, len(reading.tokens)):
            if office.office_class not in self.offices.referable:
                continue
            if reading.covers(office.first) is not None:
                continue
            after = owner_after(reading, office.last, self.owners)
            held = self._held(reading, office, after)
            if not self._definite(reading, office, held):
                continue
            last = max(office.last, after.last)
            if self._names_its_holder(reading, last):
                continue
            yield (
                reading.finding(
                    office.first,
                    last,
                    kind=EntityKind.PERSON,
                    name=held.noun,
                    identity="",
                    head=False,
                ),
                held,
            )

    def _names_its_holder(self, reading: Reading, last: int) -> bool:
        """The name itself follows: "Präsident Tokajew" is one mention, not two."""
        following = reading.opening.get(last)
        return following is not None and following.kind == EntityKind.PERSON

    def _definite(self, reading: Reading, office: Office, held: Holding) -> bool:
        if held.country is not None or office.prefix:
            return self._article(reading, office.first) not in {"ein", "eine", "einen", "einem"}
        return self._article(reading, office.first) in self.definite

    def _article(self, reading: Reading, first: int) -> str:
        for place in range(first - 1, max(-1, first - 4), -1):
            word = reading.fold(place)
            if word in self.owners.determiners or word in self.definite:
                return word
            if not word.isalpha():
                break
        return ""


@lru_cache(maxsize=16)
def office_reader(language: Language) -> OfficeReader:
    """The reader of a language."""
    definite = frozenset(language.table("names")["definite"])
    return OfficeReader(offices_of(language), owner_rules(language), definite)


def resolve(
    periphrasis: Finding, held: Holding, holders: Iterable[tuple[str, Holding]]
) -> Finding | None:
    """Give a periphrasis the only person who holds such an office of the same state."""
    fitting = {
        key
        for key, other in holders
        if _same_office(held, other)
        and (held.country is None or other.country in {held.country, None})
        and (held.parent is None or other.parent in {held.parent, None})
    }
    if len(fitting) != 1:
        return None
    return replace(periphrasis, identity=next(iter(fitting)))


def _same_office(left: Holding, right: Holding) -> bool:
    if left.office_class == right.office_class == "minister":
        return fold(right.noun).endswith(fold(left.noun))
    return left.office_class == right.office_class
