"""Subjects and objects: by case where forms show it, else by order around the verb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nutgraf.annotation.events.conjuncts import continues, with_conjuncts
from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.phrases import Phrase
from nutgraf.annotation.events.predicates import Predicate
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.triggers import Trigger

# "shelled the port city of X"
_PARTITIVE = 3


@dataclass(frozen=True, slots=True)
class CoreReader:
    """Finds the subject and the object of verbs in one sentence."""

    scene: Scene
    grammar: Grammar
    phrases: Sequence[Phrase]
    usable: Sequence[Phrase]

    def scope(self, index: int) -> list[Phrase]:
        """The usable phrases of the predicate that a token belongs to."""
        scope = set(self.scene.scope(index))
        return [phrase for phrase in self.usable if phrase.head in scope]

    def conjoined(self, phrase: Phrase | None) -> tuple[Phrase, ...]:
        """A phrase with the conjuncts that follow it; nothing for `None`."""
        if phrase is None:
            return ()
        return with_conjuncts(self.scene, self.grammar, self.usable, self.named(phrase))

    def named(self, phrase: Phrase) -> Phrase:
        """The name that stands behind a nameless phrase between commas ("der Chef, X, ...")."""
        if phrase.mention is not None or not phrase.bare:
            return phrase
        edge = phrase.last
        for later in self.phrases:
            if later.first == edge and not later.bare:
                edge = later.last
            elif later.first == edge + 1 and self.scene.fold(edge) == ",":
                closed = self.scene.fold(later.last) == "," and later.determiner is None
                named = later.mention is not None and later.preposition is None
                return replace(later, cases=phrase.cases) if closed and named else phrase
            elif later.first >= edge:
                return phrase
        return phrase

    def subject_of(self, index: int) -> Phrase | None:
        """The subject of the predicate that a token belongs to, by case or by order."""
        bare = [phrase for phrase in self.scope(index) if phrase.bare]
        if self.grammar.verb_cluster_last:
            return self._subject(bare, index)
        return None if self._has_pronoun(index) else self.before(index)

    def before(self, index: int) -> Phrase | None:
        """The bare phrase that stands before a verb, past its auxiliaries."""
        bare = [p for p in self.scope(index) if p.bare and p.last <= index]
        return self._first_conjunct([p for p in bare if self._reaches(p, index)])

    def around_verb(
        self, trigger: Trigger, group: Predicate
    ) -> tuple[Phrase | None, Phrase | None]:
        """Subject and object as they stand on the surface, whatever the voice."""
        if self.grammar.verb_cluster_last:
            return self._by_case(trigger, group)
        return self._by_order(trigger, group)

    def _by_case(self, trigger: Trigger, group: Predicate) -> tuple[Phrase | None, Phrase | None]:
        bare = [p for p in self.scope(trigger.head) if p.bare and p.head not in trigger.tokens]
        bare = self._gapped(self._near(bare, group), group)
        antecedent, pronoun = self._antecedent(trigger.head)
        if group.governed:
            return None, self._first(bare, "acc")
        if antecedent is not None:
            return self._in_relative_clause(bare, antecedent, pronoun, group)
        subject = self._subject(self._leading(bare, group), trigger.head)
        joined = self.conjoined(subject)
        rest = [phrase for phrase in bare if phrase not in joined]
        if self._is_second(group):
            rest = [phrase for phrase in rest if phrase.first > group.finite]
        direct = None if group.passive else self._first(rest, "acc")
        return subject, direct

    def _is_second(self, group: Predicate) -> bool:
        """Tell whether a finite verb follows "und": its object comes after it."""
        clause = self.scene.clause(group.finite)
        if clause is None or clause.subordinate:
            return False
        return self.scene.fold(group.finite - 1) in self.grammar.coordinators

    def _gapped(self, bare: list[Phrase], group: Predicate) -> list[Phrase]:
        """The own subject of a passive without its helper ("zwei wurden verletzt, X getötet")."""
        clause_of = self.scene.clause_of
        if not group.passive or clause_of[group.finite] == clause_of[group.verb]:
            return bare
        own = [p for p in bare if clause_of[p.head] == clause_of[group.verb]]
        return [p for p in own if p.head < group.verb and "nom" in p.cases] or bare

    def _leading(self, bare: list[Phrase], group: Predicate) -> list[Phrase]:
        """Leave out what stands in a clause without subject ("traf X und ließ Y frei")."""
        clause = self.scene.clause(group.finite)
        if clause is None or not self._is_second(group):
            return bare
        first = clause.first
        while first < group.finite and not self.scene.fold(first)[:1].isalnum():
            first += 1
        if not first or first == group.finite or not self._is_past(first):
            return bare
        return [p for p in bare if not clause.first <= p.head < clause.last]

    def _is_past(self, index: int) -> bool:
        word, grammar = self.scene.fold(index), self.grammar
        known = word in grammar.finite | grammar.strong or word.endswith(grammar.finite_endings)
        return known and self.scene.tokens[index].text[0].islower()

    def _near(self, bare: list[Phrase], group: Predicate) -> list[Phrase]:
        """Leave out what belongs to an earlier verb of a coordination ("hat X getan und Y ...")."""
        joints = [
            at
            for at in range(group.finite + 1, group.verb)
            if self.scene.fold(at) in self.grammar.coordinators and self._is_participle(at - 1)
        ]
        if not joints:
            return bare
        return [p for p in bare if p.head < group.finite or p.first > joints[-1]] or bare

    def _is_participle(self, index: int) -> bool:
        token = self.scene.tokens[index]
        return token.text[0].islower() and token.fold.endswith(self.grammar.participle_endings)

    def _subject(self, bare: list[Phrase], index: int) -> Phrase | None:
        certain = [p for p in bare if "nom" in p.cases and "acc" not in p.cases]
        if certain:
            return certain[0]
        return None if self._has_pronoun(index) else self._first(bare, "nom")

    def _has_pronoun(self, index: int) -> bool:
        others = self.grammar.subject_pronouns | self.grammar.other_subjects
        return any(
            self.scene.fold(at) in others and not self._is_article(at)
            for at in self.scene.scope(index)
        )

    def _is_article(self, index: int) -> bool:
        return any(p.first <= index < p.last for p in self.phrases)

    @staticmethod
    def _first(phrases: Sequence[Phrase], case: str) -> Phrase | None:
        return next((phrase for phrase in phrases if case in phrase.cases), None)

    def _antecedent(self, index: int) -> tuple[Phrase | None, str]:
        """The phrase right before a relative clause, and the relative pronoun."""
        clause = self.scene.clause(index)
        if clause is None or clause.opener not in self.grammar.relatives or not clause.first:
            return None, ""
        opens = any(
            self.scene.fold(at) == clause.opener for at in range(clause.first, clause.first + 2)
        )
        before = [p for p in self.usable if 0 <= clause.first - p.last <= 1]
        return (before[-1] if before and opens else None), clause.opener or ""

    def _in_relative_clause(
        self, bare: list[Phrase], antecedent: Phrase, pronoun: str, group: Predicate
    ) -> tuple[Phrase | None, Phrase | None]:
        cases = set(self.grammar.determiners.get(pronoun, ("nom",)))
        if not bare:
            return (antecedent, None) if "nom" in cases else (None, antecedent)
        if "acc" not in cases:
            return antecedent, None if group.passive else self._first(bare, "acc")
        if "nom" not in cases or "acc" not in bare[0].cases:
            return bare[0], antecedent
        return None, None

    def _by_order(
        self, trigger: Trigger, group: Predicate, *, start: int | None = None
    ) -> tuple[Phrase | None, Phrase | None]:
        start = min(group.finite, trigger.tokens[0]) if start is None else start
        scope = [p for p in self.scope(trigger.head) if p.bare]
        before = [p for p in scope if p.last <= start and self._reaches(p, start)]
        before = [p for p in before if not self._is_of_gerund(p)]
        before = [] if self._has_own_subject(before, start) else before
        before = self._of_first_verb(before, trigger, start)
        after = [p for p in scope if p.head > trigger.tokens[-1]]
        reduced = not group.chain and group.form == "p"
        direct = after[0] if after and self._is_adjacent(trigger, after[0]) else None
        direct = direct or self._partitive(trigger)
        if group.passive:
            direct = None
        if group.governed:
            return None, direct
        antecedent, pronoun = self._antecedent(trigger.head)
        if antecedent is not None and not before and pronoun in self.grammar.subject_relatives:
            return antecedent, direct
        subject = self._first_conjunct(before)
        if reduced and subject is not None and subject.last != start:
            subject = None
        return subject, direct

    def _of_first_verb(self, before: list[Phrase], trigger: Trigger, start: int) -> list[Phrase]:
        """Behind "and" a verb has the subject of the first ("met X and dismissed Y")."""
        at = start - 1
        while self.scene.fold(at) in self.grammar.adverbs_between:
            at -= 1
        if self.scene.fold(at) not in self.grammar.coordinators:
            return before
        earlier = [each for each in self.scene.scope(trigger.head) if each < at]
        verbs = [each for each in earlier if self._is_past(each)]
        return [p for p in before if p.last <= verbs[0]] if verbs else before

    def _has_own_subject(self, before: Sequence[Phrase], start: int) -> bool:
        """Tell "soldiers left the base and tanks came": a nameless subject stands between."""
        if not before:
            return False
        between = range(before[-1].last, start)
        opens = self.grammar.coordinators | self.grammar.clause_openers
        joints = [at for at in between if self.scene.fold(at) in opens]
        if not joints:
            return False
        told = any(self._is_past(at) for at in between if at < joints[-1])
        return told and any(self._is_plain(at) for at in range(joints[-1] + 1, start))

    def _is_plain(self, index: int) -> bool:
        """Tell a word that may be a noun from those that stand between subject and verb."""
        word, grammar = self.scene.fold(index), self.grammar
        helper = grammar.is_auxiliary(word) or word in grammar.adverbs_between | grammar.relatives
        pronoun = word in grammar.subject_pronouns | grammar.other_subjects
        ends = word.endswith(grammar.adverb_endings) or grammar.preposition(word) is not None
        return word.isalpha() and not (helper or pronoun or ends or self._is_past(index))

    def _is_of_gerund(self, phrase: Phrase) -> bool:
        """Tell whether a phrase is the object of a gerund ("a ferry carrying 150 passengers")."""
        counts = (first for first, last in self.scene.counts if last == phrase.first)
        first = next(counts, phrase.first)
        return self.scene.fold(first - 1).endswith(self.grammar.gerund_endings)

    def _first_conjunct(self, before: Sequence[Phrase]) -> Phrase | None:
        """The last phrase before a verb, or the one that its coordination begins with."""
        if not before:
            return None
        at = len(before) - 1
        while at and continues(self.scene, self.grammar, before[at - 1], before[at]):
            at -= 1
        return before[at]

    def _partitive(self, trigger: Trigger) -> Phrase | None:
        """The object in "sent the first of X" and "visited the city of X"."""
        for phrase in self.scope(trigger.head):
            gap = phrase.first - trigger.tokens[-1] - 1
            of = phrase.preposition in self.grammar.genitive_prepositions
            between = range(trigger.tokens[-1] + 1, phrase.first)
            led = any(self.scene.fold(at) in self.grammar.prepositions for at in between)
            if of and 1 <= gap <= _PARTITIVE and not led and self._ends_phrase(phrase.last):
                return phrase
        return None

    def _reaches(self, phrase: Phrase, start: int) -> bool:
        """Tell whether a name is a head and not the first part of a longer noun phrase."""
        return phrase.last == start or self._ends_phrase(phrase.last)

    def _ends_phrase(self, index: int) -> bool:
        word = self.scene.fold(index)
        if not word or not word[0].isalpha():
            return word not in ("-", "/") and not word[:1].isdigit()
        grammar = self.grammar
        functional = word in grammar.prepositions or word in grammar.coordinators
        known = functional or word in grammar.determiners or word in grammar.finite
        return (
            known
            or grammar.is_auxiliary(word)
            or word in grammar.future | grammar.irrealis | grammar.adverbs_between
            or word in grammar.relatives
            or word.endswith((*grammar.adverb_endings, *grammar.finite_endings))
        )

    def _is_adjacent(self, trigger: Trigger, phrase: Phrase) -> bool:
        gap = phrase.first - trigger.tokens[-1] - 1
        return gap <= 1 and self._ends_phrase(phrase.last)

    def light_subject(
        self, trigger: Trigger, group: Predicate, own: Phrase | None
    ) -> Phrase | None:
        """The subject of a light verb whose object is the event noun."""
        if self._has_pronoun(trigger.head):
            return None
        if not self.grammar.verb_cluster_last:
            return self._by_order(trigger, group, start=group.finite)[0]
        names = [p for p in self.scope(trigger.head) if p.bare and p.head != trigger.head]
        certain = own is None or "nom" not in own.cases
        for phrase in self._near(names, group):
            if "nom" in phrase.cases and (certain or phrase.head < trigger.head):
                return phrase
        return None
