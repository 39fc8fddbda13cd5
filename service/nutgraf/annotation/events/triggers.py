"""Triggers: words that tell of an event, with the lexicon entry that says so."""

from __future__ import annotations

from dataclasses import dataclass

from nutgraf.annotation.events.lexicon import Entry

UNSUPPORTED = "trigger-unsupported"


@dataclass(frozen=True, slots=True)
class Trigger:
    """One match: the entry, the scene's number, the tokens it stands on, and its form's tags.

    `head` is the token that carries the meaning; `tokens` include particle or light verb;
    `first_part` is what stands before the head in a compound. A `weak` trigger lacks the
    context that its word needs: it can refer back to an event but not tell of one. `light`
    is the light verb whose object the noun is ("verhängte den Ausnahmezustand").
    """

    entry: Entry
    scene: int
    head: int
    tokens: tuple[int, ...]
    tags: str
    first_part: str = ""
    weak: bool = False
    light: int | None = None

    @property
    def nominal(self) -> bool:
        """Tell whether a noun tells of the event (alone or with a light verb)."""
        return self.entry.kind in ("noun", "phrase")

    @property
    def span(self) -> tuple[int, int]:
        """First and last token of the words that tell; a particle or light verb stays out."""
        if " " in next(iter(self.entry.forms), ""):
            return self.tokens[0], self.tokens[-1]
        return self.head, self.head

    @property
    def rank(self) -> tuple[int, ...]:
        """Longer and more specific matches come first."""
        vetted = bool(self.entry.needs or self.entry.modifiers)
        adjective = int(self.entry.kind == "participle")
        return (int(self.weak), -len(self.tokens), len(self.first_part), adjective, -int(vetted))


@dataclass(frozen=True, slots=True)
class Context:
    """Folded words of the headline and of the sentence before in the same paragraph."""

    headline: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
