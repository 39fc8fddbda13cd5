"""Antecedents: whom a clause without a subject of its own is about."""

from __future__ import annotations

from nutgraf.annotation.attribution.appositions import is_title, whole_phrase
from nutgraf.annotation.attribution.noun_phrases import Phrase, after, phrase
from nutgraf.annotation.attribution.passages import Passage
from nutgraf.annotation.attribution.speech import Speech


def antecedent(passage: Passage, speech: Speech, place: int) -> Phrase | None:
    """The noun phrase that ends right before a segment, or the name it is apposed to."""
    nearest = _last_phrase(passage, speech, place - 1)
    start, _ = passage.sentence(place)
    apart = place - 2 >= start and passage.segments[place - 1].mark == ","
    if not apart or nearest is None or nearest != whole_phrase(passage, speech, place - 1):
        return nearest
    if passage.segments[place - 2].quote is not None or not is_title(passage, speech, nearest):
        return nearest
    name = _last_phrase(passage, speech, place - 2)
    whole = name is not None and name[1] == passage.segments[place - 2].last
    return name if name and whole and not is_title(passage, speech, name) else nearest


def _last_phrase(passage: Passage, speech: Speech, place: int) -> Phrase | None:
    """The last noun phrase of a segment."""
    before = passage.segments[place]
    found = None
    at = before.first
    while at < before.last:
        here = phrase(passage, speech, at, before.last)
        if here is None:
            at += 1
            continue
        found, at = here, max(here[1], at + 1)
    return found


def teller(passage: Passage, speech: Speech, first: int, last: int) -> Phrase | None:
    """Who tells what follows a clause without a verb of saying: its first phrase for somebody.

    A thought or deed tells nothing, and what belongs to "him" is told by somebody before.
    """
    at = first
    while at < last:
        found = after(passage, speech, at, last)
        if found is None:
            return None
        owned = speech.commas and speech.is_in(passage.tokens[found[0]].fold, "owned")
        if not owned and not is_abstract(passage, speech, found):
            return found
        at = found[1]
    return None


def is_abstract(passage: Passage, speech: Speech, span: Phrase) -> bool:
    """Tell whether the first noun of a phrase names a thought or deed, by its ending."""
    inside = passage.tokens[span[0] : span[1]]
    nouns = (t for t in inside if not speech.is_in(t.fold, "determiners", "oblique"))
    noun = next((t for t in nouns if t.text[0].isupper()), None)
    if noun is None:
        return False
    return speech.ends(noun.fold, "abstract_endings") and not speech.ends(noun.fold, "speaking")
