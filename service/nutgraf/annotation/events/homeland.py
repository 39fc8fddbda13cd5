"""Homeland: which country "in seinem Land" or "in the country" means."""

from __future__ import annotations

from dataclasses import dataclass

from nutgraf.annotation.events.event_drafts import Setting
from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.triggers import Trigger
from nutgraf.model.annotation import Layers, Utterance
from nutgraf.model.entity import Entity, EntityKind

_REACH = 4


@dataclass(frozen=True, slots=True)
class Homeland:
    """Reads the word for a country in one sentence."""

    scene: Scene
    layers: Layers
    grammar: Grammar

    def place(self, trigger: Trigger, setting: Setting, utterance: Utterance | None) -> Setting:
        """The setting with the country that the clause means, if it has no place yet."""
        if setting.place is not None:
            return setting
        for at in self.scene.scope(trigger.head):
            determiner = self._determiner(at)
            if determiner is None or abs(at - trigger.head) > 2 * _REACH:
                continue
            country = self._country(determiner, at, utterance)
            if country is not None:
                token = self.scene.tokens[at]
                span = self.layers.document.span(token.start, token.end)
                return Setting(country.key, span, setting.time)
        return setting

    def _determiner(self, at: int) -> str | None:
        """The determiner of "in seinem Land"; `None` for other words."""
        if self.scene.fold(at) not in self.grammar.country_nouns or at < 1:
            return None
        before = self.scene.fold(at - 1)
        contracted = before in self.grammar.contractions
        preposition = self.grammar.preposition(before if contracted else self.scene.fold(at - 2))
        return before if preposition in self.grammar.place_prepositions else None

    def _country(self, determiner: str, at: int, utterance: Utterance | None) -> Entity | None:
        if determiner in self.grammar.possessives:
            person = self._person(at, utterance)
            return self._of_code(person.country if person is not None else None)
        if determiner not in self.grammar.definite:
            return None
        countries = [each for each in self.layers.entities if each.kind is EntityKind.COUNTRY]
        return countries[0] if len(countries) == 1 else None

    def _person(self, at: int, utterance: Utterance | None) -> Entity | None:
        """The only person of the sentence so far, else who speaks."""
        entities = {each.key: each for each in self.layers.entities}
        named = {
            mention.entity
            for mention in self.scene.mention_of[:at]
            if mention is not None and mention.kind is EntityKind.PERSON
        }
        if len(named) == 1:
            return entities.get(named.pop())
        if named or utterance is None or utterance.speaker is None:
            return None
        return entities.get(utterance.speaker)

    def _of_code(self, code: str | None) -> Entity | None:
        """The document's entity for a state; `None` if it is not named as such."""
        if code is None:
            return None
        states = (each for each in self.layers.entities if each.kind is EntityKind.COUNTRY)
        return next((each for each in states if each.country == code), None)
