"""Offices and titles: words that give the name after them away as a person's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.annotation.entities.findings import Reading
from nutgraf.annotation.entities.inflection import endings
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold, tokenize

_SHORTEST_PREFIX = 2


@dataclass(frozen=True, slots=True)
class Office:
    """An office word over tokens `first..last`; `noun` its nominative without a name before it."""

    first: int
    last: int
    noun: str
    office_class: str
    prefix: str = ""
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Offices:
    """The office words of one language by form, and by the end of compounds."""

    forms: dict[tuple[str, ...], tuple[str, str]]
    lengths: dict[str, tuple[int, ...]]
    suffixes: dict[str, tuple[str, str]]
    relations: frozenset[str]
    referable: frozenset[str]
    prefixes: frozenset[str]
    linkers: frozenset[str]
    genitives: frozenset[str]
    capital: bool

    def at(self, reading: Reading, position: int) -> Office | None:
        """The office word that starts at a token."""
        tokens = reading.tokens
        if self.capital and not tokens[position].text[0].isupper():
            return None
        for length in self.lengths.get(tokens[position].fold, ()):
            key = tuple(token.fold for token in tokens[position : position + length])
            found = self.forms.get(key)
            if found is not None:
                return Office(position, position + length, *found)
        return self._compound(reading, position)

    def _compound(self, reading: Reading, position: int) -> Office | None:
        token = reading.tokens[position]
        for cut in range(_SHORTEST_PREFIX, len(token.fold) - 2 if self.suffixes else 0):
            found = self.suffixes.get(token.fold[cut:])
            if found is None:
                continue
            base, office_class = found
            start = text_cut(token.text, cut)
            prefix, hyphen, rest = token.text[:start].rpartition("-")
            if hyphen and fold(prefix) not in self.prefixes:
                noun = rest + base.lower() if rest else base
                return Office(position, position + 1, noun, office_class, prefix, whole=not rest)
            noun = token.text[:start] + (base if hyphen and not rest else base.lower())
            return Office(position, position + 1, noun, office_class, whole=False)
        return None


def text_cut(text: str, cut: int) -> int:
    """The place in a word where `cut` characters of its folded form end (ß folds to two)."""
    return next(place for place in range(len(text) + 1) if len(fold(text[:place])) >= cut)


def lengths_by_opener(forms: Iterable[tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    """How many tokens the forms have that open with a word, longest first."""
    found: dict[str, set[int]] = {}
    for form in forms:
        found.setdefault(form[0], set()).add(len(form))
    return {word: tuple(sorted(lengths, reverse=True)) for word, lengths in found.items()}


@lru_cache(maxsize=16)
def offices_of(language: Language) -> Offices:
    """The offices of a language."""
    data = language.table("offices")
    forms: dict[tuple[str, ...], tuple[str, str]] = {}
    for office_class, lemmas in data["classes"].items():
        for lemma in lemmas:
            for form, base in endings(language).people(lemma):
                key = tuple(token.fold for token in tokenize(form, 0, len(form)))
                forms.setdefault(key, (base, office_class))
    compounds = data["compounds"]
    suffixes = {
        key[0]: value
        for key, value in forms.items()
        if compounds and len(key) == 1 and value[1] not in data["whole_only"]
    }
    return Offices(
        forms=forms,
        lengths=lengths_by_opener(forms),
        suffixes=suffixes,
        relations=frozenset(data["relations"]),
        referable=frozenset(data["referable"]),
        prefixes=frozenset(data["prefixes"]),
        linkers=frozenset(data["genitive_linkers"]),
        genitives=frozenset(data["genitives"]),
        capital=data["capital"],
    )
