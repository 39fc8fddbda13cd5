"""Arguments: which noun phrases stand in which grammatical position of a trigger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nutgraf.annotation.events.core_arguments import CoreReader
from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.phrases import Phrase
from nutgraf.annotation.events.predicates import Predicate
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.triggers import Trigger
from nutgraf.model.entity import EntityKind


@dataclass(frozen=True, slots=True)
class Argument:
    """A noun phrase in a position: subject, object, agent, or a preposition's own name."""

    position: str
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class ArgumentReader:
    """Finds the arguments of triggers in one sentence.

    `phrases` are all noun phrases of the sentence, `usable` those that are not part of a
    time expression or of the words that name a source, `nouns` the nominal triggers.
    """

    scene: Scene
    grammar: Grammar
    phrases: Sequence[Phrase]
    usable: Sequence[Phrase]
    nouns: frozenset[int] = frozenset()

    @property
    def core(self) -> CoreReader:
        """The reader of subjects and objects of the same sentence."""
        return CoreReader(self.scene, self.grammar, self.phrases, self.usable)

    def of_verb(self, trigger: Trigger, group: Predicate) -> Iterator[Argument]:
        """Subject, object, agent and prepositional phrases of a verb."""
        subject, direct = self.core.around_verb(trigger, group)
        first = "object" if group.passive else "subject"
        for phrase in self.core.conjoined(subject):
            yield Argument(first, phrase)
        for phrase in self.core.conjoined(direct):
            yield Argument("object", phrase)
        yield from self._prepositional(trigger, group)

    def of_light_verb(self, trigger: Trigger, group: Predicate) -> Iterator[Argument]:
        """The subject of a light verb, and what hangs on its noun."""
        own = self.phrase_at(trigger.head)
        subject = None if group.passive else self.core.light_subject(trigger, group, own)
        for phrase in self.core.conjoined(subject):
            yield Argument("subject", phrase)
        if own is not None and own.mention is not None:
            yield Argument("object", own)
        yield from self._prepositional(trigger, group)
        yield from self.of_noun(trigger)

    def of_noun(self, trigger: Trigger) -> Iterator[Argument]:
        """Genitives, possessors and the prepositional phrases that follow a noun."""
        own = self.phrase_at(trigger.head)
        for phrase in self.usable:
            if phrase.owner == trigger.head and phrase.head != trigger.head:
                position = "subject" if phrase.head < trigger.head else "object"
                yield Argument(position, phrase)
        possessor = self._possessor(own.first if own else trigger.head)
        if possessor is not None:
            yield Argument("subject", possessor)
        yield from self._following(trigger, own.last if own else trigger.head + 1)

    def of_participle(self, trigger: Trigger) -> Iterator[Argument]:
        """The noun that an attributive participle modifies."""
        around = [p for p in self.usable if p.first <= trigger.head < p.head]
        position = trigger.entry.noun_role
        if around:
            yield from (Argument(position, phrase) for phrase in self.core.conjoined(around[0]))
            return
        bare = [p for p in self.core.scope(trigger.head) if p.bare and p.head < trigger.head]
        if bare and "nom" in bare[0].cases:
            yield Argument(position, bare[0])

    def phrase_at(self, index: int) -> Phrase | None:
        """The noun phrase whose head stands at a token."""
        around = [p for p in self.phrases if p.first <= index < p.last]
        return min(around, key=lambda p: p.last - p.first, default=None)

    # Prepositions, genitives, possessors.

    def _prepositional(self, trigger: Trigger, group: Predicate) -> Iterator[Argument]:
        for phrase in self.core.scope(trigger.head):
            if phrase.preposition is None:
                continue
            if phrase.preposition in self.grammar.agent_prepositions and group.passive:
                if not self._after_noun_trigger(phrase):
                    yield Argument("agent", phrase)
            elif phrase.owner is not None or self._hangs_on_other(phrase, trigger):
                continue
            elif self.grammar.verb_cluster_last or phrase.first > trigger.head:
                yield Argument(phrase.preposition, phrase)

    def _after_noun_trigger(self, phrase: Phrase) -> bool:
        """Tell whether "durch X" hangs on an event noun right before it."""
        return phrase.first - 1 in self.nouns

    def _hangs_on_other(self, phrase: Phrase, trigger: Trigger) -> bool:
        """Tell whether a phrase completes another event noun ("Gespräche mit X")."""
        before = phrase.first - 1
        return before in self.nouns and before not in trigger.tokens

    def _following(self, trigger: Trigger, edge: int) -> Iterator[Argument]:
        """Prepositional phrases that follow a noun without a gap."""
        for phrase in self.phrases:
            if phrase.first < edge:
                continue
            joined = all(
                self.scene.fold(at) in self.grammar.coordinators or self.scene.fold(at) == ","
                for at in range(edge, phrase.first)
            )
            if not joined or phrase.first - edge > 1:
                return
            if phrase.first > edge and phrase.mention is None:
                return
            of_people = self._follows_people(phrase)
            edge = phrase.last
            if phrase.owner not in (None, trigger.head):
                # "der Anschlag auf den Bus von X" says whose bus it was, not who did it.
                continue
            if phrase.preposition is None or phrase not in self.usable or of_people:
                continue
            if phrase.preposition in self.grammar.agent_prepositions and phrase.owner is None:
                yield Argument("agent", phrase)
            elif phrase.preposition in self.grammar.genitive_prepositions:
                yield Argument("object", phrase)
            else:
                yield Argument(phrase.preposition, phrase)

    def _follows_people(self, phrase: Phrase) -> bool:
        """Tell whether the phrase says where people before it come from ("Soldaten aus X")."""
        if phrase.preposition not in self.grammar.origin_prepositions:
            return False
        chain = [p for p in self.phrases if p.last <= phrase.first and p.mention is not None]
        while chain and chain[-1].preposition == phrase.preposition:
            chain.pop()
        kind = chain[-1].mention.kind if chain and chain[-1].mention else None
        return kind in (EntityKind.GROUP, EntityKind.PERSON)

    def _possessor(self, first: int) -> Phrase | None:
        """The name before a possessive mark that precedes the noun ("Russia's new strikes")."""
        for at in range(first - 1, max(first - 4, 0), -1):
            if self.scene.fold(at) in self.grammar.possessive_tokens:
                mention = self.scene.mention_of[at - 1]
                if mention is not None and not mention.adjectival:
                    return Phrase(at - 1, at - 1, at, None, frozenset({"gen"}), mention)
            if not self.scene.tokens[at].is_word:
                return None
        return None
