"""Light verbs: verbs that only make an event of their object ("verhängte den Ausnahmezustand")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nutgraf.annotation.events.phrases import Phrase
from nutgraf.annotation.events.predicates import predicate
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.standpoints import utterance_around
from nutgraf.annotation.events.triggers import Trigger
from nutgraf.model.annotation import Utterance
from nutgraf.model.event import Quotation
from nutgraf.model.span import Span

# "has now been"
_PASSIVE = 3


def phrase_of(trigger: Trigger, phrases: Sequence[Phrase]) -> Phrase | None:
    """The noun phrase of a nominal trigger."""
    if not trigger.nominal:
        return None
    around = [p for p in phrases if p.first <= trigger.head < p.last]
    return min(around, key=lambda p: p.last - p.first, default=None)


@dataclass(frozen=True, slots=True)
class LightVerbs:
    """Finds the light verbs of the event nouns of one sentence."""

    scene: Scene
    reader: Reader
    phrases: Sequence[Phrase]

    def noted(self, trigger: Trigger) -> Trigger:
        """The trigger with the light verb whose object its noun is."""
        own = phrase_of(trigger, self.phrases)
        if trigger.entry.kind == "phrase":
            forms = self.reader.lexicon.light_forms
            verbs = [at for at in trigger.tokens[1:] if self.scene.fold(at) in forms]
            return replace(trigger, light=verbs[0] if verbs else trigger.tokens[-1])
        if own is None or not own.bare:
            return trigger
        passive = self._passive(own)
        if passive is not None or "acc" not in own.cases:
            return replace(trigger, light=passive)
        scope = self.scene.scope(trigger.head)
        light = [at for at in scope if self._is_light(at, own) and not self._judges(at, own)]
        nearest = min(light, key=lambda at: abs(at - trigger.head), default=None)
        return trigger if nearest is None else replace(trigger, light=nearest)

    def _passive(self, own: Phrase) -> int | None:
        """The light verb whose passive has the noun as subject ("a curfew was imposed")."""
        grammar, light = self.reader.grammar, self.reader.lexicon.light_forms
        at = own.last
        while grammar.is_auxiliary(self.scene.fold(at)):
            at += 1
        word = self.scene.fold(at)
        known = word in light - self.reader.words.weak_light_verbs
        if at == own.last or not known or grammar.verb_cluster_last:
            return None
        return at if predicate(self.scene, at, "p", (grammar, self.reader.words)).passive else None

    def _is_light(self, index: int, own: Phrase) -> bool:
        word = self.scene.fold(index)
        light = self.reader.lexicon.light_forms - self.reader.words.weak_light_verbs
        if word not in light:
            return False
        if self.scene.tokens[index].text[0].isupper() or self.reader.grammar.is_auxiliary(word):
            return False
        judged = self.scene.fold(index - 1) in self.reader.grammar.judging_prepositions
        if judged or own.first <= index < own.last:
            return False
        if self.reader.grammar.verb_cluster_last or 0 < own.first - index <= 2:
            return True
        return own.last < index <= own.last + _PASSIVE and self._is_passive(index)

    def _is_passive(self, index: int) -> bool:
        """Tell "a curfew was imposed" and "an inquiry has been opened"."""
        return self.scene.fold(index - 1) in self.reader.grammar.be

    def _judges(self, index: int, own: Phrase) -> bool:
        """Tell declaring something of an event ("für beendet erklärt") from declaring it."""
        grammar = self.reader.grammar
        declares = self.scene.fold(index) in self.reader.words.performatives
        if not declares or own.determiner in grammar.indefinite:
            return False
        scope = set(self.scene.scope(index))
        later = [p for p in self.phrases if p.first >= own.last and p.head in scope]
        if grammar.verb_cluster_last:
            after = [self.scene.fold(at) for at in sorted(scope) if at >= own.last]
            joint = next((n for n, w in enumerate(after) if w in grammar.coordinators), None)
            return own.definite and bool(grammar.judging_prepositions & {*after[:joint]})
        over = self.scene.fold(own.last) in self.reader.words.occurrences
        return over or any(p.bare and p.determiner in grammar.indefinite for p in later)

    def utterance(
        self, trigger: Trigger, span: Span, around: Sequence[Utterance]
    ) -> Utterance | None:
        """The utterance around a trigger; declaring an emergency is doing it, not saying it."""
        if trigger.light is not None:
            token = self.scene.tokens[trigger.light]
            said = self.scene.fold(trigger.light) in self.reader.words.performatives
            around = tuple(
                each
                for each in around
                if not (said and each.cue and each.cue.start <= token.start < each.cue.end)
            )
        around = tuple(each for each in around if not self._declares(trigger, each))
        return utterance_around(span, around)

    def _declares(self, trigger: Trigger, utterance: Utterance) -> bool:
        """Tell whether an utterance brings about what it names ("verkündete eine Waffenruhe")."""
        own = phrase_of(trigger, self.phrases)
        declared = set(trigger.entry.types) & self.reader.kinds.declared
        if utterance.quotation is Quotation.DIRECT or utterance.cue is None:
            return False
        if own is None or not own.bare or not declared:
            return False
        return utterance.cue.quote.casefold() in self.reader.words.performatives
