"""Factuality: what the words around a trigger say about whether the event is so."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nutgraf.annotation.events.governors import Governors
from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.phrases import Phrase
from nutgraf.annotation.events.predicates import Predicate, predicate
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.status import Status
from nutgraf.annotation.events.statuswords import StatusWords
from nutgraf.annotation.events.triggers import Trigger
from nutgraf.annotation.events.verb_status import VerbStatus
from nutgraf.model.event import Factuality, Phase

# "auf einen Brand oder eine Explosion"
_COORDINATION = 7
_OPEN = (Factuality.SCHEDULED, Factuality.POSSIBLE, Factuality.UNDETERMINED)


@dataclass(frozen=True, slots=True)
class StatusReader:
    """Reads the status of triggers in one language."""

    grammar: Grammar
    words: StatusWords

    @property
    def verbs(self) -> VerbStatus:
        """The reader of verb groups and clauses of the same language."""
        return VerbStatus(self.grammar, self.words)

    @property
    def governors(self) -> Governors:
        """The governing words of the same language."""
        return Governors(self.grammar, self.words)

    def read(
        self, scene: Scene, trigger: Trigger, group: Predicate | None, phrase: Phrase | None
    ) -> Status:
        """The status of a trigger, given its verb group or its noun phrase."""
        if trigger.entry.kind == "participle" and group is None:
            return Status(Factuality.OCCURRED, trigger.entry.phase)
        judged = self.governors.judged(scene, phrase) if phrase is not None else None
        if phrase is not None and self.governors.dismissed(scene, phrase):
            judged = Factuality.NEGATED
        if judged is not None:
            return Status(judged, trigger.entry.phase, told=True)
        if self._is_light(scene, trigger):
            return self._of_light_verb(scene, trigger, phrase)
        if group is not None:
            return self.verbs.of_group(scene, group, trigger.entry.phase)
        return self._of_noun(scene, trigger, phrase)

    def _is_light(self, scene: Scene, trigger: Trigger) -> bool:
        if trigger.light is None or trigger.entry.kind == "phrase":
            return trigger.entry.kind == "phrase"
        word = scene.fold(trigger.light)
        folds = {scene.fold(at) for at in scene.scope(trigger.light)}
        split = any((word, particle) in self.words.split_governors for particle in folds)
        governs = split or word in self.words.governors
        governs = governs and word not in self.words.performatives
        return word not in self.words.occurrences and not governs

    def _of_light_verb(self, scene: Scene, trigger: Trigger, phrase: Phrase | None) -> Status:
        verb = trigger.light if trigger.light is not None else trigger.tokens[-1]
        shape = self.verbs.shape(scene.fold(verb))
        clause = scene.clause(verb)
        opener = clause.opener if clause is not None else None
        if opener == self.grammar.infinitive_marker or self._is_marked(scene.fold(verb)):
            shape = "z" if "i" in shape else shape
        group = predicate(scene, verb, shape, (self.grammar, self.words))
        status = self.verbs.of_group(scene, group, trigger.entry.phase)
        inner = self._inside_phrase(scene, phrase) if phrase else None
        folds = {scene.fold(at) for at in scene.scope(verb)}
        begun = self.governors.occurrence(scene.fold(verb), folds) or Phase.WHOLE
        phase = begun if status.phase is Phase.WHOLE else status.phase
        return Status(inner or status.factuality, phase, status.hearsay, told=True)

    def _is_marked(self, word: str) -> bool:
        """Tell "einzureichen" from "einreichen"."""
        return self.grammar.verb_cluster_last and self.grammar.infinitive_marker in word[2:-2]

    def _of_noun(self, scene: Scene, trigger: Trigger, phrase: Phrase | None) -> Status:
        if phrase is None:
            phrase = Phrase(trigger.head, trigger.head, trigger.head + 1, None, frozenset(), None)
        phrase = self._object(scene, phrase)
        own = self._own_phase(scene, trigger, phrase)
        boundary = self.words.phase_nouns.get(scene.fold(phrase.first - 1), Phase.WHOLE)
        told = self._told(scene, trigger.head, phrase)
        outer = self._outer(scene, phrase) if boundary is not Phase.WHOLE else phrase
        governed = self.governors.holding(scene, trigger.head, outer)
        fixed = self._inside_phrase(scene, phrase)
        if self.governors.not_excluded(scene, trigger.head) and phrase.bare:
            return Status(fixed or Factuality.POSSIBLE, own, told=True)
        if governed is Factuality.NEGATED:
            fixed = governed
        if fixed is None and told is not None:
            phase = own if own is not Phase.WHOLE else told.phase
            open_end = phrase.definite and self._leaves_open(told)
            lasts = told.phase in (Phase.ENDED, Phase.CONTINUED)
            if open_end and lasts and not self._is_completion(scene, trigger.head, told):
                told = replace(told, factuality=Factuality.OCCURRED, irrealis=False)
            return replace(told, phase=phase, presupposed=open_end, boundary=boundary, told=True)
        held = fixed or governed or self._by_preposition(phrase)
        if held is None and not phrase.definite:
            held = self.verbs.frames.of(scene, trigger.head) or self._of_modal(scene, phrase)
            held = held or self.governors.needed(scene, phrase)
        phase = own if own is not Phase.WHOLE else boundary
        given = phrase.preposition in self.words.after
        real = phrase.preposition in self.words.during or (given and not phrase.definite)
        factuality = held or Factuality.OCCURRED
        open_noun = phrase.definite or given
        denied = factuality is Factuality.NEGATED and (told is not None or fixed is not None)
        planned = governed in _OPEN[:2] and not phrase.definite
        taken = phrase.preposition is None and (denied or planned)
        return Status(factuality, phase, presupposed=open_noun, fixed=real, told=taken)

    def _object(self, scene: Scene, phrase: Phrase) -> Phrase:
        """The phrase without the infinitive that it is the object of ("to begin talks")."""
        marked = phrase.preposition == self.grammar.infinitive_marker
        verb = phrase.first + 1 if scene.fold(phrase.first) == phrase.preposition else phrase.first
        if not marked or verb >= phrase.head or scene.fold(verb) not in self.words.occurrences:
            return phrase
        return replace(phrase, first=verb + 1, preposition=None)

    def _undergoes(self, scene: Scene, group: Predicate, phrase: Phrase) -> bool:
        """Tell "lifted the curfew" from "the strike stopped all trains"."""
        if group.passive:
            return True
        if self.grammar.verb_cluster_last:
            return "acc" in phrase.cases
        after = scene.fold(group.verb + 1)
        alone = not after[:1].isalpha() or self.grammar.preposition(after) is not None
        return phrase.first > group.verb or alone

    def _is_governed_nearer(self, scene: Scene, verb: int, first: int) -> bool:
        """Tell "held signs demanding his resignation": another verb governs the noun."""
        if self.grammar.verb_cluster_last:
            return False
        between = range(verb + 1, first)
        return any(
            scene.fold(at) in self.words.governors
            and scene.fold(at).endswith(self.grammar.gerund_endings)
            for at in between
        )

    def _is_other_conjunct(self, scene: Scene, index: int, verb: int) -> bool:
        """Tell "accepted the resignation and will start talks": the noun has its own verb."""
        if self.grammar.verb_cluster_last or verb < index:
            return False
        joined = any(scene.fold(at) in self.grammar.coordinators for at in range(index, verb))
        before = (at for at in scene.scope(index) if at < index)
        return joined and any(
            scene.fold(at) in self.grammar.finite
            or scene.fold(at).endswith(self.grammar.finite_endings)
            for at in before
        )

    def _over_owner(self, scene: Scene, phrase: Phrase) -> str | None:
        """The preposition over the noun that a phrase completes ("im Rahmen der Ermittlungen")."""
        if phrase.owner is None:
            return None
        before = (scene.fold(phrase.owner - 1), scene.fold(phrase.owner - 2))
        if before[0] in self.grammar.determiners and before[0] not in self.grammar.contractions:
            return self.grammar.preposition(before[1])
        return self.grammar.preposition(before[0])

    def _outer(self, scene: Scene, phrase: Phrase) -> Phrase:
        """The phrase with the noun of phase that it completes ("die Eröffnung des Prozesses")."""
        first = phrase.first - 1
        if scene.fold(first - 1) in self.grammar.determiners:
            first -= 1
        before = scene.fold(first if scene.fold(first) in self.grammar.contractions else first - 1)
        preposition = self.grammar.preposition(before)
        return replace(phrase, first=first, preposition=preposition, owner=None)

    def _own_phase(self, scene: Scene, trigger: Trigger, phrase: Phrase) -> Phase:
        """The phase that the noun itself or its adjective tells ("der versuchte Putsch")."""
        inside = [scene.fold(at) for at in range(phrase.first, phrase.head)]
        if any(word in self.words.foiled for word in inside):
            return Phase.FOILED
        tried = any(word in self.words.attempts for word in inside)
        return Phase.ATTEMPTED if tried else trigger.entry.phase

    def _of_modal(self, scene: Scene, phrase: Phrase) -> Factuality | None:
        """A new event in a clause with a modal is as unreal ("könnte Sanktionen beschliessen")."""
        leading = self.words.occurrence_prepositions | self.words.following
        if phrase.preposition not in (None, *leading):
            return None
        clause = scene.clause(phrase.head)
        if clause is not None and clause.opener == self.grammar.infinitive_marker:
            return None if self._is_past_infinitive(scene, phrase.head) else Factuality.HYPOTHETICAL
        for at in scene.scope(phrase.head):
            word = "" if scene.in_time(at) else scene.fold(at)
            if self.words.modals.get(word, Factuality.OCCURRED) is not Factuality.OCCURRED:
                return self.words.modals[word]
            if word in self.words.adverbs:
                return self.words.adverbs[word]
            if word in self.grammar.irrealis and word not in self.grammar.have:
                return Factuality.HYPOTHETICAL
        return None

    def _is_past_infinitive(self, scene: Scene, index: int) -> bool:
        """Tell "verübt zu haben" from "zu verüben"."""
        scope = scene.scope(index)
        return any(
            scene.fold(at) == self.grammar.infinitive_marker
            and scene.fold(at + 1) in self.grammar.infinitive_auxiliaries
            for at in scope
        )

    @staticmethod
    def _leaves_open(told: Status) -> bool:
        """Tell whether the event is taken for granted ("der Einsatz soll zehn Tage dauern")."""
        real = told.factuality in (Factuality.OCCURRED, Factuality.ONGOING)
        return not real and told.phase is not Phase.BEGUN

    def _is_completion(self, scene: Scene, index: int, told: Status) -> bool:
        """Tell "soll bis Mai abgeschlossen sein" from "soll im Mai enden"."""
        folds = {scene.fold(at) for at in scene.scope(index)}
        return told.factuality in _OPEN and bool(folds & self.words.completing)

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
            inner = self.verbs.misses.of_complement(scene, at)
            if word in self.grammar.negative_determiners and not inner:
                return Factuality.NEGATED
        if phrase.determiner in self.grammar.indefinite:
            denied = scene.fold(phrase.first - 1) in self.words.negations
            if denied and not self.grammar.verb_cluster_last:
                return Factuality.NEGATED
            if phrase.bare and self._is_named(scene, phrase.first):
                return Factuality.UNDETERMINED
        start = self._first_conjunct(scene, phrase.first)
        if start and scene.fold(start) in self.words.complements:
            return self.governors.of_noun(scene, start - 1)
        return None

    def _is_named(self, scene: Scene, first: int) -> bool:
        """Tell what something is only called ("called the decision a coup")."""
        for at in range(first - 2, max(first - _COORDINATION, -1), -1):
            if not scene.tokens[at].is_word:
                return False
            if scene.fold(at) in self.words.naming:
                return scene.fold(at + 1) not in self.grammar.prepositions
        return False

    def _first_conjunct(self, scene: Scene, start: int) -> int:
        """Where the coordination begins that a phrase closes ("auf einen Brand oder eine ...")."""
        if scene.fold(start - 1) not in self.grammar.coordinators:
            return start
        earlier = range(start - 2, max(start - _COORDINATION, 0), -1)
        return next((at for at in earlier if scene.fold(at) in self.words.complements), start)

    def _told(self, scene: Scene, index: int, phrase: Phrase) -> Status | None:
        """The status of the nearest predicate that says of the noun that it takes place."""
        allowed = self.words.occurrence_prepositions | self.grammar.agent_prepositions
        owned = phrase.owner is not None
        leading = self._over_owner(scene, phrase) if owned else phrase.preposition
        if leading is not None and leading not in allowed:
            return None
        by = not owned and phrase.preposition in self.grammar.agent_prepositions
        scope = scene.scope(index)
        if by:
            modifies = scene.fold(phrase.last + 1)[:1].isalnum()
            scope = (phrase.first - 1,) if modifies else (phrase.first - 1, phrase.last)
            scope = tuple(at for at in scope if 0 <= at < len(scene.tokens))
        folds = {scene.fold(at) for at in scope}
        for at in sorted(scope, key=lambda each: abs(each - index)):
            word = scene.fold(at)
            phase = self.governors.occurrence(word, folds)
            before = scene.fold(at - 1)
            judged = before in self.grammar.judging_prepositions
            judged = judged or (not self.grammar.capital_nouns and before in self.grammar.definite)
            if phase is None or at == index or judged or self._is_other_conjunct(scene, index, at):
                continue
            if self._is_governed_nearer(scene, at, phrase.first):
                continue
            if leading is not None and not by and word not in self.words.companions:
                continue
            both = (self.grammar, self.words)
            group = predicate(scene, at, self.verbs.shape(word), both)
            if word in self.words.transitive and not self._undergoes(scene, group, phrase):
                continue
            return self.verbs.of_group(scene, group, phase)
        return None
