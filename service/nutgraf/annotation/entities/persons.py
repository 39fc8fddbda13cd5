"""Persons that no table knows: given names, offices, appositions and ages give them away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from nutgraf.annotation.entities.findings import Finding, Reading, text_of
from nutgraf.annotation.entities.offices import Office
from nutgraf.annotation.entities.person_rules import PersonRules, is_shaped
from nutgraf.model.entity import EntityKind

_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}")
_INITIAL = re.compile(r"[A-ZÄÖÜ]")
_AGE = re.compile(r"\d{2,3}")
_MOST_WORDS = 7
#: Kinds of names that families also have ("Jack London", "Luís Montenegro").
_ALSO_FAMILIES = (EntityKind.COUNTRY, EntityKind.PLACE)
#: The office of an apposition is among its first words ("the WHO's head of security").
_APPOSITION = 4
#: A name without a known given name may have three words ("Abu Bakr Younis").
_UNKNOWN_WORDS = 3


@dataclass(frozen=True, slots=True)
class PersonFinder:
    """Finds names of persons in the sentences of one document.

    `nouns` are the words of the document that stand after an article somewhere: in German
    the surest sign of a common noun. `surnames` are families known beforehand.
    """

    rules: PersonRules
    nouns: frozenset[str]
    surnames: frozenset[str]

    def find(self, reading: Reading) -> Iterator[Finding]:
        """All names of persons of a sentence, left to right."""
        position = 0
        while position < len(reading.tokens):
            if not self._may_open(reading.tokens[position].text):
                position += 1
                continue
            last = self._given_name(reading, position) or self._titled(reading, position)
            last = last or self._apposed(reading, position)
            if last is None:
                position += 1
            else:
                yield person(reading, position, last)
                position = last

    def _may_open(self, text: str) -> bool:
        """Tell whether any rule may find a name that opens with a word; few words may."""
        rules = self.rules
        known = text in rules.families or text.lower() in rules.particles
        return known or is_shaped(text) or _is_initial(text) or rules.given(text)

    def _given_name(self, reading: Reading, first: int) -> int | None:
        """Rule 1: a known given name and a family name."""
        tokens = reading.tokens
        if self._inside_name(reading, first):
            return None
        if tokens[first].text in self.rules.families and self._hyphenated(reading, first + 1):
            return first + 2
        initials = self._initials(reading, first)
        if initials == first and not self.rules.given(tokens[first].text):
            return None
        place = self._given_run(reading, max(initials, first + 1))
        last = self._family(reading, place, self.rules.surname_words, sure=True)
        while last is not None and self._goes_on(reading, first, last):
            last += 1
        if last is None and place - first > 1 and self.rules.given(tokens[place - 1].text):
            return place
        return last

    def _goes_on(self, reading: Reading, first: int, last: int) -> bool:
        """Tell whether another family follows: a known one, or a word no common noun is like.

        The latter only behind an office: "schlug Roger Federer Novak" are two persons.
        """
        word = reading.fold(last)
        if word in self.surnames:
            return True
        third = bool(word) and last - first < _UNKNOWN_WORDS and self._plausible(reading, last)
        lone = third and self.rules.unheard(word)
        return lone and self._office_before(reading, first) is not None

    def _office_before(self, reading: Reading, first: int) -> Office | None:
        office = self.rules.offices.at(reading, first - 1) if first else None
        return office or self._office_ending(reading, first)

    def _hyphenated(self, reading: Reading, place: int) -> bool:
        """Tell whether a double given name follows its family ("Ban Ki-moon")."""
        return "-" in reading.fold(place) and self._plausible(reading, place)

    @staticmethod
    def _initials(reading: Reading, first: int) -> int:
        """Where two or more initials that open a name end ("F.W. de Klerk")."""
        if _INITIALS.fullmatch(reading.tokens[first].text):
            return first + 1
        place = first
        while _INITIAL.fullmatch(reading.tokens[place].text) and reading.fold(place + 1) == ".":
            place += 2
            if place >= len(reading.tokens):
                return first
        return place if place > first + 2 else first

    def _given_run(self, reading: Reading, place: int) -> int:
        tokens = reading.tokens
        while place < len(tokens):
            initial = len(tokens[place].text) == 1 and tokens[place].text.isupper()
            if initial and reading.fold(place + 1) == ".":
                place += 2
            elif self.rules.given(tokens[place].text) or tokens[place].fold in self.rules.titles:
                place += 1
            else:
                break
        return place

    def _titled(self, reading: Reading, first: int) -> int | None:
        """Rule 2: a name after an office or title, safe enough for what stands before it."""
        if self._inside_name(reading, first):
            return None
        office = self._office_before(reading, first)
        title = first > 0 and self._title_at(reading, first - 1)
        if office is None and not title:
            return None
        last = self._family(reading, first, _UNKNOWN_WORDS)
        if last is None or not self._opens(reading, first, last):
            return None
        bare = title or (office is not None and not self._determined(reading, office))
        single = last - first == 1
        if bare or not single:
            return last
        return last if reading.fold(first) in self.surnames else None

    def _opens(self, reading: Reading, first: int, last: int) -> bool:
        """Tell whether a particle may open the name: "von der Leyen", never "von Boeing"."""
        if self._plausible(reading, first):
            return True
        return reading.fold(first + 1) in self.rules.particles and last - first == 3

    def _office_ending(self, reading: Reading, last: int) -> Office | None:
        for first in range(max(0, last - 3), last - 1):
            office = self.rules.offices.at(reading, first)
            if office is not None and office.last == last:
                return office
        return None

    def _title_at(self, reading: Reading, place: int) -> bool:
        word = reading.fold(place)
        if word == "." and place:
            word = reading.fold(place - 1)
        return word in self.rules.titles

    def _determined(self, reading: Reading, office: Office) -> bool:
        """Tell whether an article stands before the office, across adjectives."""
        for place in range(office.first - 1, max(-1, office.first - 5), -1):
            word = reading.fold(place)
            if word in self.rules.determiners:
                return True
            if not word.isalpha() or reading.tokens[place].text[0].isupper():
                finding = reading.closing.get(place + 1)
                if finding is None or not finding.adjectival:
                    return False
        return False

    def _apposed(self, reading: Reading, first: int) -> int | None:
        """Rules 3 and 4: several words before an age or office, or after an office and a comma."""
        if self._inside_name(reading, first) or not self._plausible(reading, first):
            return None
        opener = first == 0 and reading.fold(first) in self.rules.openers
        if opener or reading.fold(first - 1) in self.rules.determiners:
            return None
        last = self._family(reading, first, _UNKNOWN_WORDS)
        if last is None or last - first < 2 or self._given_inside(reading, first, last):
            return None
        after = self._age_follows(reading, last) or self._office_follows(reading, last)
        return last if after or self._office_and_comma(reading, first, last) else None

    def _given_inside(self, reading: Reading, first: int, last: int) -> bool:
        """A given name behind another word opens the name itself ("Zahlen Torsten Meier")."""
        words = [token.text for token in reading.tokens[first:last]]
        return not self.rules.given(words[0]) and any(self.rules.given(w) for w in words[1:])

    def _age_follows(self, reading: Reading, last: int) -> bool:
        return (
            reading.fold(last) == "("
            and bool(_AGE.fullmatch(reading.fold(last + 1)))
            and reading.fold(last + 2) == ")"
        )

    def _office_follows(self, reading: Reading, last: int) -> bool:
        if reading.fold(last) != ",":
            return False
        place = last + 1
        for step in range(_APPOSITION):
            if place + step >= len(reading.tokens):
                return False
            if self.rules.offices.at(reading, place + step) is not None:
                return True
            finding = reading.opening.get(place + step)
            word = reading.fold(place + step)
            free = word in self.rules.determiners or (finding is not None and finding.adjectival)
            free = free or (self.rules.spelled and reading.tokens[place + step].is_word)
            free = free or word == "'s"
            if not free and (not word.isalpha() or reading.tokens[place + step].text[0].isupper()):
                return False
        return False

    def _office_and_comma(self, reading: Reading, first: int, last: int) -> bool:
        if reading.fold(first - 1) != "," or reading.fold(last) != ",":
            return False
        start = max(0, first - 1 - _MOST_WORDS)
        places = range(first - 2, start - 1, -1)
        for place in places:
            if reading.fold(place) in {",", ".", ":", ";"}:
                return False
            if self.rules.offices.at(reading, place) is not None:
                return True
        return False

    def _family(self, reading: Reading, first: int, most: int, *, sure: bool = False) -> int | None:
        """The end of up to `most` capitalised words with particles between; none is no name.

        After a given name it is `sure` that a name follows, so an article before the same
        word elsewhere ("der Merkel") does not make a common noun of it.
        """
        place, words, last = first, 0, None
        while place < len(reading.tokens) and words < most:
            if reading.tokens[place].text.lower() in self.rules.particles and words < most:
                place += 1
                continue
            if not self._plausible(reading, place, sure=sure):
                break
            words += 1
            place += 1
            last = place
        return last

    def _plausible(self, reading: Reading, place: int, *, sure: bool = False) -> bool:
        token = reading.tokens[place]
        if not is_shaped(token.text) or token.fold in self.rules.titles:
            return False
        common = self.rules.nominal(token.fold) or (not sure and token.fold in self.nouns)
        if common and not (sure and self._is_month_name(reading, place)):
            return False
        family = sure and self._is_lone_family(reading, place)
        if self.rules.offices.at(reading, place) is not None and not family:
            return False
        finding = reading.covers(place)
        if finding is None or finding.kind == EntityKind.PERSON:
            return True
        return family and finding.kind in _ALSO_FAMILIES and not finding.adjectival

    def _is_lone_family(self, reading: Reading, place: int) -> bool:
        """Tell whether a word between a given name and a small word must be a family."""
        given = place > 0 and self.rules.given(reading.tokens[place - 1].text)
        following = reading.tokens[place + 1] if place + 1 < len(reading.tokens) else None
        finding = reading.covers(place)
        lone = finding is None or finding.last - finding.first == 1
        return given and lone and (following is None or not following.text[0].isupper())

    def _is_month_name(self, reading: Reading, place: int) -> bool:
        """Tell whether a month right after a given name is a family ("Theresa May")."""
        given = place > 0 and self.rules.given(reading.tokens[place - 1].text)
        dated = reading.fold(place + 1)[:1].isdigit()
        return given and reading.fold(place) in self.rules.months and not dated

    def _inside_name(self, reading: Reading, place: int) -> bool:
        finding = reading.covers(place)
        return finding is not None


@lru_cache(maxsize=65_536)
def _is_initial(text: str) -> bool:
    return bool(_INITIALS.fullmatch(text) or _INITIAL.fullmatch(text))


def person(reading: Reading, first: int, last: int) -> Finding:
    """A finding of a person; its identity is settled when names are chained."""
    return reading.finding(
        first, last, kind=EntityKind.PERSON, name=text_of(reading, first, last), identity=""
    )


def determined_nouns(readings: Iterable[Reading], rules: PersonRules) -> frozenset[str]:
    """Words with a capital that stand right after an article somewhere in the document."""
    found = set()
    for reading in readings:
        for left, right in pairwise(reading.tokens):
            if left.fold in rules.determiners and right.text[0].isupper():
                found.add(right.fold)
    return frozenset(found)
