"""Spokespeople named by whom they speak for: the body inside "Polizeisprecher"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nutgraf.annotation.entities.findings import Finding, Reading
from nutgraf.annotation.entities.words import Words, table_of
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.entity import EntityKind


@dataclass(frozen=True, slots=True)
class SpokespeopleFinder:
    """Finds the body that is the first part of a compound with a word for who speaks."""

    bodies: Words
    others: dict[str, str]
    heads: tuple[str, ...]
    links: tuple[str, ...]

    @classmethod
    def of(cls, language: Language) -> SpokespeopleFinder:
        """The finder of one language."""
        data = language.table("bodies")["spokespeople"]
        return cls(
            table_of(language, "bodies"),
            {fold(name): name for name in data["others"]},
            tuple(sorted(data["heads"], key=len, reverse=True)),
            tuple(data["links"]),
        )

    def find(self, reading: Reading) -> Iterator[Finding]:
        """The bodies in the compounds of a sentence, each as an attribute."""
        for position, token in enumerate(reading.tokens):
            if not token.fold.endswith(self.heads) or reading.covers(position) is not None:
                continue
            head = next(head for head in self.heads if token.fold.endswith(head))
            first = token.text[: len(token.text) - len(head)]
            name, length = self._body(first)
            if name:
                yield self._finding(reading, position, name, length)

    def _body(self, first: str) -> tuple[str, int]:
        """The body that a first part names, and how many letters name it."""
        for link in self.links:
            part = first.removesuffix(link)
            form = self.bodies.forms.get((fold(part),))
            if form is not None and (part != first or not link):
                return form[0].lemma, len(part)
            if fold(part) in self.others:
                return self.others[fold(part)], len(part)
        return "", 0

    def _finding(self, reading: Reading, position: int, name: str, length: int) -> Finding:
        start = reading.tokens[position].start
        return Finding(
            position,
            position + 1,
            start,
            start + length,
            kind=EntityKind.ORGANISATION,
            name=name,
            identity=f"body:{fold(name)}|",
            adjectival=True,
            partial=True,
        )
