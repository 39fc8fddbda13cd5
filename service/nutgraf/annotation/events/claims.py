"""Claims: utterances with what they convey."""

from __future__ import annotations

from collections.abc import Sequence

from nutgraf.annotation.events.merging import Cluster
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.standpoints import attribution_of
from nutgraf.model.annotation import Layers, Utterance
from nutgraf.model.event import Claim, Figure
from nutgraf.model.span import Span
from nutgraf.model.time import TimeValue


def claims(
    layers: Layers,
    scenes: Sequence[Scene],
    clusters: Sequence[Cluster],
    figures: Sequence[Figure],
) -> tuple[Claim, ...]:
    """One claim for each utterance that is one, in text order."""
    made: dict[str, Claim] = {}
    for utterance in layers.utterances:
        if utterance.claim and not (utterance.label_only and utterance.speaker is None):
            claim = _claim(layers, utterance, scenes, conveyed(utterance, clusters, figures))
            made.setdefault(claim.key, claim)
    return tuple(made.values())


def conveyed(
    utterance: Utterance, clusters: Sequence[Cluster], figures: Sequence[Figure]
) -> tuple[str, ...]:
    """Keys of the reports and figures whose words stand inside the content."""
    content = utterance.content
    events = [c.key for c in clusters if any(content.contains(span) for span in c.spans)]
    counts = [f.key for f in figures if any(content.contains(span) for span in f.evidence)]
    return (*events, *counts)


def _claim(
    layers: Layers, utterance: Utterance, scenes: Sequence[Scene], conveys: tuple[str, ...]
) -> Claim:
    content = utterance.content
    spans = {content}
    spans.update(span for span in (utterance.cue, utterance.speaker_span) if span is not None)
    address = _addressee_span(layers, utterance, scenes)
    if address is not None:
        spans.add(address)
    time, time_span = _time_of_saying(utterance, scenes)
    if time_span is not None:
        spans.add(time_span)
    return Claim(
        key=f"c{content.start}-{content.end}",
        content=content,
        evidence=tuple(sorted(spans)),
        speech_act=utterance.speech_act,
        quotation=utterance.quotation,
        attribution=attribution_of(utterance),
        speaker=utterance.speaker,
        cue=utterance.cue,
        addressee=utterance.addressee if address is not None else None,
        conveys=conveys,
        time=time,
        confidence=utterance.confidence,
        speaker_span=utterance.speaker_span,
    )


def _scene_of(scenes: Sequence[Scene], spot: Span) -> Scene | None:
    for scene in scenes:
        if scene.sentence.start <= spot.start < scene.sentence.end:
            return scene
    return None


def _addressee_span(layers: Layers, utterance: Utterance, scenes: Sequence[Scene]) -> Span | None:
    """Where the addressee is named: in the sentence of the cue, outside the content."""
    spot = utterance.cue or utterance.content
    scene = _scene_of(scenes, spot)
    if scene is None or utterance.addressee is None:
        return None
    for mention in layers.mentions:
        inside = scene.sentence.start <= mention.span.start < scene.sentence.end
        if inside and mention.entity == utterance.addressee:
            return mention.span
    return None


def _time_of_saying(
    utterance: Utterance, scenes: Sequence[Scene]
) -> tuple[TimeValue | None, Span | None]:
    """The time next to the cue, in its clause and outside the content."""
    if utterance.cue is None:
        return None, None
    scene = _scene_of(scenes, utterance.cue)
    if scene is None:
        return None, None
    at = scene.index_at(utterance.cue.start)
    scope = scene.scope(at)
    near = [
        time
        for time in scene.times
        if scene.index_at(time.span.start) in scope and not utterance.content.overlaps(time.span)
    ]
    if not near:
        return None, None
    start = utterance.cue.start
    best = min(near, key=lambda time: abs(time.span.start - start))
    return best.value, best.span
