"""Addressees: to whom something is said, by case or preposition."""

from __future__ import annotations

from nutgraf.annotation.attribution.accounts import Account
from nutgraf.annotation.attribution.cues import Cue
from nutgraf.annotation.attribution.noun_phrases import Phrase, phrase


def addressee(account: Account, cue: Cue) -> Phrase | None:
    """The phrase that names to whom something is said; media are where, not to whom."""
    if cue.passive:
        return None
    found = _by_case(account, cue) or _toward(account, cue)
    if found is None or account.speech.any_in(account.passage.words(*found), "media"):
        return None
    return found


def _toward(account: Account, cue: Cue) -> Phrase | None:
    """The noun phrase after "gegenüber", "to", or the preposition the verb wants."""
    segment = account.passage.segments[cue.place]
    # Without commas what is said stands in the same segment, so only words beside count.
    last = segment.last if account.speech.commas else min(cue.last + 3, segment.last)
    for at in range(max(segment.first, cue.first), last):
        word = account.passage.tokens[at].fold
        wanted = account.speech.is_in(word, "toward") or word == cue.saying.to
        if wanted and not account.passage.masked[at] and not cue.saying.allows(word):
            return phrase(account.passage, account.speech, at + 1, segment.last)
    return None


def _by_case(account: Account, cue: Cue) -> Phrase | None:
    """The noun phrase in the case the verb wants, or right after an English verb."""
    groups = {"dative": "dative", "accusative": "accusative"}
    segment = account.passage.segments[cue.place]
    if cue.saying.to == "object":
        return phrase(account.passage, account.speech, cue.last, account.limit(cue))
    if cue.saying.to not in groups:
        return None
    for at in range(cue.finite + 1, segment.last):
        word = account.passage.tokens[at].fold
        if account.speech.is_in(word, groups[cue.saying.to]) and _is_free(account, at):
            return phrase(account.passage, account.speech, at, segment.last, joined=False)
    return None


def _is_free(account: Account, at: int) -> bool:
    """Tell whether an article opens a phrase of its own: no noun or preposition before it."""
    before = account.passage.tokens[at - 1]
    if account.passage.masked[at] or account.speech.is_in(before.fold, "prepositions"):
        return False
    return not before.text[0].isupper()
