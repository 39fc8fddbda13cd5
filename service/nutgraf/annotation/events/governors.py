"""Governors: words that put what depends on them in a status ("forderte", "Gefahr")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.phrases import Phrase
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.statuswords import StatusWords
from nutgraf.model.event import Factuality, Phase

# "keine neuen konkreten Hinweise"
_DENIAL = 4

Held = tuple[Factuality, Phase | None]


@dataclass(frozen=True, slots=True)
class Governors:
    """Finds the words of one language that govern a verb or a noun."""

    grammar: Grammar
    words: StatusWords

    def nearest(self, scene: Scene, indices: Sequence[int], trigger: int) -> Held | None:
        """The nearest governing verb among tokens: its status, or the phase it tells."""
        best: tuple[int, Factuality, Phase | None] | None = None
        folds = {scene.fold(at) for at in indices}
        for at in indices:
            status, phase = self._governing(scene, at, folds)
            if status is None and phase is None:
                continue
            distance = abs(at - trigger)
            if best is None or distance < best[0]:
                best = (distance, status or Factuality.OCCURRED, phase)
        return None if best is None else (best[1], best[2])

    def _governing(
        self, scene: Scene, at: int, folds: set[str]
    ) -> tuple[Factuality | None, Phase | None]:
        word = scene.fold(at)
        if scene.fold(at - 1) in self.grammar.judging_prepositions:
            return None, None
        if scene.tokens[at].text[0].isupper() and at:
            return self.of_noun(scene, at), None
        for particle in sorted(folds):
            if (word, particle) in self.words.split_governors:
                return self.words.split_governors[word, particle], None
        status = self.words.governors.get(word)
        if word in self.words.claiming and folds & self.words.claimed:
            return None, None
        if word in self.words.intending and self._is_unintended(scene, at):
            return Factuality.NEGATED, None
        if word in self.words.nouns and self._is_denied(scene, at):
            status = Factuality.NEGATED
        phase = self.words.occurrences.get(word)
        return status, None if status or phase is Phase.WHOLE else phase

    def of_noun(self, scene: Scene, at: int) -> Factuality | None:
        """The status that a noun gives its complement; a noun denied denies it too."""
        status = self.words.nouns.get(scene.fold(at))
        if status is None or not self._is_denied(scene, at):
            return status
        return Factuality.UNDETERMINED if status is Factuality.NEGATED else Factuality.NEGATED

    def _is_denied(self, scene: Scene, at: int) -> bool:
        """Tell "keine konkreten Hinweise", "no plans", and "Hinweise gibt es nicht"."""
        for before in range(at - 1, max(at - _DENIAL, -1), -1):
            if scene.fold(before) in self.grammar.negative_determiners:
                return True
            if scene.fold(before) in self.grammar.prepositions or not scene.tokens[before].is_word:
                break
        folds = {scene.fold(near) for near in scene.scope(at)}
        return bool(folds & self.words.existing and folds & self.words.negations)

    def _is_unintended(self, scene: Scene, at: int) -> bool:
        """Tell "hat nie ein Verbot geplant" and "did not plan" from "planned not to"."""
        clause = scene.clause(at)
        first, last = (clause.first, clause.last) if clause else (0, len(scene.tokens))
        if not self.grammar.verb_cluster_last:
            first, last = self._group_start(scene, at), at
        return any(
            scene.fold(near) in self.words.negations
            and scene.fold(near + 1) not in self.words.not_negated
            for near in range(first, last)
        )

    def _group_start(self, scene: Scene, at: int) -> int:
        """Where the auxiliaries and adverbs right before an English verb begin."""
        start = at
        while start and at - start < _DENIAL:
            word = scene.fold(start - 1)
            known = self.grammar.is_auxiliary(word) or word in self.grammar.adverbs_between
            if (
                not known
                and word not in self.words.negations
                and not word.endswith(self.grammar.adverb_endings)
            ):
                break
            start -= 1
        return start

    def not_excluded(self, scene: Scene, index: int) -> bool:
        """Tell whether the clause says that something cannot be ruled out."""
        folds = {scene.fold(at) for at in scene.scope(index)}
        excluded = any(set(words.split()) <= folds for words in self.words.excluding)
        return excluded and bool(folds & self.words.negations)

    def holding(self, scene: Scene, index: int, phrase: Phrase) -> Factuality | None:
        """The status a governing verb gives its object ("kündigte den Abzug an")."""
        first = phrase.first
        scope = scene.scope(index)
        by_preposition = self._by_preposition(scene, scope, phrase)
        if by_preposition is not None:
            return by_preposition
        folds = {scene.fold(at) for at in scope}
        for at in scope:
            if scene.fold(at - 1) in self.grammar.judging_prepositions:
                continue
            of_subject = self.of_subject(scene.fold(at), folds)
            if of_subject is not None and phrase.bare:
                return of_subject
            status, _ = self._governing(scene, at, folds)
            inside = phrase.first <= at < phrase.last
            if status is None or inside or scene.tokens[at].text[0].isupper():
                continue
            if not self._may_hold(status, phrase):
                continue
            fronted = self._is_fronted(scene, at, phrase)
            if at < first or fronted or self._closes(scene, at, first):
                return status
        return None

    def _by_preposition(
        self, scene: Scene, scope: Sequence[int], phrase: Phrase
    ) -> Factuality | None:
        """The status a verb gives what one preposition ties to it ("rechnet mit Krawallen")."""
        if phrase.preposition is None or phrase.owner is not None:
            return None
        words = self.words.prepositional
        held = (words.get((scene.fold(at), phrase.preposition)) for at in scope)
        return next((status for status in held if status is not None), None)

    def dismissed(self, scene: Scene, phrase: Phrase) -> bool:
        """Tell whether the clause says that something will not be ("ist kein Thema")."""
        clause = scene.clause(phrase.head)
        leading = (None, *self.grammar.genitive_prepositions)
        if clause is None or phrase.preposition not in leading or not self.words.dismissals:
            return False
        text = f" {' '.join(scene.folds[clause.first : clause.last])} "
        return any(f" {words} " in text for words in self.words.dismissals)

    def judged(self, scene: Scene, phrase: Phrase) -> Factuality | None:
        """The status of what people hold it to be ("halten einen Anschlag für denkbar")."""
        judging = self.grammar.judging_prepositions | self.words.deeming
        if not phrase.bare or not self.grammar.capital_nouns:
            return None
        for at in scene.scope(phrase.head):
            between = {scene.fold(near) for near in range(phrase.last, at)}
            if scene.fold(at - 1) in judging and not between & self.grammar.coordinators:
                held = self.of_subject(scene.fold(at), set())
                return held if held is Factuality.POSSIBLE else None
        return None

    def needed(self, scene: Scene, phrase: Phrase) -> Factuality | None:
        """The status of a new event that is only talked of ("ein Einsatz sei nötig")."""
        if not phrase.bare or phrase.definite:
            return None
        folds = {scene.fold(at) for at in scene.scope(phrase.head)}
        denied = bool(folds & self.words.negations)
        if folds & self.words.needs and not folds & self.words.past_states:
            return Factuality.NEGATED if denied else Factuality.HYPOTHETICAL
        if folds & self.words.needs:
            return Factuality.NEGATED if denied else Factuality.UNDETERMINED
        return Factuality.UNDETERMINED if self._is_no_case(scene, phrase) else None

    def _is_no_case(self, scene: Scene, phrase: Phrase) -> bool:
        """Tell "ein Krieg sei nicht das Ziel": what is denied of an event that may not exist."""
        scope = scene.scope(phrase.head) if self.grammar.capital_nouns else (phrase.last,)
        forms = self.grammar.be - self.words.past_states
        states = [at for at in scope if scene.fold(at) in forms]
        denials = [at for at in scene.scope(phrase.head) if scene.fold(at) in self.words.negations]
        last = max(denials, default=0)
        clause = scene.clause(phrase.head)
        opens = phrase.first == (clause.first if clause is not None else 0)
        opens = opens and phrase.determiner in self.grammar.indefinite
        return opens and bool(states) and phrase.head < states[0] < last

    def _is_fronted(self, scene: Scene, verb: int, phrase: Phrase) -> bool:
        """Tell "den Angriff verbot X" and "einen Anschlag habe man verhindern wollen"."""
        if "nom" in phrase.cases:
            return False
        clause = scene.clause(phrase.head)
        if verb == phrase.last or clause is None or phrase.first != clause.first:
            return verb == phrase.last
        inside = not clause.subordinate and verb < clause.last
        return inside and any(self._opens(scene.fold(at)) for at in range(phrase.last, verb))

    def of_subject(self, word: str, folds: set[str]) -> Factuality | None:
        """The status that a verb gives its subject ("blieb aus")."""
        for particle in ("", *sorted(folds)):
            if (word, particle) in self.words.subject_governors:
                return self.words.subject_governors[word, particle]
        return None

    def _may_hold(self, status: Factuality, phrase: Phrase) -> bool:
        """A governor holds its object; warnings and demands also hold "vor", "zu", "for" ..."""
        if phrase.preposition is None:
            return phrase.owner is None
        return phrase.preposition in self.words.held_by.get(status, frozenset())

    def _closes(self, scene: Scene, verb: int, first: int) -> bool:
        """Tell whether a later participle has the noun in its bracket ("hat ... gefordert")."""
        scope = scene.scope(verb)
        if not self.grammar.verb_cluster_last:
            return any(
                scene.fold(at) in self.grammar.be for at in range(max(first, verb - 3), verb)
            )
        if self._ends_clause(scene, verb):
            return True
        opened = any(at < first and self._opens(scene.fold(at)) for at in scope)
        passive = any(scene.fold(at) in self.grammar.become for at in scope)
        return opened or passive

    def occurrence(self, word: str, folds: set[str]) -> Phase | None:
        """The phase that a verb tells of its subject or object ("begann"), if it does."""
        for particle in sorted(folds):
            if (word, particle) in self.words.split_occurrences:
                return self.words.split_occurrences[word, particle]
        absent = not self.words.companions.get(word, folds) & folds
        if absent or self.of_subject(word, folds) is not None:
            return None
        return self.words.occurrences.get(word)

    @staticmethod
    def _ends_clause(scene: Scene, verb: int) -> bool:
        """Tell whether a verb closes a dependent clause ("..., die einen Beitritt ablehnen")."""
        clause = scene.clause(verb)
        if clause is None or not clause.subordinate:
            return False
        return not any(scene.tokens[at].is_word for at in range(verb + 1, clause.last))

    def _opens(self, word: str) -> bool:
        return self.grammar.is_auxiliary(word) or word in self.words.modals
