"""Casting: who takes part in the event of a trigger, from the words of its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nutgraf.annotation.events.arguments import Argument, ArgumentReader
from nutgraf.annotation.events.control import Control
from nutgraf.annotation.events.phrases import Phrase
from nutgraf.annotation.events.predicates import Predicate, predicate
from nutgraf.annotation.events.pronouns import antecedent_subject
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.roles import Cast, cast_of
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.standpoints import same_voice
from nutgraf.annotation.events.triggers import Trigger
from nutgraf.model.annotation import Layers, Utterance
from nutgraf.model.entity import EntityKind, EntityMention
from nutgraf.model.event import Participation, Role
from nutgraf.model.span import Span


@dataclass(frozen=True, slots=True)
class Caster:
    """Fills the roles of triggers in one sentence; `before` is the sentence before it."""

    scene: Scene
    before: Scene | None
    layers: Layers
    reader: Reader
    phrases: Sequence[Phrase]
    nouns: frozenset[int]

    def cast(self, trigger: Trigger, group: Predicate | None, span: Span) -> Cast:
        """Who takes part in the event of a trigger, and the place its frame names."""
        usable = [p for p in self.phrases if self._is_usable(p, span)]
        reader = ArgumentReader(self.scene, self.reader.grammar, self.phrases, usable, self.nouns)
        arguments = list(self._arguments(reader, trigger, group))
        cast = cast_of(trigger.entry, arguments, self.reader.kinds)
        extra = self._phrased_roles(trigger, {part.entity for part in cast.participations})
        return Cast((*cast.participations, *extra), cast.place)

    def _arguments(
        self, reader: ArgumentReader, trigger: Trigger, group: Predicate | None
    ) -> Iterator[Argument]:
        kind = trigger.entry.kind
        if kind == "participle" and self._takes_object(trigger):
            for phrase in reader.core.conjoined(reader.core.before(trigger.tokens[0])):
                yield Argument("subject", phrase)
        elif kind == "participle":
            yield from reader.of_participle(trigger)
        elif trigger.light is not None:
            both = (self.reader.grammar, self.reader.words)
            light = predicate(self.scene, trigger.light, "fpi", both)
            found = list(reader.of_light_verb(trigger, light))
            yield from found
            yield from self._pronoun(found, trigger, light)
            yield from self._possessor_of(found, reader, trigger)
        elif group is None:
            found = list(reader.of_noun(trigger))
            yield from found
            yield from self._possessor_of(found, reader, trigger)
            yield from self._meeting_subject(reader, trigger)
        else:
            yield from self._verb_arguments(reader, trigger, group)

    def _takes_object(self, trigger: Trigger) -> bool:
        """Tell "police shot dead a man": what looks like a participle is the verb."""
        at, grammar = trigger.span[1] + 1, self.reader.grammar
        counted = any(first == at for first, _ in self.scene.counts) and not self.scene.in_time(at)
        after = self.scene.fold(at)
        free = grammar.preposition(after) is None and not grammar.verb_cluster_last
        return free and (after in grammar.determiners or counted)

    def _meeting_subject(self, reader: ArgumentReader, trigger: Trigger) -> Iterator[Argument]:
        """Who acts "bei einem Treffen mit X" takes part in the meeting."""
        own = reader.phrase_at(trigger.head)
        reciprocal = trigger.entry.types[0] in self.reader.kinds.reciprocal
        if own is None or not reciprocal or own.definite:
            return
        if own.preposition not in self.reader.grammar.meeting_prepositions:
            return
        for phrase in reader.core.scope(trigger.head):
            named = phrase.mention is not None and phrase.mention.kind is not EntityKind.GROUP
            if phrase.bare and named and "nom" in phrase.cases:
                yield Argument("subject", phrase)
                return

    def _verb_arguments(
        self, reader: ArgumentReader, trigger: Trigger, group: Predicate
    ) -> Iterator[Argument]:
        found = list(reader.of_verb(trigger, group))
        yield from found
        controller = Control(self.scene, self.reader, self.phrases).of_infinitive(group)
        if controller is None:
            yield from self._pronoun(found, trigger, group)
            return
        position = "object" if group.passive else "subject"
        for phrase in reader.core.conjoined(controller):
            yield Argument(position, phrase)

    def _possessor_of(
        self, found: Sequence[Argument], reader: ArgumentReader, trigger: Trigger
    ) -> Iterator[Argument]:
        """Whose deed "his resignation" is, where nothing else says so."""
        if any(argument.position in ("subject", "object") for argument in found):
            return
        own = reader.phrase_at(trigger.head)
        subject = Control(self.scene, self.reader, self.phrases).of_possessed(trigger, own)
        if subject is not None:
            yield Argument("subject", subject)

    def _pronoun(
        self, found: Sequence[Argument], trigger: Trigger, group: Predicate
    ) -> Iterator[Argument]:
        """The person behind a personal pronoun where no noun phrase is subject."""
        first = "object" if group.passive else "subject"
        if any(argument.position == first for argument in found):
            return
        phrase = antecedent_subject(
            self.scene, self.before, trigger.head, self.reader.grammar, self.layers
        )
        if phrase is not None:
            yield Argument(first, phrase)

    def _is_usable(self, phrase: Phrase, trigger: Span) -> bool:
        tokens = self.scene.tokens
        head = tokens[phrase.head]
        if any(t.span.start <= head.start < t.span.end for t in self.scene.times):
            return False
        if self.scene.fold(phrase.last) == ":":
            return False
        spot = Span(head.start, head.end, head.text)
        if any(self._names_source(each, spot, trigger) for each in self.layers.utterances):
            return False
        return same_voice(trigger, spot, self.layers.utterances)

    @staticmethod
    def _names_source(utterance: Utterance, spot: Span, trigger: Span) -> bool:
        if not utterance.content.contains(trigger):
            return False
        return utterance.speaker_span is not None and utterance.speaker_span.contains(spot)

    def _phrased_roles(self, trigger: Trigger, taken: set[str]) -> Iterator[Participation]:
        """Roles that fixed phrases give ("auf Bitten Xs", "at the request of X")."""
        if trigger.entry.kind not in ("verb", "phrase"):
            return
        scope = self.scene.scope(trigger.head)
        for rule in self.reader.grammar.role_phrases:
            for at in (each for each in scope if self.scene.fold(each) == rule.words[0]):
                end = at + len(rule.words)
                if tuple(self.scene.fold(i) for i in range(at, end)) != rule.words:
                    continue
                mention = self._mention_after(end)
                if mention is not None and mention.entity not in taken:
                    yield Participation(mention.entity, Role(rule.role), (mention.span,))

        yield from self._possessed_roles(scope, taken)

    def _possessed_roles(self, scope: Sequence[int], taken: set[str]) -> Iterator[Participation]:
        """The possessor plays the role in "at X's request"."""
        table = self.reader.grammar.possessed_roles
        for at in scope:
            role = table.get(self.scene.fold(at))
            mention = self._possessor(at) if role and at > 1 else None
            if role and mention is not None and mention.entity not in taken:
                yield Participation(mention.entity, Role(role), (mention.span,))

    def _possessor(self, at: int) -> EntityMention | None:
        """The entity before a noun: "X's request", "auf Xs Bitten"."""
        if self.scene.fold(at - 1) in self.reader.grammar.possessive_tokens:
            return self.scene.mention_of[at - 2]
        return self.scene.mention_of[at - 1] if at - 1 in self.scene.genitives else None

    def _mention_after(self, index: int) -> EntityMention | None:
        """The entity of the phrase that begins right at a token."""
        for phrase in self.phrases:
            if phrase.first <= index < phrase.last:
                return self._first_mention(index, phrase)
        return None

    def _first_mention(self, index: int, phrase: Phrase) -> EntityMention | None:
        """The first entity of a phrase; people after a noun without entity are others."""
        skipped = False
        for at in range(index, phrase.last):
            mention = self.scene.mention_of[at]
            if mention is not None and not mention.adjectival:
                return None if skipped and mention.kind is EntityKind.GROUP else mention
            noun = self.scene.tokens[at].text[0].isupper() and mention is None
            skipped = skipped or (noun and self.reader.grammar.capital_nouns)
        return None
