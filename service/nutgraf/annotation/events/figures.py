"""Figures: quantities become statements about the events they measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nutgraf.annotation.events.bearers import HARM, Bearers
from nutgraf.annotation.events.counts import Count, Counts
from nutgraf.annotation.events.merging import Cluster
from nutgraf.annotation.events.parts import Parts, Portion, Told
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.regions import Region, Regions
from nutgraf.annotation.events.retellings import CARRIED, Retellings, before
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.segments import count_range
from nutgraf.annotation.events.standpoints import attribution_of, coloured, utterance_around
from nutgraf.annotation.events.status import Status
from nutgraf.annotation.events.tolls import Tolls, merged
from nutgraf.annotation.events.verb_status import VerbStatus
from nutgraf.model.annotation import Layers, QuantityMention
from nutgraf.model.event import Factuality, Figure
from nutgraf.model.span import Span


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
    def counts(self) -> Counts:
        """What finds what a quantity counts."""
        return Counts(self.layers, self.reader, self.bearers)

    @property
    def parts(self) -> Parts:
        """What finds the parts of other counts."""
        return Parts(self.layers, self.reader)

    @property
    def retellings(self) -> Retellings:
        """What finds counts that go on with the one before them."""
        return Retellings(self.layers, self.reader, self.clusters, self.counts)

    def read(self, scenes: Sequence[Scene], rejected: Counter[str]) -> tuple[Figure, ...]:
        """All figures in text order; what measures nothing that is told is counted."""
        finder = Regions(self.layers, self.reader)
        regions = {span: each for scene in scenes for span, each in finder.of(scene).items()}
        told: list[Told] = []
        portions: list[Portion] = []
        for scene in scenes:
            for mention in scene.quantities:
                portion = self.parts.portion(scene, mention)
                if portion is not None:
                    portions.append(portion)
                    continue
                told.extend(self._told(scene, mention, told, regions, rejected))
        kinds = {entity.key: entity.kind for entity in self.layers.entities}
        tolls = Tolls(self.reader, self.clusters, kinds, regions)
        whole = tolls.without_additions(tolls.placed(told), rejected)
        parts = [part for portion in portions for part in self._part(portion, whole, rejected)]
        return merged([*whole, *tolls.placed(parts)])

    def _told(
        self,
        scene: Scene,
        mention: QuantityMention,
        told: Sequence[Told],
        regions: Mapping[Span, Region],
        rejected: Counter[str],
    ) -> Iterator[Told]:
        """The figure that a quantity is by itself, or takes over from the one before it."""
        region = regions.get(mention.span)
        behind = self._may_carry(scene, mention, told)
        if behind and Regions(self.layers, self.reader).is_placed(scene, mention):
            if region is None or region.spread or region.open:
                rejected["figure-at-unknown-place"] += 1
            else:
                yield Told(scene, mention, self._like(told[-1], mention), bare=True)
        elif behind and self._is_sum(scene, mention):
            yield Told(scene, mention, self._like(told[-1], mention))
        elif self.retellings.goes_on(scene, mention, told):
            yield Told(scene, mention, self._like(told[-1], mention), again=True)
        else:
            yield from self._by_itself(scene, mention, rejected)

    def _by_itself(
        self, scene: Scene, mention: QuantityMention, rejected: Counter[str]
    ) -> Iterator[Told]:
        count = self.counts.of(scene, mention)
        if count is None:
            rejected["quantity-without-measure"] += 1
            return
        about = self.bearers.about(scene, count.mention, count.measure)
        if about is None:
            rejected["figure-without-event"] += 1
            return
        yield Told(scene, mention, self._figure(scene, count, about))

    def _is_sum(self, scene: Scene, mention: QuantityMention) -> bool:
        """Tell the total behind what adds to it ("40 more died, taking the total to 210")."""
        if mention.noun is not None or mention.measure is not None:
            return False
        form, text = self.reader.casualties.parts.sum, self.layers.document.text
        return form.search(text, scene.sentence.start, mention.whole.start) is not None

    def _may_carry(self, scene: Scene, mention: QuantityMention, told: Sequence[Told]) -> bool:
        """Tell whether the quantity right before is a figure whose measure this one can have."""
        if not told or told[-1].mention is not before(scene, mention):
            return False
        return told[-1].figure.measure in CARRIED

    def _part(
        self, portion: Portion, told: Sequence[Told], rejected: Counter[str]
    ) -> Iterator[Told]:
        """The figure that a part is, or the one that it is by itself where no whole is told."""
        whole = self.parts.whole(portion, told)
        if whole is not None:
            yield self._of_whole(portion, whole)
        elif self.parts.is_unnumbered(portion):
            rejected["part-without-whole"] += 1
        else:
            yield from self._beside(portion, rejected)

    def _beside(self, portion: Portion, rejected: Counter[str]) -> Iterator[Told]:
        """A part of those counted otherwise ("were rescued, including 40 who were injured")."""
        scene, mention = portion.scene, portion.mention
        verb = self.parts.own_verb(portion) if mention.subset else None
        if verb is None:
            yield from self._by_itself(scene, mention, rejected)
            return
        count = Count(mention, verb[0], verb[1], scene.index_at(mention.span.start))
        about = self.bearers.about(scene, mention, count.measure)
        if about is not None:
            yield Told(scene, mention, self._figure(scene, count, about))

    def _of_whole(self, portion: Portion, whole: Told) -> Told:
        scene, mention = portion.scene, portion.mention
        if scene is whole.scene:
            figure = self._like(whole, mention)
        else:
            about = next(each for each in self.clusters if each.key == whole.figure.about)
            at = scene.index_at(mention.span.start)
            figure = self._figure(scene, Count(mention, whole.figure.measure, None, at), about)
        spans = {*figure.evidence, *whole.figure.evidence}
        figure = replace(figure, part_of=whole.figure.key, evidence=tuple(sorted(spans)))
        return Told(scene, mention, figure)

    def _like(self, told: Told, mention: QuantityMention) -> Figure:
        """Another quantity about the event of a figure, told in the same breath."""
        span, utterances = mention.span, self.layers.utterances
        utterance = utterance_around(span, utterances)
        same = utterance == utterance_around(told.mention.span, utterances)
        return replace(
            told.figure,
            key=f"f{span.start}-{span.end}",
            quantity=mention.quantity,
            evidence=tuple(sorted({mention.whole, *told.figure.evidence})),
            attribution=told.figure.attribution if same else attribution_of(utterance),
            places=(),
        )

    def _figure(self, scene: Scene, count: Count, about: Cluster) -> Figure:
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

    def _feared(self, scene: Scene, count: Count, told: Status) -> Status:
        """Who is only feared dead, or who could die, is possibly so."""
        spans = (count.mention.whole, *(() if count.verb is None else (count.verb,)))
        governors = self.reader.words.governors
        words = [t.fold for t in scene.tokens if any(s.start <= t.start < s.end for s in spans)]
        feared = any(governors.get(word) is Factuality.POSSIBLE for word in words)
        if told.factuality is not Factuality.OCCURRED or told.hearsay:
            return told
        if not feared and not self._is_conceivable(scene, count):
            return told
        return replace(told, factuality=Factuality.POSSIBLE)

    def _is_conceivable(self, scene: Scene, count: Count) -> bool:
        """Tell what its clause says can be so; a verb joined to that one has its own mood."""
        first, last = count_range(scene, count.mention)
        spots = [(first, last)]
        if count.verb is not None:
            verb = scene.index_at(count.verb.start)
            spots.append((verb, verb + 1))
        modals, grammar = self.reader.words.modals, self.reader.grammar
        # Forms of the auxiliaries also report ("hätten ... getötet").
        helping = grammar.have | grammar.be | grammar.become
        would = frozenset() if grammar.verb_cluster_last else grammar.irrealis - helping
        return any(
            (scene.fold(at) in would or modals.get(scene.fold(at)) is Factuality.POSSIBLE)
            and not scene.in_time(at)
            and any(not self._is_parted(scene, at, spot) for spot in spots)
            for at in scene.scope(count.at)
        )

    def _is_parted(self, scene: Scene, at: int, spot: tuple[int, int]) -> bool:
        """Tell whether a comma or a word that joins stands between a word and a stretch."""
        parting = self.reader.grammar.coordinators | {",", ";"}
        between = range(at + 1, spot[0]) if at < spot[0] else range(spot[1], at)
        return any(scene.fold(each) in parting for each in between)

    def _status(self, scene: Scene, count: Count, about: Cluster) -> Status:
        """The status of the event's own clause; of deaths and injuries, of the count's clause."""
        scope = scene.scope(count.at)
        if count.measure not in HARM:
            for draft, cluster in self.bearers.drafts(scene):
                if cluster is about and draft.trigger.head in scope:
                    return draft.status
        return VerbStatus(self.reader.grammar, self.reader.words).of_clause(scene, count.at)
