"""Unknown names: what the tagger finds where no table and no rule has found anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nutgraf.annotation.entities.chaining import plain
from nutgraf.annotation.entities.findings import Finding, Reading, text_of
from nutgraf.annotation.entities.inflection import endings
from nutgraf.annotation.entities.name_evidence import marks
from nutgraf.annotation.entities.name_tagger import NameTagger, Tagged, name_tagger
from nutgraf.annotation.entities.person_rules import PersonRules, person_rules
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.entity import EntityKind

#: The classes of the tagger that are names; it knows others only to leave them out.
_KINDS = {
    "PER": EntityKind.PERSON,
    "LOC": EntityKind.PLACE,
    "ORG": EntityKind.ORGANISATION,
}
_PREFIXES = {EntityKind.PLACE: "place", EntityKind.ORGANISATION: "organisation"}
#: A name has to be as sure as this once in a document, and as the other wherever it stands. Of
#: names that only the tagger found in held-out folds of GermEval, 83 to 87 in 100 were right
#: from .85 on, 91 to 92 from .95 on, 77 to 84 from .7 on.
_SURE, _FAIR = 0.9, 0.7
#: So many words on either side of one that may be a name are tagged with it.
_AROUND = 3
#: Words that lean less to names are no reason to tag. Of 120 names taken in 100 articles every
#: one that held an unexplained word held one beyond this, of 1,651 such words two fifths.
_LEANING = 1.5


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A name that the tagger proposes in one sentence."""

    sentence: int
    tagged: Tagged
    name: str


@dataclass(frozen=True, slots=True)
class UnknownNames:
    """Finds names of persons, places and organisations that nothing else has taken."""

    tagger: NameTagger | None
    rules: PersonRules
    genitives: tuple[str, ...]

    @classmethod
    def of(cls, language: Language) -> UnknownNames:
        """The finder of one language; one without a tagger finds nothing."""
        return cls(name_tagger(language), person_rules(language), endings(language).genitive)

    def add(
        self, readings: Sequence[Reading], found: Sequence[list[Finding]]
    ) -> list[list[Finding]]:
        """The findings of each sentence with the unknown names among them."""
        added = [list(findings) for findings in found]
        if self.tagger is None:
            return added
        words = frozenset(token.text for reading in readings for token in reading.tokens)
        candidates = list(self._candidates(readings, found, words))
        persons = _Persons.of(found, candidates)
        sure = {(c.name, c.tagged.label) for c in candidates if c.tagged.probability >= _SURE}
        for candidate in candidates:
            if (candidate.name, candidate.tagged.label) in sure:
                reading = readings[candidate.sentence]
                added[candidate.sentence].append(_finding(reading, candidate, persons))
        return [sorted(findings, key=lambda f: (f.start, f.end)) for findings in added]

    def _candidates(
        self, readings: Sequence[Reading], found: Sequence[list[Finding]], words: frozenset[str]
    ) -> Iterator[_Candidate]:
        for number, (reading, findings) in enumerate(zip(readings, found, strict=True)):
            free = self._free(reading, findings)
            for tagged in self._tagged(reading, findings, self._stretches(reading, free)):
                if free.issuperset(range(tagged.first, tagged.last)):
                    yield _Candidate(number, tagged, self._name(reading, tagged, words))

    def _tagged(
        self, reading: Reading, findings: Sequence[Finding], stretches: Iterable[range]
    ) -> Iterator[Tagged]:
        """What the tagger proposes in some stretches of a sentence."""
        places, tagger = list(stretches), self.tagger
        if tagger is None or not places:
            return
        told = marks(findings, len(reading.tokens))
        proposed = (one for place in places for one in tagger.tag(reading.tokens, told, place))
        yield from (p for p in proposed if p.label in _KINDS and p.probability >= _FAIR)

    @staticmethod
    def _free(reading: Reading, findings: Iterable[Finding]) -> set[int]:
        """The tokens that no finding holds or is a part of."""
        taken = {at for finding in findings for at in range(finding.first, finding.last)}
        return set(range(len(reading.tokens))) - taken

    def _stretches(self, reading: Reading, free: set[int]) -> Iterator[range]:
        """The stretches of a sentence around words that may be unknown names."""
        count, start, stop = len(reading.tokens), 0, 0
        for at in sorted(free):
            if self._unexplained(reading, at):
                if stop and at - _AROUND > stop:
                    yield range(start, stop)
                    start, stop = at - _AROUND, 0
                start = start if stop else max(0, at - _AROUND)
                stop = min(count, at + _AROUND + 1)
        if stop:
            yield range(start, stop)

    def _unexplained(self, reading: Reading, at: int) -> bool:
        """Tell whether a word with a capital may be a name: nothing calls it a noun."""
        token = reading.tokens[at]
        if self.tagger is None or not token.text[0].isupper() or len(token.text) < 2:
            return False
        # Any word opens a sentence with a capital.
        if not self.tagger.leans(token.text, _LEANING, at == 0):
            return False
        return not self.rules.nominal(token.fold) and self.rules.offices.at(reading, at) is None

    def _name(self, reading: Reading, tagged: Tagged, words: frozenset[str]) -> str:
        """The name; without the ending of a genitive when the document has it so too."""
        name = text_of(reading, tagged.first, tagged.last)
        head, space, last = name.rpartition(" ")
        stems = (last.removesuffix(ending) for ending in self.genitives if last.endswith(ending))
        return next((head + space + stem for stem in stems if stem in words), name)


@dataclass(frozen=True, slots=True)
class _Persons:
    """The persons of a document by full name, and by surname where only one bears it."""

    full: dict[str, str]
    surnames: dict[str, str]

    @classmethod
    def of(cls, found: Sequence[Sequence[Finding]], candidates: Iterable[_Candidate]) -> _Persons:
        """Those that the rules found, and those that the tagger proposes in full."""
        full: dict[str, str] = {}
        for finding in (finding for findings in found for finding in findings):
            if finding.kind == EntityKind.PERSON and finding.head:
                full.setdefault(plain(finding.name), finding.identity)
        for candidate in candidates:
            if candidate.tagged.label == "PER" and " " in candidate.name:
                name = plain(candidate.name)
                full.setdefault(name, f"person:{name}")
        holders: dict[str, set[str]] = {}
        for name, identity in full.items():
            holders.setdefault(name.split(" ")[-1], set()).add(identity)
        only = {name: next(iter(keys)) for name, keys in holders.items() if len(keys) == 1}
        return cls(full, only)

    def identity(self, name: str) -> str:
        """Whom a name means; a surname of several persons means none of them."""
        word = plain(name)
        return self.full.get(word) or self.surnames.get(word, f"surname:{word}")


def _finding(reading: Reading, candidate: _Candidate, persons: _Persons) -> Finding:
    kind, name = _KINDS[candidate.tagged.label], candidate.name
    if kind == EntityKind.PERSON:
        identity = persons.identity(name)
    else:
        identity = f"{_PREFIXES[kind]}:{fold(name)}"
    first, last = candidate.tagged.first, candidate.tagged.last
    return reading.finding(first, last, kind=kind, name=name, identity=identity)
