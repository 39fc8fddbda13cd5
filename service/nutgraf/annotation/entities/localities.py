"""Places that no table knows: the words beside a name give it away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nutgraf.annotation.entities.findings import Finding, Reading, text_of
from nutgraf.annotation.entities.person_rules import PersonRules, person_rules
from nutgraf.annotation.entities.states import OwnerRules, owner_before, owner_rules
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.entity import EntityKind

_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class LocalityFinder:
    """Finds "die Stadt Galveston", "the town of Izmit", "nach Erftstadt".

    `common` are the words of the document that stand after an article, as for persons.
    """

    rules: PersonRules
    common: frozenset[str]
    nouns: frozenset[str]
    named: frozenset[str]
    infixes: frozenset[str]
    suffixes: frozenset[str]
    prepositions: frozenset[str]
    endings: tuple[str, ...]
    owners: OwnerRules

    @classmethod
    def of(cls, language: Language, common: frozenset[str]) -> LocalityFinder:
        """The finder of one language for one document."""
        data = language.table("gazetteer")["localities"]
        return cls(
            rules=person_rules(language),
            common=common,
            nouns=frozenset(fold(word) for word in data["nouns"]),
            named=frozenset(fold(word) for word in data["named"]),
            infixes=frozenset(data["infixes"]),
            suffixes=frozenset(data["suffixes"]),
            prepositions=frozenset(data["prepositions"]),
            endings=tuple(data["endings"]),
            owners=owner_rules(language),
        )

    def find(self, reading: Reading) -> Iterator[Finding]:
        """All unknown places of a sentence, left to right."""
        for position in range(1, len(reading.tokens)):
            if self._may_name(reading, position):
                first = self._first(reading, position)
                if first is not None:
                    yield self._place(reading, first, position + 1)

    def _may_name(self, reading: Reading, position: int) -> bool:
        token = reading.tokens[position]
        if not token.is_word or not token.text[0].isupper() or len(token.text) < _SHORTEST:
            return False
        if token.text.isupper() or reading.covers(position) is not None:
            return False
        if self.rules.nominal(token.fold):
            return False
        if self._suffixed(reading, position):
            return True
        if token.fold in self.common:
            return False
        following = reading.tokens[position + 1 : position + 2]
        return not following or not following[0].text[0].isupper()

    def _first(self, reading: Reading, position: int) -> int | None:
        """The first token of the place told by what stands around, or None."""
        before = reading.fold(position - 1)
        if before in self.named and not self.infixes:
            return position - 1
        if before in self.infixes:
            return position if reading.fold(position - 2) in self.nouns else None
        if self._suffixed(reading, position):
            return self._run(reading, position)
        told = before in self.nouns and not self.infixes
        ending = before in self.prepositions and reading.fold(position).endswith(self.endings)
        return position if told or ending else None

    def _run(self, reading: Reading, position: int) -> int:
        """Where a name of several words begins ("Blue Nile state")."""
        if not self.rules.spelled:
            return position
        while position > 1 and self._continues(reading, position - 1):
            position -= 1
        return position

    def _continues(self, reading: Reading, position: int) -> bool:
        token = reading.tokens[position]
        free = reading.covers(position) is None and token.fold not in self.rules.months
        return free and token.is_word and token.text[0].isupper()

    def _suffixed(self, reading: Reading, position: int) -> bool:
        if reading.fold(position + 1) not in self.suffixes:
            return False
        # "Zamfara state", but "Kremlin state media"
        word, lexis = reading.fold(position + 2), self.rules.lexis
        if lexis is None or not word[:1].isalpha():
            return True
        return lexis.noun not in {*lexis.known(word), *lexis.inflected(word)}

    def _place(self, reading: Reading, first: int, last: int) -> Finding:
        name = text_of(reading, first, last)
        identity = f"place:{fold(name)}"
        kind, country = EntityKind.PLACE, self._country(reading, first)
        return reading.finding(
            first, last, kind=kind, name=name, identity=identity, country=country
        )

    def _country(self, reading: Reading, first: int) -> str | None:
        """The state of "die griechische Insel Skopelos", told before the word for the place."""
        noun = first - 1 if reading.fold(first - 1) not in self.infixes else first - 2
        told = reading.fold(noun) in self.nouns
        return owner_before(reading, noun, self.owners).country if told else None
