"""Complements: the words of a sentence that a verb of saying reports."""

from __future__ import annotations

from collections.abc import Iterator

from nutgraf.annotation.attribution.accounts import Account, trimmed
from nutgraf.annotation.attribution.adjuncts import past_adjuncts
from nutgraf.annotation.attribution.appositions import interrupted
from nutgraf.annotation.attribution.clause_complements import clause_end, following
from nutgraf.annotation.attribution.cues import Cue
from nutgraf.annotation.attribution.noun_phrases import Phrase, after, phrase
from nutgraf.annotation.attribution.passages import Segment
from nutgraf.annotation.attribution.phrase_complements import inside
from nutgraf.annotation.attribution.speakers import joins_on, like_place, subject
from nutgraf.annotation.attribution.word_order import inverted
from nutgraf.model.event import SpeechAct

# A clause of fewer words is not told to its end.
_BEGUN = 4
# Only what is stated or announced is set before its verb in the indicative.
_STATING = (SpeechAct.STATES, SpeechAct.ANNOUNCES, SpeechAct.DENIES)


def contents(account: Account, cue: Cue) -> tuple[Phrase, ...]:
    """What is said: token ranges, none when the verb is used for something else."""
    found = _contents(account, cue)
    return tuple(span for span in found if span[0] < span[1] and not _is_pronoun(account, span))


def _is_pronoun(account: Account, span: Phrase) -> bool:
    """Tell whether all that is said is a pronoun ("denied it")."""
    groups = ("singular", "plural", "impersonal", "objects", "back")
    word = account.passage.tokens[span[0]]
    if not account.speech.is_in(word.fold, *groups):
        return False
    rest = account.passage.words(span[0] + 1, span[1])[:1]
    back = account.speech.is_in(word.fold, "back") and not account.speech.commas
    return span[1] - span[0] == 1 or (back and account.speech.any_in(rest, "prepositions"))


def _contents(account: Account, cue: Cue) -> tuple[Phrase, ...]:
    beside = tuple(_quotes_beside(account, cue))
    if beside:
        return beside
    opening = like_place(account.passage, account.speech, cue)
    if opening is not None:
        return _around(account, cue, opening)
    postposed = tuple(_before(account, cue)) if _is_postposed(account, cue) else ()
    if postposed:
        return postposed
    readings = (following, inside) if account.speech.commas else (inside, following)
    for reading in readings:
        found = reading(account, cue)
        if found is not None:
            return (*_before_colon(account, cue, found), found)
    return ()


def _before_colon(account: Account, cue: Cue, found: Phrase) -> tuple[Phrase, ...]:
    """The object of an accusation that a clause after a colon goes on with."""
    segments = account.passage.segments
    onward = cue.place + 1 < len(segments) and segments[cue.place + 1].first == found[0]
    if cue.saying.act is not SpeechAct.ACCUSES or not cue.saying.needs or not onward:
        return ()
    named = inside(account, cue) if segments[cue.place + 1].mark == ":" else None
    return (named,) if named else ()


def _quotes_beside(account: Account, cue: Cue) -> Iterator[Phrase]:
    """Quotations that stand alone right before or after the clause of the cue."""
    segments = account.passage.segments
    start, end = account.passage.sentence(cue.place)
    apart = interrupted(account.passage, account.speech, cue)
    back = cue.place - (3 if apart else 1)
    if back >= start and segments[back].quote is not None and _leads(account, cue):
        while back >= start and segments[back].quote is not None:
            back -= 1
        opening = start if _closes_clause(account, start, back + 1) else back + 1
        yield segments[opening].first, segments[cue.place - (3 if apart else 1)].last
    onward = cue.place + 1
    if onward < end and segments[onward].quote is not None:
        yield segments[onward].first, segments[onward].last


def _closes_clause(account: Account, start: int, place: int) -> bool:
    """Tell whether a quotation goes on with a clause of nobody else's (", „dass es brennt“,")."""
    passage, quote = account.passage, account.passage.segments[place].quote
    if place == start or quote is None or passage.segments[place].mark != ",":
        return False
    opening = passage.tokens[passage.index(quote.first)]
    earlier = any(account.cue_in(p) is not None for p in range(start, place))
    return opening.text[0].islower() and not earlier


def _leads(account: Account, cue: Cue) -> bool:
    """Tell whether the verb stands near the head of its clause (", sagte er")."""
    segment = account.passage.segments[cue.place]
    return not account.speech.commas or cue.first - segment.first <= 1


def _around(account: Account, cue: Cue, opening: int) -> tuple[Phrase, ...]:
    """The clause that a "wie X mitteilte" goes with: before it, else after it."""
    passage = account.passage
    segments = passage.segments
    start, end = passage.sentence(cue.place)
    if subject(passage, account.speech, cue) is None and not cue.saying.unnamed:
        return ()
    if start < opening:
        last = opening - 1
        if goes_on(account, cue.place + 1, end) or _is_set_in(account, opening, cue.place + 1):
            last = end - 1
        return ((segments[start].first, trimmed(passage, segments[last].last)),)
    if cue.place + 1 < end:
        return ((segments[cue.place + 1].first, trimmed(passage, segments[end - 1].last)),)
    return ()


def _is_set_in(account: Account, opening: int, place: int) -> bool:
    """Tell whether a "wie X sagte" stands inside one clause, which has hardly begun before it."""
    segments, passage = account.passage.segments, account.passage
    if not account.speech.commas or place >= len(segments) or segments[place].mark != ",":
        return False
    begun = passage.words(segments[opening - 1].first, segments[opening - 1].last)
    whole = opening - 1 > 0 and bool(segments[opening - 1].mark)
    return not whole and len(begun) < _BEGUN and segments[place].first not in passage.dependents


