"""The trigger lexicon of a language: which words tell of which type of event, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from nutgraf.annotation.events.figurative_words import (
    FigurativeWords,
    load_figurative_words,
)
from nutgraf.annotation.events.wordforms import WordForms, word_forms
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.errors import ConfigurationError
from nutgraf.model.event import Phase

_SHORTEST_HEAD = 5


@dataclass(frozen=True, slots=True)
class Frame:
    """Which grammatical position fills which role; a role "place" means the place."""

    subject: str | None = None
    object: str | None = None
    agent: str | None = None
    prepositions: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, *layers: Mapping[str, Any]) -> Frame:
        """Build a frame from role tables, later ones overriding earlier ones."""
        merged: dict[str, Any] = {}
        prepositions: dict[str, str] = {}
        for layer in layers:
            merged.update(layer)
            prepositions.update(layer.get("prepositions") or {})
        folded = {fold(word): role for word, role in prepositions.items()}
        return cls(merged.get("subject"), merged.get("object"), merged.get("agent"), folded)


@dataclass(frozen=True, slots=True)
class Entry:
    """One trigger of the lexicon with everything that decides whether a match counts.

    `kind` is noun, verb, participle or phrase; `forms` maps folded forms to tags. Of `needs`
    the text around must have one, of `beside` the clause itself ("@person" is a named one).
    """

    types: tuple[str, ...]
    kind: str
    lemma: str
    forms: Mapping[str, str]
    frame: Frame
    particle: str | None = None
    needs: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    not_compounds: frozenset[str] = frozenset()
    compounds: bool = False
    phase: Phase = Phase.WHOLE
    auxiliary: str | None = None
    passive: bool = True
    noun_role: str = "object"
    preposition: str | None = None
    parts: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries of a language, indexed by folded form.

    `words` holds single forms, `heads` those that also match as the head of a compound,
    `chains` forms of several words by their first word, `phrases` light-verb phrases,
    `light_forms` all forms of light verbs, `particles` what may end a clause as part of a verb,
    `figurative` the words that take a trigger out of the news.
    """

    words: Mapping[str, tuple[Entry, ...]]
    heads: Mapping[str, tuple[Entry, ...]]
    chains: Mapping[str, tuple[tuple[tuple[str, ...], Entry], ...]]
    phrases: Mapping[str, tuple[Entry, ...]]
    light_forms: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    figurative: FigurativeWords = field(default_factory=FigurativeWords)

    @classmethod
    def build(cls, entries: Iterable[Entry]) -> Lexicon:
        """Index entries; their order decides between equally good matches."""
        words: dict[str, list[Entry]] = {}
        heads: dict[str, list[Entry]] = {}
        chains: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        phrases: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.kind == "phrase":
                for form in sorted(entry.parts[0]):
                    phrases.setdefault(form, []).append(entry)
                continue
            for form in entry.forms:
                first, *rest = form.split(" ")
                if rest:
                    chains.setdefault(first, []).append(((first, *rest), entry))
                    continue
                words.setdefault(form, []).append(entry)
                if entry.compounds:
                    heads.setdefault(form, []).append(entry)
        return cls(_frozen(words), _frozen(heads), _frozen(chains), _frozen(phrases))


def _frozen(index: Mapping[str, list[Any]]) -> dict[str, tuple[Any, ...]]:
    return {key: tuple(values) for key, values in index.items()}


