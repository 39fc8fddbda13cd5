"""Statements: which drafts say something, and which only name somebody or something."""

from __future__ import annotations

from collections.abc import Sequence

from nutgraf.annotation.attribution.drafts import Draft
from nutgraf.annotation.attribution.voices import Voices
from nutgraf.model.event import Quotation, SpeechAct

# Deeds that have somebody as their object, wherever ("welcomed the minister in Kiel").
_TOWARD = (SpeechAct.DENIES, SpeechAct.REFUSES, SpeechAct.PRAISES)


def is_statement(draft: Draft, here: Sequence[Draft], voices: Voices) -> bool:
    """Tell whether something is said: no mere name is, nor what "man" says in another's words."""
    if draft.speaker and voices.is_impersonal(draft.speaker) and is_nested(draft, here):
        return False
    verbal = draft.cue is not None and draft.quotation is Quotation.INDIRECT
    # "accused the army", "machte die Armee verantwortlich": who is accused is the point.
    if not verbal or draft.act is SpeechAct.ACCUSES:
        return True
    return not voices.is_mere_name(draft.content, aside=draft.act in _TOWARD)


def is_nested(draft: Draft, here: Sequence[Draft]) -> bool:
    """Tell whether somebody else tells that this was said ("A meldete, B habe erklärt ...")."""
    spot = draft.cue or draft.content
    around = (d for d in here if d.speaker != draft.speaker)
    return any(d.content[0] <= spot[0] and spot[1] <= d.content[1] for d in around)
