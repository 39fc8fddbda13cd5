"""Verbs of saying and the small words around them, read from a language's tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.errors import ConfigurationError
from nutgraf.model.event import SpeechAct

# A group that a language does not list has no words.
_NONE: frozenset[str] = frozenset()
# What a language that leaves a key out has: no such words, and clauses that run on.
_ABSENT: Mapping[str, Any] = {
    "nouns_capitalised": False,
    "clauses_take_commas": False,
    "plural_endings": (),
    "pronouns": {},
    "reported": {},
    "names": {},
    "phrases": (),
    "contractions": {},
    "infinitive": {"particle": "", "opens": False, "endings": (), "openers": ()},
    "rumour": {"modals": (), "auxiliaries": (), "participle": ()},
    "genders": (),
}
# Groups whose entries are sequences of words.
_SEQUENCES = ("inherit", "hearsay", "distancing")
# A form that is a small word too ("einige") marks no mood.
_SMALL = ("determiners", "oblique", "adverbs", "prepositions", "standing")


@dataclass(frozen=True, slots=True)
class Saying:
    """A verb of saying: what is done by it and what can stand for the words said.

    An `unnamed` one has no subject that speaks; of a `cited` one the object does. A `being`
    one forms its perfect with "sein".
    """

    lemma: str
    act: SpeechAct
    takes: tuple[str, ...]
    to: str | None = None
    particle: str | None = None
    needs: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()
    unnamed: bool = False
    cited: bool = False
    being: bool = False

    def allows(self, complement: str) -> bool:
        """Tell whether the verb takes this kind of complement."""
        return complement in self.takes


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a verb; `apart` wants the particle elsewhere in the clause."""

    saying: Saying
    participle: bool
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Marker:
    """Words that stand before a source, or before a `noun` of saying; no source has a veto."""

    parts: tuple[str, ...]
    noun: bool
    vetoes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Speech:
    """All that reading attribution needs to know of one language."""

    forms: Mapping[str, tuple[Form, ...]]
    words: Mapping[str, frozenset[str]]
    data: Mapping[str, Any]
    labels: int
    nouns: Mapping[str, SpeechAct]
    sequences: Mapping[tuple[str, str], tuple[tuple[str, ...], ...]]
    markers: Mapping[str, tuple[Marker, ...]]

    @property
    def plural(self) -> tuple[str, ...]:
        """Endings of verb forms that nouns in the plural have too."""
        return tuple(self.data["plural_endings"])

    @property
    def capitals(self) -> bool:
        """Tell whether nouns are written with a capital."""
        return bool(self.data["nouns_capitalised"])

    @property
    def commas(self) -> bool:
        """Tell whether clauses are set off by commas and dependent ones end in their verb."""
        return bool(self.data["clauses_take_commas"])

    def sequences_of(self, group: str, word: str) -> tuple[tuple[str, ...], ...]:
        """The sequences of words in a group that begin with a folded word."""
        return self.sequences.get((group, word), ())

    def is_in(self, word: str, *groups: str) -> bool:
        """Tell whether a folded word belongs to one of the groups of `attribution.yaml`."""
        known = self.words
        # Asked a hundred times a sentence, where a generator costs four times as much.
        for group in groups:  # noqa: SIM110
            if group in known and word in known[group]:
                return True
        return False

    def ends(self, word: str, group: str) -> bool:
        """Tell whether a folded word ends in one of the endings of a group."""
        return word.endswith(tuple(self.words.get(group, _NONE)))

    def any_in(self, words: Iterable[str], group: str) -> bool:
        """Tell whether any of the folded words belongs to the group."""
        return not self.words.get(group, _NONE).isdisjoint(words)


def speech(language: Language) -> Speech:
    """The verbs and words of a language, read once."""
    return _speech(language)


@lru_cache(maxsize=16)
def _speech(language: Language) -> Speech:
    data = {**_ABSENT, **language.table("attribution")}
    words = {key: _group(value) for key, value in data.items() if _is_group(value)}
    for key, value in data["pronouns"].items():
        words[key] = _group(value)
    small = {word for key in _SMALL for word in words.get(key, _NONE)}
    reporting = (w for w in _reporting(language.table("saying")) if fold(w) not in small)
    words["strong"] = _group((*data["reported"].get("strong", ()), *reporting))
    words["replacement"] = _group(data["reported"].get("replacement", ()))
    words["weak"] = _group(data["reported"].get("weak", ()))
    words["mild"] = _group(data["reported"].get("mild", ()))
    for key in ("veto", "unreported", "relayed", "running"):
        words[key] = _group(data["reported"].get(key, ()))
    for number, row in enumerate(data["genders"]):
        words.update({f"{key} {number}": _group(value) for key, value in row.items()})
    words["titles"] = _group(data["names"].get("titles", ()))
    words["offices"] = _group(_offices(language))
    words["purpose"] = _group(data["infinitive"]["openers"])
    words["endings"] = _group(data["infinitive"]["endings"])
    words["finite"] = _group(language.table("segmentation")["finite"])
    words["abbreviations"] = _group(language.table("segmentation")["abbreviations"])
    labels = language.table("quotes")["label_words"]
    saying = language.table("saying")
    sequences, markers = _sequences(data), _markers(data)
    inherited = (word for group, word in sequences if group == "inherit")
    after = (*words.get("opinion", _NONE), *words.get("postpositions", _NONE))
    words["sourcing"] = frozenset((*inherited, *markers, *after))
    return Speech(
        forms=_forms(saying),
        words=words,
        data=data,
        labels=labels,
        nouns=dict(_nouns(saying)),
        sequences=sequences,
        markers=markers,
    )


