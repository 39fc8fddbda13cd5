"""Unnamed collectives: soldiers, protesters, foreigners, each with its origin where told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nutgraf.annotation.entities.bodies import NounPhrases, compound_owner, noun_phrases
from nutgraf.annotation.entities.findings import Finding, Reading, text_of
from nutgraf.annotation.entities.states import (
    NOBODY,
    Owner,
    OwnerRules,
    owner_after,
    owner_before,
    owner_rules,
)
from nutgraf.annotation.entities.words import Hit, Words, table_of
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.entity import EntityKind


@dataclass(frozen=True, slots=True)
class GroupFinder:
    """Finds collectives; a compound that a part of it names keeps its own name."""

    words: Words
    owners: OwnerRules
    phrases: NounPhrases

    @classmethod
    def of(cls, language: Language) -> GroupFinder:
        """The finder of one language."""
        return cls(table_of(language, "groups"), owner_rules(language), noun_phrases(language))

    def find(self, reading: Reading) -> Iterator[Finding]:
        """All groups of a sentence, left to right."""
        for hit in self.words.find(reading):
            if not self._is_title(reading, hit):
                yield self._group(reading, hit)

    def _is_title(self, reading: Reading, hit: Hit) -> bool:
        """Tell whether the word belongs to the name behind it: "der Abgeordnete Frank"."""
        following = reading.opening.get(hit.last)
        return following is not None and following.kind == EntityKind.PERSON

    def _group(self, reading: Reading, hit: Hit) -> Finding:
        owner = self._owner(reading, hit)
        last = max(hit.last, owner.last)
        name = self.phrases.name(hit, None if hit.prefix else owner.country)
        if owner.last and (owner.parent or self.owners.adjectives_follow):
            name = f"{hit.lemma} {text_of(reading, hit.last, last)}"
        elif owner.parent and not hit.prefix and owner.name is not None:
            name = f"{owner.name.name} {hit.lemma}"
        where = owner.country or owner.parent or ""
        return reading.finding(
            hit.first,
            last,
            kind=EntityKind.GROUP,
            name=name,
            identity=f"group:{fold(hit.head if where else hit.lemma)}|{where}",
            country=owner.country,
            parent=owner.parent or (f"state:{owner.country}" if owner.country else None),
        )

    def _owner(self, reading: Reading, hit: Hit) -> Owner:
        if hit.prefix:
            return compound_owner(reading, hit.first)
        before = owner_before(reading, hit.first, self.owners)
        if before is not NOBODY:
            return before
        origin = self._origin(reading, hit.last)
        return origin or owner_after(reading, hit.last, self.owners)

    def _origin(self, reading: Reading, last: int) -> Owner | None:
        """One state after "aus"; a list of states is no single origin and is left alone."""
        if reading.fold(last) not in self.owners.origin:
            return None
        finding = reading.opening.get(last + 1)
        if finding is None or finding.kind != EntityKind.COUNTRY or finding.adjectival:
            return NOBODY
        if reading.fold(finding.last) in self.owners.joints:
            return NOBODY
        return Owner(country=finding.country, name=finding)
