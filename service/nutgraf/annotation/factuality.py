"""Factuality: what the words around a trigger say about whether the event is so."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nutgraf.annotation.grammar import Grammar
from nutgraf.annotation.phrases import Phrase
from nutgraf.annotation.predicates import Predicate, predicate
from nutgraf.annotation.scenes import Scene
from nutgraf.annotation.statuswords import StatusWords
from nutgraf.annotation.triggers import Trigger
from nutgraf.model.event import Factuality, Phase


@dataclass(frozen=True, slots=True)
class Status:
    """What is said of an event: factuality, phase, and whether it is mere hearsay.

    `presupposed` marks a definite noun that takes the event for granted ("der Abzug"):
    it tells nothing new and may refer back to any report of the same event. `boundary`
    is ended for "das Ende des Einsatzes", with `phase` saying what becomes of that end.
    `told` marks nouns whose clause says that the event takes place, begins or ends, `fixed`
    a presupposed noun that is said to be real, `current` a tense that reaches into the present.
    """

    factuality: Factuality
    phase: Phase = Phase.WHOLE
    hearsay: bool = False
    presupposed: bool = False
    boundary: Phase = Phase.WHOLE
    told: bool = False
    fixed: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class StatusReader:
    """Reads the status of triggers in one language."""

    grammar: Grammar
    words: StatusWords

    def read(
        self, scene: Scene, trigger: Trigger, group: Predicate | None, phrase: Phrase | None
    ) -> Status:
        """The status of a trigger, given its verb group or its noun phrase."""
        if trigger.entry.kind == "participle" and group is None:
            return Status(Factuality.OCCURRED, trigger.entry.phase)
        if self._is_light(scene, trigger):
            return self._of_light_verb(scene, trigger, phrase)
        if group is not None:
            return self._of_verb(scene, group, trigger.entry.phase)
        return self._of_noun(scene, trigger, phrase)

    def _is_light(self, scene: Scene, trigger: Trigger) -> bool:
        if trigger.light is None or trigger.entry.kind == "phrase":
            return trigger.entry.kind == "phrase"
        return scene.fold(trigger.light) not in self.words.occurrences

    def of_clause(self, scene: Scene, index: int) -> Status:
        """The status of what a clause tells, read at any of its words."""
        helper = next((at for at in scene.scope(index) if self._helps(scene.fold(at))), None)
        frame = self._frame_status(scene, index)
        if frame is not None or helper is None:
            return Status(frame or self._negated(scene, index) or Factuality.OCCURRED)
        both = (self.grammar, self.words)
        last = max(at for at in scene.scope(index) if scene.tokens[at].is_word)
        return self._of_verb(scene, predicate(scene, last, "p", both), Phase.WHOLE)

    def _helps(self, word: str) -> bool:
        return self.grammar.is_auxiliary(word) or word in self.words.modals

    # Verbs.

    def _of_verb(self, scene: Scene, group: Predicate, phase: Phase) -> Status:
        frame = self._frame_status(scene, group.verb)
        if frame is not None:
            return Status(frame, phase)
        if group.governed:
            return self._of_infinitive(scene, group, phase)
        if self._hearsay(scene, group):
            return Status(self._negated(scene, group.verb) or Factuality.OCCURRED, phase, True)
        phase = self._phase_of_chain(group) or phase
        current = bool({*group.chain, scene.fold(group.finite)} & self.words.current)
        return Status(self._of_finite(scene, group), phase, current=current)

    def _phase_of_chain(self, group: Predicate) -> Phase | None:
        """ "has begun withdrawing": the phase verb before a gerund."""
        if group.form != "g" or not group.chain:
            return None
        phase = self.words.occurrences.get(group.chain[-1], Phase.WHOLE)
        return None if phase is Phase.WHOLE else phase

    def _of_finite(self, scene: Scene, group: Predicate) -> Factuality:
        negated = self._negated(scene, group.verb)
        if negated:
            return negated
        adverb = self._adverb(scene, group.verb)
        if adverb:
            return adverb
        modal = next((self.words.modals[w] for w in group.chain if w in self.words.modals), None)
        if modal is not None:
            return modal
        if self._is_future(scene, group):
            return Factuality.SCHEDULED
        if set(group.chain) & self.grammar.irrealis and not self._reports(group):
            return Factuality.HYPOTHETICAL
        if group.form == "g" and set(group.chain) & self.grammar.be:
            return Factuality.ONGOING
        if group.form == "p" and {*group.chain} & self.words.remaining:
            return Factuality.ONGOING
        return Factuality.OCCURRED

    def _is_future(self, scene: Scene, group: Predicate) -> bool:
        folds = set(group.chain)
        if group.form == "i" and folds & (self.grammar.future | self.grammar.irrealis):
            return True
        if folds & self.grammar.future and not folds & self.grammar.become_past:
            return not self.grammar.verb_cluster_last or self._says_future(scene, group.verb)
        return not folds and group.form == "f" and self._says_future(scene, group.verb)

    def _says_future(self, scene: Scene, index: int) -> bool:
        return any(scene.fold(at) in self.words.future_words for at in scene.scope(index))

    def _reports(self, group: Predicate) -> bool:
        """Past irrealis forms stand for reported speech ("hätten ... getötet") or pluperfect."""
        return group.form == "p"

    def _hearsay(self, scene: Scene, group: Predicate) -> bool:
        """Tell "soll getötet haben" (a rumour) from "soll getötet werden" (a plan)."""
        if not set(group.chain) & self.grammar.hearsay_modals or group.form != "p":
            return False
        later = {scene.fold(at) for at in scene.scope(group.verb) if at > group.verb}
        perfect = later & self.grammar.infinitive_auxiliaries
        return bool(perfect) or not later & self.grammar.become

    def _of_infinitive(self, scene: Scene, group: Predicate, own: Phase) -> Status:
        start = min(scene.scope(group.verb), default=group.verb)
        near = [at for at in scene.scope(group.verb) if at < group.verb]
        held = self._governor(scene, near, group.verb)
        if held is None and start:
            held = self._governor(scene, scene.scope(start - 1), group.verb)
        if held is None:
            return Status(Factuality.HYPOTHETICAL, own)
        status, phase = held
        return Status(status, own) if phase is None else Status(Factuality.OCCURRED, phase)

    def _governor(
        self, scene: Scene, indices: list[int] | tuple[int, ...], trigger: int
    ) -> tuple[Factuality, Phase | None] | None:
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
        if scene.tokens[at].text[0].isupper() and at:
            return self.words.nouns.get(word), None
        for particle in sorted(folds):
            if (word, particle) in self.words.split_governors:
                return self.words.split_governors[word, particle], None
        status = self.words.governors.get(word)
        phase = self.words.occurrences.get(word)
        return status, None if status or phase is Phase.WHOLE else phase

    # What holds for whole clauses.

    def _frame_status(self, scene: Scene, index: int) -> Factuality | None:
        clause = scene.clause(index)
        if scene.fold(len(scene.tokens) - 1) in self.grammar.questions:
            return Factuality.UNDETERMINED
        if clause is None or clause.opener is None:
            return None
        folds = [scene.fold(at) for at in range(clause.first, min(clause.first + 3, clause.last))]
        if self.words.conditions & {clause.opener}:
            return Factuality.HYPOTHETICAL
        if self.words.open_questions & set(folds):
            return Factuality.UNDETERMINED
        return self._matrix_status(scene, clause.first)

    def _matrix_status(self, scene: Scene, first: int) -> Factuality | None:
        """The status that the clause before gives a dass-clause ("dementierte, dass ...")."""
        before = scene.scope(first - 1) if first else ()
        if any(scene.fold(at) in self.words.undetermined_cues for at in before):
            return Factuality.UNDETERMINED
        clause = scene.clause(first)
        if clause is None or clause.opener not in ("dass", "that") or not before:
            return None
        held = self._governor(scene, before, first)
        strong = (Factuality.NEGATED, Factuality.HYPOTHETICAL)
        return held[0] if held is not None and held[0] in strong else None

    def _negated(self, scene: Scene, index: int) -> Factuality | None:
        for at in scene.scope(index):
            word = scene.fold(at)
            if word in self.words.negations and scene.fold(at + 1) not in ("nur", "only", "mehr"):
                return Factuality.NEGATED
            if word in self.grammar.negative_determiners and at < index:
                return Factuality.NEGATED
        return None

    def _adverb(self, scene: Scene, index: int) -> Factuality | None:
        for at in scene.scope(index):
            if scene.fold(at) in self.words.adverbs:
                return self.words.adverbs[scene.fold(at)]
        return None

    # Nouns.

    def _of_light_verb(self, scene: Scene, trigger: Trigger, phrase: Phrase | None) -> Status:
        verb = trigger.light if trigger.light is not None else trigger.tokens[-1]
        shape = self._shape(scene.fold(verb))
        group = predicate(scene, verb, shape, (self.grammar, self.words))
        status = self._of_verb(scene, group, trigger.entry.phase)
        inner = self._inside_phrase(scene, phrase) if phrase else None
        factuality = inner or status.factuality
        return Status(factuality, status.phase, status.hearsay, told=True)

    def _of_noun(self, scene: Scene, trigger: Trigger, phrase: Phrase | None) -> Status:
        if phrase is None:
            phrase = Phrase(trigger.head, trigger.head, trigger.head + 1, None, frozenset(), None)
        own = trigger.entry.phase
        boundary = self.words.phase_nouns.get(scene.fold(phrase.first - 1), Phase.WHOLE)
        told = self._told(scene, trigger.head, phrase)
        fixed = self._inside_phrase(scene, phrase)
        if fixed is None and told is not None:
            phase = own if own is not Phase.WHOLE else told.phase
            open_end = phrase.definite and self._leaves_open(told)
            return replace(told, phase=phase, presupposed=open_end, boundary=boundary, told=True)
        held = fixed or self._held(scene, trigger.head, phrase) or self._by_preposition(phrase)
        if held is None and not phrase.definite:
            held = self._frame_status(scene, trigger.head) or self._of_modal(scene, phrase)
        phase = own if own is not Phase.WHOLE else boundary
        if any(scene.fold(at) in self.words.attempts for at in range(phrase.first, phrase.head)):
            phase = Phase.ATTEMPTED
        real = phrase.preposition in self.words.during
        factuality = held or Factuality.OCCURRED
        return Status(factuality, phase, presupposed=phrase.definite, fixed=real)

    def _of_modal(self, scene: Scene, phrase: Phrase) -> Factuality | None:
        """ "könnte Sanktionen beschliessen": a new event in a clause with a modal is as unreal."""
        if phrase.preposition not in (None, *self.words.occurrence_prepositions):
            return None
        clause = scene.clause(phrase.head)
        if clause is not None and clause.opener == self.grammar.infinitive_marker:
            return Factuality.HYPOTHETICAL
        for at in scene.scope(phrase.head):
            word = "" if scene.in_time(at) else scene.fold(at)
            if self.words.modals.get(word, Factuality.OCCURRED) is not Factuality.OCCURRED:
                return self.words.modals[word]
            if word in self.words.adverbs:
                return self.words.adverbs[word]
        return None

    @staticmethod
    def _leaves_open(told: Status) -> bool:
        """ "Der Einsatz soll zehn Tage dauern" takes the event for granted."""
        real = told.factuality in (Factuality.OCCURRED, Factuality.ONGOING)
        return not real and told.phase is not Phase.BEGUN

    def _by_preposition(self, phrase: Phrase) -> Factuality | None:
        if phrase.preposition in self.words.after:
            return Factuality.OCCURRED
        return Factuality.SCHEDULED if phrase.preposition in self.words.before else None

    def _inside_phrase(self, scene: Scene, phrase: Phrase) -> Factuality | None:
        """What determiner, adjectives and the governing noun say ("des angekündigten Abzugs")."""
        for at in range(phrase.first, phrase.head):
            word = scene.fold(at)
            if word in self.words.adjectives:
                return self.words.adjectives[word]
            if word in self.grammar.negative_determiners:
                return Factuality.NEGATED
        before = scene.fold(phrase.first - 1)
        governs = scene.fold(phrase.first) in self.words.complements
        if governs and before in self.words.nouns and phrase.first:
            return self.words.nouns[before]
        return None

    def _told(self, scene: Scene, index: int, phrase: Phrase) -> Status | None:
        """The status of a predicate that says of the noun that it takes place, begins, ends."""
        if not (
            phrase.preposition is None or phrase.preposition in self.words.occurrence_prepositions
        ):
            return None
        scope = scene.scope(index)
        folds = {scene.fold(at) for at in scope}
        for at in scope:
            phase = self._occurrence(scene.fold(at), folds)
            if phase is None or at == index:
                continue
            group = predicate(scene, at, self._shape(scene.fold(at)), (self.grammar, self.words))
            return self._of_verb(scene, group, phase)
        return None

    def _shape(self, word: str) -> str:
        """What form a verb outside the lexicon can be, by its looks."""
        if not self.grammar.verb_cluster_last:
            return "g" if word.endswith("ing") else "fpi"
        prefix = self.grammar.participle_prefix
        if prefix in word[: len(prefix) + 4] and word.endswith(("t", "en")):
            return "p"
        return "fi" if word.endswith("n") else "fp"

    def _occurrence(self, word: str, folds: set[str]) -> Phase | None:
        for particle in sorted(folds):
            if (word, particle) in self.words.split_occurrences:
                return self.words.split_occurrences[word, particle]
        absent = not self.words.companions.get(word, folds) & folds
        if absent or self._of_subject(word, folds) is not None:
            return None
        return self.words.occurrences.get(word)

    def _held(self, scene: Scene, index: int, phrase: Phrase) -> Factuality | None:
        """The status a governing verb gives its object ("kündigte den Abzug an")."""
        first = phrase.first
        scope = scene.scope(index)
        folds = {scene.fold(at) for at in scope}
        for at in scope:
            of_subject = self._of_subject(scene.fold(at), folds)
            if of_subject is not None and phrase.bare:
                return of_subject
            status, _ = self._governing(scene, at, folds)
            inside = phrase.first <= at < phrase.last
            if status is None or inside or scene.tokens[at].text[0].isupper():
                continue
            if not self._may_hold(status, phrase):
                continue
            if at < first or self._closes(scene, at, first):
                return status
        return None

    def _of_subject(self, word: str, folds: set[str]) -> Factuality | None:
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
        opened = any(at < first and self.grammar.is_auxiliary(scene.fold(at)) for at in scope)
        passive = any(scene.fold(at) in self.grammar.become for at in scope)
        return opened or passive
