"""Allegations: what people are arrested or charged for is told as an event, but only alleged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nutgraf.annotation.events.event_drafts import Draft
from nutgraf.annotation.events.light_verbs import phrase_of
from nutgraf.annotation.events.phrases import Phrase
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.scenes import Scene
from nutgraf.model.event import Factuality


def alleged(
    made: Draft, others: Sequence[Draft], phrases: Sequence[Phrase], told: tuple[Scene, Reader]
) -> Draft:
    """The draft, open in its factuality when another of the sentence makes it a charge."""
    scene, reader = told
    own = phrase_of(made.trigger, phrases)
    if own is None or own.preposition not in reader.grammar.charge_prepositions:
        return made
    if _completes_noun(own, scene, reader):
        return made
    scope = scene.scope(made.trigger.head)
    charged = any(
        set(other.types) & reader.kinds.alleging and other.trigger.head in scope
        for other in others
        if other is not made
    )
    status = replace(made.status, factuality=Factuality.UNDETERMINED)
    return replace(made, status=status) if charged else made


def _completes_noun(own: Phrase, scene: Scene, reader: Reader) -> bool:
    """Tell "in the course of the protests" from "on suspicion of murder"."""
    words, before = reader.words, scene.fold(own.first - 1)
    if own.preposition not in reader.grammar.genitive_prepositions:
        return False
    return before not in words.governors and before not in words.nouns
