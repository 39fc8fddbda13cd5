"""The words that open, join and close names of persons in one language."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.annotation.entities.offices import Offices, offices_of
from nutgraf.annotation.entities.words import Words, words_of
from nutgraf.annotation.lexis.wordforms import Lexis, lexis
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold

#: A family name: a capital, no digits; an Arabic article may stand before it ("el-Zentani").
_NAME_SHAPE = re.compile(r"(?:[ae][a-z]-)?([^\W\d_])[^\W\d_]*(?:[-'’‑][^\W\d_]+)*")
#: Shorter words are not tested for the ending of a common noun ("Tung" is a family).
_NOUN_LENGTH = 7
#: Nor are shorter ones called unheard of.
_UNHEARD_LENGTH = 4


@dataclass(frozen=True, slots=True)
class PersonRules:
    """The words that open, join and close names of persons in one language."""

    first_names: frozenset[str]
    particles: frozenset[str]
    titles: frozenset[str]
    determiners: frozenset[str]
    openers: frozenset[str]
    families: frozenset[str]
    not_names: frozenset[str]
    months: frozenset[str]
    noun_endings: tuple[str, ...]
    surname_words: int
    offices: Offices
    words: Words
    lexis: Lexis | None

    @property
    def spelled(self) -> bool:
        """Tell whether only names have capitals, so that one inside an apposition is a name."""
        return not self.offices.capital

    def given(self, text: str) -> bool:
        """Tell whether a word is a given name (or two joined by a hyphen)."""
        return not self.first_names.isdisjoint(_name_parts(text))

    def nominal(self, word: str) -> bool:
        """Tell whether a folded word is surely a common noun."""
        ending = len(word) >= _NOUN_LENGTH and word.endswith(self.noun_endings)
        return ending or word in self.not_names or self.words.known(word)

    def unheard(self, word: str) -> bool:
        """Tell whether the word forms of the language hold nothing like a folded word."""
        if self.lexis is None or len(word) < _UNHEARD_LENGTH:
            return False
        heard = self.lexis.known(word) or self.lexis.inflected(word)
        return not heard and not self.lexis.ends_in_noun(word)


@lru_cache(maxsize=65_536)
def _name_parts(text: str) -> tuple[str, ...]:
    """A word, the same without accents, and what a hyphen joins in it."""
    return (text, _unmarked(text), *(text.split("-") if "-" in text else ()))


def _unmarked(text: str) -> str:
    """Take the accents of other languages off a word ("Luís")."""
    if text.isascii():
        return text
    marks = unicodedata.normalize("NFD", text)
    return "".join(mark for mark in marks if not unicodedata.combining(mark))


@lru_cache(maxsize=65_536)
def is_shaped(text: str) -> bool:
    """Tell whether a word looks like a family name, and not like an acronym or initial."""
    shape = _NAME_SHAPE.fullmatch(text)
    shouted = text.isupper() and len(text) > 2
    return shape is not None and shape.group(1).isupper() and len(text) > 1 and not shouted


@lru_cache(maxsize=16)
def person_rules(language: Language) -> PersonRules:
    """The rules of a language."""
    data = language.table("names")
    return PersonRules(
        first_names=frozenset(data["first_names"]),
        particles=frozenset(data["particles"]),
        titles=frozenset(fold(title) for title in data["titles"]),
        determiners=frozenset(data["determiners"]),
        families=frozenset(data["family_first"]),
        openers=frozenset(fold(word) for word in data["openers"]),
        not_names=frozenset(fold(word) for word in data["not_names"]),
        months=frozenset(language.table("segmentation")["months"]),
        noun_endings=tuple(data["noun_endings"]),
        surname_words=data["surname_words"],
        offices=offices_of(language),
        words=words_of(language),
        lexis=lexis(language),
    )
