"""Head nouns of bodies, groups and things: the words that name what has no name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from nutgraf.annotation.entities.findings import Reading
from nutgraf.annotation.entities.inflection import Endings, endings
from nutgraf.annotation.entities.offices import lengths_by_opener, text_cut
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import clitics, fold, tokenize

#: A compound needs at least so long a first part: "Bundesbehörde", not "Bebehörde".
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class Noun:
    """A head noun of one of the tables, as its entry tells."""

    lemma: str
    gender: str = ""
    plural: str = ""
    class_name: str = ""
    national: str | None = None
    compounds: bool = False
    whole: bool = True
    seat: bool = False
    alone: bool = True
    place: bool = False
    named: bool = False
    common: bool = False
    excluded: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A head noun over tokens `first..last`; `lemma` is the nominative of the whole word."""

    noun: Noun
    first: int
    last: int
    lemma: str
    plural: bool = False
    prefix: str = ""

    @property
    def head(self) -> str:
        """The lemma without what a hyphen puts before it."""
        return self.lemma.removeprefix(f"{self.prefix}-")


Form = tuple[Noun, bool]
Forms = Mapping[tuple[str, ...], Form]
#: Of a compound its head noun, its lemma, whether it is plural, and what a hyphen divides off.
Compound = tuple[Noun, str, bool, str]


@dataclass(frozen=True, slots=True)
class Words:
    """The head nouns of one table of one language, by form."""

    forms: dict[tuple[str, ...], Form]
    lengths: dict[str, tuple[int, ...]]
    compound: Callable[[str], Compound | None]
    capital: bool

    def known(self, word: str) -> bool:
        """Tell whether a folded word is a form of a head noun."""
        return (word,) in self.forms

    def find(self, reading: Reading) -> Iterator[Hit]:
        """All head nouns of a sentence outside known names, left to right."""
        position, covering = 0, reading.covering
        while position < len(reading.sentence.tokens):
            hit = self.at(reading, position) if position not in covering else None
            if hit is not None:
                yield hit
            position = hit.last if hit else position + 1

    def at(self, reading: Reading, position: int) -> Hit | None:
        """The head noun that starts at a token, longest first."""
        tokens = reading.sentence.tokens
        first = tokens[position]
        if self.capital and not first.text[0].isupper():
            return None
        for length in self.lengths.get(first.fold, ()):
            last = position + length
            found = self.forms.get(tuple(t.fold for t in tokens[position:last]))
            if found is not None and last <= len(tokens):
                noun, plural = found
                if reading.fold(position - 1) in noun.not_after:
                    return None
                lemma = noun.plural if plural else noun.lemma
                return Hit(noun, position, last, lemma, plural)
        part = self.compound(first.text) if self.capital else None
        if part is None:
            return None
        noun, lemma, plural, prefix = part
        return Hit(noun, position, position + 1, lemma, plural, prefix)


def _compound(forms: Forms, suffixes: Mapping[str, Form], text: str) -> Compound | None:
    """The head noun that ends a word."""
    prefix, hyphen, rest = text.rpartition("-")
    joined = forms.get((fold(rest),)) if hyphen else None
    if joined is not None:
        noun, plural = joined
        return noun, f"{prefix}-{noun.plural if plural else noun.lemma}", plural, prefix
    folded = fold(text)
    for cut in range(_SHORTEST_PART, len(folded) - 2):
        found = suffixes.get(folded[cut:])
        if found is None:
            continue
        noun, plural = found
        if any(part in folded for part in noun.excluded):
            return None
        head = noun.plural if plural else noun.lemma
        written = text[: text_cut(text, cut)]
        named, hyphen, _ = written.rpartition("-")
        return noun, written + head.lower(), plural, named if hyphen else ""
    return None


def _words(forms: dict[tuple[str, ...], Form], suffixes: dict[str, Form], capital: bool) -> Words:
    # A word is asked for from several places, and the words of articles repeat.
    compound = lru_cache(maxsize=16_384)(partial(_compound, forms, suffixes))
    return Words(forms, lengths_by_opener(forms), compound, capital)


@lru_cache(maxsize=64)
def table_of(language: Language, table: str) -> Words:
    """The head nouns of one table ("bodies", "groups", "things")."""
    forms: dict[tuple[str, ...], Form] = {}
    suffixes: dict[str, Form] = {}
    small = clitics(language)
    for entry in language.table(table)[table]:
        noun = _noun(entry)
        for form, plural in _forms(noun, entry, endings(language)):
            key = tuple(token.fold for token in tokenize(form, 0, len(form), small))
            if noun.whole:
                forms.setdefault(key, (noun, plural))
            if noun.compounds:
                suffixes.setdefault(fold(form), (noun, plural))
    return _words(forms, suffixes, bool(endings(language).feminine))


@lru_cache(maxsize=16)
def words_of(language: Language) -> Words:
    """The head nouns of all tables together, to tell nouns from names."""
    tables = [table_of(language, name) for name in ("bodies", "groups", "things")]
    forms = {key: form for table in reversed(tables) for key, form in table.forms.items()}
    return _words(forms, {}, tables[0].capital)


def _noun(entry: dict[str, Any]) -> Noun:
    return Noun(
        lemma=entry["lemma"],
        gender=entry.get("gender", ""),
        plural=entry.get("plural", ""),
        class_name=entry.get("class", ""),
        national=entry.get("national"),
        compounds=entry.get("compounds", False),
        whole=entry.get("whole", True),
        seat=entry.get("seat", False),
        alone=entry.get("alone", True),
        place=entry.get("place", False),
        named=entry.get("named", False),
        common=entry.get("common", False),
        not_after=tuple(entry.get("not_after", ())),
        excluded=tuple(fold(part) for part in entry.get("not", ())),
    )


def _forms(noun: Noun, entry: dict[str, Any], table: Endings) -> Iterator[tuple[str, bool]]:
    singular = [noun.lemma] if entry.get("singular", True) else []
    for form in (*singular, *entry.get("forms", ())):
        yield form, False
        yield from ((genitive, False) for genitive in table.genitives(form))
    yield from _adjective_forms(noun.lemma, table)
    if noun.plural:
        yield noun.plural, True
        if table.plural_dative and not noun.plural.endswith(table.dative_not_after):
            yield noun.plural + table.plural_dative, True


def _adjective_forms(lemma: str, table: Endings) -> Iterable[tuple[str, bool]]:
    """Forms of a lemma that opens with an adjective ("Auswärtiges Amt")."""
    first, _, rest = lemma.partition(" ")
    stem = first.removesuffix(table.neuter)
    if rest and table.feminine and stem != first:
        nouns = (rest, *table.genitives(rest))
        return tuple((f"{form} {noun}", False) for form in table.adjectives(stem) for noun in nouns)
    return ()
