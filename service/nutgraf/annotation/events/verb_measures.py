"""Measures by verbs: the verb that governs counted people says what befell them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nutgraf.annotation.events.casualties import OF_THINGS, CasualtyVerb
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.segments import count_range, is_in_relative
from nutgraf.model.annotation import Layers, QuantityMention
from nutgraf.model.quantity import Measure
from nutgraf.model.span import Span

# "with 12 people killed": a verb right behind what a preposition holds
_HELD_REACH = 3
# "twelve men, eight women and four children were killed"
_LIST_GAP = 6
# "killed 109 people on board and four on the ground"
_SHARED_GAP = 3
# "tötete bei der Aktion 14 Rebellen", "freeing at least 71"
_OBJECT_REACH = 3


@dataclass(frozen=True, slots=True)
class VerbMeasures:
    """Finds the casualty verbs of counts; never across a coordination of verbs."""

    layers: Layers
    reader: Reader

    def verb(self, scene: Scene, mention: QuantityMention) -> tuple[Measure, Span] | None:
        """The casualty verb of a quantity: right before it, else after, else before."""
        first, last = count_range(scene, mention)
        found = []
        acts = 0
        for verb, at, end in self._forms(scene, mention):
            if self._governs(scene, (first, last), (at, end)):
                if self._is_agents(scene, verb, last, at, end):
                    acts = max(acts, end)
                elif at >= acts:
                    # "A gunman shot dead three": "dead" belongs to what the gunman did.
                    found.append((_rank(first, last, at, end), verb.measure, at, end))
        if not found:
            return self._relative(scene, mention) or self._shared(scene, mention)
        _, measure, start, end = min(found, key=lambda each: each[0])
        tokens = scene.tokens
        return measure, self.layers.document.span(tokens[start].start, tokens[end - 1].end)

    def _relative(self, scene: Scene, mention: QuantityMention) -> tuple[Measure, Span] | None:
        """The verb of a clause right behind the count ("60 people who were taken to hospital")."""
        grammar, last = self.reader.grammar, count_range(scene, mention)[1]
        opener = last + 1 + (scene.fold(last + 1) == ",")
        if scene.fold(opener) not in grammar.relatives:
            return None
        high = _bounds(scene, mention)[1]
        inner = [at for at in range(opener + 1, high) if scene.fold(at) in {",", ";"}]
        clause = range(opener + 1, inner[0] if inner else high)
        passive = {scene.fold(at) for at in clause} & (grammar.become or grammar.be)
        for at in clause:
            for verb, end in self.reader.casualties.forms_at(scene.folds, at):
                acts = (verb.transitive or verb.participle) and not passive
                if end <= clause.stop and not acts and self._fits(mention, verb):
                    tokens = scene.tokens
                    return verb.measure, self.layers.document.span(
                        tokens[at].start, tokens[end - 1].end
                    )
        return None

    def _shared(self, scene: Scene, mention: QuantityMention) -> tuple[Measure, Span] | None:
        """The verb of the count before, in a list ("killed 12 soldiers and three civilians")."""
        first, last = count_range(scene, mention)
        before = [each for each in scene.quantities if each.whole.end <= mention.whole.start]
        if (
            not before
            or self._is_part(mention)
            or self._is_verbal(scene, last + 1)
            or self._looks_finite(scene, last + 1)
        ):
            return None
        start, end = count_range(scene, before[-1])
        gap = range(end + 1, first)
        joined = scene.fold(first - 1) in {*self.reader.grammar.coordinators, ","}
        if not gap or len(gap) > _SHARED_GAP or not joined:
            return None
        if any(self._is_verbal(scene, at) or self._looks_finite(scene, at) for at in gap):
            return None
        told = self.verb(scene, before[-1])
        return told if told and told[1].start < scene.tokens[start].start else None

    def _looks_finite(self, scene: Scene, index: int) -> bool:
        return self.reader.grammar.is_auxiliary(scene.fold(index))

    def _forms(
        self, scene: Scene, mention: QuantityMention
    ) -> Iterator[tuple[CasualtyVerb, int, int]]:
        """The casualty forms of the clause between the quantities beside this one."""
        first, last = count_range(scene, mention)
        low, high = _bounds(scene, mention)
        scope = scene.scope(first)
        if not self._has_verb(scene, first, low, high) and self._is_listed(scene, last, high):
            # The last of a list may begin the clause of their verb.
            following = min(high, len(scene.tokens) - 1)
            scope = tuple(sorted({*scope, *scene.scope(following)}))
            high = len(scene.tokens)
        part = self._is_part(mention)
        for at in (index for index in scope if low <= index < high):
            if at < first and (part or self._opens_clause(scene, at, first, last)):
                continue
            if first <= at <= last:
                continue
            told = self.reader.casualties.forms_at(scene.folds, at, last + 1)
            yield from ((v, at, end) for v, end in told if self._fits(mention, v))

    def _opens_clause(self, scene: Scene, verb: int, first: int, last: int) -> bool:
        """Tell a count behind a comma that has a verb of its own ("Tausende verloren ihr Obdach").

        An unknown verb is told by what follows it up to the end of its words.
        """
        if "," not in {scene.fold(at) for at in range(verb, first)}:
            return False
        after, grammar = scene.fold(last + 1), self.reader.grammar
        if not after[:1].isalpha() or scene.tokens[last + 1].text[0].isupper():
            return False
        if after in grammar.coordinators or grammar.preposition(after) is not None:
            return False
        following = scene.fold(last + 2)
        return following[:1].isalnum() and following not in grammar.coordinators

    def _is_part(self, mention: QuantityMention) -> bool:
        """Tell a part of what was counted before ("12 of them")."""
        text, after = self.layers.document.text, self.reader.casualties.part_after
        return after.match(text, mention.whole.end) is not None

    def _fits(self, mention: QuantityMention, verb: CasualtyVerb) -> bool:
        """Tell whether a form befalls what is counted: things, forces, or else people."""
        casualties, noun = self.reader.casualties, mention.noun
        things = noun is not None and casualties.things.names(noun.quote)
        if things or verb.measure in OF_THINGS:
            counted = OF_THINGS | {Measure.AFFECTED} if things else frozenset()
            return verb.measure in counted
        return not verb.of_forces or (noun is not None and casualties.forces.names(noun.quote))

    def _is_agents(self, scene: Scene, verb: CasualtyVerb, last: int, at: int, end: int) -> bool:
        """Tell a count of those who do it ("20 soldiers killed three rebels")."""
        if at <= last:
            return False
        # "was charged with killing two women"
        charged = self._is_gerund(scene, at) and self._has_object(scene, end)
        if charged or not (verb.transitive or verb.participle):
            return charged
        return (verb.transitive and verb.gapped) or self._acts(scene, verb, (last, at, end))

    def _acts(self, scene: Scene, verb: CasualtyVerb, spots: tuple[int, int, int]) -> bool:
        """Tell whether the verb at a spot behind a count is active."""
        grammar, (last, at, end) = self.reader.grammar, spots
        between = {scene.fold(each) for each in range(last + 1, at)}
        if scene.fold(end) in grammar.have and not between.isdisjoint(self.reader.words.modals):
            # "Ein Mann soll zwei Frauen getötet haben."
            return True
        scope = {scene.fold(each) for each in scene.scope(at)}
        passive = grammar.become or grammar.be
        if (between if not grammar.verb_cluster_last else scope) & passive:
            return False
        return bool(between & grammar.have) or (verb.transitive and self._has_object(scene, end))

    def _is_gerund(self, scene: Scene, index: int) -> bool:
        endings = self.reader.grammar.gerund_endings
        return not self.reader.grammar.verb_cluster_last and scene.fold(index).endswith(endings)

    def _has_object(self, scene: Scene, end: int) -> bool:
        """Tell whether an active verb has its object behind it."""
        behind, grammar = scene.fold(end), self.reader.grammar
        if grammar.verb_cluster_last:
            return behind[:1].isalnum() and behind not in grammar.coordinators
        return behind in grammar.determiners or any(at == end for at, _ in scene.counts)

    def is_doubtful(self, scene: Scene, mention: QuantityMention, verb: Span) -> bool:
        """Tell "killed or injured", which says of nobody which of the two."""
        end = scene.index_at(verb.end - 1) + 1
        if scene.fold(end) not in self.reader.casualties.either or end + 1 >= len(scene.folds):
            return False
        return self.reader.casualties.verb_at(scene.folds, end + 1) is not None

    def is_total(self, scene: Scene, mention: QuantityMention) -> bool:
        """Tell a total ("71 of 72 hostages", "none of the 30") from what is counted out of it."""
        text, casualties = self.layers.document.text, self.reader.casualties
        start = mention.whole.start
        always = (casualties.none_of, casualties.out_of, casualties.part_before)
        if any(form.search(text, scene.sentence.start, start) for form in always):
            return True
        if any(
            casualties.part_of.fullmatch(text, each.whole.end, start)
            for each in scene.quantities
            if each.whole.end < start
        ):
            return True
        later = any(each.whole.start > mention.whole.end for each in scene.quantities)
        return (
            later and casualties.out_of_some.search(text, scene.sentence.start, start) is not None
        )

    def is_present(self, scene: Scene, mention: QuantityMention) -> bool:
        """Tell those who are only there ("with 300 people on board", "among 6,000 workers")."""
        first, last = count_range(scene, mention)
        after = tuple(scene.fold(at) for at in range(last + 1, last + 3))
        aboard = self.reader.grammar.no_measure_after
        return self._is_held(scene, first) and any(after[: len(w)] == w for w in aboard)

    def _has_verb(self, scene: Scene, first: int, low: int, high: int) -> bool:
        folds = [token.fold for token in scene.tokens]
        scope = scene.scope(first)
        return any(self.reader.casualties.verb_at(folds, at) for at in scope if low <= at < high)

    def _is_listed(self, scene: Scene, last: int, high: int) -> bool:
        """Tell whether nothing but words of a list stands before the next quantity."""
        gap = range(last + 1, high)
        if high == len(scene.tokens):
            return True
        return len(gap) <= _LIST_GAP and not any(self._closes(scene, at) for at in gap)

    def _closes(self, scene: Scene, index: int) -> bool:
        """Tell whether a verb ends what is said of a count ("were freed and 30 ...")."""
        grammar, after = self.reader.grammar, scene.fold(index + 1)
        if grammar.is_auxiliary(scene.fold(index)) or scene.fold(index) in self.reader.words.modals:
            return True
        ends = not after[:1].isalpha() or after in grammar.coordinators
        ends = ends or grammar.preposition(after) is not None
        return ends and (self._is_verbal(scene, index) or self._looks_participial(scene, index))

    def _looks_participial(self, scene: Scene, index: int) -> bool:
        """Tell "20 Geiseln befreit und ..."; a noun would be written with a capital."""
        token = scene.tokens[index]
        grammar = self.reader.grammar
        small = grammar.verb_cluster_last and token.text[0].islower()
        shaped = token.fold.endswith(grammar.participle_endings)
        return small and len(token.fold) > _LIST_GAP and shaped

    def _governs(self, scene: Scene, count: tuple[int, int], verb: tuple[int, int]) -> bool:
        first, last = count
        start, end = verb
        if end <= first:
            return True
        joints = [
            at
            for at in range(last + 1, start)
            if scene.fold(at) in self.reader.grammar.coordinators or scene.fold(at) == ";"
            if not (at == last + 1 and _begins_count(scene, at + 1))
        ]
        if is_in_relative(scene, self.reader.grammar, count, start):
            return False
        if joints and self._is_object(scene, first):
            return False
        return not self._is_held(scene, first) or start - last <= _HELD_REACH

    def _is_object(self, scene: Scene, first: int) -> bool:
        """Tell whether a verb stands right before the count: it is that verb's object."""
        near = range(max(first - _OBJECT_REACH, 0), first)
        # "fired and shot dead twelve people": what stands before a joint governs nothing behind.
        joints = [at for at in near if scene.fold(at) in self.reader.grammar.coordinators]
        near = range(joints[-1] + 1 if joints else near.start, first)
        scope = scene.scope(first)
        return any(at in scope and self._is_verbal(scene, at) for at in near)

    def _is_held(self, scene: Scene, first: int) -> bool:
        """Tell whether a preposition holds the count ("with 964 passengers")."""
        return scene.fold(first - 1) in self.reader.grammar.holding_prepositions

    def _is_verbal(self, scene: Scene, index: int) -> bool:
        """Tell whether a word is a verb other than an auxiliary, by lexicon or by its looks."""
        word, grammar = scene.fold(index), self.reader.grammar
        if index >= len(scene.tokens):
            return False
        token = scene.tokens[index]
        if token.text[0].isupper() or grammar.is_auxiliary(word):
            return False
        if any(entry.kind == "verb" for entry in self.reader.lexicon.words.get(word, ())):
            return True
        return grammar.is_verb_shaped(word)


def _begins_count(scene: Scene, index: int) -> bool:
    """Tell whether a quantity begins at a token ("eine Frau und zwei Kinder starben")."""
    return any(scene.index_at(each.whole.start) == index for each in scene.quantities)


def _rank(first: int, last: int, start: int, end: int) -> tuple[int, int]:
    if end == first and start < first:
        return (0, 0)
    return (1, start - last) if start > last else (2, first - end)


def _bounds(scene: Scene, mention: QuantityMention) -> tuple[int, int]:
    """The stretch around a quantity up to the next quantities of the sentence."""
    before = [q.whole.end for q in scene.quantities if q.whole.end <= mention.whole.start]
    after = [q.whole.start for q in scene.quantities if q.whole.start >= mention.whole.end]
    low = scene.index_at(max(before) - 1) + 1 if before else 0
    high = scene.index_at(min(after)) if after else len(scene.tokens)
    return low, high
