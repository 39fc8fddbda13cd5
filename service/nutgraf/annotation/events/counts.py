"""Counts: what the quantities of a sentence count, by noun, by verb, or by the event told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nutgraf.annotation.events.bearers import HARM, Bearers, load_bearing
from nutgraf.annotation.events.casualties import OF_THINGS
from nutgraf.annotation.events.event_drafts import Draft
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.segments import count_range, is_in_relative
from nutgraf.annotation.events.verb_measures import VerbMeasures
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.annotation import Layers, QuantityMention
from nutgraf.model.entity import EntityKind
from nutgraf.model.event import Role
from nutgraf.model.quantity import Measure
from nutgraf.model.span import Span

# "hunderte weitere verletzt", "injured another 30".
_ELLIPSIS_REACH = 3
# "flew out about 300 people"
_OBJECT_REACH = 3
# "Demonstration mit 3000 Menschen", "3000 people at a rally"
_BESIDE = 3
# The least of "several", which tells no number of participants.
_SOME = 2
# What befalls things.
_THINGS = OF_THINGS | {Measure.AFFECTED}
_MOVED = frozenset({Measure.EVACUATED, Measure.DEPLOYED, Measure.ARRESTED})
_MOVED_ROLES = frozenset({Role.FORCE, Role.EVACUEE, Role.DETAINEE, Role.VICTIM})


@dataclass(frozen=True, slots=True)
class Count:
    """A quantity with its measure and the verb that gave it, if one did."""

    mention: QuantityMention
    measure: Measure
    verb: Span | None
    at: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Finds what the quantities of one document count."""

    layers: Layers
    reader: Reader
    bearers: Bearers

    @property
    def measuring(self) -> VerbMeasures:
        """What finds the verb that gives a count its measure."""
        return VerbMeasures(self.layers, self.reader)

    def of(self, scene: Scene, mention: QuantityMention) -> Count | None:
        """What a quantity counts; `None` where the text does not say."""
        at = scene.index_at(mention.span.start)
        if self._is_former(scene, mention):
            return None
        if mention.measure is Measure.PARTICIPANTS:
            return self._of_participants(scene, mention, at)
        if mention.measure is not None:
            # The homeless may be killed or hurt, too.
            homeless = mention.measure is Measure.DISPLACED
            told = self._by_verb(scene, mention, at) if homeless else None
            return told or self._measured(scene, mention, at)
        if mention.subset or self.measuring.is_total(scene, mention):
            return None
        by_noun = self._by_noun(scene, mention)
        if by_noun is not None:
            return Count(mention, by_noun, None, at)
        return self._of_people(scene, mention, at) or self._of_things(scene, mention, at)

    def _is_former(self, scene: Scene, mention: QuantityMention) -> bool:
        """Tell a toll that no longer holds ("up from 170")."""
        text, former = self.layers.document.text, self.reader.casualties.parts.former
        return former.search(text, scene.sentence.start, mention.whole.start) is not None

    def _of_people(self, scene: Scene, mention: QuantityMention, at: int) -> Count | None:
        if not self.counts_people(scene, mention) or self._is_carried(scene, mention):
            return None
        told = self._by_verb(scene, mention, at)
        if told is not None:
            return told
        present = self.measuring.is_present(scene, mention)
        measure = None if present else self._by_event(scene, mention, at)
        return None if measure is None else Count(mention, measure, None, at)

    def _is_carried(self, scene: Scene, mention: QuantityMention) -> bool:
        """Tell those whom a vehicle had aboard ("a ferry carrying 176 people sank")."""
        first = scene.index_at(mention.whole.start)
        return scene.fold(first - 1) in self.reader.casualties.carrying

    def _by_verb(self, scene: Scene, mention: QuantityMention, at: int) -> Count | None:
        told = self.measuring.verb(scene, mention)
        if told is None or not self._may_count(scene, mention, told[1]):
            return None
        measure, verb = told
        if measure in OF_THINGS or self._is_story(scene, mention, measure):
            return None
        doubtful = measure in HARM and self.measuring.is_doubtful(scene, mention, verb)
        return Count(mention, Measure.AFFECTED if doubtful else measure, verb, at)

    def _is_story(self, scene: Scene, mention: QuantityMention, measure: Measure) -> bool:
        """Tell one person who came to no harm ("a girl was rescued"): a story, no toll."""
        first = scene.fold(scene.index_at(mention.whole.start))
        return measure not in HARM and first in self.reader.grammar.indefinite

    def _of_participants(self, scene: Scene, mention: QuantityMention, at: int) -> Count | None:
        """Those who march may also be hurt or arrested; "several" of them are no turnout."""
        if mention.subset or self.measuring.is_total(scene, mention):
            return None
        told = self._by_verb(scene, mention, at)
        if told is not None:
            return told
        if mention.quantity.value is None and mention.quantity.minimum == _SOME:
            return None
        return Count(mention, Measure.PARTICIPANTS, None, at)

    def _of_things(self, scene: Scene, mention: QuantityMention, at: int) -> Count | None:
        """Things that are destroyed or called off ("200 homes were destroyed")."""
        casualties = self.reader.casualties
        if mention.noun is None:
            return None
        if fold(mention.noun.quote) in casualties.topics["seats"]:
            won = any(scene.fold(near) in casualties.topics["winning"] for near in scene.scope(at))
            return Count(mention, Measure.COUNT_OTHER, None, at) if won else None
        if fold(mention.noun.quote) in casualties.topics["jobs"]:
            return (
                Count(mention, Measure.COUNT_OTHER, None, at) if self._is_cut(scene, at) else None
            )
        if not casualties.things.names(mention.noun.quote):
            return None
        told = self.measuring.verb(scene, mention)
        if told is None or told[0] not in _THINGS:
            return None
        return Count(mention, *told, at)

    def _is_cut(self, scene: Scene, at: int) -> bool:
        """Tell whether the clause tells that jobs are cut."""
        scope, jobs = scene.scope(at), load_bearing()["jobs"]
        drafts = (draft for draft, _ in self.bearers.drafts(scene))
        return any(each.trigger.head in scope and set(each.types) & jobs for each in drafts)

    def _by_noun(self, scene: Scene, mention: QuantityMention) -> Measure | None:
        """The measure of the counted noun, or of one that it completes ("bodies of 71 people")."""
        nouns = self.reader.casualties.nouns
        first = scene.index_at(mention.whole.start)
        if mention.noun is None and scene.fold(first - 1) == ":":
            return nouns.get(scene.fold(first - 2))
        if mention.noun is None or mention.noun.quote.lower() in nouns:
            # A noun that tells its measure has told it, unless a part of a whole is counted.
            return None
        owned = scene.fold(first - 1) in self.reader.grammar.genitive_prepositions
        held = nouns.get(scene.fold(first - 2)) if owned and first > 1 else None
        return held if self.counts_people(scene, mention) else None

    def _measured(self, scene: Scene, mention: QuantityMention, at: int) -> Count | None:
        measure = mention.measure
        if measure is None or measure is Measure.COUNT_OTHER:
            return None
        if measure in HARM and self.measuring.is_total(scene, mention):
            return None
        if measure is Measure.DURATION and not self._lasts(scene, mention, at):
            return None
        return Count(mention, measure, None, at)

    def _lasts(self, scene: Scene, mention: QuantityMention, at: int) -> bool:
        grammar = self.reader.grammar
        after = scene.index_at(mention.whole.end - 1) + 1
        if scene.fold(after) in grammar.duration_after:
            return True
        if any(scene.fold(near) in grammar.duration_verbs for near in scene.scope(at)):
            return True
        before = scene.index_at(mention.whole.start) - 1
        return scene.fold(before) in grammar.duration_before

    def counts_people(self, scene: Scene, mention: QuantityMention) -> bool:
        """Tell whether people are counted: by the noun, a group, or an ellipsis."""
        if mention.noun is None:
            return True
        at = scene.index_at(mention.noun.start)
        entity = scene.mention_of[at]
        grouped = entity is not None and entity.kind is EntityKind.GROUP
        return grouped or self.reader.casualties.people.names(scene.fold(at))

    def _may_count(self, scene: Scene, mention: QuantityMention, verb: Span) -> bool:
        """A number without noun counts people only whole and right beside the verb."""
        if mention.noun is not None or verb.start < mention.span.start < verb.end:
            return True
        if any(verb.end <= each.whole.start < mention.whole.start for each in scene.quantities):
            return True
        quantity = mention.quantity
        numbers = (quantity.value, quantity.minimum, quantity.maximum)
        whole = all(number is None or number == number.to_integral_value() for number in numbers)
        first = scene.index_at(mention.whole.start)
        last = scene.index_at(mention.whole.end - 1)
        after = scene.fold(last + 1)
        if whole and (after == '"' or after in self.reader.grammar.genitive_prepositions):
            return True
        start, end = scene.index_at(verb.start), scene.index_at(verb.end - 1)
        between = range(last + 1, start) if start > last else range(end + 1, first)
        words = [at for at in between if not self.reader.grammar.is_auxiliary(scene.fold(at))]
        return whole and len(words) < _ELLIPSIS_REACH

    def _by_event(self, scene: Scene, mention: QuantityMention, at: int) -> Measure | None:
        """The measure that the event of the clause gives ("2000 Soldaten entsandt")."""
        scope = scene.scope(at)
        for draft, _ in self.bearers.drafts(scene):
            if draft.trigger.head not in scope:
                continue
            for name in draft.types:
                measure = self.reader.kinds.people.get(name)
                if measure is not None and self._befalls(scene, mention, draft, measure):
                    return measure
        return None

    def _befalls(
        self, scene: Scene, mention: QuantityMention, draft: Draft, measure: Measure
    ) -> bool:
        """Tell whether the counted people are those whom the verb moves, not who does it."""
        nominal = draft.trigger.entry.kind != "verb"
        if measure is Measure.PARTICIPANTS and nominal:
            return self._is_beside(scene, mention, draft.trigger.head)
        if measure not in _MOVED:
            return True
        if nominal:
            return self._is_owned(scene, mention, draft.trigger.head)
        roles = {
            part.role
            for part in draft.participations
            if mention.noun is not None and any(e.overlaps(mention.noun) for e in part.evidence)
        }
        if roles:
            return bool(roles & _MOVED_ROLES)
        return self._is_moved(scene, mention, draft.trigger.head)

    def _is_beside(self, scene: Scene, mention: QuantityMention, head: int) -> bool:
        first = scene.index_at(mention.whole.start)
        last = scene.index_at(mention.whole.end - 1)
        return -_BESIDE <= head - first < 0 or 0 < head - last <= _BESIDE

    def _is_owned(self, scene: Scene, mention: QuantityMention, head: int) -> bool:
        """Tell whether a noun has the count as its own ("die Festnahme von drei Männern")."""
        grammar, first = self.reader.grammar, scene.index_at(mention.whole.start)
        if head > first:
            return head - scene.index_at(mention.whole.end - 1) <= 1
        between = {scene.fold(at) for at in range(head + 1, first)}
        return between <= grammar.genitive_prepositions | grammar.definite

    def _is_moved(self, scene: Scene, mention: QuantityMention, head: int) -> bool:
        grammar = self.reader.grammar
        scope = {scene.fold(each) for each in scene.scope(head)}
        passive = grammar.become or grammar.be
        if is_in_relative(scene, grammar, count_range(scene, mention), head):
            return False
        first = scene.index_at(mention.whole.start)
        if scope & passive or (grammar.verb_cluster_last and scope & grammar.have):
            return first < head
        between: Sequence[str] = [token.text for token in scene.tokens[head + 1 : first]]
        if grammar.verb_cluster_last and any(text[0].isupper() for text in between):
            return True
        return 0 < first - head <= _OBJECT_REACH
