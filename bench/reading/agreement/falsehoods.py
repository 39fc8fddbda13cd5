"""False facts: what is reported and the text does not support.

An event is false where gold has none of its types at its trigger, a figure where gold has
no such figure at its place, a source where somebody is said to say what gold does not let
them say. Records that gold lists as optional support as well, and a second report of a
true event, a claim cut too short, or a source left out, is untidy but not false.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.reading.agreement.comparing import overlaps, same_figure, same_speaker, spot_of
from bench.reading.agreement.events import fits, pair_events, same_voice
from bench.reading.agreement.gold import Gold
from bench.reading.measurement import Fault
from nutgraf.model.annotation import AnnotatedDocument
from nutgraf.model.event import AttributionKind, Claim, Figure


def false_facts(gold: Gold, annotated: AnnotatedDocument) -> tuple[Fault, ...]:
    """Every event, figure and source of a reading that gold does not support."""
    told = [*_events(gold, annotated), *_figures(gold, annotated), *_sources(gold, annotated)]
    return tuple(Fault(f"false {kind}", f"{gold.article}: {case}") for kind, case in told)


def _events(gold: Gold, annotated: AnnotatedDocument) -> Iterator[tuple[str, str]]:
    text = annotated.document.text
    for event in annotated.events:
        if not any(fits(item, event, text) for item in gold.events):
            yield "event", f"{event.trigger.quote!r} {'+'.join(event.types)}"


def _figures(gold: Gold, annotated: AnnotatedDocument) -> Iterator[tuple[str, str]]:
    text = annotated.document.text
    for figure in annotated.figures:
        if not _is_supported(gold, figure, text):
            quantity = figure.quantity
            limits = f"{quantity.minimum}..{quantity.maximum}"
            told = f"{figure.measure} {quantity.value} {limits} {quantity.qualifier}"
            yield "figure", f"{quantity.quoted!r} as {told}"


def _is_supported(gold: Gold, figure: Figure, text: str) -> bool:
    here = [item for item in gold.figures if overlaps(spot_of(figure.key), item.spots(text))]
    return any(item.optional or same_figure(item.judged, figure) for item in here)


def _sources(gold: Gold, annotated: AnnotatedDocument) -> Iterator[tuple[str, str]]:
    names = {entity.key: entity.name for entity in annotated.entities}
    for claim in annotated.claims:
        if not _is_said(gold, claim, annotated):
            yield "source", f"{names.get(claim.speaker or '')} says {claim.content.quote!r}"
    for pair in pair_events(gold.events, annotated):
        attribution = pair.event.attribution
        judged = "attribution" in pair.item.judged and not pair.item.optional
        named = attribution.kind is AttributionKind.NAMED_SOURCE
        if judged and named and not same_voice(pair, annotated):
            source = names.get(attribution.source or "")
            yield "source", f"{source} behind {pair.event.trigger.quote!r}"


def _is_said(gold: Gold, claim: Claim, annotated: AnnotatedDocument) -> bool:
    content = (claim.content.start, claim.content.end)
    text = annotated.document.text
    here = [item for item in gold.claims if overlaps(content, item.spots(text))]
    silent = claim.speaker is None
    return any(silent or same_speaker(item.judged["speaker"], claim, annotated) for item in here)