def _offices(language: Language) -> Iterator[str]:
    """The offices that a language has a table of, which is optional."""
    if (language.folder / "offices.yaml").is_file():
        for names in language.table("offices")["classes"].values():
            yield from names


def _reporting(table: Mapping[str, Any]) -> Iterator[str]:
    """Forms of the verbs of saying that alone mark reported speech, from their paradigms."""
    for row in table["verbs"].values():
        for name, paradigm in table["paradigms"].items():
            if name in row:
                yield from (form.format(stem=row[name]) for form in paradigm.get("reported", ()))


def _nouns(table: Mapping[str, Any]) -> Iterator[tuple[str, SpeechAct]]:
    """The nouns of saying, each with what is done by it."""
    for act, nouns in table.get("nouns", {}).items():
        for noun in nouns:
            yield fold(noun), SpeechAct(act)


def _sequences(data: Mapping[str, Any]) -> dict[tuple[str, str], tuple[tuple[str, ...], ...]]:
    """The groups of word sequences, by group and first word."""
    found: dict[tuple[str, str], tuple[tuple[str, ...], ...]] = {}
    for group in _SEQUENCES:
        for known in data.get(group, ()):
            parts = tuple(fold(part) for part in known.split())
            found[group, parts[0]] = (*found.get((group, parts[0]), ()), parts)
    return found


def _markers(data: Mapping[str, Any]) -> dict[str, tuple[Marker, ...]]:
    """The markers of sources by their first word, in the order of the table."""
    found: dict[str, tuple[Marker, ...]] = {}
    for entry in data["phrases"]:
        parts = tuple(entry["marker"])
        marker = Marker(parts, bool(entry.get("noun")), tuple(entry.get("not", ())))
        found[parts[0]] = (*found.get(parts[0], ()), marker)
    return found


def _is_group(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _group(value: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(item) for item in value)


def _forms(table: Mapping[str, Any]) -> Mapping[str, tuple[Form, ...]]:
    index: dict[str, list[Form]] = {}
    for lemma, row in table["verbs"].items():
        for word, form in _inflect(_saying(lemma, row), row, table["paradigms"]):
            known = index.setdefault(fold(word), [])
            if form not in known:
                known.append(form)
    # The most demanding reading comes first: a verb with its particle, then one with needs.
    return {word: tuple(sorted(forms, key=_demand)) for word, forms in sorted(index.items())}


def _demand(form: Form) -> tuple[bool, bool, bool]:
    return not form.apart, not form.saying.needs, form.participle


def _saying(lemma: str, row: Mapping[str, Any]) -> Saying:
    try:
        act = SpeechAct(row["act"])
        takes = tuple(row["takes"])
    except (KeyError, ValueError) as error:
        raise ConfigurationError(f"verb of saying {lemma!r}: {error}") from error
    return Saying(
        lemma,
        act,
        takes,
        row.get("to"),
        row.get("particle"),
        tuple(fold(word) for word in row.get("with", ())),
        tuple(fold(word) for word in row.get("not", ())),
        row.get("unnamed", False),
        row.get("cited", False),
        row.get("being", False),
    )


def _inflect(
    saying: Saying, row: Mapping[str, Any], paradigms: Mapping[str, Any]
) -> Iterator[tuple[str, Form]]:
    finite, participles = _stems(row, paradigms)
    particle = saying.particle
    for word in finite:
        yield word, Form(saying, participle=False, apart=particle is not None)
        if particle:
            yield particle + word, Form(saying, participle=False)
    for word in participles:
        if particle:
            yield particle + word, Form(saying, participle=True)
        yield word, Form(saying, participle=True, apart=particle is not None)


def _stems(
    row: Mapping[str, Any], paradigms: Mapping[str, Any]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Finite forms and participles, from the paradigm or as listed."""
    for name, paradigm in paradigms.items():
        if name in row:
            stem = row[name]
            finite = tuple(form.format(stem=stem) for form in paradigm["finite"])
            return finite, tuple(form.format(stem=stem) for form in paradigm["participle"])
    return tuple(row["finite"]), tuple(row["participle"])
