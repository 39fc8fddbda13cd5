"""Drafting: each trigger of a sentence becomes a draft report with all that is told there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nutgraf.annotation.events.allegations import alleged
from nutgraf.annotation.events.allusions import Allusions
from nutgraf.annotation.events.aspect import Aspect
from nutgraf.annotation.events.callings import Callings
from nutgraf.annotation.events.casting import Caster
from nutgraf.annotation.events.conjuncts import coordinated
from nutgraf.annotation.events.distinctness import Distinctness
from nutgraf.annotation.events.event_drafts import Draft, Setting
from nutgraf.annotation.events.factuality import StatusReader
from nutgraf.annotation.events.homeland import Homeland
from nutgraf.annotation.events.light_verbs import LightVerbs, phrase_of
from nutgraf.annotation.events.phrases import Phrase, phrases
from nutgraf.annotation.events.places import SettingReader
from nutgraf.annotation.events.predicates import Predicate, predicate
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.refining import Refining
from nutgraf.annotation.events.roles import Cast
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.standpoints import attribution_of, coloured
from nutgraf.annotation.events.status import Status
from nutgraf.annotation.events.toll_support import has_victims, with_support
from nutgraf.annotation.events.trigger_search import find_triggers
from nutgraf.annotation.events.triggers import UNSUPPORTED, Context, Trigger
from nutgraf.model.annotation import Layers, Utterance
from nutgraf.model.document import BlockRole
from nutgraf.model.entity import EntityKind
from nutgraf.model.event import Factuality, Phase
from nutgraf.model.span import Span


def draft(
    scene: Scene, before: Scene | None, layers: Layers, reader: Reader, rejected: Counter[str]
) -> Iterator[Draft]:
    """The drafts of one sentence in text order; `before` is the sentence before it."""
    context = _context(scene, before, layers)
    told = find_triggers(scene, reader.lexicon, reader.grammar, rejected, context)
    triggers = with_support(scene, reader, told)
    if not triggers:
        return
    drafter = _Drafter.of(scene, before, layers, reader, triggers)
    light = LightVerbs(scene, reader, drafter.phrases)
    found = [drafter.draft(light.noted(trigger)) for trigger in triggers]
    rejected.update(made for made in found if isinstance(made, str))
    drafts = [made for made in found if not isinstance(made, str)]
    for made in drafts:
        yield alleged(made, drafts, drafter.phrases, (scene, reader))


def _context(scene: Scene, before: Scene | None, layers: Layers) -> Context:
    first = layers.sentences[0] if layers.sentences else None
    headline = first.tokens if first is not None and first.role is BlockRole.HEADLINE else ()
    near = before is not None and before.sentence.paragraph == scene.sentence.paragraph
    tokens = before.tokens if near and before is not None else ()
    return Context(frozenset(t.fold for t in headline), frozenset(t.fold for t in tokens))


@dataclass(frozen=True, slots=True)
class _Drafter:
    scene: Scene
    before: Scene | None
    layers: Layers
    reader: Reader
    phrases: Sequence[Phrase]
    nouns: frozenset[int]

    @classmethod
    def of(
        cls,
        scene: Scene,
        before: Scene | None,
        layers: Layers,
        reader: Reader,
        triggers: Sequence[Trigger],
    ) -> _Drafter:
        nouns = {trigger.head: trigger.span[0] for trigger in triggers if trigger.nominal}
        found = phrases(scene, reader.grammar, nouns)
        joined = coordinated(scene, reader.grammar, found)
        return cls(scene, before, layers, reader, joined, frozenset(nouns))

    @property
    def aspect(self) -> Aspect:
        """What refines the status of this sentence's triggers."""
        return Aspect(self.scene, self.reader, self.layers.document.published)

    def draft(self, trigger: Trigger) -> Draft | str:
        """The draft of a trigger, or the reason why there is none."""
        span = self._span(trigger)
        utterance = LightVerbs(self.scene, self.reader, self.phrases).utterance(
            trigger, span, self.layers.utterances
        )
        group = self._group(trigger)
        own = phrase_of(trigger, self.phrases)
        if group is not None and (reason := self._unreadable(trigger, group)):
            return reason
        allusions = Allusions(self.scene, self.reader)
        if allusions.is_habitual(trigger):
            return "habitual"
        statuses = StatusReader(self.reader.grammar, self.reader.words)
        status = statuses.read(self.scene, trigger, group, own)
        status = self.aspect.foiled(self.aspect.natural(trigger, status, own), trigger)
        status = self.aspect.tried(trigger, status)
        tensed = group is not None and not group.governed
        if allusions.is_mere(trigger, own):
            trigger, status = replace(trigger, weak=True), replace(status, presupposed=True)
        if allusions.is_identifying(own):
            status = replace(status, presupposed=True)
        trigger = replace(trigger, weak=trigger.weak and not self._is_held(trigger, status))
        if trigger.weak and not status.presupposed:
            return UNSUPPORTED
        if status.irrealis and utterance is not None:
            status = self._reported(status)
        taken = status.fixed or self._is_inner(own, utterance)
        colour = coloured(
            status.factuality, None if taken else utterance, tensed=tensed or status.told
        )
        types, status = self.aspect.types(
            trigger, self.aspect.extended(trigger, replace(status, factuality=colour))
        )
        types = Refining(self.scene, self.reader.grammar, self.phrases).types(types, own)
        caster = Caster(self.scene, self.before, self.layers, self.reader, self.phrases, self.nouns)
        cast = caster.cast(trigger, group, span)
        setting = self.aspect.fitting(self._setting(trigger, own, status, cast), group)
        homeland = Homeland(self.scene, self.layers, self.reader.grammar)
        setting = homeland.place(trigger, setting, utterance)
        status = self.aspect.by_time(status, setting, types)
        setting = self.aspect.settled(setting, status)
        if types[0] in self.reader.kinds.of_persons and not self._has_person(cast):
            return "death-without-name"
        distinctness = Distinctness(self.scene, self.reader)
        callings = Callings(self.scene, self.reader.grammar, self.phrases, self.layers.document)
        if set(types) & self.reader.kinds.harm:
            setting = callings.named(own, setting)
        return Draft(
            span=span,
            types=types,
            trigger=trigger,
            status=status,
            attribution=attribution_of(
                self._voice(trigger, utterance, status), hearsay=status.hearsay
            ),
            participations=cast.participations,
            setting=setting,
            role=self.scene.sentence.role,
            clause=self.scene.clause_of[trigger.head],
            paragraph=self.scene.sentence.paragraph,
            utterance=utterance,
            further=self._further(trigger, own, status),
            apart=distinctness.is_apart(trigger, own),
            indefinite=distinctness.is_indefinite(own),
            resumed=distinctness.is_resumed(own, status),
            plural=distinctness.is_plural(trigger),
            name=distinctness.name(trigger),
            remembered=allusions.is_remembered(trigger, own) or callings.is_dated_back(own),
            loose=distinctness.is_loose(trigger, own),
            stale=callings.is_stale(setting.time),
        )

    def _is_inner(self, own: Phrase | None, utterance: Utterance | None) -> bool:
        """Tell whether a definite noun only completes what is demanded or denied.

        "Freilassung der Geiseln" and "Kritik an der Entlassung" leave the hostage-taking
        and the dismissal as they were.
        """
        if own is None or utterance is None or not own.definite or own.first == 0:
            return False
        before = self.scene.tokens[own.first - 1]
        noun = own.preposition is not None or any(
            each.head == own.first - 1 for each in self.phrases
        )
        return noun and before.start >= utterance.content.start

    def _voice(
        self, trigger: Trigger, utterance: Utterance | None, status: Status
    ) -> Utterance | None:
        """The utterance that tells of the event; a plan ("soll") is not told as a rumour."""
        planned = status.factuality is Factuality.SCHEDULED and not status.hearsay
        if utterance is None or utterance.cue is None or not (planned and utterance.hearsay):
            return utterance
        if utterance.cue.quote.casefold() not in self.reader.grammar.hearsay_modals:
            return utterance
        others = tuple(each for each in self.layers.utterances if each is not utterance)
        light = LightVerbs(self.scene, self.reader, self.phrases)
        return light.utterance(trigger, self._span(trigger), others)

    def _is_held(self, trigger: Trigger, status: Status) -> bool:
        """Tell "the meeting took place on Monday" from any other word with "meeting"."""
        scope = set(self.scene.scope(trigger.head))
        dated = any(self.scene.index_at(time.span.start) in scope for time in self.scene.times)
        return status.told and dated and set(trigger.entry.types) <= self.reader.kinds.held

    @staticmethod
    def _reported(status: Status) -> Status:
        """What "would" be is conditional in own voice, and to come in reported speech."""
        if status.factuality is not Factuality.HYPOTHETICAL:
            return status
        told = Factuality.OCCURRED if status.past else Factuality.SCHEDULED
        return replace(status, factuality=told)

    def _span(self, trigger: Trigger) -> Span:
        tokens = self.scene.tokens
        first, last = trigger.span
        if trigger.entry.kind == "phrase" and last + 1 in trigger.tokens:
            last += 1
        return self.layers.document.span(tokens[first].start, tokens[last].end)

    def _group(self, trigger: Trigger) -> Predicate | None:
        if trigger.entry.kind != "verb" and not self._is_predicative(trigger):
            return None
        both = (self.reader.grammar, self.reader.words)
        group = predicate(
            self.scene,
            trigger.head,
            trigger.tags.replace("a", "p"),
            both,
            auxiliary=trigger.entry.auxiliary,
        )
        if group.passive and not group.chain and not trigger.entry.passive:
            # "rose by two percent"
            group = replace(group, passive=False, form="f")
        return self._after_phase_verb(group)

    def _is_predicative(self, trigger: Trigger) -> bool:
        """Tell "ist gesperrt" from "der gesperrte Flughafen"."""
        bare = self.scene.fold(trigger.head) == next(iter(sorted(trigger.entry.forms)), "")
        return trigger.entry.kind == "participle" and bare

    def _after_phase_verb(self, group: Predicate) -> Predicate:
        """Join a gerund to the phase verb before it ("has begun withdrawing")."""
        before = self.scene.fold(group.verb - 1)
        phase = self.reader.words.occurrences.get(before, Phase.WHOLE)
        if group.form != "g" or group.chain:
            return group
        if before in self.reader.words.governors:
            # "denied withdrawing its troops"
            return replace(group, form="z")
        if phase is Phase.WHOLE:
            return group
        both = (self.reader.grammar, self.reader.words)
        outer = predicate(self.scene, group.verb - 1, "fpi", both)
        return replace(group, finite=outer.finite, chain=(*outer.chain, before))

    def _unreadable(self, trigger: Trigger, group: Predicate) -> str | None:
        """Forms that tell of nothing by themselves: bare gerunds and stray infinitives."""
        if group.passive and not trigger.entry.passive:
            return "passive-not-allowed"
        if self.reader.grammar.verb_cluster_last:
            stray = group.form == "i" and not group.chain
            return "stray-infinitive" if stray and "f" not in trigger.tags else None
        if group.form == "i" and not group.chain and self._follows_verb(trigger.tokens[0]):
            return "stray-infinitive"
        if group.form == "g" and not group.chain and self.scene.fold(trigger.head - 1) != ",":
            return "bare-gerund"
        return None

    def _follows_verb(self, index: int) -> bool:
        """Tell "walked free" from "they free prisoners"."""
        before, grammar = self.scene.fold(index - 1), self.reader.grammar
        return before in grammar.finite or before.endswith(grammar.finite_endings)

    def _further(self, trigger: Trigger, own: Phrase | None, status: Status) -> tuple[Span, ...]:
        tokens, span = self.scene.tokens, self._span(trigger)
        spans = [
            self.layers.document.span(tokens[at].start, tokens[at].end)
            for at in trigger.tokens
            if tokens[at].end <= span.start or tokens[at].start >= span.end
        ]
        if status.boundary is not Phase.WHOLE and own is not None and own.first:
            start = tokens[own.first - 1].start
            spans.append(self.layers.document.span(start, tokens[own.last - 1].end))
        return tuple(spans)

    def _has_person(self, cast: Cast) -> bool:
        persons = {e.key for e in self.layers.entities if e.kind is EntityKind.PERSON}
        return any(part.entity in persons for part in cast.participations)

    def _setting(self, trigger: Trigger, own: Phrase | None, status: Status, cast: Cast) -> Setting:
        reader = SettingReader(
            self.scene, self.reader.grammar, self.phrases, self.layers.utterances, self.nouns
        )
        open_to = status.told or has_victims(self.scene, self.reader, trigger, own)
        found = reader.read(trigger, own, replace(status, told=open_to))
        framed = next((p for p in self.phrases if p.mention is cast.place), None)
        if framed is not None and reader.in_other_conjunct(framed, trigger):
            return found
        if cast.place is None or (found.place is not None and trigger.entry.kind != "verb"):
            return found
        return replace(found, place=cast.place.entity, place_span=cast.place.span)
