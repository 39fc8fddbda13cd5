"""Refining: words of a noun phrase that make its event one of a narrower type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.phrases import Phrase
from nutgraf.annotation.events.scenes import Scene


@dataclass(frozen=True, slots=True)
class Refining:
    """Reads the noun phrases of one sentence."""

    scene: Scene
    grammar: Grammar
    phrases: Sequence[Phrase]

    def types(self, types: tuple[str, ...], own: Phrase | None) -> tuple[str, ...]:
        """The types of an event whose noun phrase is `own` ("Angriff terroristischer Banden")."""
        refinement = self.grammar.refinements.get(types[0])
        if refinement is None or own is None:
            return types
        words = [self.scene.fold(at) for at in self._tokens(own)]
        refined = any(word.startswith(refinement.stems) for word in words)
        return (refinement.type, *types[1:]) if refined else types

    def _tokens(self, own: Phrase) -> list[int]:
        """The tokens of the phrase and of the genitive or agent that follows it."""
        found = list(range(own.first, own.last))
        after = next((each for each in self.phrases if each.first >= own.last), None)
        if after is None or any(self._is_word(at) for at in range(own.last, after.first)):
            return found
        joined = self.grammar.agent_prepositions | self.grammar.genitive_prepositions
        if after.preposition is None or after.preposition in joined:
            found.extend(range(after.first, after.last))
        return found

    def _is_word(self, index: int) -> bool:
        return self.scene.tokens[index].is_word