def goes_on(account: Account, place: int, end: int) -> bool:
    """Tell whether a clause goes on with its verb after words set into it (", wie X sagt, ist")."""
    segments, speech = account.passage.segments, account.speech
    if place >= end or segments[place].mark != "," or segments[place].quote is not None:
        return False
    groups = ("indicative", "strong", "weak", "finite", "modals", "perfect", "passive")
    return speech.is_in(account.passage.tokens[segments[place].first].fold, *groups)


def _is_postposed(account: Account, cue: Cue) -> bool:
    """Tell whether the words said come before the clause of the cue (", sagte er")."""
    passage, speech = account.passage, account.speech
    segment = passage.segments[cue.place]
    start, _ = passage.sentence(cue.place)
    if cue.place == start or segment.mark == ":" or joins_on(passage, speech, cue):
        return False
    if interrupted(passage, speech, cue) is not None:
        return not speech.commas and cue.place - 2 > start and _is_closed(account, cue)
    if cue.first == segment.first:
        own = inverted(passage, speech, cue)
        own = own or after(passage, speech, cue.finite + 1, segment.last)
        return (own is not None and not _has_object(account, own)) or cue.saying.unnamed
    return not speech.commas and segment.mark == "," and _is_bare_cue(account, cue)


def _has_object(account: Account, own: Phrase) -> bool:
    """Tell whether an object follows a phrase, which is none that speaks (", shows X the door")."""
    if account.speech.commas or own[1] >= len(account.passage.tokens):
        return False
    word = account.passage.tokens[own[1]].fold
    return account.speech.is_in(word, "definite", "indefinite")


def _is_closed(account: Account, cue: Cue) -> bool:
    """Tell whether nothing but adjuncts follows a verb in its clause."""
    return past_adjuncts(account, cue) >= trimmed(
        account.passage, account.passage.segments[cue.place].last
    )


def _is_bare_cue(account: Account, cue: Cue) -> bool:
    """Tell whether a clause is a subject, its verb and adjuncts ("police said on Monday")."""
    passage = account.passage
    segment = passage.segments[cue.place]
    if not _is_closed(account, cue):
        return False
    whole = phrase(passage, account.speech, segment.first, cue.finite)
    between = passage.words(whole[1], cue.finite) if whole else ("",)
    if between and account.speech.is_in(between[0], "prepositions"):
        return True
    return all(account.speech.is_in(word, "adverbs", "perfect") for word in between)


def _before(account: Account, cue: Cue) -> Iterator[Phrase]:
    """The clauses before a postposed cue, and their continuation after it."""
    passage = account.passage
    _, end = passage.sentence(cue.place)
    back = 1 if interrupted(passage, account.speech, cue) is None else 3
    opening = min(_opening(account, cue), cue.place - back)
    span = passage.segments[opening].first, passage.segments[cue.place - back].last
    if not _is_sayable(account, cue, span) or _is_mere_phrase(account, opening, cue.place - back):
        return
    if _is_clause(account, cue, span):
        yield span
    elif not account.speech.commas and goes_on(account, cue.place + 1, end):
        last = trimmed(passage, passage.segments[end - 1].last)
        yield span[0], last
    onward = cue.place + 1
    if onward < end and _continues(account, passage.segments[onward]):
        yield passage.segments[onward].first, clause_end(account, onward, end)


def _is_mere_phrase(account: Account, first: int, last: int) -> bool:
    """Tell whether only a phrase and a clause on it come before ("Auf den Vorwurf, ...")."""
    segments, speech = account.passage.segments, account.speech
    phrasal = speech.commas and speech.is_in(account.word(segments[first]), "prepositions")
    if first == last or not phrasal:
        return False
    groups = ("indicative", "strong", "weak", "finite", "modals")
    opening = account.passage.words(segments[first].first, segments[first].last)
    starts = (account.word(segments[p]) for p in range(first + 1, last + 1))
    verbs = (*opening, *starts)
    return not any(speech.is_in(w, *groups) or w in speech.forms for w in verbs)


def _opening(account: Account, cue: Cue) -> int:
    """The segment where the words before a postposed cue begin."""
    start, _ = account.passage.sentence(cue.place)
    for place in range(start, cue.place):
        earlier = account.cue_in(place)
        if earlier is not None and _is_postposed(account, earlier):
            start = place + 1
        # "Others waited: the storm, they said, would pass" tells the first half itself.
        if account.passage.segments[place].mark == ":" and not account.speech.commas:
            start = max(start, place)
    return min(start, cue.place - 1)


def _is_sayable(account: Account, cue: Cue, span: Phrase) -> bool:
    """Tell whether the verb can be set after the words said without a conjunction."""
    if account.reports(Segment(*span, ""), "strong", "weak", "mild"):
        return cue.saying.allows("clause") or cue.saying.allows("that")
    if cue.saying.allows("clause") and cue.saying.act in _STATING:
        return True
    return cue.saying.allows("that") and not account.speech.commas


def _is_clause(account: Account, cue: Cue, span: Phrase) -> bool:
    """Tell whether a stretch before a cue is a clause and not only its subject."""
    apart = any(span[0] < first <= cue.first for first in account.passage.clauses)
    apart = apart or account.reports(Segment(*span, ""), "strong", "weak", "indicative")
    return apart and len(account.passage.words(*span)) > 2


def _continues(account: Account, segment: Segment) -> bool:
    if segment.quote is not None:
        return True
    if account.speech.is_in(account.word(segment), "relatives") and not account.reports(
        segment, "strong"
    ):
        return False
    return account.reports(segment, "strong", "weak")
