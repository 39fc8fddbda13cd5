"""Standpoints: in whose voice a stretch of text speaks, and what that makes of its content."""

from __future__ import annotations

from collections.abc import Sequence

from nutgraf.model.annotation import Utterance
from nutgraf.model.event import Attribution, AttributionKind, Factuality, Quotation, SpeechAct
from nutgraf.model.span import Span

_WISHES = frozenset({SpeechAct.REQUESTS, SpeechAct.ORDERS, SpeechAct.THREATENS})


def utterance_around(span: Span, utterances: Sequence[Utterance]) -> Utterance | None:
    """The innermost utterance whose content holds the span."""
    holding = [each for each in utterances if each.content.contains(span)]
    return min(holding, key=lambda each: each.content.end - each.content.start, default=None)


def attribution_of(utterance: Utterance | None, *, hearsay: bool = False) -> Attribution:
    """The attribution that an utterance gives to what is told inside it."""
    if utterance is not None and utterance.speaker is not None:
        return Attribution(AttributionKind.NAMED_SOURCE, utterance.speaker)
    if hearsay or (utterance is not None and utterance.hearsay):
        return Attribution(AttributionKind.HEARSAY)
    if utterance is not None:
        return Attribution(AttributionKind.UNNAMED_SOURCE)
    return Attribution()


def same_voice(one: Span, other: Span, utterances: Sequence[Utterance]) -> bool:
    """Tell whether two spans stand inside the same whole utterances (partial quotes aside)."""
    return not any(
        each.content.contains(one) != each.content.contains(other)
        for each in utterances
        if each.quotation is not Quotation.PARTIAL
    )


def coloured(factuality: Factuality, utterance: Utterance | None, *, tensed: bool) -> Factuality:
    """What a speech act makes of its content: denied is negated, demanded hypothetical."""
    if utterance is None:
        return factuality
    act = utterance.speech_act
    if act is SpeechAct.DENIES:
        return Factuality.NEGATED
    if tensed or factuality is not Factuality.OCCURRED:
        return factuality
    if act in _WISHES:
        return Factuality.HYPOTHETICAL
    return Factuality.SCHEDULED if act is SpeechAct.ANNOUNCES else factuality
