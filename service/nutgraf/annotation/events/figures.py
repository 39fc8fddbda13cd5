"""Figures: quantities become statements about the events they measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nutgraf.annotation.events.bearers import HARM, Bearers
from nutgraf.annotation.events.counts import Count, Counts
from nutgraf.annotation.events.merging import Cluster
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.standpoints import attribution_of, coloured, utterance_around
from nutgraf.annotation.events.status import Status
from nutgraf.annotation.events.verb_status import VerbStatus
from nutgraf.model.annotation import Layers
from nutgraf.model.event import Factuality, Figure


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
            count = self.counts.of(scene, mention)
            if count is None:
                rejected["quantity-without-measure"] += 1
                continue
            about = self.bearers.about(scene, count.mention, count.measure)
            if about is None:
                rejected["figure-without-event"] += 1
                continue
            yield self._figure(scene, count, about)

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
        """Who is only feared dead is possibly so."""
        spans = (count.mention.whole, *(() if count.verb is None else (count.verb,)))
        governors = self.reader.words.governors
        words = [t.fold for t in scene.tokens if any(s.start <= t.start < s.end for s in spans)]
        feared = any(governors.get(word) is Factuality.POSSIBLE for word in words)
        if not feared or told.factuality is not Factuality.OCCURRED:
            return told
        return replace(told, factuality=Factuality.POSSIBLE)

    def _status(self, scene: Scene, count: Count, about: Cluster) -> Status:
        """The status of the event's own clause; of deaths and injuries, of the count's clause."""
        scope = scene.scope(count.at)
        if count.measure not in HARM:
            for draft, cluster in self.bearers.drafts(scene):
                if cluster is about and draft.trigger.head in scope:
                    return draft.status
        return VerbStatus(self.reader.grammar, self.reader.words).of_clause(scene, count.at)


def _joined(known: Figure, figure: Figure) -> Figure:
    return replace(known, evidence=tuple(sorted({*known.evidence, *figure.evidence})))
