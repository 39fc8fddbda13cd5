"""Inflection of names as far as a table of endings tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.annotation.text.language import Language


@dataclass(frozen=True, slots=True)
class Endings:
    """The endings of one language, as in its `inflection.yaml`."""

    adjective: tuple[str, ...]
    genitive: tuple[str, ...]
    plural_dative: str
    feminine: tuple[str, ...]
    weak: tuple[str, ...]
    strong: tuple[str, ...]
    nominative: dict[str, str]
    sibilants: tuple[str, ...]
    dative_after: tuple[str, ...]
    dative_not_after: tuple[str, ...]
    opening: tuple[str, ...]
    neuter: str
    weak_nominative: str
    declined: tuple[str, ...]
    label_articles: tuple[str, ...]

    def adjectives(self, stem: str) -> Iterator[str]:
        """All declined forms of an adjective stem."""
        return (stem + ending for ending in self.adjective)

    def genitives(self, name: str) -> Iterator[str]:
        """The genitive forms of a name; after a sibilant only the long one."""
        long_only = name.endswith(self.sibilants)
        return (
            name + ending
            for ending in self.genitive
            if ending.isalpha() and (len(ending) > 1 or not long_only)
        )

    def people(self, lemma: str) -> Iterator[tuple[str, str]]:
        """All forms of the word for an inhabitant or holder, each with its nominative."""
        yield lemma, lemma
        if not self.feminine:
            yield from ((lemma + ending, lemma) for ending in self.strong)
            return
        stem = lemma.removesuffix(self.weak_nominative)
        yield from ((lemma + ending, lemma) for ending in (*self.weak, "s", "es"))
        woman = stem + self.feminine[0]
        yield from ((stem + ending, woman) for ending in self.feminine)


@lru_cache(maxsize=16)
def endings(language: Language) -> Endings:
    """The endings of a language."""
    data = language.table("inflection")
    return Endings(
        adjective=tuple(data["adjective_endings"]),
        genitive=tuple(data["genitive"]),
        plural_dative=data["plural_dative"],
        feminine=tuple(data["feminine"]),
        weak=tuple(data["weak"]),
        strong=tuple(data["strong"]),
        nominative=dict(data["nominative"]),
        sibilants=tuple(data.get("sibilants", ())),
        dative_after=tuple(data.get("dative_after", ())),
        dative_not_after=tuple(data.get("dative_not_after", ())),
        opening=tuple(data.get("opening", ())),
        neuter=data.get("neuter", ""),
        weak_nominative=data.get("weak_nominative", ""),
        declined=tuple(data.get("declined", ())),
        label_articles=tuple(data.get("label_articles", ())),
    )


def declined(name: str, table: Endings) -> Iterator[str]:
    """Forms of a name of several words: opening adjective, genitive of one noun, dative plural."""
    words = name.split(" ")
    for opening in _openings(words, table):
        yield " ".join(opening)
        yield from _genitives(opening, table, adjective_first=opening != words)
    if table.plural_dative and name.endswith(table.dative_after):
        yield name + table.plural_dative


def _genitives(words: list[str], table: Endings, *, adjective_first: bool) -> Iterator[str]:
    for place, word in enumerate(words):
        declined_already = place == 0 and len(words) > 1 and adjective_first
        if word[:1].isupper() and not declined_already:
            for form in table.genitives(word):
                yield " ".join((*words[:place], form, *words[place + 1 :]))


def _openings(words: list[str], table: Endings) -> Iterator[list[str]]:
    yield words
    ending = next((e for e in table.opening if words[0].endswith(e)), None)
    if len(words) < 2 or ending is None or ending not in table.adjective or words[1][:1].islower():
        return
    stem = words[0].removesuffix(ending)
    yield from ([form, *words[1:]] for form in table.adjectives(stem) if form != words[0])
