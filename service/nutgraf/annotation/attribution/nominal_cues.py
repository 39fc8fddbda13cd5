"""Nominal cues: what is said in a clause on a noun ("die Forderung der Partei, ... zu ...")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nutgraf.annotation.attribution.accounts import Account, trimmed
from nutgraf.annotation.attribution.clause_complements import (
    clause_end,
    ends_in_infinitive,
    has_infinitive,
)
from nutgraf.annotation.attribution.noun_phrases import Phrase, after, phrase
from nutgraf.annotation.attribution.passages import Segment
from nutgraf.annotation.attribution.source_phrases import holder
from nutgraf.model.event import SpeechAct


@dataclass(frozen=True, slots=True)
class NominalCue:
    """A noun of saying at token `noun`, its `source` and the `content` that follows it."""

    noun: int
    act: SpeechAct
    source: Phrase
    content: Phrase


def find_nominal_cues(account: Account) -> Iterator[NominalCue]:
    """Find the nouns of saying outside quotations whose clause and speaker are told."""
    for place, segment in enumerate(account.passage.segments):
        if segment.quote is None:
            yield from _in_segment(account, place, segment)


def _in_segment(account: Account, place: int, segment: Segment) -> Iterator[NominalCue]:
    for at in range(segment.first, segment.last):
        act = _act(account, at)
        if act is None or account.passage.masked[at]:
            continue
        owner = holder(account, segment, at + 1) or _owner_before(account, segment, at)
        content = _clause(account, place, at, max(owner[1], at + 1) if owner else at + 1)
        source = owner or _subject(account, segment, at)
        if content is not None and source is not None:
            yield NominalCue(at, act, source, content)


def _act(account: Account, at: int) -> SpeechAct | None:
    """What is done by the noun at a token; a noun is written as its language writes nouns."""
    token = account.passage.tokens[at]
    if account.speech.capitals and not token.text[0].isupper():
        return None
    if not account.speech.capitals and not _is_governed(account, at):
        return None
    return account.speech.nouns.get(token.fold)


def _is_governed(account: Account, at: int) -> bool:
    """Tell whether an article, a possessive or a verb before a word makes a noun of it."""
    before = account.passage.tokens[at - 1].fold if at else ""
    return account.speech.is_in(before, "determiners", "possessive", "supports", "prepositions")


def _owner_before(account: Account, segment: Segment, at: int) -> Phrase | None:
    """Whom a noun belongs to by a possessive before it ("the army's claim")."""
    passage, speech = account.passage, account.speech
    if at == segment.first or not speech.is_in(passage.tokens[at - 1].fold, "possessive"):
        return None
    for start in range(segment.first, at - 1):
        if speech.is_in(passage.tokens[start].fold, "prepositions"):
            continue
        found = phrase(passage, speech, start, at - 1)
        if found is not None and found[1] == at - 1:
            return found
    return None


def _clause(account: Account, place: int, noun: int, end_of_noun: int) -> Phrase | None:
    """The clause after the noun: right behind it, or behind the verb that ends its segment."""
    segments = account.passage.segments
    _, end = account.passage.sentence(place)
    if not account.speech.commas:
        return _running(account, place, noun, end_of_noun)
    rest = account.passage.words(end_of_noun, segments[place].last)
    following = place + 1
    if len(rest) > 2 or following >= end or segments[following].quote is not None:
        return None
    if not _is_complement(account, segments[following], following, end):
        return None
    return segments[following].first, clause_end(
        account, following, _resumption(account, following, end)
    )


def _resumption(account: Account, place: int, end: int) -> int:
    """The segment where the sentence goes on after the clause, with its verb."""
    segments, tokens = account.passage.segments, account.passage.tokens
    bare = not account.speech.is_in(account.word(segments[place]), "that")
    if bare and not account.reports(segments[place], "strong"):
        closing = (p for p in range(place, end) if ends_in_infinitive(account, segments[p]))
        return next(closing, place) + 1
    for later in range(place + 1, end):
        first = tokens[segments[later].first].fold
        verb = first in account.speech.forms or account.speech.is_in(first, "finite", "indicative")
        if verb and not account.speech.is_in(first, "strong", "weak"):
            return later
    return end


def _is_complement(account: Account, segment: Segment, place: int, end: int) -> bool:
    word = account.word(segment)
    if segment.mark != "," or account.speech.is_in(word, "not_content"):
        return False
    if account.speech.is_in(word, "that"):
        return True
    return _reports(account, segment) or has_infinitive(account, segment, place, end)


def _reports(account: Account, segment: Segment) -> bool:
    """Tell whether a segment is a main clause in reporting mood: its verb is not the last word."""
    if not account.reports(segment, "strong"):
        return False
    words = account.passage.words(segment.first, trimmed(account.passage, segment.last))
    return segment.first not in account.passage.dependents or not account.speech.is_in(
        words[-1], "strong"
    )


def _running(account: Account, place: int, noun: int, at: int) -> Phrase | None:
    """A clause that a conjunction or the particle of an infinitive opens right behind the noun."""
    segment = account.passage.segments[place]
    if at >= segment.last or account.passage.masked[at]:
        return None
    if not account.speech.is_in(account.passage.tokens[at].fold, "that"):
        return None
    # Behind the verb of its sentence a clause runs to the end; before it, who knows where.
    before = account.passage.words(segment.first + 1, noun)
    groups = ("finite", "perfect", "passive", "modals", "supports")
    told = any(account.speech.is_in(w, *groups) or w in account.speech.forms for w in before)
    _, end = account.passage.sentence(place)
    return (at, clause_end(account, place, end)) if told else None


def _subject(account: Account, segment: Segment, at: int) -> Phrase | None:
    """Who is, gives, has or holds what the noun names ("Er ist der Ansicht, ...")."""
    words = account.passage.words(segment.first, segment.last)
    if not account.speech.any_in(words, "supports"):
        return None
    if account.speech.any_in(words, "negation") or account.speech.any_in(words, "been"):
        return None
    start = segment.first
    relative = segment.mark == "," and account.speech.is_in(account.word(segment), "relatives")
    if relative or account.speech.is_in(account.word(segment), "hypothetical"):
        return None
    found = after(account.passage, account.speech, start, segment.last)
    if found is None or found[0] <= at < found[1]:
        return None
    return found if phrase(account.passage, account.speech, *found) else None
