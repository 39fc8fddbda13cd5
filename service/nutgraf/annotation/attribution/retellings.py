"""Retellings: one quotation told twice, by who said it and by who passed it on."""

from __future__ import annotations

from collections.abc import Sequence

from nutgraf.annotation.attribution.accounts import Account
from nutgraf.annotation.attribution.drafts import Draft
from nutgraf.annotation.attribution.renderings import Stretch
from nutgraf.model.event import Quotation


def told_once(account: Account, found: Sequence[Draft]) -> list[Draft]:
    """Leave out what only passes a quotation on ("..., sagte der Chef, wie die Zeitung meldet")."""
    quotes = [one for one in found if _is_told(account, one)]
    return [draft for draft in found if not any(_passes_on(draft, one) for one in quotes)]


def _is_told(account: Account, one: Draft) -> bool:
    """Tell whether a whole quotation stands beside a verb of saying in no reported clause."""
    if one.quotation is not Quotation.DIRECT or one.cue is None:
        return False
    at = account.passage.index(one.cue[0])
    around = (s for s in account.passage.segments if s.first <= at < s.last)
    return not any(account.reports(segment, "strong", "weak") for segment in around)


def _passes_on(draft: Draft, one: Draft) -> bool:
    """Tell whether a draft is of a whole quotation with the words that tell who said it."""
    passed = draft.cue is not None and draft.quotation is not Quotation.DIRECT
    told = (one.content, one.speaker, one.cue)
    return passed and all(spot is not None and _lies_in(spot, draft.content) for spot in told)


def _lies_in(spot: Stretch, stretch: Stretch) -> bool:
    return stretch[0] <= spot[0] and spot[1] <= stretch[1]
