"""Headlines that name their source: "Minister: Grenze bleibt offen"."""

from __future__ import annotations

from collections.abc import Iterator

from nutgraf.annotation.complements import Scene, trimmed
from nutgraf.annotation.drafts import Draft, offsets, shape
from nutgraf.annotation.speakers import Phrase, phrase
from nutgraf.annotation.voices import Voices


def titled(scene: Scene, voices: Voices) -> Iterator[Draft]:
    """The words of a headline and the named person or body they are put in the mouth of."""
    segments = scene.passage.segments
    if len(segments) < 2:
        return
    end = trimmed(scene.passage, segments[-1].last)
    colon = segments[1].mark == ":" and _source(scene, voices, segments[0].first, segments[0].last)
    if colon:
        yield _draft(scene, (segments[1].first, end), colon)
        return
    last = segments[-1]
    dash = last.mark in {"–", "—"} and _source(scene, voices, last.first, end)
    if dash:
        yield _draft(scene, (segments[0].first, segments[-2].last), dash)


def _source(scene: Scene, voices: Voices, first: int, last: int) -> Phrase | None:
    """The stretch when it is nothing but the name of a person or body."""
    whole = phrase(scene.passage, scene.speech, first, last)
    if whole != (first, last) or last - first > 5:
        return None
    return whole if voices.has_name(offsets(scene.passage, whole)) else None


def _draft(scene: Scene, content: Phrase, source: Phrase) -> Draft:
    stretch, quotation = shape(scene.passage, content)
    speaker = offsets(scene.passage, source)
    return Draft(stretch, quotation=quotation, speaker=speaker, confidence=0.6)
