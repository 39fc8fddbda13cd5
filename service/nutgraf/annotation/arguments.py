"""Arguments: which noun phrases stand in which grammatical position of a trigger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nutgraf.annotation.conjuncts import with_conjuncts
from nutgraf.annotation.grammar import Grammar
from nutgraf.annotation.phrases import Phrase
from nutgraf.annotation.predicates import Predicate
from nutgraf.annotation.scenes import Scene
from nutgraf.annotation.triggers import Trigger
from nutgraf.model.entity import EntityKind


@dataclass(frozen=True, slots=True)
class Argument:
    """A noun phrase in a position: subject, object, agent, or a preposition's own name."""

    position: str
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class ArgumentReader:
    """Finds the arguments of triggers in one sentence.

    `phrases` are all noun phrases of the sentence, `usable` those that are not part of a
    time expression or of the words that name a source, `nouns` the nominal triggers.
    """

    scene: Scene
    grammar: Grammar
    phrases: Sequence[Phrase]
    usable: Sequence[Phrase]
    nouns: frozenset[int] = frozenset()

    def of_verb(self, trigger: Trigger, group: Predicate) -> Iterator[Argument]:
        """Subject, object, agent and prepositional phrases of a verb."""
        subject, direct = self._core(trigger, group)
        first = "object" if group.passive else "subject"
        for phrase in self._all(subject):
            yield Argument(first, phrase)
        for phrase in self._all(direct):
            yield Argument("object", phrase)
        yield from self._prepositional(trigger, group)

    def of_light_verb(self, trigger: Trigger, group: Predicate) -> Iterator[Argument]:
        """The subject of a light verb, and what hangs on its noun."""
        own = self.phrase_at(trigger.head)
        subject = None if group.passive else self._light_subject(trigger, group, own)
        for phrase in self._all(subject):
            yield Argument("subject", phrase)
        if own is not None and own.mention is not None:
            yield Argument("object", own)
        yield from self._prepositional(trigger, group)
        yield from self.of_noun(trigger)

    def _light_subject(
        self, trigger: Trigger, group: Predicate, own: Phrase | None
    ) -> Phrase | None:
        if self._has_pronoun(trigger.head):
            return None
        if not self.grammar.verb_cluster_last:
            return self._by_order(trigger, group, start=group.finite)[0]
        names = [p for p in self._scope(trigger.head) if p.bare and p.head != trigger.head]
        certain = own is None or "nom" not in own.cases
        for phrase in self._near(names, group):
            if "nom" in phrase.cases and (certain or phrase.head < trigger.head):
                return phrase
        return None

    def of_noun(self, trigger: Trigger) -> Iterator[Argument]:
        """Genitives, possessors and the prepositional phrases that follow a noun."""
        own = self.phrase_at(trigger.head)
        for phrase in self.usable:
            if phrase.owner == trigger.head and phrase.head != trigger.head:
                position = "subject" if phrase.head < trigger.head else "object"
                yield Argument(position, phrase)
        possessor = self._possessor(own.first if own else trigger.head)
        if possessor is not None:
            yield Argument("subject", possessor)
        yield from self._following(own.last if own else trigger.head + 1)

    def of_participle(self, trigger: Trigger) -> Iterator[Argument]:
        """The noun that an attributive participle modifies."""
        around = [p for p in self.usable if p.first <= trigger.head < p.head]
        position = trigger.entry.noun_role
        if around:
            yield from (Argument(position, phrase) for phrase in self._all(around[0]))
            return
        bare = [p for p in self._scope(trigger.head) if p.bare and p.head < trigger.head]
        if bare and "nom" in bare[0].cases:
            yield Argument(position, bare[0])

    def phrase_at(self, index: int) -> Phrase | None:
        """The noun phrase whose head stands at a token."""
        around = [p for p in self.phrases if p.first <= index < p.last]
        return min(around, key=lambda p: p.last - p.first, default=None)

    # Positions around a verb.

    def _scope(self, index: int) -> list[Phrase]:
        scope = set(self.scene.scope(index))
        return [phrase for phrase in self.usable if phrase.head in scope]

    def _all(self, phrase: Phrase | None) -> tuple[Phrase, ...]:
        if phrase is None:
            return ()
        return with_conjuncts(self.scene, self.grammar, self.usable, phrase)

    def _core(self, trigger: Trigger, group: Predicate) -> tuple[Phrase | None, Phrase | None]:
        if self.grammar.verb_cluster_last:
            return self._by_case(trigger, group)
        return self._by_order(trigger, group)

    def _by_case(self, trigger: Trigger, group: Predicate) -> tuple[Phrase | None, Phrase | None]:
        bare = [p for p in self._scope(trigger.head) if p.bare and p.head not in trigger.tokens]
        bare = self._near(bare, group)
        antecedent, pronoun = self._antecedent(trigger.head)
        if group.governed:
            return None, self._first(bare, "acc")
        if antecedent is not None:
            return self._in_relative_clause(bare, antecedent, pronoun, group)
        subject = self._subject(bare, trigger.head)
        joined = self._all(subject)
        rest = [phrase for phrase in bare if phrase not in joined]
        direct = None if group.passive else self._first(rest, "acc")
        return subject, direct

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
        return token.text[0].islower() and token.fold.endswith(("t", "en"))

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
        scope = [p for p in self._scope(trigger.head) if p.bare]
        before = [p for p in scope if p.last <= start and self._reaches(p, start)]
        after = [p for p in scope if p.head > trigger.tokens[-1]]
        reduced = not group.chain and group.form == "p"
        direct = after[0] if after and self._is_adjacent(trigger, after[0]) else None
        if group.passive:
            direct = None
        if group.governed:
            return None, direct
        antecedent, pronoun = self._antecedent(trigger.head)
        if antecedent is not None and not before and pronoun in self.grammar.subject_relatives:
            return antecedent, direct
        subject = before[-1] if before else None
        if reduced and subject is not None and subject.last != start:
            subject = None
        return subject, direct

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
            or word.endswith("ly")
        )

    def _is_adjacent(self, trigger: Trigger, phrase: Phrase) -> bool:
        gap = phrase.first - trigger.tokens[-1] - 1
        return gap <= 1 and self._ends_phrase(phrase.last)

    # Prepositions, genitives, possessors.

    def _prepositional(self, trigger: Trigger, group: Predicate) -> Iterator[Argument]:
        for phrase in self._scope(trigger.head):
            if phrase.preposition is None:
                continue
            if phrase.preposition in self.grammar.agent_prepositions and group.passive:
                if not self._after_noun_trigger(phrase):
                    yield Argument("agent", phrase)
            elif phrase.owner is not None:
                continue
            elif self.grammar.verb_cluster_last or phrase.first > trigger.head:
                yield Argument(phrase.preposition, phrase)

    def _after_noun_trigger(self, phrase: Phrase) -> bool:
        """Tell whether "durch X" hangs on an event noun right before it."""
        return phrase.first - 1 in self.nouns

    def _following(self, edge: int) -> Iterator[Argument]:
        """Prepositional phrases that follow a noun without a gap."""
        for phrase in self.phrases:
            if phrase.first < edge:
                continue
            joined = all(
                self.scene.fold(at) in self.grammar.coordinators or self.scene.fold(at) == ","
                for at in range(edge, phrase.first)
            )
            if not joined or phrase.first - edge > 1:
                return
            if phrase.first > edge and phrase.mention is None:
                return
            of_people = self._follows_people(phrase)
            edge = phrase.last
            if phrase.preposition is None or phrase not in self.usable or of_people:
                continue
            if phrase.preposition in self.grammar.agent_prepositions and phrase.owner is None:
                yield Argument("agent", phrase)
            elif phrase.preposition in self.grammar.genitive_prepositions:
                yield Argument("object", phrase)
            else:
                yield Argument(phrase.preposition, phrase)

    def _follows_people(self, phrase: Phrase) -> bool:
        """Tell whether the phrase says where people before it come from ("Soldaten aus X")."""
        if phrase.preposition not in self.grammar.origin_prepositions:
            return False
        chain = [p for p in self.phrases if p.last <= phrase.first and p.mention is not None]
        while chain and chain[-1].preposition == phrase.preposition:
            chain.pop()
        kind = chain[-1].mention.kind if chain and chain[-1].mention else None
        return kind in (EntityKind.GROUP, EntityKind.PERSON)

    def _possessor(self, first: int) -> Phrase | None:
        """The name before a possessive mark that precedes the noun ("Russia's new strikes")."""
        for at in range(first - 1, max(first - 4, 0), -1):
            if self.scene.fold(at) in self.grammar.possessive_tokens:
                mention = self.scene.mention_of[at - 1]
                if mention is not None and not mention.adjectival:
                    return Phrase(at - 1, at - 1, at, None, frozenset({"gen"}), mention)
            if not self.scene.tokens[at].is_word:
                return None
        return None
