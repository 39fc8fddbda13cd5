"""Chains of names in one document: surnames to full names, bare heads to the body they repeat."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache

from nutgraf.annotation.findings import Finding, Reading
from nutgraf.annotation.persons import PersonRules, person
from nutgraf.annotation.tokens import fold

#: Given names at least so alike are spellings of one ("Schomart", "Jomart"), unless both are
#: known names of their own ("Christian", "Christina").
_ALIKE = 0.72
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
        return found

    def surnames(self) -> dict[str, str]:
        """Each surname with the key of its only holder (empty: several)."""
        every = sorted({name for known in self.persons for name in self._surnames(known)})
        return {name: self.holder(name) or "" for name in every}


def genitive_stripped(findings: Iterable[Finding], words: frozenset[str]) -> list[Finding]:
    """Take the genitive -s off full names whose surname stands elsewhere without it."""
    result = []
    for finding in findings:
        name = finding.name
        if finding.qid is None and name.endswith("s") and name.split(" ")[-1][:-1] in words:
            name = name[:-1]
        result.append(replace(finding, name=name))
    return result


def repeated(reading: Reading, surnames: dict[str, str], rules: PersonRules) -> Iterator[Finding]:
    """Places where a surname of the document stands alone, with or without genitive -s."""
    for position, token in enumerate(reading.tokens):
        if not token.text[0].isupper() or reading.covers(position) is not None:
            continue
        word = plain(token.text)
        stem = word if word in surnames else word.removesuffix("s")
        if stem in surnames and not _blocked(reading, position, rules):
            base = token.text if stem == word else token.text[:-1]
            found = person(reading, position, position + 1)
            yield replace(found, name=base, identity=surnames[stem] or f"surname:{stem}")


def _blocked(reading: Reading, position: int, rules: PersonRules) -> bool:
    """An article or another given name in front: a common noun, or somebody else."""
    previous = reading.tokens[position - 1] if position else None
    if previous is None:
        return False
    if previous.fold in rules.determiners:
        return True
    return rules.given(previous.text)
