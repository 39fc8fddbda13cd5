"""Callings: years and places that an event is called by ("the 1995 Kobe quake")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from nutgraf.annotation.events.event_drafts import Setting
from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.phrases import Phrase
from nutgraf.annotation.events.scenes import Scene
from nutgraf.model.annotation import TimeMention
from nutgraf.model.document import Document
from nutgraf.model.entity import EntityKind

# Earlier numbers of four digits are seldom years.
_FIRST_YEAR = 1500
_FRESH_DAYS = 21


@dataclass(frozen=True, slots=True)
class Callings:
    """Reads the years and places inside the noun phrases of one sentence."""

    scene: Scene
    grammar: Grammar
    phrases: Sequence[Phrase]
    document: Document

    def is_dated_back(self, own: Phrase | None) -> bool:
        """Tell whether a noun, or what it followed, is called by a year before the article's."""
        if own is None:
            return False
        beside = [each for each in self.phrases if each.first == own.last and each.preposition]
        beside.extend(self._compounded(own))
        if any(map(self._has_old_year, (own, *beside))):
            return True
        return any(self._is_dating_verb(at) for at in self.scene.scope(own.head))

    def _is_dating_verb(self, at: int) -> bool:
        """Tell a year right behind the verb of a clause ("starben 1995 mehr als 6000")."""
        if not (at and self.grammar.verb_cluster_last and self._is_old_year(at)):
            return False
        verb, after = self.scene.tokens[at - 1], self.scene.fold(at + 1)
        if not verb.is_word or not verb.text[0].islower() or not after[:1].isalnum():
            return False
        before = verb.fold
        noun = self.scene.tokens[at + 1].text[0].isupper()
        led = self.grammar.preposition(before) or before in self.grammar.determiners
        shaped = before in self.grammar.strong or self.grammar.is_verb_shaped(before)
        return shaped and not noun and not led

    def named(self, own: Phrase | None, setting: Setting) -> Setting:
        """The setting with the place that an event is called by ("the Lahore bombing")."""
        places = [each.mention for each in self._compounded(own)]
        if setting.place is not None or len(places) != 1 or places[0] is None:
            return setting
        return Setting(places[0].entity, places[0].span, setting.time)

    def _compounded(self, own: Phrase | None) -> list[Phrase]:
        """The name of a place that is the first part of a noun, in languages that put it so."""
        if own is None or self.grammar.capital_nouns or own.determiner or own.preposition:
            return []
        return [
            each
            for each in self.phrases
            if each.last == own.first
            and each.mention is not None
            and each.mention.kind is EntityKind.PLACE
            and not each.mention.adjectival
        ]

    def is_stale(self, time: TimeMention | None) -> bool:
        """Tell whether a time lies further back than what news tells without a time."""
        published = self.document.published
        if published is None or time is None or time.value.latest is None:
            return False
        return time.value.latest < published.first - timedelta(days=_FRESH_DAYS)

    def _has_old_year(self, phrase: Phrase) -> bool:
        return any(self._is_old_year(at) for at in range(phrase.first, phrase.head))

    def _is_old_year(self, at: int) -> bool:
        word, published = self.scene.fold(at), self.document.published
        if published is None or not (len(word) == len("2000") and word.isdecimal()):
            return False
        start = self.scene.tokens[at].start
        counted = any(q.span.start <= start < q.span.end for q in self.scene.quantities)
        return not counted and _FIRST_YEAR <= int(word) < published.first.year
