"""Known names of one language: every written form of the table, the states and the gazetteer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from nutgraf.annotation.findings import Finding
from nutgraf.annotation.inflection import Endings, declined, endings
from nutgraf.annotation.language import Language
from nutgraf.annotation.tokens import fold, tokenize
from nutgraf.model.annotation import Sentence, Token
from nutgraf.model.entity import EntityKind
from nutgraf.model.link import KnownEntity
from nutgraf.model.table import NameTable

#: Upper-case names up to this length are acronyms and must be written so.
_ACRONYM = 6
_NO_STATE = "ZZ"
_QUOTES = frozenset({'"', "'", "‚"})


@dataclass(frozen=True, slots=True)
class Name:
    """What one written form means; `exact` forms must stand as written."""

    written: str
    base: str
    kind: EntityKind
    identity: str
    country: str | None = None
    qid: str | None = None
    adjectival: bool = False
    genitive: bool = False
    capital: bool = False
    small: bool = False

    @property
    def exact(self) -> bool:
        """Tell whether the form counts only in exactly this case."""
        letters = self.written.replace("-", "").replace(".", "")
        return letters.isupper() and len(letters) <= _ACRONYM


@dataclass(frozen=True, slots=True)
class Guard:
    """When an ambiguous name counts: after one of these words, or in quotation marks."""

    before: frozenset[str]
    quoted: bool


Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Names:
    """The matcher of one language and table."""

    trie: Node
    guards: dict[str, Guard]
    surnames: dict[str, Name]
    families: frozenset[str]
    states: dict[str, Name] = field(default_factory=dict)
    adjectives: dict[str, str] = field(default_factory=dict)

    def find(self, sentence: Sentence) -> Iterator[Finding]:
        """All known names of a sentence, longest first, and names inside compounds."""
        tokens, position = sentence.tokens, 0
        while position < len(tokens):
            found = self._longest(tokens, position)
            if found is None:
                yield from self._parts(tokens[position], position)
                position += 1
            else:
                yield found
                position = found.last

    def _longest(self, tokens: tuple[Token, ...], first: int) -> Finding | None:
        node: Node | None = self.trie
        best = None
        for last in range(first, len(tokens)):
            node = node.get(tokens[last].fold) if node is not None else None
            if node is None:
                break
            name = self._allowed(node.get(""), tokens, first, last + 1)
            if name is not None:
                best = _finding(name, tokens, first, last + 1)
        return best

    def _allowed(
        self, names: tuple[Name, ...] | None, tokens: tuple[Token, ...], first: int, last: int
    ) -> Name | None:
        for name in names or ():
            text = tokens[first].text
            if name.exact and "".join(t.text for t in tokens[first:last]) != _joined(name.written):
                continue
            if not name.small and name.written[0].isupper() and not text[0].isupper():
                continue
            if self._guarded(name, tokens, first):
                continue
            return name
        return None

    def _guarded(self, name: Name, tokens: tuple[Token, ...], first: int) -> bool:
        guard = self.guards.get(name.base)
        if guard is None:
            return False
        previous = tokens[first - 1].fold if first else ""
        return not (previous in guard.before or (guard.quoted and previous in _QUOTES))

    def _parts(self, token: Token, position: int) -> Iterator[Finding]:
        """Names that open or join a hyphenated word: OVKS-Truppen, deutsch-polnische."""
        offset = token.start
        parts = token.text.split("-")
        for number, part in enumerate(parts if len(parts) > 1 else ()):
            name = self._part(part, opening=number == 0)
            if name is not None:
                end = offset + len(part)
                yield replace(_bare(name, position), start=offset, end=end, partial=True)
            offset += len(part) + 1

    def _part(self, part: str, *, opening: bool) -> Name | None:
        state = self.adjectives.get(fold(part))
        if state is not None:
            return self.states[state]
        names: tuple[Name, ...] = self.trie.get(fold(part), {}).get("", ())
        for name in names:
            fits = part == name.written if name.exact else part[:1].isupper()
            if fits and (opening or name.adjectival) and name.base not in self.guards:
                return name
        return None


def _joined(written: str) -> str:
    return "".join(token.text for token in tokenize(written, 0, len(written)))


def _bare(name: Name, position: int) -> Finding:
    return Finding(
        first=position,
        last=position + 1,
        start=0,
        end=0,
        kind=name.kind,
        name=name.base,
        identity=name.identity,
        country=name.country,
        qid=name.qid,
        adjectival=True,
        capital=name.capital,
    )


def _finding(name: Name, tokens: tuple[Token, ...], first: int, last: int) -> Finding:
    possessive = last < len(tokens) and tokens[last].fold in {"'s", "'"}
    return replace(
        _bare(name, first),
        last=last,
        start=tokens[first].start,
        end=tokens[last - 1].end,
        adjectival=name.adjectival,
        genitive=name.genitive or (possessive and tokens[last].start == tokens[last - 1].end),
    )


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
        builder.trie, guards, builder.surnames, families, builder.states, builder.adjectives
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
        self._code = language.code

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
                self._insert(replace(state, written=form, small=small))
        for lemma in entry.get("people", ()):
            for form, _ in self._endings.people(lemma):
                self._insert(replace(state, written=form))

    def add_rows(self, rows: Iterable[KnownEntity]) -> None:
        for row in rows:
            if row.kind == EntityKind.COUNTRY:
                continue
            kind = EntityKind(row.kind)
            for written in _names(row, self._code):
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

    def _add_row(self, name: Name) -> None:
        if name.kind != EntityKind.PERSON:
            self._add_declined(name)
        elif " " in name.written:
            self._insert(name)
            for form in self._endings.genitives(name.written):
                self._insert(replace(name, written=form, genitive=True))
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
            genitive = form != name.written and not form.endswith(("e", "n", "r", "m"))
            self._insert(replace(name, written=form, genitive=genitive))

    def _insert(self, name: Name) -> None:
        node = self.trie
        for token in tokenize(name.written, 0, len(name.written)):
            node = node.setdefault(token.fold, {})
        known = node.get("", ())
        if all(other.written != name.written for other in known):
            node[""] = (*known, name)


def _names(row: KnownEntity, code: str) -> Iterator[str]:
    """Names of a row to look for in one language: its label there, English, aliases."""
    labels = dict(row.labels)
    for label in (labels.get(code), labels.get("en"), *row.aliases):
        if label and len(label) > 1:
            yield label
            yield label.removeprefix("The ")
