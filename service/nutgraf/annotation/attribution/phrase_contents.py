"""Phrase contents: the words that a source phrase goes with."""

from __future__ import annotations

from nutgraf.annotation.attribution.accounts import Account, trimmed
from nutgraf.annotation.attribution.appositions import is_named, whole_phrase
from nutgraf.annotation.attribution.clause_complements import interrupts
from nutgraf.annotation.attribution.noun_phrases import Phrase


def phrase_content(account: Account, place: int, first: int, last: int) -> Phrase | None:
    """The words the phrase goes with: its dependent clause, else the whole sentence."""
    passage = account.passage
    start, end = passage.sentence(place)
    segment = passage.segments[place]
    if place > start and first == segment.first and _opens_clause(account, last, segment.last):
        return last, _final(account, place, end)
    if place > start and first == segment.first:
        # A phrase set off by a comma closes what stands before it, or is set into it.
        if _is_set_in(account, place + 1, end):
            return passage.segments[start].first, _final(account, place, end)
        return passage.segments[start].first, passage.segments[place - 1].last
    groups = ("complementizers", "relatives", "not_content")
    dependent = place > start and account.speech.is_in(account.word(segment), *groups)
    if dependent and segment.first < first:
        return segment.first, trimmed(passage, segment.last)
    begin = passage.segments[start].first
    # What "according to X, ..." opens is told by X, whatever verb it has.
    opens = first == begin and not account.speech.commas and place + 1 < end
    final = _final(account, place + opens, end)
    if first == begin:
        begin = _past_phrase(account, place, last, final)
    elif last >= final:
        final = first - (passage.tokens[first - 1].text == ",")
    return (begin, final) if begin < final else None


def _opens_clause(account: Account, at: int, end: int) -> bool:
    """Tell whether a phrase opens a clause of its own (", laut Polizei ist die Brücke zu")."""
    if at >= end or account.passage.masked[at]:
        return False
    groups = ("indicative", "strong", "weak", "finite", "modals", "perfect", "passive")
    token = account.passage.tokens[at]
    return token.text[0].islower() and account.speech.is_in(token.fold, *groups)


def _is_set_in(account: Account, place: int, end: int) -> bool:
    """Tell whether a sentence goes on after a phrase between commas (", so X, ...")."""
    segments, speech = account.passage.segments, account.speech
    if place >= end or segments[place].mark != "," or segments[place].quote is not None:
        return False
    if account.cue_in(place) is not None:
        return False
    later = place
    while later < end and segments[later].first in account.passage.dependents:
        later += 1
    if later > place and later < end:
        resumed = ("strong", "weak", "indicative", "finite", "modals")
        return speech.is_in(account.passage.tokens[segments[later].first].fold, *resumed)
    groups = ("relatives", "coordinators", "stops", "not_content", "like", "closing")
    return not speech.is_in(account.passage.tokens[segments[place].first].fold, *groups)


def _past_phrase(account: Account, place: int, last: int, final: int) -> int:
    """Where the sentence goes on after a phrase that opens it, past a relative clause."""
    segments = account.passage.segments
    if _has_adjunct(account, place, last):
        return segments[place + 1].first
    if last >= final or account.passage.tokens[last].text != ",":
        return last
    if name_after(account, place, last):
        return segments[place + 2].first
    relative = place + 2 < len(segments) and segments[place + 1].first in account.passage.dependents
    return segments[place + 2].first if relative else last + 1


def _has_adjunct(account: Account, place: int, last: int) -> bool:
    """Tell whether a source goes on up to its comma ("according to officials in Kyiv, ...")."""
    passage, speech = account.passage, account.speech
    if speech.commas or place + 1 >= len(passage.segments) or passage.segments[place + 1].quote:
        return False
    rest = passage.words(last, passage.segments[place].last)[:2]
    apart = passage.segments[place + 1].mark == ","
    return apart and any(speech.is_in(word, "prepositions") for word in rest)


def name_after(account: Account, place: int, last: int) -> bool:
    """Tell whether a name between commas follows an office ("according to the mayor, Jo Lee,")."""
    passage, speech = account.passage, account.speech
    segments = passage.segments[place : place + 3]
    if speech.commas or len(segments) < 3 or segments[0].last != last:
        return False
    name = whole_phrase(passage, speech, place + 1)
    apart = segments[1].mark == "," and segments[2].mark == ","
    return apart and name is not None and is_named(passage, name)


def _final(account: Account, place: int, end: int) -> int:
    """Where the words end that a phrase goes with: the sentence, or another statement in it."""
    segments = account.passage.segments
    last = next((i for i in range(place + 1, end) if interrupts(account, i)), end)
    return trimmed(account.passage, segments[last - 1].last)
