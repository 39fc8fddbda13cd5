"""Figures of speech: words that name an image, a title, a story or an exercise, not an event."""

from __future__ import annotations

from dataclasses import dataclass

from nutgraf.annotation.events.figurative_words import FigurativeWords
from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.maxims import Maxims
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.triggers import Trigger

_QUOTES = frozenset("\"'„“”‚‘’«»‹›")
_EXERCISES = frozenset({"military-exercise"})
# How far a quote opens before its trigger, and a realm stands behind its image.
_TITLE_REACH = 6
_REALM_REACH = 3
# How far an article and an adjective let the subject stand that opens a sentence.
_OPENING_REACH = 3
# A comparison, its article and at most one adjective ("like a huge explosion").
_COMPARED_REACH = 3


@dataclass(frozen=True, slots=True)
class Figurative:
    """Judges the triggers of one sentence by the words around them."""

    scene: Scene
    grammar: Grammar
    words: FigurativeWords

    def is_figurative(self, trigger: Trigger) -> bool:
        """Tell whether the words around a trigger take it out of the news."""
        index = trigger.head
        told = self._is_story(index) or self._is_narrated(index)
        told = told or Maxims(self.scene, self.words).is_maxim(index)
        if told or self._is_title(index) or self._is_exercised(trigger):
            return True
        if trigger.entry.kind != "noun":
            return False
        return self._is_compared(trigger.tokens[0]) or self._is_image(index)

    def tells_story(self) -> bool:
        """Tell whether the sentence opens a story ("In the film ...", "The play opens with")."""
        size = len(self.scene.tokens)
        works = filter(self._is_work, range(size - 1))
        return any(map(self._opens_story, works)) or self._is_narrated(size)

    def _is_image(self, index: int) -> bool:
        image = self.scene.fold(index) in self.words.images
        return image and (self._in_realm(index) or self._is_nickname(index))

    def _is_title(self, index: int) -> bool:
        """Tell the film "The Coup" from the coup."""
        for at in range(index - 1, max(index - 1 - _TITLE_REACH, 0), -1):
            if self.scene.fold(at) in _QUOTES:
                closes = any(word in _QUOTES for word in self.scene.folds[index + 1 :])
                named = self._is_work(at - 1) or self.scene.fold(at - 1) in self.words.titled
                return closes and named
        return False

    def _is_story(self, index: int) -> bool:
        """Tell what happens in a film from what happened; the film comes first in the clause."""
        same = [
            at for at in range(index) if self.scene.clause_of[at] == self.scene.clause_of[index]
        ]
        return any(self._opens_story(at) for at in same)

    def _is_work(self, at: int) -> bool:
        """Tell whether a word names a sort of work, in a compound too ("Kriegsfilm")."""
        word = self.scene.fold(at)
        return word in self.words.works or word.endswith(tuple(self.words.work_heads))

    def _is_narrated(self, index: int) -> bool:
        """Tell what a film or book shows, as the subject that opens the sentence, from the news."""
        if self.scene.fold(0) not in self.grammar.determiners:
            return False
        opening = range(1, min(index, _OPENING_REACH))
        work = next(filter(self._is_work, opening), index)
        return any(self.scene.fold(at) in self.words.telling for at in range(work + 1, index))

    def _is_plot(self, at: int) -> bool:
        """Tell "in the series is ..." from "in the series of attacks": a verb is right behind."""
        after = self.scene.tokens[at + 1] if at + 1 < len(self.scene.tokens) else None
        if after is None or self.scene.fold(at) not in self.words.plots:
            return False
        leads = self.grammar.preposition(after.fold) is not None
        opens = leads or after.fold in self.grammar.determiners
        return after.text[:1].islower() and not opens

    def _opens_story(self, at: int) -> bool:
        if not self._is_work(at) and not self._is_plot(at):
            return False
        before = {self.scene.fold(at - 1), self.scene.fold(at - 2)}
        alone = self.grammar.capital_nouns or not self.scene.tokens[at + 1].text[0].islower()
        return alone and not before.isdisjoint(self.words.story_prepositions)

    def _is_exercised(self, trigger: Trigger) -> bool:
        """Tell the disaster of a drill from one; the exercise itself is an event."""
        if not self.words.pretending or _EXERCISES.intersection(trigger.entry.types):
            return False
        near = {*range(trigger.head), *self.scene.scope(trigger.head)} - {trigger.head}
        return any(self.scene.fold(at) in self.words.pretending for at in near)

    def _is_compared(self, index: int) -> bool:
        """Tell "it was like an explosion" from one; a clause may open with the same word."""
        for at in range(index - 1, max(index - 1 - _COMPARED_REACH, 0), -1):
            if self.scene.fold(at) in self.words.comparing:
                article = self.scene.fold(at + 1) in self.words.articles
                return article and self.scene.fold(at - 1)[:1].isalnum()
        return False

    def _in_realm(self, index: int) -> bool:
        """Tell "an earthquake in local politics" from one in a country."""
        if self.grammar.preposition(self.scene.fold(index + 1)) is None:
            return False
        for at in range(index + 2, index + 2 + _REALM_REACH):
            if not self.scene.fold(at)[:1].isalnum():
                return False
            if self.scene.fold(at) in self.words.realms:
                return True
        return False

    def _is_nickname(self, index: int) -> bool:
        """Tell the team "the Hurricanes" from weather by its capital amid a sentence."""
        tokens = self.scene.tokens
        if self.grammar.capital_nouns or index < 2 or not tokens[index].text[0].isupper():
            return False
        words = [token.text for token in tokens if token.is_word]
        headline = sum(word[0].isupper() for word in words) * 2 > len(words)
        named = index + 1 < len(tokens) and tokens[index + 1].text[0].isupper()
        article = self.scene.fold(index - 1) in self.grammar.definite
        return article and not headline and not named
