"""Parts of states and regions that one word names: "Ostukraine", "Mittelitalien"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nutgraf.annotation.entities.findings import Finding, Reading
from nutgraf.annotation.entities.names import Name, Names
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.annotation import Token
from nutgraf.model.entity import EntityKind

_SHORTEST = 4
_WHOLES = frozenset({EntityKind.COUNTRY, EntityKind.PLACE})


@dataclass(frozen=True, slots=True)
class StateParts:
    """Finds a known state or region behind a word for a direction that it is written with."""

    names: Names
    directions: tuple[str, ...]

    @classmethod
    def of(cls, language: Language, names: Names) -> StateParts:
        """The finder of one language; one that writes two words for it finds nothing."""
        words = language.table("gazetteer")["localities"].get("directions", ())
        return cls(names, tuple(sorted(map(fold, words), key=len, reverse=True)))

    def find(self, reading: Reading) -> Iterator[Finding]:
        """All such places of a sentence, left to right."""
        for at, token in enumerate(reading.tokens):
            if not token.text[0].isupper() or reading.covers(at) is not None:
                continue
            told = self._told(token)
            if told is not None:
                direction, whole = told
                name = token.text[: len(direction)] + whole.base.lower()
                kind, identity = EntityKind.PLACE, f"place:{fold(name)}"
                yield reading.finding(
                    at, at + 1, kind=kind, name=name, identity=identity, country=whole.country
                )

    def _told(self, token: Token) -> tuple[str, Name] | None:
        """The direction and the place that a word is made of."""
        for direction in self.directions:
            rest = token.fold.removeprefix(direction)
            if rest == token.fold or len(rest) < _SHORTEST:
                continue
            names: tuple[Name, ...] = self.names.trie.get(rest, {}).get("", ())
            for name in names:
                if name.kind in _WHOLES and not name.adjectival and not name.exact:
                    return direction, name
        return None
