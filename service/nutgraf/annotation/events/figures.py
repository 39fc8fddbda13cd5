"""Figures: quantities become statements about the events they measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nutgraf.annotation.events.bearers import HARM, Bearers
from nutgraf.annotation.events.event_drafts import Draft
from nutgraf.annotation.events.merging import Cluster
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.standpoints import attribution_of, coloured, utterance_around
from nutgraf.annotation.events.status import Status
from nutgraf.annotation.events.verb_measures import VerbMeasures
from nutgraf.annotation.events.verb_status import VerbStatus
from nutgraf.model.annotation import Layers, QuantityMention
from nutgraf.model.entity import EntityKind
from nutgraf.model.event import Factuality, Figure, Role
from nutgraf.model.quantity import Measure
from nutgraf.model.span import Span

# "hunderte weitere verletzt", "injured another 30".
_ELLIPSIS_REACH = 3
# "flew out about 300 people"
_OBJECT_REACH = 3
_MOVED = frozenset({Measure.EVACUATED, Measure.DEPLOYED, Measure.ARRESTED})
_MOVED_ROLES = frozenset({Role.FORCE, Role.EVACUEE, Role.DETAINEE, Role.VICTIM})


@dataclass(frozen=True, slots=True)
class _Count:
    """A quantity with its measure and the verb that gave it, if one did."""

    mention: QuantityMention
    measure: Measure
    verb: Span | None
    at: int


@dataclass(frozen=True, slots=True)
class FigureReader:
    """Reads the figures of one document."""

    layers: Layers
    reader: Reader
    clusters: Sequence[Cluster]

    @property
    def bearers(self) -> Bearers:
        """The events that the figures can be about."""
        return Bearers(self.layers, self.reader, self.clusters)

    @property
    def measuring(self) -> VerbMeasures:
        """What finds the verb that gives a count its measure."""
        return VerbMeasures(self.layers, self.reader)

    def read(self, scenes: Sequence[Scene], rejected: Counter[str]) -> tuple[Figure, ...]:
        """All figures in text order; what measures nothing that is told is counted."""
        found: dict[tuple[object, ...], Figure] = {}
        for scene in scenes:
            for figure in self._of_scene(scene, rejected):
                quantity = replace(figure.quantity, quoted="")
                key = (figure.about, figure.measure, quantity, figure.attribution)
                known = found.get(key)
                found[key] = figure if known is None else _joined(known, figure)
        return tuple(sorted(found.values(), key=lambda each: each.evidence))

    def _of_scene(self, scene: Scene, rejected: Counter[str]) -> Iterator[Figure]:
        for mention in scene.quantities:
            count = self._count(scene, mention)
            if count is None:
                rejected["quantity-without-measure"] += 1
                continue
            about = self.bearers.about(scene, count.mention, count.measure)
            if about is None:
                rejected["figure-without-event"] += 1
                continue
            yield self._figure(scene, count, about)

    def _figure(self, scene: Scene, count: _Count, about: Cluster) -> Figure:
        span = count.mention.span
        utterance = utterance_around(span, self.layers.utterances)
        told = self._feared(scene, count, self._status(scene, count, about))
        spans = {count.mention.whole, *(() if count.verb is None else (count.verb,))}
        return Figure(
            key=f"f{span.start}-{span.end}",
            about=about.key,
            measure=count.measure,
            quantity=count.mention.quantity,
            evidence=tuple(sorted(spans)),
            factuality=coloured(told.factuality, utterance, tensed=True),
            attribution=attribution_of(utterance, hearsay=told.hearsay),
        )

    def _feared(self, scene: Scene, count: _Count, told: Status) -> Status:
        """Who is only feared dead is possibly so."""
        spans = (count.mention.whole, *(() if count.verb is None else (count.verb,)))
        governors = self.reader.words.governors
        words = [t.fold for t in scene.tokens if any(s.start <= t.start < s.end for s in spans)]
        feared = any(governors.get(word) is Factuality.POSSIBLE for word in words)
        if not feared or told.factuality is not Factuality.OCCURRED:
            return told
        return replace(told, factuality=Factuality.POSSIBLE)

    def _status(self, scene: Scene, count: _Count, about: Cluster) -> Status:
        """The status of the event's own clause; of deaths and injuries, of the count's clause."""
        scope = scene.scope(count.at)
        if count.measure not in HARM:
            for draft, cluster in self.bearers.drafts(scene):
                if cluster is about and draft.trigger.head in scope:
                    return draft.status
        return VerbStatus(self.reader.grammar, self.reader.words).of_clause(scene, count.at)

    # What is counted.

    def _count(self, scene: Scene, mention: QuantityMention) -> _Count | None:
        at = scene.index_at(mention.span.start)
        if mention.measure is not None:
            return self._measured(scene, mention, at)
        if mention.subset or self.measuring.is_total(scene, mention):
            return None
        by_noun = self._by_noun(scene, mention)
        if by_noun is not None:
            return _Count(mention, by_noun, None, at)
        if not self._counts_people(scene, mention):
            return None
        told = self.measuring.verb(scene, mention)
        if told is not None and self._may_count(scene, mention, told[1]):
            return _Count(mention, told[0], told[1], at)
        present = self.measuring.is_present(scene, mention)
        measure = None if present else self._by_event(scene, mention, at)
        return None if measure is None else _Count(mention, measure, None, at)

    def _by_noun(self, scene: Scene, mention: QuantityMention) -> Measure | None:
        """The measure of the counted noun, or of one that it completes ("bodies of 71 people")."""
        nouns = self.reader.casualties.nouns
        if mention.noun is None:
            return None
        first = scene.index_at(mention.whole.start)
        owned = scene.fold(first - 1) in self.reader.grammar.genitive_prepositions
        held = nouns.get(scene.fold(first - 2)) if owned and first > 1 else None
        people = held if self._counts_people(scene, mention) else None
        return nouns.get(mention.noun.quote.lower()) or people

    def _measured(self, scene: Scene, mention: QuantityMention, at: int) -> _Count | None:
        measure = mention.measure
        if measure is None or measure is Measure.COUNT_OTHER:
            return None
        if measure is Measure.DURATION and not self._lasts(scene, mention, at):
            return None
        return _Count(mention, measure, None, at)

    def _lasts(self, scene: Scene, mention: QuantityMention, at: int) -> bool:
        grammar = self.reader.grammar
        after = scene.index_at(mention.whole.end - 1) + 1
        if scene.fold(after) in grammar.duration_after:
            return True
        if any(scene.fold(near) in grammar.duration_verbs for near in scene.scope(at)):
            return True
        before = scene.index_at(mention.whole.start) - 1
        return scene.fold(before) in grammar.duration_before

    def _counts_people(self, scene: Scene, mention: QuantityMention) -> bool:
        """Tell whether people are counted: by the noun, a group, or an ellipsis."""
        if mention.noun is None:
            return True
        at = scene.index_at(mention.noun.start)
        entity = scene.mention_of[at]
        grouped = entity is not None and entity.kind is EntityKind.GROUP
        words = (scene.fold(at), scene.fold(at).rsplit("-", 1)[-1])
        return grouped or any(word in self.reader.grammar.people for word in words)

    def _may_count(self, scene: Scene, mention: QuantityMention, verb: Span) -> bool:
        """A number without noun counts people only whole and right beside the verb."""
        if mention.noun is not None:
            return True
        quantity = mention.quantity
        numbers = (quantity.value, quantity.minimum, quantity.maximum)
        whole = all(number is None or number == number.to_integral_value() for number in numbers)
        first = scene.index_at(mention.whole.start)
        last = scene.index_at(mention.whole.end - 1)
        after = scene.fold(last + 1)
        if whole and (after == '"' or after in self.reader.grammar.genitive_prepositions):
            return True
        start, end = scene.index_at(verb.start), scene.index_at(verb.end - 1)
        return whole and min(abs(start - last), abs(first - end)) <= _ELLIPSIS_REACH

    def _by_event(self, scene: Scene, mention: QuantityMention, at: int) -> Measure | None:
        """The measure that the event of the clause gives ("2000 Soldaten entsandt")."""
        scope = scene.scope(at)
        for draft, _ in self.bearers.drafts(scene):
            if draft.trigger.head not in scope:
                continue
            for name in draft.types:
                measure = self.reader.kinds.people.get(name)
                if measure is not None and self._befalls(scene, mention, draft, measure):
                    return measure
        return None

    def _befalls(
        self, scene: Scene, mention: QuantityMention, draft: Draft, measure: Measure
    ) -> bool:
        """Tell whether the counted people are those whom the verb moves, not who does it."""
        if measure not in _MOVED or draft.trigger.entry.kind != "verb":
            return True
        roles = {
            part.role
            for part in draft.participations
            if mention.noun is not None and any(e.overlaps(mention.noun) for e in part.evidence)
        }
        if roles:
            return bool(roles & _MOVED_ROLES)
        grammar = self.reader.grammar
        scope = {scene.fold(each) for each in scene.scope(draft.trigger.head)}
        passive = grammar.become or grammar.be
        first = scene.index_at(mention.whole.start)
        if scope & passive or (grammar.verb_cluster_last and scope & grammar.have):
            return first < draft.trigger.head
        between = scene.tokens[draft.trigger.head + 1 : first]
        if grammar.verb_cluster_last and any(token.text[0].isupper() for token in between):
            return True
        return 0 < first - draft.trigger.head <= _OBJECT_REACH


def _joined(known: Figure, figure: Figure) -> Figure:
    return replace(known, evidence=tuple(sorted({*known.evidence, *figure.evidence})))
