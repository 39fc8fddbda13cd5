"""Relations: events of one document that it tells to be causes or parts of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.annotation.events.compatibility import REAL
from nutgraf.annotation.events.event_drafts import Draft
from nutgraf.annotation.events.grammar import Grammar, load_grammar
from nutgraf.annotation.events.kinds import EventKinds
from nutgraf.annotation.events.phrases import Phrase, phrases
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.text.language import Language


@dataclass(frozen=True, slots=True)
class RelationWords:
    """Words by which a language tells causes and parts, from `relations.yaml`."""

    prepositions: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    nouns: frozenset[str]
    participles: frozenset[str]
    verbs: frozenset[str]
    against: Mapping[str, tuple[str, ...]]
    part_prepositions: frozenset[str]
    part_phrases: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=16)
def load_relation_words(language: Language) -> RelationWords:
    """Read the table of a language."""
    data = language.table("relations")
    return RelationWords(
        frozenset(data["cause_prepositions"]),
        tuple(tuple(words) for words in data.get("cause_phrases") or ()),
        frozenset(data["cause_nouns"]),
        frozenset(data["caused_participles"]),
        frozenset(data["causing_verbs"]),
        {word: tuple(types) for word, types in data["against"].items()},
        frozenset(data.get("part_prepositions") or ()),
        tuple(tuple(words) for words in data.get("part_phrases") or ()),
    )


def causes(
    scene: Scene, drafts: Sequence[Draft], language: Language
) -> Iterator[tuple[Draft, Draft]]:
    """Pairs of effect and cause among the drafts of one sentence."""
    finder = _Finder(scene, drafts, load_grammar(language), load_relation_words(language))
    for effect, cause in finder.pairs():
        if effect is not cause and cause.status.factuality in REAL:
            yield effect, cause


def parts(
    scene: Scene, drafts: Sequence[Draft], language: Language, kinds: EventKinds
) -> Iterator[tuple[Draft, Draft]]:
    """Pairs of part and whole among the drafts of one sentence ("bei den Protesten")."""
    finder = _Finder(scene, drafts, load_grammar(language), load_relation_words(language))
    for part, whole in finder.wholes():
        real = {part.status.factuality, whole.status.factuality} <= REAL
        lasts = set(whole.types) & (kinds.extended | kinds.conflict)
        if real and lasts and not kinds.related(part.types, whole.types):
            yield part, whole


@dataclass(frozen=True, slots=True)
class _Finder:
    scene: Scene
    drafts: Sequence[Draft]
    grammar: Grammar
    words: RelationWords

    def wholes(self) -> Iterator[tuple[Draft, Draft]]:
        """Each event that takes place in the course of another, with that one."""
        if len(self.drafts) < 2:
            return
        found = self._phrases()
        for whole in self.drafts:
            own = self._phrase(found, whole)
            if own is None or not whole.trigger.nominal or not self._frames(own):
                continue
            part = self._nearest(whole, own)
            if part is not None:
                yield part, whole

    def _frames(self, own: Phrase) -> bool:
        """Tell whether a noun phrase names what something else belongs to."""
        led = self._led_by(own, self.words.part_phrases)
        return led or own.preposition in self.words.part_prepositions

    def _phrases(self) -> tuple[Phrase, ...]:
        heads = {d.trigger.head: d.trigger.span[0] for d in self.drafts if d.trigger.nominal}
        return phrases(self.scene, self.grammar, heads)

    def _nearest(self, draft: Draft, own: Phrase) -> Draft | None:
        """The other event of the clause nearest to a phrase, if there is one."""
        others = self._same_scope(draft)
        return min(others, key=lambda each: abs(each.trigger.head - own.head), default=None)

    def pairs(self) -> Iterator[tuple[Draft, Draft]]:
        """Each effect with its cause, as far as the words tell."""
        if len(self.drafts) < 2:
            return
        found = self._phrases()
        for draft in self.drafts:
            own = self._phrase(found, draft)
            if own is not None:
                yield from self._by_preposition(draft, own, found)
                yield from self._by_cause_noun(draft, own)
            yield from self._by_verb(draft)

    @staticmethod
    def _phrase(found: Sequence[Phrase], draft: Draft) -> Phrase | None:
        return next((p for p in found if p.first <= draft.trigger.head < p.last), None)

    def _same_scope(self, draft: Draft) -> list[Draft]:
        scope = self.scene.scope(draft.trigger.head)
        return [each for each in self.drafts if each is not draft and each.trigger.head in scope]

    def _by_preposition(
        self, cause: Draft, own: Phrase, found: Sequence[Phrase]
    ) -> Iterator[tuple[Draft, Draft]]:
        """B is the cause in "A wegen B", "A because of B", "Proteste gegen B"."""
        nearest = self._nearest(cause, own)
        if nearest is None:
            return
        against = self.words.against.get(own.preposition or "", ())
        opposed = self._follows(found, nearest, own) and nearest.types[0] in against
        led = self._led_by(own, self.words.phrases) or self._is_agent_of_causing(own)
        if own.preposition in self.words.prepositions or led or opposed:
            yield nearest, cause

    def _is_agent_of_causing(self, own: Phrase) -> bool:
        """Tell "wurden durch die Festnahme von X ausgelöst", the participle at the end."""
        if own.preposition not in self.grammar.agent_prepositions:
            return False
        if not self.grammar.verb_cluster_last:
            return False
        later = [at for at in self.scene.scope(own.head) if at > own.head]
        return any(self.scene.fold(at) in self.words.participles for at in later)

    @staticmethod
    def _follows(found: Sequence[Phrase], effect: Draft, own: Phrase) -> bool:
        """Tell whether nothing but noun phrases stands between the effect and the phrase."""
        edge = effect.trigger.head + 1
        for phrase in found:
            if phrase.first == edge and phrase is not own:
                edge = phrase.last
        return edge == own.first

    def _led_by(self, own: Phrase, leads: Iterable[tuple[str, ...]]) -> bool:
        """Tell whether one of the word sequences stands right before a phrase or opens it."""
        for end in (own.first, own.first + 1):
            before = [self.scene.fold(at) for at in range(max(0, end - 5), end)]
            if any(tuple(before[-len(words) :]) == words for words in leads):
                return True
        return False

    def _by_cause_noun(self, effect: Draft, own: Phrase) -> Iterator[tuple[Draft, Draft]]:
        """The phrase after the noun is the effect in "Auslöser von A war B"."""
        if self.scene.fold(own.first - 1) not in self.words.nouns:
            return
        linked = [at for at in self.scene.scope(own.head) if self.scene.fold(at) in self.grammar.be]
        for other in self._same_scope(effect):
            if linked and other.trigger.head > linked[0] > own.head:
                yield effect, other

    def _by_verb(self, draft: Draft) -> Iterator[tuple[Draft, Draft]]:
        """Read "B löste A aus" and "A was triggered by B"."""
        scope = self.scene.scope(draft.trigger.head)
        for at in scope:
            word = self.scene.fold(at)
            if at <= draft.trigger.head or at == draft.trigger.head:
                continue
            passive = word in self.words.participles and (
                self.scene.fold(at + 1) in self.grammar.agent_prepositions
            )
            active = word in self.words.verbs and not passive
            for other in self._same_scope(draft):
                if other.trigger.head > at and (passive or active):
                    yield (draft, other) if passive else (other, draft)
