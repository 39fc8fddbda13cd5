"""Status of verbs: tense, mood, modals, negation and the clause decide whether it is so."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nutgraf.annotation.events.frames import Frames
from nutgraf.annotation.events.governors import Governors, Held
from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.misses import Misses
from nutgraf.annotation.events.predicates import Predicate, predicate
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.status import Status
from nutgraf.annotation.events.statuswords import StatusWords
from nutgraf.model.event import Factuality, Phase

# "nicht näher bezeichnete Helfer"
_ATTRIBUTE = 4
# "einge-nommen", and no "brin-ge-n"
_PARTICLE, _STEM = 4, 3
# "the first female president to"
_RANKED = 5


@dataclass(frozen=True, slots=True)
class VerbStatus:
    """Reads the status of verb groups and whole clauses in one language."""

    grammar: Grammar
    words: StatusWords

    @property
    def governors(self) -> Governors:
        """The governing words of the same language."""
        return Governors(self.grammar, self.words)

    @property
    def misses(self) -> Misses:
        """The reader of what did not come about of the same language."""
        return Misses(self.grammar, self.words)

    @property
    def frames(self) -> Frames:
        """The reader of questions, conditions and governing clauses of the same language."""
        return Frames(self.grammar, self.words)

    def of_group(self, scene: Scene, group: Predicate, phase: Phase) -> Status:
        """The status that a verb group gives its event."""
        reduced = group.passive and not group.chain
        frame = self.frames.of(scene, group.verb)
        if reduced and frame is not Factuality.UNDETERMINED:
            frame = None
        if frame is not None:
            return Status(frame, phase)
        if group.governed:
            return self._of_infinitive(scene, group, phase)
        if self._hearsay(scene, group):
            return Status(self._negated(scene, group) or Factuality.OCCURRED, phase, True)
        phase = self._phase_of_chain(group) or phase
        current = bool({*group.chain, scene.fold(group.finite)} & self.words.current)
        clause = scene.clause(group.verb)
        if current and clause is not None and clause.opener in self.words.not_yet:
            return Status(Factuality.UNDETERMINED, phase)
        told = Status(self._of_finite(scene, group), phase, current=current)
        return self._with_irrealis(scene, group, told)

    def of_clause(self, scene: Scene, index: int) -> Status:
        """The status of what a clause tells, read at any of its words."""
        helper = next((at for at in scene.scope(index) if self._helps(scene.fold(at))), None)
        frame = self.frames.of(scene, index)
        if frame is not None or helper is None:
            alone = Predicate(index, index, "", (), False)
            return Status(frame or self._negated(scene, alone) or Factuality.OCCURRED)
        both = (self.grammar, self.words)
        said = [at for at in scene.scope(index) if scene.tokens[at].is_word]
        verbs = [at for at in said if not self._closes_group(scene.fold(at))]
        last = max(verbs or said)
        return self.of_group(scene, predicate(scene, last, "p", both), Phase.WHOLE)

    def _closes_group(self, word: str) -> bool:
        """Tell the helpers behind a German verb ("ausgeflogen werden sollen")."""
        return self.grammar.verb_cluster_last and self._helps(word)

    def _helps(self, word: str) -> bool:
        return self.grammar.is_auxiliary(word) or word in self.words.modals

    def _phase_of_chain(self, group: Predicate) -> Phase | None:
        """Read the phase verb before a gerund ("has begun withdrawing")."""
        if group.form != "g" or not group.chain:
            return None
        phase = self.words.occurrences.get(group.chain[-1], Phase.WHOLE)
        return None if phase is Phase.WHOLE else phase

    def _of_finite(self, scene: Scene, group: Predicate) -> Factuality:
        said = self._negated(scene, group) or self._adverb(scene, group.verb)
        if self.misses.is_missed(scene, group):
            return Factuality.NEGATED
        modals = [self.words.modals[word] for word in group.chain if word in self.words.modals]
        if said or modals:
            return said or modals[0]
        if self._is_future(scene, group):
            return Factuality.SCHEDULED
        if self._is_irrealis(group):
            return Factuality.HYPOTHETICAL
        return Factuality.ONGOING if self._lasts(group) else Factuality.OCCURRED

    def _is_irrealis(self, group: Predicate) -> bool:
        """Tell "würde gehen", "hätten ... getötet" and "would leave"."""
        return bool(set(group.chain) & self.grammar.irrealis)

    def _with_irrealis(self, scene: Scene, group: Predicate, told: Status) -> Status:
        """The status with what reported speech would make of a conditional form."""
        if not self._is_irrealis(group) or told.factuality is not Factuality.HYPOTHETICAL:
            return replace(told, irrealis=self._is_irrealis(group))
        past = group.form == "p" and self.grammar.verb_cluster_last
        unmet = not past and bool(set(group.chain) & self.grammar.have)
        if unmet or (past and self.frames.is_conditional(scene)):
            return told
        return replace(told, irrealis=True, past=past)

    def _lasts(self, group: Predicate) -> bool:
        """Tell "is withdrawing" and "bleibt gesperrt" from what is over."""
        chain = set(group.chain)
        progressive = group.form == "g" and chain & self.grammar.be
        return bool(progressive or (group.form == "p" and chain & self.words.remaining))

    def _is_future(self, scene: Scene, group: Predicate) -> bool:
        folds = set(group.chain)
        if group.form == "i" and folds & self.grammar.future:
            return True
        if folds & self.grammar.future and not folds & self.grammar.become_past:
            return not self.grammar.verb_cluster_last or self._says_future(scene, group.verb)
        return not folds and group.form == "f" and self._says_future(scene, group.verb)

    def _says_future(self, scene: Scene, index: int) -> bool:
        return any(scene.fold(at) in self.words.future_words for at in scene.scope(index))

    def _hearsay(self, scene: Scene, group: Predicate) -> bool:
        """Tell "soll getötet haben" (a rumour) from "soll getötet werden" (a plan)."""
        if not set(group.chain) & self.grammar.hearsay_modals or group.form != "p":
            return False
        later = {scene.fold(at) for at in scene.scope(group.verb) if at > group.verb}
        if later & self.grammar.be and self._is_due(scene, group.verb, later):
            return False
        perfect = later & self.grammar.infinitive_auxiliaries
        return bool(perfect) or not later & self.grammar.become

    def _is_due(self, scene: Scene, index: int, later: set[str]) -> bool:
        """Tell what is to be done by a day ("soll bis Mai abgeschlossen sein") from a rumour."""
        if later & self.grammar.become_past:
            return False
        ahead = self.words.deadlines | self.words.future_words
        return any(scene.fold(at) in ahead for at in scene.scope(index))

    def _of_infinitive(self, scene: Scene, group: Predicate, own: Phase) -> Status:
        start = min(scene.scope(group.verb), default=group.verb)
        near = [at for at in scene.scope(group.verb) if at < group.verb]
        held = self.governors.nearest(scene, near, group.verb)
        if held is None and start:
            held = self.governors.nearest(scene, scene.scope(start - 1), group.verb)
        if self._is_arranged(group):
            held = Factuality.SCHEDULED, None
        held = self._obliged(group) or self._ranked(scene, group) or held
        if held is None:
            perfect = bool(set(group.chain) & self.grammar.infinitive_auxiliaries)
            open_end = Factuality.OCCURRED if perfect else Factuality.HYPOTHETICAL
            return Status(self._negated(scene, group) or open_end, own)
        status, phase = held
        return Status(status, own) if phase is None else Status(Factuality.OCCURRED, phase)

    def _obliged(self, group: Predicate) -> Held | None:
        """Read "had to leave" and "ought to leave", modal verbs of two words."""
        for pair in zip(group.chain, group.chain[1:], strict=False):
            if " ".join(pair) in self.words.modals:
                return self.words.modals[" ".join(pair)], None
        return None

    def _ranked(self, scene: Scene, group: Predicate) -> Held | None:
        """Read "the first president to resign", which tells that one did."""
        at = group.verb - len(group.chain)
        near = {scene.fold(each) for each in range(max(at - _RANKED, 0), at)}
        ranked = near & self.words.ranking and near & self.grammar.definite
        if near & self.grammar.relatives:
            return None
        return (Factuality.OCCURRED, None) if ranked else None

    def _is_arranged(self, group: Predicate) -> bool:
        """Tell "are to resume" from other infinitives."""
        marker = self.grammar.infinitive_marker
        if marker not in group.chain[1:]:
            return False
        return group.chain[group.chain.index(marker) - 1] in self.grammar.be

    def _negated(self, scene: Scene, group: Predicate) -> Factuality | None:
        index = group.verb
        start = self.frames.question_before(scene, index) or 0
        for at in (each for each in scene.scope(index) if each >= start):
            word = scene.fold(at)
            if self._is_corrected(scene, at, index) or self.misses.is_past(scene, at, group):
                continue
            if word in self.words.negations and self._reaches(scene, at, index):
                return self._denial(scene, index)
            negative = word in self.grammar.negative_determiners
            negative = negative and word not in self.grammar.prepositions
            # "Keine zwei Tage danach" is less than two days, and denies nothing.
            negative = negative and all(first != at + 1 for first, _ in scene.counts)
            if negative and (at < index or self._denies_after(scene, at, index)):
                return Factuality.NEGATED
        return None

    def _denies_after(self, scene: Scene, at: int, index: int) -> bool:
        """Tell "Festnahmen gab es keine" and "nahm keinen fest" from another part's denial."""
        if scene.clause_of[at] != scene.clause_of[index] or not self.grammar.capital_nouns:
            return False
        between = (scene.fold(each) for each in range(index + 1, at))
        parted = any(w in self.grammar.coordinators or not w[:1].isalnum() for w in between)
        taken_back = scene.fold(at + 1) in self.words.not_negated
        return self._stands_alone(scene, at) or not (parted or taken_back)

    def _reaches(self, scene: Scene, at: int, verb: int) -> bool:
        """Tell whether a negation is that of a verb ("a man not known to them" has its own)."""
        before = scene.fold(at - 1)
        helped = self.grammar.is_auxiliary(before) or before in self.words.modals
        helped = helped or before in self.grammar.finite or self.grammar.verb_cluster_last
        behind = helped or scene.fold(at) in self.words.negative_pronouns
        return self._of_clause(scene, at) and (at < verb or behind)

    def _is_corrected(self, scene: Scene, at: int, index: int) -> bool:
        """Tell "nicht X, sondern Y wurde gewählt": what comes after the correction is so."""
        between = range(at + 1, index)
        return any(scene.fold(each) in self.words.contrasts for each in between)

    def _denial(self, scene: Scene, index: int) -> Factuality:
        """What is only not confirmed is open."""
        words = {scene.fold(at) for at in scene.scope(index)}
        open_end = bool(words & self.words.confirming)
        return Factuality.UNDETERMINED if open_end else Factuality.NEGATED

    def _stands_alone(self, scene: Scene, at: int) -> bool:
        """Tell whether a determiner stands without noun."""
        after = scene.fold(at + 1)
        return not after[:1].isalnum() or self.grammar.preposition(after) is not None

    def _of_clause(self, scene: Scene, index: int) -> bool:
        """Tell the negation of a clause from "nicht nur" and "aus nicht geklärten Gründen"."""
        before = scene.fold(index - 1)
        inside = before in self.grammar.determiners or self.grammar.preposition(before) is not None
        inside = inside and self.grammar.capital_nouns
        after = scene.fold(index + 1)
        taken = {after, f"{after} {scene.fold(index + 2)}"} & self.words.not_negated
        return not inside and not taken and not self._of_attribute(scene, index)

    def _of_attribute(self, scene: Scene, index: int) -> bool:
        """Tell "nicht näher bezeichnete Helfer": the negation of an adjective before its noun."""
        if not self.grammar.capital_nouns:
            return False
        at = index + 1
        while at < index + _ATTRIBUTE and scene.fold(at + 1)[:1].isalpha():
            word, after = scene.fold(at), scene.tokens[at + 1].text
            functional = word in self.grammar.determiners or word in self.grammar.prepositions
            if functional or word in self.grammar.contractions or scene.in_time(at):
                return False
            if after[0].isupper():
                return word.endswith(self.grammar.attributive_endings) and len(word) > _ATTRIBUTE
            at += 1
        return False

    def _adverb(self, scene: Scene, index: int) -> Factuality | None:
        for at in scene.scope(index):
            if scene.fold(at) in self.words.adverbs:
                return self.words.adverbs[scene.fold(at)]
        return None

    def shape(self, word: str) -> str:
        """What form a verb outside the lexicon can be, by its looks."""
        if not self.grammar.verb_cluster_last:
            return "g" if word.endswith(self.grammar.gerund_endings) else "fpi"
        if word in self.words.infinitives:
            return "fi"
        before, prefix, stem = word.partition(self.grammar.participle_prefix)
        marked = bool(prefix) and len(before) <= _PARTICLE and len(stem) >= _STEM
        if marked and word.endswith(self.grammar.participle_endings):
            return "p"
        return "fi" if word.endswith("n") else "fp"
