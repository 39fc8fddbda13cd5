"""Misses: verbs that tell what did not come about, and negations that miss their verb."""

from __future__ import annotations

from dataclasses import dataclass

from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.predicates import Predicate
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.statuswords import StatusWords


@dataclass(frozen=True, slots=True)
class Misses:
    """Reads near misses, unmet conditions and what there was none of in one language."""

    grammar: Grammar
    words: StatusWords

    def is_missed(self, scene: Scene, group: Predicate) -> bool:
        """Tell whether a verb group says that it did not happen after all."""
        return (
            self._was_near(scene, group)
            or self._was_unmet(scene, group)
            or (self._was_without(scene, group))
        )

    def _was_near(self, scene: Scene, group: Predicate) -> bool:
        """Tell "nearly crashed" and "stürzte beinahe ab" from "nearly 300 were killed"."""
        if scene.fold(group.verb) in self.words.graded:
            return False
        return any(
            scene.fold(at) in self.words.nearly
            and (self._leads(scene, at, group.verb) or self._splits(scene, at, group))
            for at in scene.scope(group.verb)
        )

    def _leads(self, scene: Scene, at: int, verb: int) -> bool:
        """Tell whether only helpers stand between an adverb and its verb."""
        after = at + 1
        while after < verb and self.grammar.is_auxiliary(scene.fold(after)):
            after += 1
        return after == verb

    def _splits(self, scene: Scene, at: int, group: Predicate) -> bool:
        """Tell whether an adverb stands between a verb and its particle."""
        particle = scene.fold(at + 1) in self.grammar.not_first_parts
        closes = not scene.fold(at + 2)[:1].isalnum()
        return at > group.verb and not group.chain and particle and closes

    def _was_unmet(self, scene: Scene, group: Predicate) -> bool:
        """Tell "beinahe wäre es abgestürzt" and "ohne die Warnung wäre ..."."""
        perfect = group.form == "p" and self.grammar.verb_cluster_last
        if not perfect or not set(group.chain) & self.grammar.irrealis:
            return False
        missed = self.words.nearly | self.words.unmet
        return any(scene.fold(at) in missed for at in scene.scope(group.verb))

    def _was_without(self, scene: Scene, group: Predicate) -> bool:
        """Tell "without anyone being arrested" and "stop officers from being attacked"."""
        if not group.chain or not group.chain[0].endswith(self.grammar.gerund_endings):
            return False
        before = {scene.fold(at) for at in scene.scope(group.verb) if at < group.verb}
        lacking = self.grammar.negative_determiners & self.grammar.prepositions
        return bool(before & (lacking | self.words.keeping))

    def is_past(self, scene: Scene, at: int, group: Predicate) -> bool:
        """Tell a negation that ends before a verb ("did not comment and sacked him")."""
        return self.of_complement(scene, at) or self._of_conjunct(scene, at, group)

    def of_complement(self, scene: Scene, at: int) -> bool:
        """Tell "a vote of no confidence was held", where "no" denies but the noun inside."""
        inner = self.grammar.genitive_prepositions - self.grammar.agent_prepositions
        return scene.fold(at - 1) in inner

    def _of_conjunct(self, scene: Scene, at: int, group: Predicate) -> bool:
        """Tell whether a verb behind a conjunction is finite for itself."""
        behind = range(at + 1, group.verb)
        joints = [each for each in behind if scene.fold(each) in self.grammar.coordinators]
        clause = scene.clause(group.verb)
        if not joints or (clause is not None and clause.subordinate):
            return False
        if self.grammar.verb_cluster_last:
            finite = bool(group.chain) or group.form == "f"
            return finite and group.finite == joints[-1] + 1
        between = range(joints[-1] + 1, group.verb)
        return all(self._belongs(scene, each) for each in between) and self._is_own(
            scene, at, joints[-1], group
        )

    def _belongs(self, scene: Scene, at: int) -> bool:
        """Tell whether a word is an auxiliary, an adverb or part of a time beside a verb."""
        word = scene.fold(at)
        adverb = word in self.grammar.adverbs_between or word.endswith(self.grammar.adverb_endings)
        helper = self.grammar.is_auxiliary(word) or word in self.words.modals
        return adverb or helper or scene.in_time(at)

    def _is_own(self, scene: Scene, at: int, joint: int, group: Predicate) -> bool:
        """Tell "and was remanded" and "and sacked" from "was not arrested and charged"."""
        helper = scene.fold(at - 1)
        helped = self.grammar.is_auxiliary(helper) or helper in self.words.modals
        helped = helped or helper in self.grammar.finite
        if group.chain and group.finite > joint:
            return helped
        if not helped or helper in self.grammar.be | self.grammar.have:
            return False
        return scene.fold(group.verb).endswith(self.grammar.finite_endings)
