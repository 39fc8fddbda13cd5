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
# Words no longer than this do not tell a verb by their ending.
_SHORT = 4
# "Sunday's first parliamentary election"
_OWNED = 4


@dataclass(frozen=True, slots=True)
class OtherTimes:
    """Tells of the times of one sentence which say something else; `at` is a token's index."""

    scene: Scene
    grammar: Grammar
    phrases: Sequence[Phrase]

    def is_compared(self, time: TimeMention, own: Phrase | None) -> bool:
        """Tell whether a time only says since when nothing was like it ("the worst since May")."""
        if own is None:
            return False
        after = self.scene.index_at(time.span.end - 1) + 1
        if (time.value.edtf or "").startswith("[") and after == own.head:
            # "after New Year quake"
            return True
        if not (time.value.edtf or "").endswith(("/", "/..")):
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

    def is_held_by(self, time: TimeMention, trigger: Trigger) -> bool | None:
        """Tell whether a time stands before the event as its own; `None` if before nothing."""
        holder = self.holder(time)
        if holder is not None:
            return holder == trigger.head
        after = self.scene.index_at(time.span.end - 1) + 1
        if self.scene.fold(after) in self.grammar.possessive_tokens:
            after += 1
        owns = self.scene.fold(after - 1) in self.grammar.possessive_tokens
        return self._is_owned(time, after, trigger) if owns else None

    def _is_owned(self, time: TimeMention, after: int, trigger: Trigger) -> bool:
        """Tell whether a time owns the event ("Sunday's final").

        A verb has the time of what it takes place at ("arrested at Saturday's rally").
        """
        if trigger.nominal:
            between = range(after, trigger.head)
            led = any(self.grammar.preposition(self.scene.fold(at)) for at in between)
            plain = all(self.scene.tokens[at].is_word for at in between)
            return plain and not led and 0 <= trigger.head - after < _OWNED
        first = self.scene.index_at(time.span.start)
        beside = (self.scene.fold(at) for at in (first, first - 1))
        return any(self.grammar.preposition(w) in self.grammar.place_prepositions for w in beside)

    def holder(self, time: TimeMention) -> int | None:
        """The participle that has the time before it ("den vor einer Woche gesperrten ...")."""
        first = self.scene.index_at(time.span.start)
        after = self.scene.index_at(time.span.end - 1) + 1
        if self.scene.fold(first - 1) not in self.grammar.determiners:
            return None
        modifies = self.scene.fold(after).endswith(self.grammar.attributive_endings)
        lower = after < len(self.scene.tokens) and self.scene.tokens[after].text[0].islower()
        return after if modifies and lower else None

    def is_dating(self, time: TimeMention, trigger: Trigger) -> bool:
        """Tell whether a bare year only says which thing is meant ("the 1994 massacre")."""
        at = self.scene.index_at(time.span.end - 1)
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

    def is_of_other_verb(self, at: int, trigger: Trigger) -> bool:
        """Tell whether a time belongs to what comes behind "and", or to what is compared."""
        if trigger.nominal or at < trigger.head:
            return False
        return self._is_ranked(trigger) or self._is_conjoined(at, trigger)

    def _is_ranked(self, trigger: Trigger) -> bool:
        """Tell "the first president to resign since ... in 1974"."""
        marker = self.grammar.infinitive_marker
        start = trigger.tokens[0]
        start -= int(self.scene.fold(start - 1) in self.grammar.be)
        if self.grammar.verb_cluster_last or self.scene.fold(start - 1) != marker:
            return False
        near = range(max(start - _PLAN, 0), start)
        return any(self.scene.fold(each) in self.grammar.superlatives for each in near)

    def _is_conjoined(self, at: int, trigger: Trigger) -> bool:
        """Tell "resigned and was convicted in March": the time is that of the later verb."""
        between = range(max(trigger.tokens) + 1, at)
        joints = [each for each in between if self.scene.fold(each) in self.grammar.coordinators]
        if not joints or self._shares_helper(joints[0], trigger):
            return False
        if self._is_one_deed(joints, at, trigger):
            return False
        if any(self._is_verb(each) for each in range(joints[-1] + 1, at)):
            return True
        scope = self.scene.scope(trigger.head)
        return self.grammar.verb_cluster_last and any(
            self._is_verb(each) and not self.scene.fold(each + 1)[:1].isalnum()
            for each in scope
            if each > at
        )

    def _shares_helper(self, joint: int, trigger: Trigger) -> bool:
        """Tell "were arrested and charged on Monday" from "arrested and was charged in May"."""
        after = self.scene.fold(joint + 1)
        helped = self.grammar.is_auxiliary(after) or after in self.grammar.finite
        adjoins = joint == max(trigger.tokens) + 1 and self._is_verb(joint + 1)
        return adjoins and not helped

    def _is_one_deed(self, joints: Sequence[int], at: int, trigger: Trigger) -> bool:
        """Tell "resigned and fled the country on Monday": one day of both verbs."""
        if self.grammar.verb_cluster_last or joints != [max(trigger.tokens) + 1]:
            return False
        helpers = (trigger.tokens[0] - 1, joints[0] + 1)
        if any(self.grammar.is_auxiliary(self.scene.fold(each)) for each in helpers):
            return False
        value = next(t.value for t in self.scene.times if self.scene.index_at(t.span.start) == at)
        day = value.earliest is not None and value.earliest == value.latest
        verbs = sum(self._is_verb(each) for each in range(joints[0] + 1, at))
        return day and verbs == 1

    def _is_verb(self, index: int) -> bool:
        word = self.scene.fold(index)
        if not word.isalpha() or self.scene.tokens[index].text[0].isupper():
            return False
        grammar = self.grammar
        shaped = len(word) > _SHORT and word.endswith(grammar.participle_endings)
        led = grammar.verb_cluster_last and self.scene.fold(index + 1)[:1].isalnum()
        known = grammar.is_auxiliary(word) or word in grammar.finite | grammar.strong
        return known or grammar.is_verb_shaped(word) or (shaped and not led)

    def _is_determined(self, at: int) -> bool:
        before = self.scene.fold(at - 1)
        return before in self.grammar.determiners or before in self.grammar.possessive_tokens

    def _is_likened(self, at: int) -> bool:
        """Tell whether a time only stands for what it is compared with ("an attack like 2016")."""
        return self.scene.fold(at - 1) in self.grammar.likening
