"""Control: who does what an infinitive or a possessed noun leaves unsaid ("promised to resign")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nutgraf.annotation.events.core_arguments import CoreReader
from nutgraf.annotation.events.governors import Governors
from nutgraf.annotation.events.phrases import Phrase
from nutgraf.annotation.events.predicates import Predicate
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.triggers import Trigger
from nutgraf.model.event import Factuality


@dataclass(frozen=True, slots=True)
class Control:
    """Looks for the subjects of infinitives in the clauses that govern them."""

    scene: Scene
    reader: Reader
    phrases: Sequence[Phrase]

    @property
    def core(self) -> CoreReader:
        """The reader of subjects, over all phrases: who announces stands outside of it."""
        return CoreReader(self.scene, self.reader.grammar, self.phrases, self.phrases)

    def of_infinitive(self, group: Predicate) -> Phrase | None:
        """The subject of the governing verb, or the one whom it asks to do something."""
        if not group.governed:
            return None
        if not self.reader.grammar.verb_cluster_last:
            return self._before_marker(group)
        clause = self.scene.clause(group.verb)
        start = clause.first if clause is not None else 0
        if not start or clause is None or clause.opener != self.reader.grammar.infinitive_marker:
            return None
        matrix = self.scene.scope(start - 1)
        held = self._governors.nearest(self.scene, matrix, group.verb)
        if held is None or held[0] is Factuality.HYPOTHETICAL:
            return None
        return self._named(self.core.subject_of(start - 1))

    @property
    def _governors(self) -> Governors:
        return Governors(self.reader.grammar, self.reader.words)

    def _before_marker(self, group: Predicate) -> Phrase | None:
        """The phrase right before "to", else the subject of the verb right before it."""
        marker = self.reader.grammar.infinitive_marker
        at = group.verb - 1
        while at > 0 and self.scene.fold(at) != marker:
            at -= 1
        asked = next((p for p in self.phrases if p.last == at and p.mention is not None), None)
        if asked is not None:
            return asked if self._is_asked(asked) else None
        governed = self._governors.nearest(self.scene, (at - 1,), group.verb) if at > 1 else None
        if governed is None:
            return None
        return self._named(self.core.before(at - 1))

    def _is_asked(self, phrase: Phrase) -> bool:
        """Tell "urged X to leave" and "called on X to leave" from "the visit of X to Y"."""
        held = self._governors.nearest(
            self.scene, range(max(phrase.first - 2, 0), phrase.head), phrase.head
        )
        return held is not None and held[0] is Factuality.HYPOTHETICAL

    def of_possessed(self, trigger: Trigger, own: Phrase | None) -> Phrase | None:
        """The subject of the clause, where "his" says that the noun is its own deed or fate.

        It stands before the noun, or behind one with a preposition ("bei seinem Besuch traf X").
        """
        frame = trigger.entry.frame
        possessed = own is not None and own.determiner in self.reader.grammar.possessives
        if not possessed or own is None or frame.object not in (None, frame.subject):
            return None
        subject = self._named(self.core.subject_of(trigger.head))
        if subject is None or (subject.first > own.first and own.preposition is None):
            return None
        return subject

    @staticmethod
    def _named(phrase: Phrase | None) -> Phrase | None:
        return phrase if phrase is not None and phrase.mention is not None else None
