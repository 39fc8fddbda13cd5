"""Drafts of utterances: stretches in somebody's voice, before the speaker has a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from nutgraf.annotation.addressees import addressee
from nutgraf.annotation.complements import Scene, contents, trimmed
from nutgraf.annotation.cues import Cue
from nutgraf.annotation.passages import Passage
from nutgraf.annotation.quotes import Quote
from nutgraf.annotation.source_phrases import SourcePhrase, find_source_phrases
from nutgraf.annotation.speakers import Phrase, after, phrase, subject
from nutgraf.model.event import Quotation, SpeechAct

#: Offsets `start, end` in the text.
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Draft:
    """An utterance whose speaker is still a stretch of text."""

    content: Stretch
    act: SpeechAct = SpeechAct.STATES
    quotation: Quotation = Quotation.INDIRECT
    speaker: Stretch | None = None
    cue: Stretch | None = None
    addressee: Stretch | None = None
    claim: bool = True
    inherited: bool = False
    label: bool = False
    hearsay: bool = False
    confidence: float = 0.85

    def covers(self, quote: Quote) -> bool:
        """Tell whether a quotation lies in what is said."""
        return self.content[0] <= quote.start and quote.end <= self.content[1]


def told(scene: Scene, last: Draft | None) -> Iterator[Draft]:
    """Drafts of one passage from its cues, source phrases and labels."""
    taken: set[int] = set()
    for cue in scene.cues:
        if cue.verb not in taken:
            here = list(_from_cue(scene, cue, last))
            taken.update({cue.verb} if here else ())
            yield from here
    for one in find_source_phrases(scene):
        yield _from_phrase(scene, one, last)
    yield from _labels(scene)


def offsets(passage: Passage, span: Phrase) -> Stretch:
    """Where tokens `first..last` lie in the text."""
    return passage.tokens[span[0]].start, passage.tokens[span[1] - 1].end


def shape(passage: Passage, span: Phrase) -> tuple[Stretch, Quotation]:
    """What is said without its quotation marks, and how it is rendered."""
    start, end = offsets(passage, span)
    whole = _framing(passage, start, end)
    if whole is not None:
        apart = any(segment.quote == whole for segment in passage.segments)
        kind = Quotation.DIRECT if apart else Quotation.PARTIAL
        return spoken(passage, whole), kind
    inside = any(start <= q.start and q.end <= end for q in passage.quotes)
    return (start, end), Quotation.PARTIAL if inside else Quotation.INDIRECT


def spoken(passage: Passage, quote: Quote) -> Stretch:
    """The words of a quotation, without the comma that English puts inside."""
    inner = [t for t in passage.tokens if quote.first <= t.start and t.end <= quote.last]
    if len(inner) > 1 and inner[-1].text == ",":
        return quote.first, inner[-2].end
    return quote.first, quote.last


def _framing(passage: Passage, start: int, end: int) -> Quote | None:
    """The quotation that makes up all of a stretch, but for a mark after it."""
    for quote in passage.quotes:
        if quote.depth == 0 and quote.end >= end - 1 and start <= quote.start < end:
            lead = sum(t.is_word for t in passage.tokens if start <= t.start < quote.start)
            if lead == 0 or (lead <= 2 and word_count(passage, quote) >= 4):
                return quote
    return None


def _from_cue(scene: Scene, cue: Cue, last: Draft | None) -> Iterator[Draft]:
    said = contents(scene, cue)
    if not said:
        return
    passage = scene.passage
    who = source_of(scene, cue)
    speaker = offsets(passage, who) if who else None
    inherited = who is None and cue.saying.unnamed and last is not None
    if inherited and last is not None:
        speaker = last.speaker
    to = addressee(scene, cue)
    for span in said:
        content, quotation = shape(passage, span)
        yield Draft(
            content,
            cue.saying.act,
            quotation,
            speaker,
            cue_stretch(passage, cue),
            offsets(passage, to) if to else None,
            inherited=inherited,
        )


def opening(scene: Scene) -> Phrase | None:
    """The first noun phrase of a passage that can be a subject."""
    first = scene.passage.segments[0]
    if first.quote is not None:
        return None
    return after(scene.passage, scene.speech, first.first, first.last)


def source_of(scene: Scene, cue: Cue) -> Phrase | None:
    """The phrase that says; with "hiess es" only a phrase like "aus dem Ministerium"."""
    if not cue.saying.unnamed:
        return subject(scene.passage, scene.speech, cue)
    segment = scene.passage.segments[cue.place]
    for at in range(segment.first, segment.last):
        word = scene.passage.tokens[at].fold
        if scene.speech.is_in(word, "origins") and not scene.passage.masked[at]:
            return phrase(scene.passage, scene.speech, at + 1, segment.last)
    return None


def cue_stretch(passage: Passage, cue: Cue) -> Stretch:
    """The verb of saying, with its auxiliary where that stands beside it."""
    if abs(cue.finite - cue.verb) == 1:
        return offsets(passage, (min(cue.finite, cue.verb), max(cue.finite, cue.verb) + 1))
    return offsets(passage, (cue.verb, cue.verb + 1))


def _from_phrase(scene: Scene, one: SourcePhrase, last: Draft | None) -> Draft:
    content, quotation = shape(scene.passage, one.content)
    speaker = offsets(scene.passage, one.source) if one.source else None
    if one.inherits and last is not None:
        speaker = last.speaker
    return Draft(
        content,
        quotation=quotation,
        speaker=speaker,
        cue=offsets(scene.passage, (one.first, one.last)),
        claim=quotation is Quotation.DIRECT,
        inherited=one.inherits,
    )


def _labels(scene: Scene) -> Iterator[Draft]:
    """Words marked as another's own: "die vom Militär so bezeichneten Freiwilligen"."""
    passage, words = scene.passage, scene.speech
    for known in words.data["distancing"]:
        parts = tuple(known.split())
        for at in range(len(passage.tokens) - len(parts)):
            if passage.words(at, at + len(parts)) != parts:
                continue
            named = phrase(passage, words, at + len(parts), len(passage.tokens), joined=False)
            who = _agent_before(scene, at)
            if named is not None and who is not None:
                yield Draft(
                    offsets(passage, named),
                    quotation=Quotation.PARTIAL,
                    speaker=offsets(passage, who),
                    cue=offsets(passage, (at, at + len(parts))),
                    label=True,
                )


