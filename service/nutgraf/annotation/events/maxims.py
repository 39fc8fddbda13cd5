"""Maxims: clauses that say what anyone may or must do, and not what somebody did."""

from __future__ import annotations

from dataclasses import dataclass

from nutgraf.annotation.events.figurative_words import FigurativeWords
from nutgraf.annotation.events.scenes import Scene


@dataclass(frozen=True, slots=True)
class Maxims:
    """Judges the clauses of one sentence."""

    scene: Scene
    words: FigurativeWords

    def is_maxim(self, index: int) -> bool:
        """Tell whether the clause of a token is about anyone, or about what the law says."""
        return self._is_about_anyone(index) or self._is_lawful(index)

    def _is_about_anyone(self, index: int) -> bool:
        """Tell "Wer streikt, verliert seinen Lohn" from "Wer dahinter steckt, ist unklar"."""
        clauses = self.scene.sentence.clauses
        opened = len(clauses) > 1 and clauses[0].opener in self.words.anyone
        if not opened or self.scene.clause_of[index] > 1:
            return False
        at = clauses[0].last
        while at < len(self.scene.tokens) and not self.scene.tokens[at].is_word:
            at += 1
        return self.scene.fold(at) in self.words.consequences | self.words.resuming

    def _is_lawful(self, index: int) -> bool:
        """Tell "Nach dem Gesetz muss eine Demonstration ..." from "Nach dem Gesetz kam ..."."""
        scope = self.scene.scope(index)
        ruled = any(self.scene.fold(at) in self.words.consequences for at in scope)
        return ruled and any(self._is_law(at) for at in scope)

    def _is_law(self, at: int) -> bool:
        near = {self.scene.fold(at - 1), self.scene.fold(at - 2)}
        return self.scene.fold(at) in self.words.laws and bool(near & self.words.by_law)
