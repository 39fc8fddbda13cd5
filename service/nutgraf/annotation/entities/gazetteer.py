"""The gazetteer of a language: every written form of the table, the states and the extra names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from nutgraf.annotation.entities.inflection import Endings, declined, endings
from nutgraf.annotation.entities.names import Guard, Name, Names, Node
from nutgraf.annotation.entities.words import table_of
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import Clitics, clitics, fold, tokenize
from nutgraf.model.entity import EntityKind
from nutgraf.model.link import KnownEntity
from nutgraf.model.table import NameTable

_NO_STATE = "ZZ"
#: Kinds whose foreign names agencies also write without diacritics ("Erdogan").
_ALSO_BARE = frozenset({EntityKind.PERSON, EntityKind.PLACE})
_UMLAUTS = frozenset("äöüÄÖÜß")


@lru_cache(maxsize=8)
def names_of(language: Language, table: NameTable) -> Names:
    """Build the matcher of a language over a table; kept as long as both are in use."""
    builder = _Builder(language, table)
    gazetteer = language.table("gazetteer")
    builder.add_states(language.table("demonyms"))
    builder.add_rows(table.rows())
    builder.add_gazetteer(gazetteer)
    guards = {
        base: Guard(frozenset(fold(word) for word in rule.get("before", ())), "quoted" in rule)
        for base, rule in gazetteer["guarded"].items()
    }
    families = frozenset(language.table("names")["family_first"])
    return Names(
        builder.trie,
        guards,
        builder.surnames,
        families,
        builder.states,
        builder.adjectives,
        vessels=frozenset(fold(word) for word in gazetteer["vessels"]),
        clitics=clitics(language),
    )


class _Builder:
    """Fills the trie; the first meaning of a form wins, so states come first."""

    def __init__(self, language: Language, table: NameTable) -> None:
        self.trie: Node = {}
        self.surnames: dict[str, Name] = {}
        self.states: dict[str, Name] = {}
        self.adjectives: dict[str, str] = {}
        self._table = table
        self._endings: Endings = endings(language)
        self._things = table_of(language, "things")
        self._code = language.code
        self._small = clitics(language)

    def add_states(self, data: dict[str, Any]) -> None:
        for code, entry in data.items():
            state = self._state(code, entry["name"])
            self.states[code] = replace(state, adjectival=True)
            for name in (entry["name"], *entry.get("other", ())):
                self._add_declined(replace(state, written=name, base=name))
        for code, entry in data.items():
            self._add_demonyms(self.states[code], code, entry)

    def _state(self, code: str, name: str) -> Name:
        row = self._table.country(code)
        identity = f"state:{code}"
        qid = row.qid if row else None
        return Name(name, name, EntityKind.COUNTRY, identity, code, qid)

    def _add_demonyms(self, state: Name, code: str, entry: dict[str, Any]) -> None:
        for stem in entry.get("adjective", ()):
            self.adjectives.setdefault(fold(stem), code)
            small = stem[0].islower()
            for form in self._endings.adjectives(stem):
                self._insert(state.as_form(form, small=small))
        for lemma in entry.get("people", ()):
            for form, _ in self._endings.people(lemma):
                self._insert(state.as_form(form))

    def add_rows(self, rows: Iterable[KnownEntity]) -> None:
        for row in rows:
            if row.kind == EntityKind.COUNTRY or self._composed(row):
                continue
            kind = EntityKind(row.kind)
            for written in _names(row, self._code, self._endings):
                self._add_row(
                    Name(
                        written=written,
                        base=written,
                        kind=kind,
                        identity=row.qid,
                        country=row.country,
                        qid=row.qid,
                        capital=row.detail == "city/capital",
                    )
                )

    def _composed(self, row: KnownEntity) -> bool:
        """Facilities named after a place are put together by their own finder."""
        words = (fold(word) for _, label in row.labels for word in label.split())
        return row.detail.startswith("facility") and any(self._things.known(w) for w in words)

    def _add_row(self, name: Name) -> None:
        if name.kind != EntityKind.PERSON:
            self._add_declined(name)
        elif " " in name.written:
            self._insert(name)
            for form in self._endings.genitives(name.written):
                self._insert(name.as_form(form, genitive=True))
        else:
            self.surnames.setdefault(fold(name.written), name)

    def add_gazetteer(self, data: dict[str, Any]) -> None:
        kinds = {
            "cities": EntityKind.PLACE,
            "regions": EntityKind.PLACE,
            "organisations": EntityKind.ORGANISATION,
        }
        for section, kind in kinds.items():
            for code, entries in data[section].items():
                country = None if code == _NO_STATE else code
                for written in entries:
                    identity = f"{kind}:{fold(written)}"
                    self._add_declined(Name(written, written, kind, identity, country))

    def _add_declined(self, name: Name) -> None:
        self._insert(name)
        for form in () if name.exact else declined(name.written, self._endings):
            genitive = form != name.written and not form.endswith(self._endings.declined)
            self._insert(name.as_form(form, genitive=genitive))

    def _insert(self, name: Name) -> None:
        self._insert_form(name)
        bare = without_marks(name.written)
        if name.kind in _ALSO_BARE and bare != name.written:
            self._insert_form(name.as_form(bare))

    def _insert_form(self, name: Name) -> None:
        node = self.trie
        for word in _folded(name.written, self._small):
            node = node.setdefault(word, {})
        known: tuple[Name, ...] = node.get("", ())
        if not name.genitive:
            # "Hamas" is itself before it is the genitive of the town of Hama.
            known = tuple(n for n in known if n.written != name.written or not n.genitive)
        if all(other.written != name.written for other in known):
            node[""] = (*known, name)


def _folded(written: str, small: Clitics) -> list[str]:
    """The folded tokens of a name."""
    words = written.split(" ")
    # Plain words are tokens as they stand, and nearly all names are of plain words.
    if all(map(str.isalpha, words)):
        return [fold(word) for word in words]
    return [token.fold for token in tokenize(written, 0, len(written), small)]


def _names(row: KnownEntity, code: str, table: Endings) -> Iterator[str]:
    """Names of a row to look for in one language: its label there, English, aliases."""
    labels = dict(row.labels)
    for label in (labels.get(code), labels.get("en"), *row.aliases):
        if label and len(label) > 1:
            yield label
            yield from (label.removeprefix(article) for article in table.label_articles)


def without_marks(name: str) -> str:
    """Take the diacritics off a name that has no German umlaut."""
    if name.isascii() or _UMLAUTS & set(name):
        return name
    marks = unicodedata.normalize("NFD", name)
    return "".join(mark for mark in marks if not unicodedata.combining(mark))
