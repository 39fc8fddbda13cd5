"""Relative sources: what a clause on a noun tells ("ein Bericht, wonach ...", "laut dem")."""

from __future__ import annotations

from nutgraf.annotation.attribution.accounts import Account, trimmed
from nutgraf.annotation.attribution.antecedents import antecedent
from nutgraf.annotation.attribution.noun_phrases import Phrase
from nutgraf.annotation.attribution.passages import Segment


def relative_source(account: Account, segment: Segment, at: int) -> tuple[int, int, Phrase] | None:
    """A clause on a source: "ein Bericht, wonach ...", "ein Gutachten, laut dem ..."."""
    passage, speech = account.passage, account.speech
    if at != segment.first or segment.mark != ",":
        return None
    place = passage.segments.index(segment)
    if not place:
        return None
    last = at + 1
    if not speech.is_in(passage.tokens[at].fold, "whereafter"):
        markers = speech.markers.get(passage.tokens[at].fold, ())
        marked = any(passage.reads(at, marker.parts) for marker in markers)
        last = at + 2
        if not marked or not _is_relative(account, segment, at + 1):
            return None
    source = antecedent(passage, speech, place)
    return (at, last, source) if source is not None and _tells(account, source) else None


def _is_relative(account: Account, segment: Segment, at: int) -> bool:
    """Tell whether a word is a relative pronoun: its clause ends in the finite verb."""
    passage, speech = account.passage, account.speech
    if at + 1 >= segment.last or not speech.is_in(passage.tokens[at].fold, "relatives"):
        return False
    final = passage.words(segment.first, trimmed(passage, segment.last))[-1:]
    groups = ("finite", "indicative", "modals", "strong", "weak")
    return any(speech.is_in(word, *groups) for word in final)


def _tells(account: Account, source: Phrase) -> bool:
    """Tell whether a phrase names something said or written ("Berichte", "ein Gutachten")."""
    inside = range(*source)
    words = [account.passage.tokens[at].fold for at in inside]
    written = any(account.speech.ends(word, "documents") for word in words)
    return written or any(account.is_saying(at) for at in inside)
