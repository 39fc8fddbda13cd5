"""Offices and titles: words that give the name after them away as a person's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from nutgraf.annotation.entities.findings import Reading
from nutgraf.annotation.entities.inflection import endings
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import clitics, fold, tokenize

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


#: Of a compound its noun, class, prefix before a hyphen, and whether the head stands apart.
Compound = tuple[str, str, str, bool]


@dataclass(frozen=True, slots=True)
class Offices:
    """The office words of one language by form, and by the end of compounds."""

    forms: dict[tuple[str, ...], tuple[str, str]]
    lengths: dict[str, tuple[int, ...]]
    compound: Callable[[str], Compound | None]
    relations: frozenset[str]
    referable: frozenset[str]
    linkers: frozenset[str]
    genitives: frozenset[str]
    capital: bool

    def at(self, reading: Reading, position: int) -> Office | None:
        """The office word that starts at a token."""
        tokens = reading.sentence.tokens
        first = tokens[position]
        if self.capital and not first.text[0].isupper():
            return None
        for length in self.lengths.get(first.fold, ()):
            key = tuple(token.fold for token in tokens[position : position + length])
            found = self.forms.get(key)
            if found is not None:
                return Office(position, position + length, *found)
        part = self.compound(first.text)
        return Office(position, position + 1, *part) if part is not None else None


def _compound(
    suffixes: Mapping[str, tuple[str, str]], prefixes: frozenset[str], text: str
) -> Compound | None:
    """The office that ends a word."""
    folded = fold(text)
    for cut in range(_SHORTEST_PREFIX, len(folded) - 2 if suffixes else 0):
        found = suffixes.get(folded[cut:])
        if found is None:
            continue
        base, office_class = found
        start = text_cut(text, cut)
        prefix, hyphen, rest = text[:start].rpartition("-")
        if hyphen and fold(prefix) not in prefixes:
            return rest + base.lower() if rest else base, office_class, prefix, not rest
        noun = text[:start] + (base if hyphen and not rest else base.lower())
        return noun, office_class, "", False
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
    data, small = language.table("offices"), clitics(language)
    forms: dict[tuple[str, ...], tuple[str, str]] = {}
    for office_class, lemmas in data["classes"].items():
        for lemma in lemmas:
            for form, base in endings(language).people(lemma):
                key = tuple(token.fold for token in tokenize(form, 0, len(form), small))
                forms.setdefault(key, (base, office_class))
    compounds = data["compounds"]
    suffixes = {
        key[0]: value
        for key, value in forms.items()
        if compounds and len(key) == 1 and value[1] not in data["whole_only"]
    }
    prefixes = frozenset(data["prefixes"])
    # A word is asked for from several places, and the words of articles repeat.
    compound = lru_cache(maxsize=65_536)(partial(_compound, suffixes, prefixes))
    return Offices(
        forms=forms,
        lengths=lengths_by_opener(forms),
        compound=compound,
        relations=frozenset(data["relations"]),
        referable=frozenset(data["referable"]),
        linkers=frozenset(data["genitive_linkers"]),
        genitives=frozenset(data["genitives"]),
        capital=data["capital"],
    )
