"""Frames: what a question, a condition or the clause before makes of a whole clause."""

from __future__ import annotations

from dataclasses import dataclass

from nutgraf.annotation.events.governors import Governors
from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.statuswords import StatusWords
from nutgraf.model.annotation import Clause
from nutgraf.model.event import Factuality

_STRONG = (Factuality.NEGATED, Factuality.HYPOTHETICAL)
# "Rücktritt der Regierung jetzt!"
_SLOGAN = 5
# "until a new prime minister was elected"
_AWAITED = 8
_OPEN = (Factuality.POSSIBLE, Factuality.UNDETERMINED)


def helps(word: str, grammar: Grammar, words: StatusWords) -> bool:
    """Tell whether a word is an auxiliary or a modal verb."""
    return grammar.is_auxiliary(word) or word in words.modals


@dataclass(frozen=True, slots=True)
class Frames:
    """Reads the clauses around a clause in one language."""

    grammar: Grammar
    words: StatusWords

    @property
    def governors(self) -> Governors:
        """The governing words of the same language."""
        return Governors(self.grammar, self.words)

    def of(self, scene: Scene, index: int) -> Factuality | None:
        """What a question, a condition or the clause before makes of a whole clause."""
        clause = scene.clause(index)
        if scene.fold(len(scene.tokens) - 1) in self.grammar.questions:
            return Factuality.UNDETERMINED
        inverted = clause is not None and self._is_inverted(scene, clause.first)
        if inverted or self._is_exclaimed(scene, index):
            return Factuality.HYPOTHETICAL
        if clause is None or clause.opener is None:
            inner = self._inner_frame(scene, index) or self._suspected(scene, index)
            inner = inner or self._awaited(scene, index)
            return inner or self._asked(scene, index)
        opened = self._opened(scene, clause, clause.opener)
        return opened or self._matrix_status(scene, clause.first) or self._asked(scene, index)

    def _opened(self, scene: Scene, clause: Clause, opener: str) -> Factuality | None:
        """What its first words make of a dependent clause ("falls", "ob", "ohne dass")."""
        last = min(clause.first + 3, clause.last)
        folds = {scene.fold(at) for at in range(clause.first, last)}
        if opener in self.words.lacking and self.words.content_openers & folds:
            return Factuality.NEGATED
        if opener in self.words.conditions:
            return Factuality.HYPOTHETICAL
        if opener in self.words.not_yet and self._is_coming(scene, clause.first - 1):
            return Factuality.UNDETERMINED
        return Factuality.UNDETERMINED if self.words.open_questions & folds else None

    def _awaited(self, scene: Scene, index: int) -> Factuality | None:
        """Read "would stay until a successor was chosen", where no comma parts the clauses."""
        if self.grammar.verb_cluster_last:
            return None
        near = range(max(index - _AWAITED, 1), index)
        opener = max((at for at in near if scene.fold(at) in self.words.not_yet), default=0)
        between = [scene.fold(at) for at in range(opener + 1, index)]
        parted = any(w in self.words.after or not w[:1].isalnum() for w in between)
        told = any(self._is_finite(word) for word in (*between, scene.fold(index)))
        if not opener or parted or not told or opener not in scene.scope(index):
            return None
        earlier = [scene.fold(at) for at in scene.scope(index) if at < opener]
        coming = self.grammar.future | self.grammar.irrealis
        return Factuality.UNDETERMINED if coming & set(earlier) else None

    def _is_coming(self, scene: Scene, index: int) -> bool:
        """Tell whether the clause before is still to come ("would stay until ...")."""
        coming = self.grammar.future | self.grammar.irrealis
        return index > 0 and any(scene.fold(at) in coming for at in scene.scope(index))

    def _suspected(self, scene: Scene, index: int) -> Factuality | None:
        """What a noun before makes of a clause in the subjunctive ("der Verdacht, X habe ...")."""
        clause = scene.clause(index)
        if clause is None or not clause.first or clause.subordinate:
            return None
        scope = range(clause.first, clause.last)
        if not any(scene.fold(at) in self.words.subjunctives for at in scope):
            return None
        before = scene.scope(clause.first - 1)
        held = [self.words.nouns.get(scene.fold(at)) for at in before]
        return next((each for each in held if each in _OPEN), None)

    def _is_inverted(self, scene: Scene, first: int) -> bool:
        """Tell "Sollten die Bauern streiken, ..." and "Should he resign, ..." from a statement."""
        word = scene.fold(first)
        if first and scene.tokens[first - 1].is_word:
            return False
        starts = not first and word in self.words.inverted_at_start
        if starts or word in self.words.inverted_conditions:
            return True
        # A German statement does not begin with its verb: "Wird das Gesetz verabschiedet, so ..."
        opens = (
            not first and self.grammar.verb_cluster_last and helps(word, self.grammar, self.words)
        )
        return opens and len(scene.sentence.clauses) > 1

    def _is_exclaimed(self, scene: Scene, index: int) -> bool:
        """Tell a slogan ("Rücktritt jetzt!", "Resign now!") from what is told."""
        first = last = index
        while scene.fold(first - 1)[:1].isalnum():
            first -= 1
        while scene.fold(last + 1)[:1].isalnum():
            last += 1
        short = last - first < _SLOGAN and scene.fold(last + 1) in self.words.exclamations
        if not short or not (self.grammar.capital_nouns or first == index):
            return False
        return not any(self._is_finite(scene.fold(at)) for at in range(first, last + 1))

    def _is_finite(self, word: str) -> bool:
        known = word in self.grammar.finite or self.grammar.is_auxiliary(word)
        return known or word.endswith(self.grammar.finite_endings)

    def is_conditional(self, scene: Scene) -> bool:
        """Tell whether the sentence names a condition in one of its clauses."""
        return any(
            clause.opener in self.words.conditions or self._is_inverted(scene, clause.first)
            for clause in scene.sentence.clauses
        )

    def _asked(self, scene: Scene, index: int) -> Factuality | None:
        """What is to come is open when a question about it is ("wie viele gehen, ist offen")."""
        clause = scene.clause(index)
        if clause is None:
            return None
        folds = [scene.fold(at) for at in range(clause.first, clause.last)]
        coming = set(folds) & (self.grammar.future | self.words.modals.keys())
        asked = set(folds[:2] if self.grammar.verb_cluster_last else folds) & self.words.asking
        if not asked or not coming or set(folds) & self.grammar.become_past:
            return None
        if clause.last < len(scene.tokens):
            folds += [scene.fold(at) for at in scene.scope(clause.last)]
        settled = not self.words.undetermined_cues & set(folds)
        return None if settled else Factuality.UNDETERMINED

    def _inner_frame(self, scene: Scene, index: int) -> Factuality | None:
        """What a verb before "that" makes of the rest of its clause, where no comma parts them."""
        inner = self.question_before(scene, index)
        if inner is None or self.grammar.verb_cluster_last:
            return None
        if scene.fold(inner) in self.words.open_questions:
            return Factuality.UNDETERMINED
        if scene.fold(inner) not in self.words.content_openers:
            return None
        held = self.words.governors.get(scene.fold(inner - 1))
        return held if held in _STRONG else None

    def question_before(self, scene: Scene, index: int) -> int | None:
        """The last word before a verb that opens what is said or asked ("did not say when")."""
        openers = self.words.question_words | self.words.content_openers
        found = [at for at in scene.scope(index) if at < index and scene.fold(at) in openers]
        return found[-1] if found else None

    def _matrix_status(self, scene: Scene, first: int) -> Factuality | None:
        """The status that the clause before gives a dass-clause ("dementierte, dass ...")."""
        before = scene.scope(first - 1) if first else ()
        if any(scene.fold(at) in self.words.undetermined_cues for at in before):
            return Factuality.UNDETERMINED
        clause = scene.clause(first)
        if clause is None or clause.opener not in self.words.content_openers or not before:
            return None
        if self.governors.not_excluded(scene, first - 1):
            return Factuality.POSSIBLE
        held = self.governors.nearest(scene, before, first)
        return held[0] if held is not None and held[0] in _STRONG else None
