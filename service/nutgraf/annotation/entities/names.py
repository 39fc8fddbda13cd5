"""Known names: the matcher that finds them in sentences, longest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from nutgraf.annotation.entities.findings import Finding
from nutgraf.annotation.text.tokens import PLAIN, Clitics, fold, tokenize
from nutgraf.model.annotation import Sentence, Token
from nutgraf.model.entity import EntityKind

#: Upper-case names up to this length are acronyms and must be written so.
_ACRONYM = 6
#: Kinds of names that ships also have.
_ALSO_VESSELS = (EntityKind.COUNTRY, EntityKind.PLACE)
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

    def as_form(self, written: str, *, genitive: bool = False, small: bool = False) -> Name:
        """The same meaning for another form; a table has twenty thousand of them."""
        return Name(
            written,
            self.base,
            self.kind,
            self.identity,
            self.country,
            self.qid,
            self.adjectival,
            self.genitive or genitive,
            self.capital,
            self.small or small,
        )

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
    vessels: frozenset[str] = frozenset()
    clitics: Clitics = PLAIN

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
            if name.exact and "".join(t.text for t in tokens[first:last]) != _joined(name.written):
                continue
            if not name.small and not self._capitals(name.written, tokens[first:last]):
                continue
            if self._guarded(name, tokens, first):
                continue
            return name
        return None

    def _capitals(self, written: str, tokens: tuple[Token, ...]) -> bool:
        """Tell whether every capital of a name is one in the text ("Die Linke", no "Die linke")."""
        return all(
            token.text[0].isupper() or not initial.isupper()
            for token, initial in zip(tokens, _initials(written, self.clitics), strict=True)
        )

    def _guarded(self, name: Name, tokens: tuple[Token, ...], first: int) -> bool:
        if name.kind in _ALSO_VESSELS and self._is_vessel(tokens, first):
            return True
        guard = self.guards.get(name.base)
        if guard is None or name.adjectival:
            return False
        previous = tokens[first - 1].fold if first else ""
        return not (previous in guard.before or (guard.quoted and previous in _QUOTES))

    def _is_vessel(self, tokens: tuple[Token, ...], first: int) -> bool:
        """Tell whether a word for a ship stands before a name, or before its quotation mark."""
        quoted = first > 1 and tokens[first - 1].fold in _QUOTES
        before = tokens[first - 1 - quoted].fold if first else ""
        return before in self.vessels

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
            fits = part == name.written if name.exact else name.small or part[:1].isupper()
            if fits and (opening or name.adjectival) and name.base not in self.guards:
                return name
        return None


def _joined(written: str) -> str:
    return "".join(token.text for token in tokenize(written, 0, len(written)))


@lru_cache(maxsize=65_536)
def _initials(written: str, small: Clitics) -> str:
    return "".join(token.text[0] for token in tokenize(written, 0, len(written), small))


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
