"""What grounded proposals become: names and utterances for the rules, and events beside theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from nutgraf.annotation.backends.llm.grounding import Ground
from nutgraf.annotation.backends.llm.proposals import Answer, ProposedClaim, ProposedEvent
from nutgraf.annotation.backends.names import ProposedName
from nutgraf.model.annotation import Layers, Utterance
from nutgraf.model.entity import EntityKind, EntityMention
from nutgraf.model.event import Quotation
from nutgraf.model.span import Span

_VOICES = frozenset(
    {EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.COUNTRY, EntityKind.GROUP}
)

# Signs that open or close a quotation in any language; an apostrophe is none.
_MARKS = frozenset('"„“”«»‹›‚')
_STOPS = frozenset(".,!?…")
#: Fewer words in quotation marks than this are no whole sentence.
_SHORTEST = 3
#: What a model reads is less sure than what the rules read (set by hand, not measured).
CONFIDENCE = 0.6


@dataclass(frozen=True, slots=True)
class GroundedClaim:
    """A claim whose words, and the speaker and cue if given, stand in the text."""

    claim: ProposedClaim
    content: Span
    cue: Span | None
    speaker: Span | None
    addressee: Span | None


@dataclass(frozen=True, slots=True)
class GroundedEvent:
    """An event whose trigger stands in the text once in its sentence."""

    event: ProposedEvent
    trigger: Span


@dataclass(frozen=True, slots=True)
class Grounded:
    """What of an answer has words in the text, and the count of what has not, by reason."""

    ground: Ground
    events: tuple[GroundedEvent, ...]
    claims: tuple[GroundedClaim, ...]
    rejected: Counter[str] = field(default_factory=Counter)

    def names(self) -> Iterator[ProposedName]:
        """The names in events and claims; those that the rules know are theirs to keep."""
        for made in self.events:
            for part in made.event.participants:
                span = self.ground.name(made.event.sentence, part.name, made.trigger)
                if span is not None:
                    yield ProposedName(span, part.kind, part.named)
            place = self.place(made)
            if place is not None:
                yield ProposedName(place, EntityKind.PLACE)
        for said in self.claims:
            if said.speaker is not None and said.claim.speaker_kind in _VOICES:
                claim = said.claim
                yield ProposedName(said.speaker, claim.speaker_kind, claim.speaker_named)

    def place(self, made: GroundedEvent) -> Span | None:
        """Where the place of an event is named: in its own sentence only."""
        spans = self.ground.spans(made.event.sentence, made.event.place or "")
        return min(spans, key=lambda s: abs(s.start - made.trigger.start)) if spans else None


def grounded(answer: Answer, ground: Ground) -> Grounded:
    """Drop all whose words do not stand in the text where the answer says they do."""
    events = [_event(proposed, ground) for proposed in answer.events]
    claims = [_claim(proposed, ground) for proposed in answer.claims]
    missing = events.count(None) + claims.count(None)
    return Grounded(
        ground,
        tuple(event for event in events if event is not None),
        tuple(claim for claim in claims if claim is not None),
        Counter({"llm-ungrounded": missing} if missing else {}),
    )


def _event(proposed: ProposedEvent, ground: Ground) -> GroundedEvent | None:
    trigger = ground.only(proposed.sentence, proposed.trigger)
    return None if trigger is None else GroundedEvent(proposed, trigger)


def _claim(proposed: ProposedClaim, ground: Ground) -> GroundedClaim | None:
    """A claim with nobody and no word of saying in the text, or a wrong speaker, is none."""
    content = ground.words(proposed.sentence, proposed.words)
    if content is None:
        return None
    cues = [s for s in ground.spans(proposed.sentence, proposed.cue or "") if _apart(s, content)]
    speaker = ground.name(proposed.sentence, proposed.speaker or "", content)
    inside = speaker is not None and content.contains(speaker)
    if inside or (proposed.speaker and speaker is None) or not (cues or speaker):
        return None
    addressee = ground.spans(proposed.sentence, proposed.addressee or "")
    outside = [span for span in addressee if _apart(span, content)]
    cue = min(cues, key=lambda span: abs(span.start - content.start), default=None)
    return GroundedClaim(proposed, content, cue, speaker, outside[0] if outside else None)


def _apart(span: Span, content: Span) -> bool:
    return not span.overlaps(content)


def with_utterances(layers: Layers, found: Grounded) -> tuple[Utterance, ...]:
    """The rules' utterances, and the claims that overlap none of them, in text order."""
    told = [
        _utterance(layers, said)
        for said in found.claims
        if not any(said.content.overlaps(known.content) for known in layers.utterances)
    ]
    apart: list[Utterance] = []
    for utterance in sorted(told, key=lambda each: each.content):
        if not any(utterance.content.overlaps(other.content) for other in apart):
            apart.append(utterance)
    both = (*layers.utterances, *apart)
    return tuple(sorted(both, key=lambda each: (each.content.start, -each.content.end)))


def _utterance(layers: Layers, said: GroundedClaim) -> Utterance:
    speaker = mention_at(layers, said.speaker)
    addressee = mention_at(layers, said.addressee)
    voiced = speaker is not None and speaker.kind in _VOICES
    return Utterance(
        content=said.content,
        speech_act=said.claim.act,
        quotation=quotation_of(layers.document.text, said.content),
        speaker=speaker.entity if speaker is not None and voiced else None,
        speaker_span=said.speaker,
        cue=said.cue,
        addressee=addressee.entity if addressee is not None else None,
        confidence=CONFIDENCE,
    )


def mention_at(layers: Layers, span: Span | None) -> EntityMention | None:
    """The mention that a grounded name is: the longest one inside it, else one around it."""
    if span is None:
        return None
    names = [mention for mention in layers.mentions if not mention.adjectival]
    inside = [mention for mention in names if span.contains(mention.span)]
    around = [mention for mention in names if mention.span.contains(span)]
    return max(inside or around, key=lambda mention: len(mention.span.quote), default=None)


def quotation_of(text: str, content: Span) -> Quotation:
    """How words are rendered, told by the quotation marks that stand around or in them.

    A few words in marks, or words that no stop or comma closes, are a part of a sentence.
    """
    before, after = text[max(content.start - 1, 0) : content.start], text[content.end :][:2]
    if before and before in _MARKS:
        closed = any(sign in _STOPS for sign in content.quote[-1] + after)
        whole = closed and len(content.quote.split()) >= _SHORTEST
        return Quotation.DIRECT if whole else Quotation.PARTIAL
    inner = any(sign in _MARKS for sign in content.quote)
    return Quotation.PARTIAL if inner else Quotation.INDIRECT
