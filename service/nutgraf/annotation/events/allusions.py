"""Allusions: nouns that name an event as a charge, a topic or a memory instead of telling it."""

from __future__ import annotations

from dataclasses import dataclass

from nutgraf.annotation.events.distinctness import Distinctness
from nutgraf.annotation.events.phrases import Phrase
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.triggers import Trigger

# What people are charged with beside the conflicts of the table.
_OFFENCES = frozenset({"crime"})
# "Jahrestag des schweren Anschlags"; "anniversary of the deadly attack"
_REACH = 2


@dataclass(frozen=True, slots=True)
class Allusions:
    """Reads what stands before the event nouns of one sentence."""

    scene: Scene
    reader: Reader

    def is_mere(self, trigger: Trigger, own: Phrase | None) -> bool:
        """Tell whether a noun only names what a charge, a law or a book is about."""
        if own is None or trigger.entry.kind != "noun":
            return False
        if not own.definite and self._governor(own, own.first) in self.reader.words.topics:
            return own.preposition is not None or own.owner is not None
        return self._is_charge(trigger, own)

    def _is_charge(self, trigger: Trigger, own: Phrase) -> bool:
        """Tell "wegen Mordes" and "for murder" from "wegen des Mordes an X"."""
        kinds = self.reader.kinds
        offence = set(trigger.entry.types) & (kinds.conflict | _OFFENCES) - kinds.extended
        charge = own.preposition in self.reader.grammar.charge_prepositions
        alone = own.first == own.head - 1 and own.determiner is None
        plural = Distinctness(self.scene, self.reader).is_plural(trigger)
        return bool(offence) and charge and alone and not plural

    def is_identifying(self, own: Phrase | None) -> bool:
        """Tell whether a sentence only says what sort of event it was ("It was the worst ...")."""
        if own is None or self.scene.fold(own.first - 1) not in self.reader.grammar.be:
            return False
        return self.scene.fold(own.first - 2) in self.reader.words.identifying

    def is_remembered(self, trigger: Trigger, own: Phrase | None) -> bool:
        """Tell whether the words put the event before the news ("Jahrestag", "damals")."""
        words = self.reader.words
        if any(self.scene.fold(at) in words.back_then for at in self.scene.scope(trigger.head)):
            return True
        if own is None:
            return False
        earlier = any(self.scene.fold(at) in words.earlier for at in range(own.first, own.head))
        return earlier or self._governor(own, own.first) in words.memories

    def _governor(self, own: Phrase, first: int) -> str:
        """The noun right before a phrase that completes it."""
        for at in range(first - 1, max(first - 1 - _REACH, -1), -1):
            word = self.scene.fold(at)
            known = word in self.reader.words.topics | self.reader.words.memories
            if known or not self._is_linking(word):
                return word
        return ""

    def _is_linking(self, word: str) -> bool:
        grammar = self.reader.grammar
        return word in grammar.determiners or word in grammar.prepositions

    def is_habitual(self, trigger: Trigger) -> bool:
        """Tell whether the clause says what usually happens, not what did."""
        scope = self.scene.scope(trigger.head)
        return any(self.scene.fold(at) in self.reader.words.habitual for at in scope)
