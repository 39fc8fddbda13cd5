"""Unknown organisations that the word before their name tells: "the grid operator Terna"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nutgraf.annotation.attribution.speech import Speech, speech
from nutgraf.annotation.entities.findings import Finding, Reading, text_of
from nutgraf.annotation.entities.person_rules import PersonRules, person_rules
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.entity import EntityKind

_MOST_WORDS = 4
#: Where a name begins that an article and its title open a sentence with.
_OPENING = 2


@dataclass(frozen=True, slots=True)
class TitledFinder:
    """Finds names after a word for a company, union or agency, and where they stand again.

    Where all nouns have capitals, a verb of saying must stand beside the name too.
    """

    heads: tuple[str, ...]
    rules: PersonRules
    common: frozenset[str]
    speech: Speech

    @classmethod
    def of(cls, language: Language, common: frozenset[str]) -> TitledFinder:
        """The finder of one language; `common` are nouns of the document."""
        heads = tuple(fold(head) for head in language.table("bodies")["title_heads"])
        return cls(heads, person_rules(language), common, speech(language))

    def find(self, readings: Sequence[Reading]) -> Iterator[list[Finding]]:
        """The findings of each sentence."""
        names = {
            text_of(reading, first, last)
            for reading in readings
            for first, last in self._introduced(reading)
        }
        for reading in readings:
            yield list(self._repeated(reading, names)) if names else []

    def _introduced(self, reading: Reading) -> Iterator[tuple[int, int]]:
        for position, token in enumerate(reading.tokens):
            if self._is_head(token.fold) and reading.covers(position) is None:
                first = position + 1 + self._is_apposed(reading, position + 1)
                last = self._run(reading, first)
                if first < last and self._is_sure(reading, first, last):
                    yield first, last

    def _is_apposed(self, reading: Reading, comma: int) -> bool:
        """Tell whether a name between commas and a verb follows ("the operator, Estline, said")."""
        last = self._run(reading, comma + 1)
        named = reading.fold(comma) == "," and last > comma + 1
        return named and reading.fold(last) == "," and reading.fold(last + 1) in self.speech.forms

    def _is_head(self, word: str) -> bool:
        return word.endswith(self.heads) if self.speech.capitals else word in self.heads

    def _is_sure(self, reading: Reading, first: int, last: int) -> bool:
        if not self.speech.capitals:
            return True
        article = reading.fold(first - 2) in self.rules.determiners
        if article and reading.fold(first - 3) in self.speech.forms:
            return True
        if first == _OPENING and article and not self._continues(reading, last):
            return True
        forms = self.speech.forms.get(reading.fold(last), ())
        # A bare noun before a verb may be its object ("der Konzern Gewinne machte").
        return any(last - first > 1 or not form.apart for form in forms)

    def _continues(self, reading: Reading, last: int) -> bool:
        """Tell whether what follows is no verb but another noun, a joint or a mark."""
        following = reading.tokens[last] if last < len(reading.tokens) else None
        if following is None or not following.text[0].islower():
            return True
        groups = ("prepositions", "coordinators", "joining", "adverbs", "relatives")
        return self.speech.is_in(following.fold, *groups)

    def _run(self, reading: Reading, first: int) -> int:
        """The end of a run of names that nothing else has taken."""
        last = first
        while last < min(len(reading.tokens), first + _MOST_WORDS) and self._may(reading, last):
            last += 1
        return last

    def _may(self, reading: Reading, place: int) -> bool:
        token = reading.tokens[place]
        if not token.text[0].isupper() or reading.covers(place) is not None:
            return False
        if self.rules.nominal(token.fold) or token.fold in self.common:
            return False
        named = self.rules.given(token.text) or token.fold in self.rules.titles
        return not named and self.rules.offices.at(reading, place) is None

    def _repeated(self, reading: Reading, names: set[str]) -> Iterator[Finding]:
        position = 0
        while position < len(reading.tokens):
            last = self._longest(reading, position, names)
            if last > position:
                yield self._finding(reading, position, last)
            position = max(last, position + 1)

    def _longest(self, reading: Reading, first: int, names: set[str]) -> int:
        for last in range(min(first + _MOST_WORDS, len(reading.tokens)), first, -1):
            free = all(reading.covers(place) is None for place in range(first, last))
            if free and text_of(reading, first, last) in names:
                return last
        return first

    def _finding(self, reading: Reading, first: int, last: int) -> Finding:
        name = text_of(reading, first, last)
        identity = f"organisation:{fold(name)}"
        return reading.finding(
            first, last, kind=EntityKind.ORGANISATION, name=name, identity=identity
        )
