"""Drafts: a grounded event as a report, its times and numbers read by the rules alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from nutgraf.annotation.backends.llm.proposals import ProposedFigure
from nutgraf.annotation.backends.llm.reading import (
    CONFIDENCE,
    Grounded,
    GroundedEvent,
    mention_at,
)
from nutgraf.annotation.events.kinds import EventKinds
from nutgraf.annotation.events.standpoints import attribution_of, coloured, utterance_around
from nutgraf.model.annotation import Layers, QuantityMention, TimeMention
from nutgraf.model.entity import EntityKind, EntityMention
from nutgraf.model.event import EventReport, Figure, Participation
from nutgraf.model.span import Span

_PLACES = frozenset({EntityKind.PLACE, EntityKind.COUNTRY})


@dataclass(frozen=True, slots=True)
class Draft:
    """A report that the model proposes, with its figures."""

    report: EventReport
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Drafter:
    """Makes reports of grounded events; every part that cannot stand is counted in `rejected`."""

    layers: Layers
    found: Grounded
    kinds: EventKinds
    rejected: Counter[str]

    def draft(self, made: GroundedEvent) -> Draft:
        """The report of an event, with voice and factuality as the utterance around it has them."""
        utterance = utterance_around(made.trigger, self.layers.utterances)
        parts = tuple(self._participations(made))
        place, time = self._place(made), self._time(made)
        spans = {made.trigger, *(span for part in parts for span in part.evidence)}
        spans.update(one.span for one in (place, time) if one is not None)
        if utterance is not None and utterance.speaker_span is not None:
            spans.add(utterance.speaker_span)
        report = EventReport(
            key=f"e{made.trigger.start}-{made.trigger.end}",
            types=(made.event.type,),
            trigger=made.trigger,
            evidence=tuple(sorted(spans)),
            factuality=coloured(made.event.factuality, utterance, tensed=True),
            attribution=attribution_of(utterance),
            participations=parts,
            place=place.entity if place else None,
            time=time.value if time else None,
            confidence=CONFIDENCE,
        )
        return Draft(report, tuple(self._figures(made, report)))

    def _participations(self, made: GroundedEvent) -> Iterator[Participation]:
        """Each participant once, in the first role that its kind can play."""
        seen: set[str] = set()
        for proposed in made.event.participants:
            name = self.found.ground.name(made.event.sentence, proposed.name, made.trigger)
            mention = mention_at(self.layers, name)
            if mention is None:
                self.rejected["llm-ungrounded"] += 1
            elif not self.kinds.may_fill(proposed.role, mention.kind):
                self.rejected["llm-role"] += 1
            elif mention.entity not in seen:
                seen.add(mention.entity)
                yield Participation(mention.entity, proposed.role, (mention.span,))

    def _place(self, made: GroundedEvent) -> EntityMention | None:
        mention = mention_at(self.layers, self.found.place(made))
        if mention is not None and mention.kind in _PLACES:
            return mention
        self.rejected["llm-place"] += made.event.place is not None
        return None

    def _time(self, made: GroundedEvent) -> TimeMention | None:
        """The time that the rules read in the words proposed; a duration tells no time."""
        for span in self._near(made, made.event.time):
            for time in self.layers.times:
                if time.span.overlaps(span) and time.value.tells_when:
                    return time
        self.rejected["llm-time"] += made.event.time is not None
        return None

    def _near(self, made: GroundedEvent, quote: str | None) -> list[Span]:
        spans = self.found.ground.spans(made.event.sentence, quote or "")
        return sorted(spans, key=lambda span: abs(span.start - made.trigger.start))

    def _figures(self, made: GroundedEvent, report: EventReport) -> Iterator[Figure]:
        for proposed in made.event.figures:
            count = self._count(made, proposed)
            if count is None:
                self.rejected["llm-number"] += 1
            elif not self.kinds.carries(proposed.measure, report.types):
                self.rejected["llm-measure"] += 1
            else:
                yield _figure(count, proposed, report)

    def _count(self, made: GroundedEvent, proposed: ProposedFigure) -> QuantityMention | None:
        """The one quantity that the rules read in the words proposed, if it measures the same."""
        spans = self._near(made, proposed.number)
        read = [q for q in self.layers.quantities if spans and q.whole.overlaps(spans[0])]
        if len(read) != 1 or read[0].subset:
            return None
        return read[0] if read[0].measure in (None, proposed.measure) else None


def _figure(count: QuantityMention, proposed: ProposedFigure, report: EventReport) -> Figure:
    return Figure(
        key=f"f{count.span.start}-{count.span.end}",
        about=report.key,
        measure=proposed.measure,
        quantity=count.quantity,
        evidence=(count.whole,),
        factuality=report.factuality,
        attribution=report.attribution,
        confidence=CONFIDENCE,
    )
