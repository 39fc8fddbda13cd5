"""Bodies of states and organisations that are named by what they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.annotation.findings import Finding, Reading, text_of
from nutgraf.annotation.inflection import Endings, endings
from nutgraf.annotation.language import Language
from nutgraf.annotation.states import (
    NOBODY,
    Owner,
    OwnerRules,
    owner_after,
    owner_at,
    owner_before,
    owner_rules,
)
from nutgraf.annotation.tokens import fold
from nutgraf.annotation.words import Hit, Words, table_of
from nutgraf.model.entity import EntityKind


@dataclass(frozen=True, slots=True)
class NounPhrases:
    """Writes names of owned nouns: "russisches Verteidigungsministerium"."""

    adjectives: dict[str, str]
    endings: Endings

    def name(self, hit: Hit, country: str | None) -> str:
        """The noun with the adjective of its state, in the nominative."""
        stem = self.adjectives.get(country or "")
        if stem is None or hit.noun.national:
            return hit.lemma
        gender = "pl" if hit.plural or not hit.noun.gender else hit.noun.gender
        return f"{stem}{self.endings.nominative[gender]} {hit.lemma}"


@lru_cache(maxsize=16)
def noun_phrases(language: Language) -> NounPhrases:
    """The writer of one language; the first adjective of each state is its usual one."""
    states = language.table("demonyms")
    adjectives = {
        code: entry["adjective"][0] for code, entry in states.items() if "adjective" in entry
    }
    return NounPhrases(adjectives, endings(language))


@dataclass(frozen=True, slots=True)
class BodyFinder:
    """Finds ministries, courts, police and the like, each with its state where told."""

    words: Words
    owners: OwnerRules
    phrases: NounPhrases

    @classmethod
    def of(cls, language: Language) -> BodyFinder:
        """The finder of one language."""
        return cls(table_of(language, "bodies"), owner_rules(language), noun_phrases(language))

    def find(self, reading: Reading) -> Iterator[Finding]:
        """All bodies of a sentence, left to right."""
        for hit in self.words.find(reading):
            yield from self._body(reading, hit)

    def _body(self, reading: Reading, hit: Hit) -> Iterator[Finding]:
        owner = self._owner(reading, hit)
        if owner is NOBODY and not hit.noun.alone:
            return
        country = hit.noun.national or owner.country
        last = max(hit.last, owner.last)
        name = self.phrases.name(hit, None if hit.prefix else country)
        if owner.place is not None:
            name = f"{hit.lemma} {owner.place.name}"
        if owner.seat:
            name = f"{hit.lemma} {text_of(reading, hit.last, last)}"
        if owner.name is not None and owner.parent and owner.last:
            name = f"{hit.lemma} {text_of(reading, hit.last, last)}"
        where = owner.place.identity if owner.place else country or owner.parent or ""
        identity = f"body:{fold(hit.head if where else hit.lemma)}|{where}"
        yield reading.finding(
            hit.first,
            last,
            kind=EntityKind.ORGANISATION,
            name=name,
            identity=identity,
            country=country,
            parent=owner.parent or (f"state:{country}" if country else None),
        )

    def _owner(self, reading: Reading, hit: Hit) -> Owner:
        compound = compound_owner(reading, hit.first) if hit.prefix else NOBODY
        if compound is not NOBODY:
            return compound
        before = owner_before(reading, hit.first, self.owners)
        if before is not NOBODY:
            return before
        return owner_at(reading, hit.last) or owner_after(
            reading, hit.last, self.owners, seat=hit.noun.seat
        )


def compound_owner(reading: Reading, position: int) -> Owner:
    """The owner named by the first part of a compound: "OVKS-Friedenstruppen", "US-Behörden"."""
    for part in reading.parts(position):
        if part.start != reading.tokens[position].start:
            continue
        if part.kind == EntityKind.COUNTRY:
            return Owner(country=part.country, name=part)
        if part.kind == EntityKind.ORGANISATION:
            return Owner(parent=part.identity, name=part)
    return NOBODY
