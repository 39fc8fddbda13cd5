"""Loose quotations: those that no verb of saying and no source phrase has taken up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nutgraf.annotation.attribution.accounts import Account, trimmed
from nutgraf.annotation.attribution.antecedents import teller
from nutgraf.annotation.attribution.appositions import whole_phrase
from nutgraf.annotation.attribution.drafts import Draft
from nutgraf.annotation.attribution.noun_phrases import Phrase
from nutgraf.annotation.attribution.quotes import Quote
from nutgraf.annotation.attribution.renderings import Stretch, offsets, spoken, word_count
from nutgraf.model.event import Quotation


def loose(
    account: Account, found: list[Draft], last: Draft | None, *, near: bool
) -> Iterator[Draft]:
    """Drafts of the quotations that no cue of the passage has taken up.

    `near` tells that the last thing said stands right before in the same paragraph.
    """
    for quote in account.passage.quotes:
        if quote.depth or any(draft.content == spoken(account.passage, quote) for draft in found):
            continue
        covering = (draft for draft in found if draft.covers(quote))
        around = min(covering, key=lambda draft: draft.content[1] - draft.content[0], default=None)
        if around is not None:
            draft = _built_in(account, quote, around)
        else:
            draft = _apart(account, quote, found, last) or (
                _carried_on(account, quote, last) if near and last and not found else None
            )
        if draft is not None:
            yield draft


def opened(before: Account, here: Sequence[Draft]) -> Iterator[Draft]:
    """A quotation that an earlier paragraph opens and the words of `here` go on with."""
    quotes = [quote for quote in before.passage.quotes if not quote.closed]
    direct = (d for d in here if d.quotation is Quotation.DIRECT and d.speaker and not d.inherited)
    follows = next(direct, None)
    if quotes and follows is not None:
        content = spoken(before.passage, quotes[0])
        yield replace(follows, content=content, addressee=None, inherited=True, confidence=0.7)


def _built_in(account: Account, quote: Quote, around: Draft) -> Draft | None:
    """A quotation inside what is said: words of its own when long, a label when short."""
    content = spoken(account.passage, quote)
    if account.is_name(quote):
        return None
    words = word_count(account.passage, quote)
    if words >= account.speech.labels:
        return replace(around, content=content, quotation=Quotation.PARTIAL, claim=True)
    # A word or two inside what is claimed say no more than the claim; small words make a phrase.
    mere = around.claim and (words < 2 or around.content == content)
    if mere or around.speaker is None or named_thing(account, quote):
        return None
    return replace(around, content=content, quotation=Quotation.PARTIAL, claim=True, label=True)


def _apart(account: Account, quote: Quote, found: list[Draft], last: Draft | None) -> Draft | None:
    """A quotation without a cue: after a colon, beside another, or carrying one on."""
    place = next((i for i, s in enumerate(account.passage.segments) if s.quote == quote), None)
    content = spoken(account.passage, quote)
    words = word_count(account.passage, quote)
    if place is None or words < 2:
        return None
    segment = account.passage.segments[place]
    introduced = segment.mark == ":" and place and account.cue_in(place - 1) is None
    who = _teller(account, place - 1) if introduced else None
    if who is not None:
        speaker = offsets(account.passage, who)
        return Draft(content, quotation=Quotation.DIRECT, speaker=speaker, confidence=0.6)
    if found:
        return replace(found[-1], content=content, quotation=Quotation.DIRECT, claim=True)
    if segment.mark != ":" and (last is None or not _is_alone(account, place)):
        return None
    return _inherited(content, last)


def _teller(account: Account, place: int) -> Phrase | None:
    """Who the clause before a colon is about: its own subject, or that of its sentence."""
    passage, speech = account.passage, account.speech
    segment = passage.segments[place]
    start, _ = passage.sentence(place)
    if whole_phrase(passage, speech, place) is None and segment.mark == ",":
        groups = ("coordinators", "closing", "like")
        if not speech.is_in(account.word(segment), *groups):
            segment = passage.segments[start]
    if segment.quote is not None:
        segment = passage.segments[place]
    return teller(passage, speech, segment.first, segment.last)


def _inherited(content: Stretch, last: Draft | None) -> Draft:
    if last is None:
        return Draft(content, quotation=Quotation.DIRECT, confidence=0.6)
    return Draft(content, last.act, Quotation.DIRECT, last.speaker, inherited=True, confidence=0.7)


def _carried_on(account: Account, quote: Quote, last: Draft) -> Draft | None:
    """Quoted words in a sentence that goes on with what was said right before."""
    built_in = all(segment.quote != quote for segment in account.passage.segments)
    titled = named_thing(account, quote) or account.is_name(quote)
    if not built_in or titled or word_count(account.passage, quote) < 3:
        return None
    content = spoken(account.passage, quote)
    kind = Quotation.PARTIAL
    return Draft(content, quotation=kind, speaker=last.speaker, inherited=True, confidence=0.6)


def _is_alone(account: Account, place: int) -> bool:
    """Tell whether a quotation is a whole sentence."""
    start, end = account.passage.sentence(place)
    rest = (s for s in account.passage.segments[start:end] if s.quote is None)
    return not any(trimmed(account.passage, s.last) > s.first for s in rest)


def named_thing(account: Account, quote: Quote) -> bool:
    """Tell whether the word before a quotation makes it a name or title."""
    at = account.passage.index(quote.start)
    return at > 0 and account.speech.is_in(account.passage.tokens[at - 1].fold, "titles")
