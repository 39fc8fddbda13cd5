"""Bodies of states and organisations that are named by what they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.annotation.entities.findings import Finding, Reading, text_of
from nutgraf.annotation.entities.inflection import Endings, endings
from nutgraf.annotation.entities.states import (
    NOBODY,
    Owner,
    OwnerRules,
    located,
    owner_after,
    owner_at,
    owner_before,
    owner_rules,
)
from nutgraf.annotation.entities.words import Hit, Words, table_of
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.entity import EntityKind


@dataclass(frozen=True, slots=True)
class NounPhrases:
    """Writes names of owned nouns: "russisches Verteidigungsministerium"."""

    adjectives: dict[str, str]
    endings: Endings
    adjectives_follow: bool = False

    def name(self, hit: Hit, country: str | None) -> str:
        """The noun with the adjective of its state, in the nominative."""
        stem = self.adjectives.get(country or "")
        if stem is None or hit.noun.national:
            return hit.lemma
        if self.adjectives_follow:
            return f"{hit.lemma} {stem}"
        gender = "pl" if hit.plural or not hit.noun.gender else hit.noun.gender
        return f"{stem}{self.endings.nominative[gender]} {hit.lemma}"


@lru_cache(maxsize=16)
def noun_phrases(language: Language) -> NounPhrases:
    """The writer of one language; the first adjective of each state is its usual one."""
    states = language.table("demonyms")
    adjectives = {
        code: entry["adjective"][0] for code, entry in states.items() if "adjective" in entry
    }
    return NounPhrases(adjectives, endings(language), owner_rules(language).adjectives_follow)


#: Last letters of adjectives that may stand before a body ("das Oberste Gericht").
_ADJECTIVE = "ensrm"


@dataclass(frozen=True, slots=True)
class BodyFinder:
    """Finds ministries, courts, police and the like, each with its state where told."""

    words: Words
    owners: OwnerRules
    phrases: NounPhrases
    indefinite: frozenset[str]
    definite: frozenset[str]
    foreign: frozenset[str]

    @classmethod
    def of(cls, language: Language) -> BodyFinder:
        """The finder of one language."""
        names = language.table("names")
        words, owners = table_of(language, "bodies"), owner_rules(language)
        return cls(
            words,
            owners,
            noun_phrases(language),
            indefinite=frozenset(names["indefinite"]),
            definite=frozenset(language.table("bodies")["definite"]),
            foreign=frozenset(language.table("bodies")["foreign"]),
        )

    def find(self, reading: Reading) -> Iterator[Finding]:
        """All bodies of a sentence, left to right."""
        for hit in self.words.find(reading):
            yield from self._body(reading, hit)

    def _body(self, reading: Reading, hit: Hit) -> Iterator[Finding]:
        owner = self._owner(reading, hit)
        if (owner is NOBODY and not hit.noun.alone) or _is_title(reading, hit):
            return
        if hit.noun.common and not self._is_meant(reading, hit, owner):
            return
        country = hit.noun.national or owner.country
        yield reading.finding(
            hit.first,
            max(hit.last, owner.last),
            kind=EntityKind.ORGANISATION,
            name=self._name(reading, hit, owner),
            identity=self._identity(reading, hit, owner),
            country=country,
            parent=owner.parent or (f"state:{country}" if country else None),
        )

    def _is_meant(self, reading: Reading, hit: Hit, owner: Owner) -> bool:
        """Tell whether a word for any company means one, and is no part of a name."""
        if reading.fold(hit.last) in self.foreign or self._is_named(reading, hit):
            return False
        determined = owner is not NOBODY or bool(hit.prefix) or hit.plural
        for place in range(hit.first - 1, max(hit.first - 4, -1), -1):
            determined = determined or reading.fold(place) in self.definite
            if determined or not reading.tokens[place].is_word:
                break
        return determined

    def _is_named(self, reading: Reading, hit: Hit) -> bool:
        """Tell whether an adjective with a capital or an unknown name stands beside."""
        if not self.words.capital:
            return False
        if reading.fold(hit.first - 1) in self.indefinite or not hit.first:
            return False
        before = reading.tokens[hit.first - 1]
        adjective = hit.first > 1 and before.text.endswith(("e", "en", "er", "es"))
        capital = before.text[0].isupper() and before.fold not in self.definite
        return (adjective and capital) or self._is_other(reading, hit)

    def _name(self, reading: Reading, hit: Hit, owner: Owner) -> str:
        if owner.place is not None and owner.last:
            return f"{hit.lemma} {owner.place.name}"
        if owner.last and (owner.seat or owner.parent or self.owners.adjectives_follow):
            return f"{hit.lemma} {text_of(reading, hit.last, owner.last)}"
        return self.phrases.name(hit, None if hit.prefix or owner.place else owner.country)

    def _identity(self, reading: Reading, hit: Hit, owner: Owner) -> str:
        """Where the body belongs, or that a bare head here repeats no other body."""
        country = hit.noun.national or owner.country
        where = owner.place.identity if owner.place else country or owner.parent or ""
        if where:
            return f"body:{fold(hit.head)}|{where}"
        kind = "some" if self._is_other(reading, hit) else "body"
        return f"{kind}:{fold(hit.lemma)}|"

    def _is_other(self, reading: Reading, hit: Hit) -> bool:
        """Tell whether an indefinite article or an unknown name says that it is another one."""
        if reading.fold(hit.first - 1) in self.indefinite:
            return True
        if not self.words.capital:
            return False
        before = hit.first - 1
        if before > 0 and reading.tokens[before].text[0].isupper():
            known = reading.covers(before) is not None or reading.fold(before) in self.definite
            if not known and reading.tokens[before].text[-1] not in _ADJECTIVE:
                return True
        if hit.last >= len(reading.tokens):
            return False
        following = reading.tokens[hit.last]
        return following.text[0].isupper() and reading.covers(hit.last) is None

    def _owner(self, reading: Reading, hit: Hit) -> Owner:
        compound = compound_owner(reading, hit.first) if hit.prefix else NOBODY
        if compound is not NOBODY:
            return compound
        before = owner_before(reading, hit.first, self.owners)
        if before is not NOBODY:
            return before
        after = owner_after(reading, hit.last, self.owners, seat=hit.noun.seat)
        if after is not NOBODY:
            return after
        return owner_at(reading, hit.last) or located(reading, hit.last, self.owners) or NOBODY


def _is_title(reading: Reading, hit: Hit) -> bool:
    """Tell whether the name of an organisation follows ("die Gewerkschaft Verdi")."""
    following = reading.opening.get(hit.last)
    if following is None or following.genitive or following.adjectival:
        return False
    return following.kind == EntityKind.ORGANISATION and not hit.noun.national


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
