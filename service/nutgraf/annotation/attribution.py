"""Attribution: who says what, in direct, partial and indirect speech."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from nutgraf.annotation.complements import Scene, contents, trimmed
from nutgraf.annotation.cues import Cue, find_cues
from nutgraf.annotation.language import Language
from nutgraf.annotation.passages import Passage, passages
from nutgraf.annotation.quotes import Quote
from nutgraf.annotation.source_phrases import SourcePhrase, find_source_phrases
from nutgraf.annotation.speakers import Phrase, after, phrase, subject
from nutgraf.annotation.speech import Speech, speech
from nutgraf.model.annotation import Layers, Utterance
from nutgraf.model.event import Quotation, SpeechAct


@dataclass(frozen=True, slots=True)
class Draft:
    """An utterance before its speaker is resolved; all offsets count in the text."""

    start: int
    end: int
    act: SpeechAct = SpeechAct.STATES
    quotation: Quotation = Quotation.INDIRECT
    speaker: tuple[int, int] | None = None
    cue: tuple[int, int] | None = None
    addressee: tuple[int, int] | None = None
    claim: bool = True
    inherited: bool = False
    hearsay: bool = False
    label: bool = False
    confidence: float = 0.85


def drafts(layers: Layers, language: Language) -> list[list[Draft]]:
    """TODO."""
    words = speech(language)
    found: list[list[Draft]] = []
    last: Draft | None = None
    scenes = [Scene(p, words, find_cues(p, words)) for p in passages(layers.document.text, layers.sentences, language)]
    for number, scene in enumerate(scenes):
        previous = found[-1] if found else []
        here = list(_passage(scene, last, previous, scenes[number - 1] if number else None))
        source = [d for d in here if d.speaker is not None]
        if source:
            last = source[-1]
        elif not here and not _near(scenes, number):
            last = None
        found.append(here)
    return found


def _near(scenes: list[Scene], number: int) -> bool:
    return True


def _offsets(passage: Passage, span: Phrase) -> tuple[int, int]:
    return passage.tokens[span[0]].start, passage.tokens[span[1] - 1].end


def _passage(scene: Scene, last: Draft | None, previous: list[Draft], before: Scene | None) -> Iterator[Draft]:
    found: list[Draft] = []
    back = _is_back(scene)
    if back:
        found.extend(_pointing_back(scene, previous, before))
    for cue in scene.cues[back:]:
        found.extend(_from_cue(scene, cue, last))
    for one in find_source_phrases(scene):
        found.append(_from_phrase(scene, one, last))
    for quote in scene.passage.quotes:
        found.extend(_loose(scene, quote, found, last))
    if not found:
        found.extend(_carried(scene, last))
    yield from found


def _is_back(scene: Scene) -> bool:
    first = scene.passage.segments[0]
    cue = scene.cue_in(0)
    if cue is None or not scene.speech.is_in(scene.passage.tokens[first.first].fold, "back"):
        return False
    return cue.finite == first.first + 1 and len(scene.passage.segments) == 1


def _from_cue(scene: Scene, cue: Cue, last: Draft | None) -> Iterator[Draft]:
    said = contents(scene, cue)
    if not said:
        return
    passage = scene.passage
    who = subject(passage, scene.speech, cue) if not cue.saying.unnamed else _unnamed(scene, cue)
    speaker = _offsets(passage, who) if who else None
    inherited = False
    if who is None and last is not None and cue.saying.unnamed:
        speaker, inherited = last.speaker, True
    for span in said:
        start, end, quotation = _shape(passage, span)
        yield Draft(start, end, cue.saying.act, quotation, speaker, _cue_span(passage, cue), inherited=inherited)


def _cue_span(passage, cue):
    first, last = cue.verb, cue.verb + 1
    if cue.finite != cue.verb and abs(cue.finite - cue.verb) == 1:
        first = min(cue.finite, cue.verb); last = max(cue.finite, cue.verb) + 1
    return _offsets(passage, (first, last))


def _unnamed(scene: Scene, cue: Cue) -> Phrase | None:
    """The source of "hiess es": "aus", "von" or "bei" with a noun phrase."""
    segment = scene.passage.segments[cue.place]
    for at in range(segment.first, segment.last):
        if scene.passage.tokens[at].fold in {"aus", "von", "vom", "bei", "beim", "in", "im"} and not scene.passage.masked[at]:
            return phrase(scene.passage, scene.speech, at + 1, segment.last)
    return None


def _shape(passage: Passage, span: Phrase) -> tuple[int, int, Quotation]:
    start, end = _offsets(passage, span)
    for q in passage.quotes:
        if q.depth == 0 and q.start == start and q.end >= end - 1:
            whole = any(s.quote == q for s in passage.segments)
            return q.first, q.last, Quotation.DIRECT if whole else Quotation.PARTIAL
    inside = [q for q in passage.quotes if start <= q.start and q.end <= end]
    return start, end, Quotation.PARTIAL if inside else Quotation.INDIRECT


def _from_phrase(scene: Scene, one: SourcePhrase, last: Draft | None) -> Draft:
    start, end, quotation = _shape(scene.passage, one.content)
    speaker = _offsets(scene.passage, one.source) if one.source else None
    if one.inherits and last is not None:
        speaker = last.speaker
    return Draft(start, end, SpeechAct.STATES, quotation, speaker, _offsets(scene.passage, (one.first, one.last)),
        claim=quotation is Quotation.DIRECT, inherited=one.inherits)


def _pointing_back(scene: Scene, previous: list[Draft], before: Scene | None) -> Iterator[Draft]:
    first = scene.passage.segments[0]
    cue = scene.cue_in(0)
    if cue is None or before is None:
        return
    who = subject(scene.passage, scene.speech, cue)
    if who is None:
        return
    p = before.passage
    start, end, quotation = _shape(p, (0, trimmed(p, len(p.tokens))))
    if quotation is not Quotation.DIRECT and not cue.saying.allows('clause'):
        return
    yield Draft(start, end, cue.saying.act, quotation, _offsets(scene.passage, who), _cue_span(scene.passage, cue))


def _words(passage: Passage, q: Quote) -> int:
    return sum(t.is_word for t in passage.tokens if q.start <= t.start and t.end <= q.end)


def _loose(scene: Scene, quote: Quote, found: list[Draft], last: Draft | None) -> Iterator[Draft]:
    if quote.depth:
        return
    if any(d.start == quote.first and d.end == quote.last for d in found):
        return
    passage = scene.passage
    around = [d for d in found if d.start <= quote.start and quote.end <= d.end]
    n = _words(passage, quote)
    if around:
        if n >= scene.speech.labels:
            yield replace(around[0], start=quote.first, end=quote.last, quotation=Quotation.PARTIAL, claim=True)
        elif not around[0].claim and around[0].speaker:
            yield replace(around[0], start=quote.first, end=quote.last, quotation=Quotation.PARTIAL, claim=True, label=True)
        return
    seg = next((i for i, s in enumerate(passage.segments) if s.quote == quote), None)
    if n < scene.speech.labels:
        return
    if seg is not None:
        inside = [d for d in found]
        if inside:
            yield replace(inside[-1], start=quote.first, end=quote.last, quotation=Quotation.DIRECT, cue=None)
            return
        if passage.segments[seg].mark == ":" and seg:
            s = passage.segments[seg - 1]
            who = after(passage, scene.speech, s.first, s.last)
            yield Draft(quote.first, quote.last, quotation=Quotation.DIRECT, speaker=_offsets(passage, who) if who else None, confidence=0.6)
            return
        if last is not None:
            yield Draft(quote.first, quote.last, last.act, Quotation.DIRECT, last.speaker, inherited=True, confidence=0.7)


def _carried(scene: Scene, last: Draft | None) -> Iterator[Draft]:
    """Sentences in reporting mood without a cue carry the speaker before on."""
    p, words = scene.passage, scene.speech
    if words.any_in(p.words(0, len(p.tokens)), "veto"):
        return
    end = trimmed(p, len(p.tokens))
    for place, segment in enumerate(p.segments):
        if segment.quote is not None or words.is_in(scene.word(segment), "relatives") and place:
            continue
        if scene.reports(segment, "strong") or (not place and last is not None and scene.reports(segment, "weak")):
            break
    else:
        return
    first = p.segments[place]
    dependent = any(words.is_in(scene.word(first), g) for g in ("not_content", "complementizers"))
    indicative = any(scene.reports(s, "indicative") for s in p.segments[:place])
    if place and (first.mark == ":" or (indicative and not dependent)):
        who = after(p, words, p.segments[0].first, p.segments[0].last)
        start, end, quotation = _shape(p, (first.first, end))
        yield Draft(start, end, SpeechAct.STATES, quotation, _offsets(p, who) if who else None, confidence=0.6)
        return
    if place and indicative:
        return
    start, end, quotation = _shape(p, (0, end))
    yield Draft(start, end, SpeechAct.STATES, quotation, last.speaker if last else None, inherited=True, confidence=0.7 if last else 0.5)
