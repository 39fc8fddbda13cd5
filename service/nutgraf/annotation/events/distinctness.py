"""Distinctness: what the words around a trigger say about its being one event more."""

from __future__ import annotations

from dataclasses import dataclass

from nutgraf.annotation.events.phrases import Phrase
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.status import Status
from nutgraf.annotation.events.triggers import Trigger
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.document import BlockRole


@dataclass(frozen=True, slots=True)
class Distinctness:
    """Reads number and newness of the triggers of one sentence."""

    scene: Scene
    reader: Reader

    def is_apart(self, trigger: Trigger, own: Phrase | None) -> bool:
        """Tell whether the text says that this is another event than those before."""
        words = self.reader.words
        scope = self.scene.scope(trigger.head)
        if any(self.scene.fold(at) in words.back_then for at in scope):
            return True
        if own is None:
            return self._has_other_subject(trigger)
        if any(self.scene.fold(at) in words.other_events for at in range(own.first, own.last)):
            return True
        if not self._is_pluperfect(scope):
            return False
        return self.is_indefinite(own) or (self.is_loose(trigger, own) and self._is_dated(scope))

    def is_loose(self, trigger: Trigger, own: Phrase | None) -> bool:
        """Tell a noun that no article, name or owner ties to what was told ("bei Unruhen")."""
        if own is None or trigger.entry.kind != "noun" or own.definite:
            return False
        return own.determiner is None and own.first >= own.head - 1

    def _is_dated(self, scope: tuple[int, ...]) -> bool:
        """Tell whether a clause names a month or a year, which the news of a day does not."""
        return any(
            self.scene.index_at(time.span.start) in scope
            and time.value.earliest != time.value.latest
            and time.value.bounded
            for time in self.scene.times
        )

    def _has_other_subject(self, trigger: Trigger) -> bool:
        """Tell "eine weitere Bombe explodierte", "a second bomb exploded"."""
        clause = self.scene.clause(trigger.head)
        if clause is None or trigger.entry.kind != "verb":
            return False
        return any(
            self.scene.fold(at) in self.reader.words.other_events
            and self.scene.fold(at - 1) in self.reader.grammar.indefinite
            for at in range(clause.first + 1, trigger.head)
        )

    def _is_pluperfect(self, scope: tuple[int, ...]) -> bool:
        """Tell "waren bei einem Brand gestorben": told as what lies before the news."""
        words, grammar = self.reader.words, self.reader.grammar
        folds = {self.scene.fold(at) for at in scope}
        if folds & words.pluperfect_have:
            return True
        participle = any(
            word in grammar.become_past or grammar.is_shaped_participle(word) for word in folds
        )
        return bool(grammar.participle_prefix) and participle and bool(folds & words.pluperfect_be)

    def is_indefinite(self, own: Phrase | None) -> bool:
        """Tell whether a noun phrase has an indefinite article."""
        return own is not None and own.determiner in self.reader.grammar.indefinite

    def is_resumed(self, own: Phrase | None, status: Status) -> bool:
        """Tell whether a clause says more of an event known already ("The crash happened ...")."""
        return (
            own is not None
            and own.bare
            and own.definite
            and own.first == own.head - 1
            and status.told
        )

    def is_plural(self, trigger: Trigger) -> bool | None:
        """The number of a noun as its form shows it; `None` for other words."""
        entry = trigger.entry
        if entry.kind != "noun" or " " in entry.lemma:
            return None
        ending = self.reader.grammar.genitive_ending
        endings = ("", ending, "e" + ending) if ending else ("",)
        word, lemma = self.scene.fold(trigger.head), fold(entry.lemma)
        return not any(word.endswith(lemma + each) for each in endings)

    def name(self, trigger: Trigger) -> str | None:
        """The name of an event in a language whose nouns are small ("the Camp Fire")."""
        if self.reader.grammar.capital_nouns or trigger.entry.kind != "noun":
            return None
        tokens, at = self.scene.tokens, trigger.head
        if self.scene.sentence.role is not BlockRole.BODY or not tokens[at].text[0].isupper():
            return None
        around = [each for each in (at - 1, at + 1) if 0 < each < len(tokens)]
        capital = [each for each in around if tokens[each].text[0].isupper()]
        if not at or not capital:
            return None
        return " ".join(self.scene.fold(each) for each in sorted({at, *capital}))