def _agent_before(scene: Scene, at: int) -> Phrase | None:
    """The phrase "von X" that ends right before a token."""
    passage, words = scene.passage, scene.speech
    for start in range(at - 1, max(at - 8, -1), -1):
        if words.is_in(passage.tokens[start].fold, "agents"):
            found = phrase(passage, words, start + 1, at)
            return found if found is not None and found[1] == at else None
    return None


def loose(
    scene: Scene, found: list[Draft], last: Draft | None, *, near: bool
) -> Iterator[Draft]:
    """Drafts of the quotations that no cue of the passage has taken up.

    `near` tells that the last thing said stands right before in the same paragraph.
    """
    for quote in scene.passage.quotes:
        if quote.depth or any(draft.content == spoken(scene.passage, quote) for draft in found):
            continue
        around = next((draft for draft in found if draft.covers(quote)), None)
        if around is not None:
            draft = _built_in(scene, quote, around)
        else:
            draft = _apart(scene, quote, found, last) or (
                _carried_on(scene, quote, last) if near and last and not found else None
            )
        if draft is not None:
            yield draft


def _built_in(scene: Scene, quote: Quote, around: Draft) -> Draft | None:
    """A quotation inside what is said: words of its own when long, a label when short."""
    content = spoken(scene.passage, quote)
    if word_count(scene.passage, quote) >= scene.speech.labels:
        return replace(around, content=content, quotation=Quotation.PARTIAL, claim=True)
    if around.claim or around.speaker is None or named_thing(scene, quote):
        return None
    return replace(around, content=content, quotation=Quotation.PARTIAL, claim=True, label=True)


def _apart(scene: Scene, quote: Quote, found: list[Draft], last: Draft | None) -> Draft | None:
    """A quotation without a cue: after a colon, beside another, or carrying one on."""
    place = next((i for i, s in enumerate(scene.passage.segments) if s.quote == quote), None)
    content = spoken(scene.passage, quote)
    words = word_count(scene.passage, quote)
    if place is None or words < 2:
        return None
    if found:
        return replace(found[-1], content=content, quotation=Quotation.DIRECT, claim=True)
    segment = scene.passage.segments[place]
    if segment.mark == ":" and place:
        before = scene.passage.segments[place - 1]
        who = after(scene.passage, scene.speech, before.first, before.last)
        speaker = offsets(scene.passage, who) if who else None
        return Draft(content, quotation=Quotation.DIRECT, speaker=speaker, confidence=0.6)
    if last is None or not _is_alone(scene, place):
        return None
    return Draft(content, last.act, Quotation.DIRECT, last.speaker, inherited=True, confidence=0.7)


def _carried_on(scene: Scene, quote: Quote, last: Draft) -> Draft | None:
    """Quoted words in a sentence that goes on with what was said right before."""
    built_in = all(segment.quote != quote for segment in scene.passage.segments)
    if not built_in or word_count(scene.passage, quote) < 3 or named_thing(scene, quote):
        return None
    content = spoken(scene.passage, quote)
    kind = Quotation.PARTIAL
    return Draft(content, quotation=kind, speaker=last.speaker, inherited=True, confidence=0.6)


def _is_alone(scene: Scene, place: int) -> bool:
    """Tell whether a quotation is a whole sentence."""
    start, end = scene.passage.sentence(place)
    rest = (s for s in scene.passage.segments[start:end] if s.quote is None)
    return not any(trimmed(scene.passage, s.last) > s.first for s in rest)


def word_count(passage: Passage, quote: Quote) -> int:
    """The number of words in a quotation."""
    return sum(t.is_word for t in passage.tokens if quote.start <= t.start and t.end <= quote.end)


def named_thing(scene: Scene, quote: Quote) -> bool:
    """Tell whether the word before a quotation makes it a name or title."""
    at = scene.passage.index(quote.start)
    return at > 0 and scene.speech.is_in(scene.passage.tokens[at - 1].fold, "titles")
