"""Places that no table and no word beside them tells: unheard names after "in" or "near"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nutgraf.annotation.entities.findings import Finding, Reading, text_of
from nutgraf.annotation.entities.person_rules import PersonRules, person_rules
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.entity import EntityKind

_SHORTEST = 4
#: "near San Miguel Totolapan"
_LONGEST = 3


@dataclass(frozen=True, slots=True)
class UnheardPlaces:
    """Finds "in Odisha", "near Balasore", "nördlich von Tultepec".

    `common` are the words of the document that stand after an article, as for persons.
    """

    rules: PersonRules
    common: frozenset[str]
    within: frozenset[str]
    beside: frozenset[str]
    directions: frozenset[str]
    joint: str
    between: frozenset[str]
    others: frozenset[str]
    matters: frozenset[str]

    @classmethod
    def of(cls, language: Language, common: frozenset[str]) -> UnheardPlaces:
        """The finder of one language for one document; without its table it finds nothing."""
        data = language.table("gazetteer").get("unheard", {})
        return cls(
            rules=person_rules(language),
            common=common,
            within=frozenset(data.get("within", ())),
            beside=frozenset(data.get("beside", ())),
            directions=frozenset(data.get("directions", ())),
            joint=data.get("joint", ""),
            between=frozenset(data.get("between", ())),
            others=frozenset(fold(word) for word in data.get("others", ())),
            matters=frozenset(data.get("matters", ())),
        )

    def find(self, reading: Reading) -> Iterator[Finding]:
        """All such places of a sentence, left to right."""
        for position in range(1, len(reading.tokens)):
            last = self._last(reading, position)
            if last > position and self._is_led(reading, position, last):
                name = text_of(reading, position, last)
                kind, identity = EntityKind.PLACE, f"place:{fold(name)}"
                yield reading.finding(position, last, kind=kind, name=name, identity=identity)

    def _last(self, reading: Reading, first: int) -> int:
        """The end of a run of words that may be names; `first` where none begins."""
        last = first
        while last < len(reading.tokens) and self._may_name(reading, last):
            last += 1
        shaped = len(reading.tokens[first].text) >= _SHORTEST and last - first <= _LONGEST
        goes_on = last < len(reading.tokens) and reading.tokens[last].text[0].isupper()
        return first if goes_on or not shaped else last

    def _may_name(self, reading: Reading, position: int) -> bool:
        token = reading.tokens[position]
        if not token.is_word or not token.text[0].isupper() or token.text.isupper():
            return False
        if reading.covers(position) is not None or token.fold in self.common | self.others:
            return False
        return not self.rules.nominal(token.fold) and token.fold not in self.rules.months

    def _is_led(self, reading: Reading, first: int, last: int) -> bool:
        at = first - 1 - (reading.fold(first - 1) in self.between)
        before = reading.fold(at)
        if before == self.joint:
            return reading.fold(at - 1) in self.directions and self._is_unheard(reading, first)
        if before in self.beside:
            return self._is_unheard(reading, first) and not self._leads_noun(reading, last)
        if before not in self.within or reading.fold(at - 1) in self.matters:
            return False
        return self._is_unheard(reading, first) and not self._leads_noun(reading, last)

    def _is_unheard(self, reading: Reading, position: int) -> bool:
        """Tell whether the word forms of the language hold nothing like a word."""
        word, lexis = reading.fold(position), self.rules.lexis
        if lexis is None or self.rules.given(reading.tokens[position].text):
            return False
        if self.rules.spelled:
            # Where only names have capitals, compounds are not written as one word.
            return not lexis.known(word) and not lexis.inflected(word)
        return self.rules.unheard(word)

    def _leads_noun(self, reading: Reading, position: int) -> bool:
        """Tell whether a noun follows that the name belongs to ("in Windrush scandal")."""
        word, lexis = reading.fold(position), self.rules.lexis
        if lexis is None or not self.rules.spelled or not word[:1].isalpha():
            return False
        return lexis.noun in {*lexis.known(word), *lexis.inflected(word)}
