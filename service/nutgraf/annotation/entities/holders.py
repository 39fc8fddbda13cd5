"""Offices of persons: what the words around a name say, and periphrases that mean a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from nutgraf.annotation.entities.bodies import compound_owner
from nutgraf.annotation.entities.findings import Finding, Reading
from nutgraf.annotation.entities.offices import Office, Offices, offices_of
from nutgraf.annotation.entities.states import (
    NOBODY,
    Owner,
    OwnerRules,
    owner_after,
    owner_before,
    owner_rules,
)
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.entity import EntityKind

_REACH = 6


@dataclass(frozen=True, slots=True)
class Holding:
    """An office and the state or organisation it is of."""

    noun: str
    office_class: str
    country: str | None
    parent: str | None
    whole: bool = True

    @property
    def feminine(self) -> bool:
        """Tell whether the word is of the German feminine form."""
        return self.noun.endswith("in")


@dataclass(frozen=True, slots=True)
class OfficeReader:
    """Reads offices around names, and offices that stand for a name."""

    offices: Offices
    owners: OwnerRules
    definite: frozenset[str]
    indefinite: frozenset[str]
    plural: frozenset[str]
    past: tuple[str, ...]
    synonyms: frozenset[str]
    prepositions: frozenset[str]

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
            word.isalpha()
            and reading.tokens[place].text.islower()
            and word not in self.prepositions
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
        noun = office.noun if lasting and not self._past(reading, office.first) else ""
        whole = office.whole and office.office_class in self.synonyms
        return Holding(noun, office.office_class, owner.country, owner.parent, whole)

    def _past(self, reading: Reading, first: int) -> bool:
        """An adjective says that the office is over or to come: "der frühere Präsident"."""
        before = (reading.fold(place) for place in (first - 1, first - 2))
        return any(word.startswith(self.past) for word in before if word)

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
            if self.names_its_holder(reading, last):
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

    def names_its_holder(self, reading: Reading, last: int) -> bool:
        """A name follows ("Präsident Tokajew"), or a genitive that no table knows."""
        if last >= len(reading.tokens):
            return False
        following, word = reading.opening.get(last), reading.tokens[last]
        if following is not None:
            return following.kind == EntityKind.PERSON
        linked = word.fold in self.offices.linkers or word.fold in self.offices.genitives
        return linked or (word.is_word and word.text[0].isupper())

    def _definite(self, reading: Reading, office: Office, held: Holding) -> bool:
        article = self._article(reading, office.first)
        if not held.noun or (article in self.plural and not held.feminine):
            return False
        if held.country is not None or office.prefix:
            return article not in self.indefinite
        return article in self.definite

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
    names, offices = language.table("names"), language.table("offices")
    return OfficeReader(
        offices=offices_of(language),
        owners=owner_rules(language),
        definite=frozenset(names["definite"]),
        indefinite=frozenset(names["indefinite"]),
        plural=frozenset(names["plural_article"]),
        past=tuple(offices["past"]),
        synonyms=frozenset(offices["synonyms"]),
        prepositions=frozenset(language.table("segmentation")["prepositions"]),
    )


def resolve(
    periphrasis: Finding, held: Holding, holders: Iterable[tuple[str, Holding]]
) -> Finding | None:
    """Give a periphrasis the only person who holds such an office of the same state."""
    fitting = {
        key
        for key, other in holders
        if _same_office(held, other)
        and held.country in {None, other.country}
        and held.parent in {None, other.parent}
    }
    if len(fitting) != 1:
        return None
    return replace(periphrasis, identity=next(iter(fitting)))


def _same_office(held: Holding, other: Holding) -> bool:
    """The same word or its head ("der Minister"), or words of a class that mean the same."""
    if held.office_class != other.office_class:
        return held.noun != "" and fold(other.noun).endswith(fold(held.noun))
    same = held.whole and other.whole and held.feminine == other.feminine
    return same or fold(other.noun).endswith(fold(held.noun))
