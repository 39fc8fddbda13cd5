"""Persons meant by their age ("die 67-Jährige"): by name where the document tells whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nutgraf.annotation.entities.findings import Finding, Reading, text_of
from nutgraf.annotation.entities.person_rules import PersonRules, person_rules
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.entity import EntityKind

_NUMBER = re.compile(r"\d{1,3}")
#: Between "67-jähriger" and the name may stand an office of so many words.
_REACH = 3


@dataclass(frozen=True, slots=True)
class AgeReader:
    """Reads ages told of names, and ages that stand for a name.

    `nouns` and `adjectives` are what follows the number and its hyphen; `capital` tells
    that only a capital makes the noun of the adjective, `after` what may follow a noun
    where none does; `people` are nouns of single persons ("a 19-year-old man"). Without a name
    only an `indefinite` article brings in somebody, whom the same age then means again.
    """

    rules: PersonRules
    nouns: frozenset[str]
    capital: bool
    after: frozenset[str]
    people: frozenset[str]
    indefinite: frozenset[str]

    @classmethod
    def of(cls, language: Language) -> AgeReader:
        """The reader of one language; without its table no age means anybody."""
        nouns = language.table("names").get("aged", ())
        rules = person_rules(language)
        finite = frozenset(language.table("segmentation")["finite"])
        people = frozenset(fold(n) for n in language.table("names").get("aged_people", ()))
        known = frozenset(fold(n) for n in nouns)
        articles = frozenset(language.table("grammar").get("indefinite", ()))
        return cls(rules, known, rules.offices.capital, finite, people, articles)

    def find(self, readings: Sequence[Reading]) -> Iterator[list[Finding]]:
        """The mentions by age of each sentence."""
        holders = self._holders(readings) if self.nouns else {}
        met: set[str] = set()
        for reading in readings:
            spots = range(len(reading.tokens)) if self.nouns else ()
            yield [one for at in spots for one in self._at(reading, at, holders, met)]

    def _holders(self, readings: Sequence[Reading]) -> dict[str, str]:
        """Each age that is told of one person only, with that person's identity."""
        told: dict[str, set[str]] = {}
        for reading, finding in _persons(readings):
            for age in (*self._behind(reading, finding), *self._before(reading, finding)):
                told.setdefault(age, set()).add(finding.identity)
        return {age: next(iter(keys)) for age, keys in told.items() if len(keys) == 1}

    @staticmethod
    def _behind(reading: Reading, finding: Finding) -> Iterator[str]:
        """An age in brackets or between commas: "Lea Holm (67)", "Lea Holm, 67,"."""
        opener, age, closer = (reading.fold(finding.last + step) for step in range(3))
        if opener + closer in {"()", ",,", ",."} and _NUMBER.fullmatch(age):
            yield age

    def _before(self, reading: Reading, finding: Finding) -> Iterator[str]:
        """An age as an adjective: "die 67-jährige Lea Holm"."""
        for place in range(finding.first - 1, max(-1, finding.first - 1 - _REACH), -1):
            age, hyphen, noun = reading.fold(place).partition("-")
            if hyphen and noun in self.nouns and age.isdigit():
                yield age
                return
            if self.rules.offices.at(reading, place) is None:
                return

    def _at(
        self, reading: Reading, at: int, holders: dict[str, str], met: set[str]
    ) -> Iterator[Finding]:
        age, _, noun = reading.tokens[at].text.partition("-")
        if not age.isdigit() or fold(noun) not in self.nouns or reading.covers(at) is not None:
            return
        before, alone = reading.fold(at - 1), self._is_noun(reading, at, noun)
        identity = holders.get(age)
        if before not in self.rules.determiners:
            return
        if identity and alone:
            kind, name = EntityKind.PERSON, reading.tokens[at].text
            yield reading.finding(at, at + 1, kind=kind, name=name, identity=identity, head=False)
        elif identity is None and (alone or self._is_person(reading, at + 1)):
            if before in self.indefinite:
                met.add(age)
            if age in met:
                yield self._nameless(reading, at, at + 1 if alone else at + 2)

    @staticmethod
    def _nameless(reading: Reading, first: int, last: int) -> Finding:
        """Somebody of whom the age is all that is told."""
        name, age = text_of(reading, first, last), reading.fold(first).partition("-")[0]
        group = f"group:aged {age}"
        return reading.finding(first, last, kind=EntityKind.GROUP, name=name, identity=group)

    def _is_person(self, reading: Reading, at: int) -> bool:
        """Tell whether a noun of single persons stands at a token that no name covers."""
        return reading.fold(at) in self.people and reading.covers(at) is None

    def _is_noun(self, reading: Reading, at: int, noun: str) -> bool:
        if self.capital:
            return noun[0].isupper()
        return reading.fold(at + 1) in self.after or not reading.fold(at + 1).isalpha()


def _persons(readings: Sequence[Reading]) -> Iterator[tuple[Reading, Finding]]:
    """The persons that each sentence names."""
    for reading in readings:
        for finding in reading.names:
            if finding.kind == EntityKind.PERSON and finding.head and finding.identity:
                yield reading, finding
