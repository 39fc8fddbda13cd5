"""Chains of names in one document: surnames to full names, bare heads to the body they repeat."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache

from nutgraf.annotation.entities.findings import Finding, Reading
from nutgraf.annotation.entities.person_rules import PersonRules
from nutgraf.annotation.entities.persons import person
from nutgraf.annotation.text.tokens import fold

#: Given names at least so alike are spellings of one ("Schomart", "Jomart"), unless both are
#: known names of their own ("Christian", "Christina").
_ALIKE = 0.72
#: Longer names than this have a middle part that may stand for all ("Lula").
_LONG = 3
_ARTICLES = ("al-", "el-", "as-", "ad-", "ar-", "an-")


@lru_cache(maxsize=4096)
def plain(word: str) -> str:
    """Fold a name part and take its diacritics and Arabic article away."""
    marks = unicodedata.normalize("NFD", fold(word))
    bare = "".join(mark for mark in marks if not unicodedata.combining(mark))
    return next((bare[len(a) :] for a in _ARTICLES if bare.startswith(a)), bare)


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the document: all full names seen, and what the text says of them."""

    key: str
    names: tuple[str, ...]
    qid: str | None = None

    @property
    def given(self) -> tuple[str, ...]:
        """The first given name of each full name."""
        return tuple(name.split(" ")[0] for name in self.names)


@dataclass(frozen=True, slots=True)
class Chains:
    """The persons of a document, found again by surname."""

    rules: PersonRules
    families: frozenset[str]
    persons: list[Person] = field(default_factory=list)

    def add(self, finding: Finding) -> str:
        """Join a full name to its person or open a new one; give back the person's key."""
        for place, known in enumerate(self.persons):
            if self._same(known, finding):
                names = tuple(dict.fromkeys((*known.names, finding.name)))
                self.persons[place] = replace(known, names=names, qid=known.qid or finding.qid)
                return known.key
        key = f"person:{len(self.persons)}"
        self.persons.append(Person(key, (finding.name,), finding.qid))
        return key

    def _same(self, known: Person, finding: Finding) -> bool:
        if finding.qid is not None and known.qid is not None:
            return finding.qid == known.qid
        words = finding.name.split(" ")
        return any(
            plain(name.split(" ")[-1]) == plain(words[-1])
            and self._alike(name.split(" ")[0], words[0])
            for name in known.names
        )

    def _alike(self, left: str, right: str) -> bool:
        left, right = plain(left), plain(right)
        if left == right:
            return True
        both_known = self.rules.given(left.title()) and self.rules.given(right.title())
        if both_known or min(len(left), len(right)) < 4:
            return False
        return SequenceMatcher(None, left, right).ratio() >= _ALIKE

    def holder(self, surname: str) -> str | None:
        """The key of the only person with this surname, empty when there are several."""
        found = {p.key for p in self.persons if surname in self._surnames(p)}
        if len(found) > 1:
            return ""
        return next(iter(found), None)

    def _surnames(self, known: Person) -> set[str]:
        found = set()
        for name in known.names:
            words = name.split(" ")
            found.add(plain(words[-1]))
            if words[0] in self.families and len(words) > 1:
                found.add(plain(words[0]))
            if len(words) > _LONG:
                found.update(plain(word) for word in words[1:-1] if self._is_family(word))
        return found

    def _is_family(self, word: str) -> bool:
        """Tell whether a middle word of a long name may be what its holder is called by."""
        named = word[0].isupper() and len(word) > 2 and not self.rules.given(word)
        return named and fold(word) not in self.rules.particles

    def surnames(self) -> dict[str, str]:
        """Each surname with the key of its only holder (empty: several)."""
        every = sorted({name for known in self.persons for name in self._surnames(known)})
        return {name: self.holder(name) or "" for name in every}


def genitive_stripped(findings: Iterable[Finding], words: frozenset[str]) -> list[Finding]:
    """Take the genitive -s off full names whose surname stands elsewhere without it."""
    result = []
    for finding in findings:
        name = finding.name
        stem = finding.qid is None and name.endswith("s") and name.split(" ")[-1][:-1] in words
        result.append(replace(finding, name=name[:-1]) if stem else finding)
    return result


@dataclass(frozen=True, slots=True)
class Repeater:
    """Finds the surnames of a document where they stand alone.

    `surnames` gives the key of the only holder, empty for several; `nouns` are the common
    nouns of the document, which may stand before a name ("Amtsinhaber Biden").
    """

    surnames: dict[str, str]
    rules: PersonRules
    nouns: frozenset[str]

    def find(self, reading: Reading) -> Iterator[Finding]:
        """Places where a surname stands alone, with or without genitive -s."""
        for position, token in enumerate(reading.tokens):
            if not token.text[0].isupper() or reading.covers(position) is not None:
                continue
            if self._is_date(reading, position) or self._is_office(reading, position):
                continue
            word = plain(token.text)
            stem = word if word in self.surnames else word.removesuffix("s")
            genitive = stem != word
            if stem in self.surnames and not self._blocked(reading, position, genitive=genitive):
                base = token.text if stem == word else token.text[:-1]
                found = person(reading, position, position + 1)
                yield replace(found, name=base, identity=self.surnames[stem] or f"surname:{stem}")

    def _is_office(self, reading: Reading, position: int) -> bool:
        """Tell whether a byname is an office of somebody's ("Kremlchef") and no surname."""
        office = self.rules.offices.at(reading, position)
        return office is not None and not office.whole

    def _is_date(self, reading: Reading, position: int) -> bool:
        """Tell whether a family that is a month's name too stands for the month ("in May")."""
        if reading.fold(position) not in self.rules.months:
            return False
        around = reading.fold(position - 1), reading.fold(position + 1)
        lower = position > 0 and reading.tokens[position - 1].text.islower()
        return any(word[:1].isdigit() for word in around) or lower

    def _blocked(self, reading: Reading, position: int, *, genitive: bool) -> bool:
        """An article in front makes it a common noun, another given name somebody else.

        A genitive belongs to the noun before it ("auf Bitten Scholz'").
        """
        if position == 0:
            return False
        previous = reading.tokens[position - 1]
        if previous.fold in self.rules.determiners or self.rules.given(previous.text):
            return True
        if genitive or not previous.text[0].isupper() or reading.covers(position - 1) is not None:
            return False
        if position == 1 and previous.fold in self.rules.openers:
            return False
        return not self._common(reading, position - 1)

    def _common(self, reading: Reading, place: int) -> bool:
        word = reading.fold(place)
        starts = range(max(0, place - 2), place + 1)
        offices = (self.rules.offices.at(reading, start) for start in starts)
        if any(office is not None and office.last == place + 1 for office in offices):
            return True
        tables = (self.rules.titles, self.rules.particles, self.nouns)
        return any(word in table for table in tables) or self.rules.nominal(word)
