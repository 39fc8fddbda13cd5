"""Carried speech: sentences in reporting mood, words pointed back to, rumours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nutgraf.annotation.complements import Scene, trimmed
from nutgraf.annotation.drafts import Draft, Stretch, cue_stretch, offsets, shape, source_of
from nutgraf.annotation.passages import Segment
from nutgraf.annotation.speakers import Phrase, after
from nutgraf.model.event import Quotation


def points_back(scene: Scene) -> bool:
    """Tell whether a sentence says who said what stands before it ("Dies sagte ...")."""
    first = scene.passage.segments[0]
    cue = scene.cue_in(0)
    if cue is None or len(scene.passage.segments) > 1:
        return False
    opening = scene.passage.tokens[first.first].fold
    return scene.speech.is_in(opening, "back") and cue.finite == first.first + 1


def pointed(scene: Scene, before: Scene) -> Iterator[Draft]:
    """The passage before, as said by the subject of a sentence that points back."""
    cue = scene.cue_in(0)
    who = source_of(scene, cue) if cue else None
    if cue is None or who is None:
        return
    content, quotation = shape(
        before.passage, (0, trimmed(before.passage, len(before.passage.tokens)))
    )
    if quotation is Quotation.DIRECT or cue.saying.allows("clause"):
        speaker = offsets(scene.passage, who)
        yield Draft(content, cue.saying.act, quotation, speaker, cue_stretch(scene.passage, cue))


def carried(scene: Scene, last: Draft | None, actor: Stretch | None) -> Iterator[Draft]:
    """A passage in reporting mood without a cue: the actor before it or last speaker goes on."""
    passage = scene.passage
    if scene.speech.any_in(passage.words(0, len(passage.tokens)), "veto"):
        return
    place = _reporting(scene, last)
    if place is None:
        return
    end = trimmed(passage, len(passage.tokens))
    if place and any(scene.reports(s, "indicative") for s in passage.segments[:place]):
        yield from _embedded(scene, passage.segments[place], end)
        return
    content, quotation = shape(passage, (0, end))
    speaker = actor or (last.speaker if last else None)
    confidence = 0.7 if last and not actor else 0.5
    yield Draft(
        content, quotation=quotation, speaker=speaker, inherited=True, confidence=confidence
    )


def _reporting(scene: Scene, last: Draft | None) -> int | None:
    """The first segment in reporting mood; replacement forms count only after a report."""
    for place, segment in enumerate(scene.passage.segments):
        relative = place > 0 and scene.speech.is_in(scene.word(segment), "relatives")
        if segment.quote is not None or relative:
            continue
        weak = not place and last is not None and scene.reports(segment, "weak")
        if weak or scene.reports(segment, "strong"):
            return place
    return None


def _embedded(scene: Scene, segment: Segment, end: int) -> Iterator[Draft]:
    """A reported clause after a clause that no known verb of saying stands in."""
    groups = ("not_content", "complementizers")
    if segment.mark != ":" and any(scene.speech.is_in(scene.word(segment), g) for g in groups):
        return
    opening = scene.passage.segments[0]
    who = after(scene.passage, scene.speech, opening.first, opening.last)
    content, quotation = shape(scene.passage, (segment.first, end))
    speaker = offsets(scene.passage, who) if who else None
    yield Draft(content, quotation=quotation, speaker=speaker, confidence=0.6)


def rumoured(scene: Scene) -> Iterator[Draft]:
    """Clauses told as hearsay: "angeblich", "soll ... getötet haben", "reportedly"."""
    for place, segment in enumerate(scene.passage.segments):
        if segment.quote is not None:
            continue
        mark = _adverb(scene, segment) or _modal(scene, segment)
        if mark is not None:
            content, quotation = shape(scene.passage, _clause(scene, place))
            cue = offsets(scene.passage, mark)
            yield Draft(content, quotation=quotation, cue=cue, claim=False, hearsay=True)


def _adverb(scene: Scene, segment: Segment) -> Phrase | None:
    for known in scene.speech.data["hearsay"]:
        words = tuple(known.split())
        for at in range(segment.first, segment.last - len(words) + 1):
            if scene.passage.words(at, at + len(words)) == words:
                return at, at + len(words)
    return None


def _modal(scene: Scene, segment: Segment) -> Phrase | None:
    """A modal whose clause ends in a perfect infinitive ("soll ... getötet worden sein")."""
    rules = scene.speech.data["rumour"]
    end = trimmed(scene.passage, segment.last)
    words = scene.passage.words(end - 2, end)
    if len(words) < 2 or words[1] not in rules["auxiliaries"]:
        return None
    if not any(re.search(pattern, words[0]) for pattern in rules["participle"]):
        return None
    for at in range(segment.first, end):
        if scene.passage.tokens[at].fold in rules["modals"]:
            return at, at + 1
    return None


def _clause(scene: Scene, place: int) -> Phrase:
    """A dependent clause for itself, else its whole sentence."""
    segments = scene.passage.segments
    start, end = scene.passage.sentence(place)
    groups = ("complementizers", "relatives", "not_content")
    word = scene.word(segments[place])
    if place > start and any(scene.speech.is_in(word, group) for group in groups):
        return segments[place].first, trimmed(scene.passage, segments[place].last)
    return segments[start].first, trimmed(scene.passage, segments[end - 1].last)
