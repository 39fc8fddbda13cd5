"""Relations: events of one document that it tells to be the cause of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.annotation.events.event_drafts import Draft
from nutgraf.annotation.events.grammar import Grammar, load_grammar
from nutgraf.annotation.events.phrases import Phrase, phrases
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.text.language import Language
from nutgraf.model.event import Factuality

_REAL = frozenset({Factuality.OCCURRED, Factuality.ONGOING})


@dataclass(frozen=True, slots=True)
class CauseWords:
    """Words by which a language tells causes, from `relations.yaml`."""

    prepositions: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    nouns: frozenset[str]
    participles: frozenset[str]
    verbs: frozenset[str]
    against: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=16)
def load_cause_words(language: Language) -> CauseWords:
    """Read the table of a language."""
    data = language.table("relations")
    return CauseWords(
        frozenset(data["cause_prepositions"]),
        tuple(tuple(words) for words in data.get("cause_phrases") or ()),
        frozenset(data["cause_nouns"]),
        frozenset(data["caused_participles"]),
        frozenset(data["causing_verbs"]),
        {word: tuple(types) for word, types in data["against"].items()},
    )


def causes(
    scene: Scene, drafts: Sequence[Draft], language: Language
) -> Iterator[tuple[Draft, Draft]]:
    """Pairs of effect and cause among the drafts of one sentence."""
    if len(drafts) < 2:
        return
    finder = _Finder(scene, drafts, load_grammar(language), load_cause_words(language))
    for effect, cause in finder.pairs():
        if effect is not cause and cause.status.factuality in _REAL:
            yield effect, cause


@dataclass(frozen=True, slots=True)
class _Finder:
    scene: Scene
    drafts: Sequence[Draft]
    grammar: Grammar
    words: CauseWords

    def pairs(self) -> Iterator[tuple[Draft, Draft]]:
        heads = {d.trigger.head: d.trigger.span[0] for d in self.drafts if d.trigger.nominal}
        found = phrases(self.scene, self.grammar, heads)
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
        nearest = min(
            self._same_scope(cause), key=lambda d: abs(d.trigger.head - own.head), default=None
        )
        if nearest is None:
            return
        against = self.words.against.get(own.preposition or "", ())
        opposed = self._follows(found, nearest, own) and nearest.types[0] in against
        if own.preposition in self.words.prepositions or self._led_by_phrase(own) or opposed:
            yield nearest, cause

    @staticmethod
    def _follows(found: Sequence[Phrase], effect: Draft, own: Phrase) -> bool:
        """Tell whether nothing but noun phrases stands between the effect and the phrase."""
        edge = effect.trigger.head + 1
        for phrase in found:
            if phrase.first == edge and phrase is not own:
                edge = phrase.last
        return edge == own.first

    def _led_by_phrase(self, own: Phrase) -> bool:
        before = [self.scene.fold(at) for at in range(max(0, own.first - 4), own.first + 1)]
        text = " ".join(before)
        return any(
            text.endswith(" ".join(words)) or text.endswith(" ".join(words[:-1]) + " " + words[-1])
            for words in self.words.phrases
        )

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