@dataclass(frozen=True, slots=True)
class _Builder:
    """Turns the rows of the trigger files into entries."""

    forms: WordForms
    light_verbs: Mapping[str, Iterable[str]]
    compounding: bool

    def entries(self, type_name: str, body: Mapping[str, Any]) -> Iterator[Entry]:
        for row in body.get("triggers") or ():
            kind = next((key for key in ("noun", "verb", "participle", "phrase") if key in row), "")
            if not kind:
                raise ConfigurationError(f"a trigger of {type_name} names no word: {row!r}")
            frame = Frame.of(body.get("roles") or {}, row.get("roles") or {})
            yield self._entry(type_name, kind, row, frame)

    def _entry(self, type_name: str, kind: str, row: Mapping[str, Any], frame: Frame) -> Entry:
        word = row[kind]
        return Entry(
            types=tuple(row.get("types") or (type_name,)),
            kind=kind,
            lemma=" ".join(word) if isinstance(word, list) else word,
            forms=self._forms(kind, row),
            frame=frame,
            particle=fold(row["particle"]) if row.get("particle") else None,
            needs=_folded(row.get("needs")),
            beside=_folded(row.get("beside")),
            vetoes=_folded(row.get("not")),
            modifiers=_folded(row.get("modifiers")),
            not_compounds=frozenset(_folded(row.get("not_compounds"))),
            compounds=self._compounds(kind, row),
            phase=Phase(row.get("phase", "whole")),
            auxiliary=row.get("auxiliary"),
            passive=row.get("passive", True),
            noun_role=row.get("noun_role", "object"),
            preposition=fold(row["preposition"]) if row.get("preposition") else None,
            parts=self._parts(word) if kind == "phrase" else (),
        )

    def _forms(self, kind: str, row: Mapping[str, Any]) -> Mapping[str, str]:
        word = row[kind]
        if kind == "noun":
            return dict.fromkeys(sorted(self.forms.noun(word, row.get("plural"))), "n")
        if kind == "participle":
            return dict.fromkeys(sorted(self.forms.adjective(word)), "a")
        if kind == "verb":
            return self._verb_forms(word, row)
        return {}

    def _verb_forms(self, word: str, row: Mapping[str, Any]) -> Mapping[str, str]:
        first, *rest = word.split(" ")
        if not rest or row.get("particle"):
            return self.forms.verb(word, row.get("particle"), row.get("forms") or ())
        tail = " ".join(fold(part) for part in rest)
        listed = [form.split(" ")[0] for form in row.get("forms") or ()]
        bare = self.forms.verb(first, None, listed)
        return {f"{form} {tail}": tags for form, tags in bare.items()}

    def _compounds(self, kind: str, row: Mapping[str, Any]) -> bool:
        long = len(row[kind]) >= _SHORTEST_HEAD
        return kind == "noun" and bool(row.get("compounds", self.compounding and long))

    def _parts(self, words: Iterable[str]) -> tuple[frozenset[str], ...]:
        nouns, verbs = [], []
        for word in words:
            if word in self.light_verbs:
                verbs.append(frozenset(fold(form) for form in self.light_verbs[word]))
            elif word[0].islower() and self.compounding:
                verbs.append(frozenset(self.forms.verb(word, None, ())))
            else:
                nouns.append(self.forms.noun(word, None))
        return (*nouns, *verbs)


def _folded(words: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(fold(word) for word in words or ())


@lru_cache(maxsize=16)
def load_lexicon(language: Language) -> Lexicon:
    """Read the trigger files of a language into a lexicon."""
    return build_lexicon(language, language.tables("triggers"))


def build_lexicon(language: Language, groups: Mapping[str, Any]) -> Lexicon:
    """Build a lexicon from parsed trigger files, keyed by file stem."""
    capital_nouns = bool(language.table("grammar")["capital_nouns"])
    builder = _Builder(word_forms(language), _light_verbs(language), capital_nouns)
    entries: list[Entry] = []
    for group in groups.values():
        for type_name, body in (group or {}).items():
            entries.extend(builder.entries(type_name, body))
    light = frozenset(fold(form) for forms in builder.light_verbs.values() for form in forms)
    return replace(
        Lexicon.build(entries),
        light_forms=light,
        particles=builder.forms.particles,
        figurative=load_figurative_words(language),
    )


def _light_verbs(language: Language) -> Mapping[str, Iterable[str]]:
    if not (language.folder / "light-verbs.yaml").is_file():
        return {}
    table: Mapping[str, Iterable[str]] = language.table("light-verbs") or {}
    return table
