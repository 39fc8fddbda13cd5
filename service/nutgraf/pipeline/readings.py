"""From an annotated document to its reading: keys become names, decimals numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nutgraf.model.annotation import AnnotatedDocument
from nutgraf.model.entity import Entity
from nutgraf.model.event import Claim, EventReport, Figure, Participation
from nutgraf.model.span import Span
from nutgraf.model.time import TimeValue
from nutgraf.pipeline.reading import (
    FORMAT,
    ClaimRecord,
    EventRecord,
    FigureRecord,
    Named,
    Number,
    Participant,
    Reading,
    Voice,
    When,
)


def reading_of(annotated: AnnotatedDocument) -> Reading:
    """Tell what was read in a document as a record that stands on its own."""
    names = _Names({entity.key: entity for entity in annotated.entities}, _said(annotated.claims))
    return Reading(
        format=FORMAT,
        digest=annotated.document.sha256,
        extractor=annotated.extractor,
        backends=annotated.backends,
        document=annotated.document,
        entities=annotated.entities,
        events=tuple(_event(event, names) for event in annotated.events),
        figures=tuple(_figure(figure, names) for figure in annotated.figures),
        claims=tuple(_claim(claim, names) for claim in annotated.claims),
        ledger=annotated.ledger,
    )


@dataclass(frozen=True, slots=True)
class _Names:
    """The entities of one document by key, and where each report that is said is said."""

    entities: Mapping[str, Entity]
    said: Mapping[str, tuple[Span, ...]]

    def named(self, key: str | None, evidence: Sequence[Span]) -> Named | None:
        if key is None:
            return None
        entity = self.entities[key]
        spans = tuple(span for span in evidence if any(map(span.overlaps, entity.mentions)))
        return Named(key, entity.name, entity.kind, spans)

    def voice(self, report: EventReport | Figure | Claim) -> Voice:
        """In whose voice a report stands; a claim that conveys it may name the source."""
        evidence = dict.fromkeys((*report.evidence, *self.said.get(report.key, ())))
        attribution = report.attribution
        return Voice(attribution.kind, self.named(attribution.source, tuple(evidence)))

    def participant(self, part: Participation) -> Participant:
        entity = self.entities[part.entity]
        return Participant(part.role, part.entity, entity.name, entity.kind, part.evidence)


def _said(claims: Sequence[Claim]) -> dict[str, tuple[Span, ...]]:
    """The evidence of the claims that convey each report."""
    said: dict[str, tuple[Span, ...]] = {}
    for claim in claims:
        for key in claim.conveys:
            said[key] = (*said.get(key, ()), *claim.evidence)
    return said


def _event(event: EventReport, names: _Names) -> EventRecord:
    return EventRecord(
        id=event.key,
        types=event.types,
        trigger=event.trigger,
        factuality=event.factuality,
        phase=event.phase,
        attribution=names.voice(event),
        participants=tuple(map(names.participant, event.participations)),
        place=names.named(event.place, event.evidence),
        time=_when(event.time, event.evidence),
        caused_by=event.caused_by,
        part_of=event.part_of,
        background=event.background,
        spans=event.evidence,
        confidence=event.confidence,
        proposed_by=event.proposed_by,
    )


def _figure(figure: Figure, names: _Names) -> FigureRecord:
    quantity = figure.quantity
    return FigureRecord(
        id=figure.key,
        event=figure.about,
        measure=figure.measure,
        value=_number(quantity.value),
        min=_number(quantity.minimum),
        max=_number(quantity.maximum),
        qualifier=quantity.qualifier,
        quote=quantity.quoted,
        unit=quantity.unit,
        part_of=figure.part_of,
        places=tuple(
            named for key in figure.places if (named := names.named(key, figure.evidence))
        ),
        factuality=figure.factuality,
        attribution=names.voice(figure),
        spans=figure.evidence,
        confidence=figure.confidence,
        proposed_by=figure.proposed_by,
    )


def _claim(claim: Claim, names: _Names) -> ClaimRecord:
    return ClaimRecord(
        id=claim.key,
        content=claim.content,
        quote=claim.content.quote,
        speaker=names.named(claim.speaker, claim.evidence),
        speaker_words=claim.speaker_span,
        addressee=names.named(claim.addressee, claim.evidence),
        speech_act=claim.speech_act,
        quotation=claim.quotation,
        attribution=names.voice(claim),
        cue=claim.cue,
        time=_when(claim.time, claim.evidence),
        factuality=claim.factuality,
        conveys=claim.conveys,
        about=claim.about,
        spans=claim.evidence,
        confidence=claim.confidence,
        proposed_by=claim.proposed_by,
    )


def _when(value: TimeValue | None, evidence: Sequence[Span]) -> When | None:
    if value is None:
        return None
    spans = tuple(span for span in evidence if span.quote == value.label)
    return When(value.earliest, value.latest, value, spans)


def _number(value: Decimal | None) -> Number | None:
    """A whole number stays whole, however large; a fraction has at most 15 digits in news."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
