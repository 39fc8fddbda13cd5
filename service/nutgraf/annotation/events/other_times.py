"""Times beside an event that are not when it takes place: deadlines, likenesses, plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.phrases import Phrase
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.triggers import Trigger
from nutgraf.model.annotation import TimeMention

# "due to start on Monday"
_PLAN = 6


@dataclass(frozen=True, slots=True)
class OtherTimes:
    """Tells of the times of one sentence which say something else; `at` is a token's index."""

    scene: Scene
    grammar: Grammar
    phrases: Sequence[Phrase]

    def is_compared(self, time: TimeMention, own: Phrase | None) -> bool:
        """Tell whether a time only says since when nothing was like it ("the worst since May")."""
        if own is None or not (time.value.edtf or "").endswith(("/", "/..")):
            return False
        endings = self.grammar.superlative_endings
        return any(
            self.scene.fold(at).endswith(endings)
            or self.scene.fold(at) in self.grammar.superlatives
            for at in range(own.first, own.head)
        )

    def is_no_point(self, at: int) -> bool:
        """Tell a span allowed and a likeness from when something takes place."""
        return self._is_deadline(at) or self._is_likened(at)

    def _is_deadline(self, at: int) -> bool:
        """Tell how long something may take ("within two years") from when it takes place."""
        deadlines = self.grammar.deadline_prepositions
        return any(self.scene.fold(near) in deadlines for near in (at - 1, at))

    def is_dating(self, at: int, trigger: Trigger) -> bool:
        """Tell whether a bare year only says which thing is meant ("the 1994 massacre")."""
        if not self.scene.fold(at).isdigit() or not self._is_determined(at):
            return False
        return any(p.first <= at < p.head and p.head != trigger.head for p in self.phrases)

    def is_planned(self, at: int, trigger: Trigger) -> bool:
        """Tell the day a thing was planned for from that of a verb after it ("due on Monday")."""
        if trigger.nominal or trigger.head < at:
            return False
        for near in range(at - 1, max(at - _PLAN, -1), -1):
            if not self.scene.tokens[near].is_word:
                return False
            if self.scene.fold(near) in self.grammar.planned:
                return True
        return False

    def _is_determined(self, at: int) -> bool:
        before = self.scene.fold(at - 1)
        return before in self.grammar.determiners or before in self.grammar.possessive_tokens

    def _is_likened(self, at: int) -> bool:
        """Tell whether a time only stands for what it is compared with ("an attack like 2016")."""
        return self.scene.fold(at - 1) in self.grammar.likening
