"""Retellings: one quotation told twice, by who said it and by who passed it on."""

from __future__ import annotations

from collections.abc import Sequence

from nutgraf.annotation.attribution.drafts import Draft
from nutgraf.annotation.attribution.renderings import Stretch
from nutgraf.model.event import Quotation


def told_once(found: Sequence[Draft]) -> list[Draft]:
    """Leave out what only passes a quotation on ("..., sagte der Chef, wie die Zeitung meldet")."""
    return [draft for draft in found if not any(_passes_on(draft, one) for one in found)]


def _passes_on(draft: Draft, one: Draft) -> bool:
    """Tell whether a draft is of a whole quotation with the words that tell who said it."""
    passed = draft.cue is not None and draft.quotation is not Quotation.DIRECT
    told = (one.content, one.speaker, one.cue)
    spoken = passed and one.quotation is Quotation.DIRECT
    return spoken and all(spot is not None and _lies_in(spot, draft.content) for spot in told)


def _lies_in(spot: Stretch, stretch: Stretch) -> bool:
    return stretch[0] <= spot[0] and spot[1] <= stretch[1]
