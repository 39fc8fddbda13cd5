"""Phrase complements: what is said inside the clause of the verb itself."""

from __future__ import annotations

from nutgraf.annotation.attribution.accounts import Account, trimmed
from nutgraf.annotation.attribution.cues import Cue
from nutgraf.annotation.attribution.noun_phrases import Phrase
from nutgraf.annotation.attribution.objects import direct_object, phrase_end
from nutgraf.annotation.attribution.passages import Passage
from nutgraf.annotation.attribution.quotes import Quote
from nutgraf.annotation.attribution.running_clauses import running_clause
from nutgraf.annotation.attribution.speakers import (
    agent,
)
from nutgraf.annotation.attribution.word_order import contact
from nutgraf.model.event import SpeechAct


def inside(account: Account, cue: Cue) -> Phrase | None:
    """What is said inside the clause of the cue: als/von phrase, object, quotation."""
    first, last = _field(account, cue)
    if not account.speech.commas:
        clause = running_clause(account, cue)
        if clause is not None:
            return clause
    if (
        cue.passive
        and not cue.saying.cited
        and agent(account.passage, account.speech, first, last) is None
    ):
        return None
    found = _introduced(account, cue, first, last) or _called(account, cue, first, last)
    if found is None and cue.saying.allows("object") and not cue.passive:
        found = direct_object(account, cue, first, last)
    if found is None:
        return _quoted(account, cue, first, last)
    return _narrowed(account, found)


def _quoted(account: Account, cue: Cue, first: int, last: int) -> Phrase | None:
    """A quotation built into the clause; before the verb it must be more than a name."""
    least = 3 if first < cue.verb else 1 if cue.saying.allows("quote") else 2
    for quote in account.passage.inside(first, last):
        span = _range(account.passage, quote)
        name = not cue.saying.allows("quote") and account.is_name(quote)
        if span[1] - span[0] - 2 >= least and _speaks(account, quote) and not name:
            return span
    return None


def _speaks(account: Account, quote: Quote) -> bool:
    """Tell whether a quotation inside a clause is more than a name."""
    at = account.passage.index(quote.start)
    before = account.passage.tokens[at - 1].fold if at else ""
    return not account.speech.is_in(before, "titles")


def _range(passage: Passage, quote: Quote) -> Phrase:
    return passage.index(quote.start), passage.index(quote.last) + 1


def _field(account: Account, cue: Cue) -> Phrase:
    """Where the objects of the verb stand in its clause."""
    segment = account.passage.segments[cue.place]
    last = trimmed(account.passage, account.limit(cue))
    if not account.speech.commas:
        return cue.last, _contact_end(account, cue, last)
    last = _past_needed(account, cue, last)
    if cue.finite < cue.verb:
        apart = cue.particle is not None and cue.particle == cue.verb - 1
        return cue.finite + 1, _past_needed(account, cue, cue.verb - apart)
    if cue.particle is not None and cue.particle < last:
        return cue.verb + 1, cue.particle
    if cue.verb + 1 >= last:
        joined = cue.first and account.speech.is_in(
            account.passage.tokens[cue.first - 1].fold, "coordinators"
        )
        return (cue.first if joined else segment.first), cue.first
    return cue.verb + 1, last


def _contact_end(account: Account, cue: Cue, last: int) -> int:
    """Where a clause on a noun gives way to the verb of that noun ("it calls wrong was held")."""
    passage, speech = account.passage, account.speech
    if contact(passage, speech, cue) is None:
        return last
    groups = ("passive", "perfect", "modals", "finite")
    verbs = (at for at in range(cue.last, last) if speech.is_in(passage.tokens[at].fold, *groups))
    return next(verbs, last)


def _past_needed(account: Account, cue: Cue, last: int) -> int:
    """Step back over words that belong to the verb ("stellte Hilfe in Aussicht")."""
    tokens = account.passage.tokens
    if tokens[last - 1].fold not in cue.saying.needs:
        return last
    return last - 1 - account.speech.is_in(tokens[last - 2].fold, "prepositions")


def _introduced(account: Account, cue: Cue, first: int, last: int) -> Phrase | None:
    """The phrase after "als" or the preposition that the verb wants."""
    contractions = account.speech.data["contractions"]
    for at in range(first, last):
        word = account.passage.tokens[at].fold
        wanted = contractions.get(word, word) in cue.saying.takes
        if wanted and not account.passage.masked[at] and at + 1 < last:
            bare = cue.saying.act is SpeechAct.ACCUSES and at == first
            start = at if account.speech.is_in(word, "kept") else at + 1
            return None if bare else (start, phrase_end(account, cue, last))
    return None


def _called(account: Account, cue: Cue, first: int, last: int) -> Phrase | None:
    """A thing and what it is called: "nannte den Angriff einen Bruch"."""
    passage, speech = account.passage, account.speech
    if not speech.commas or not cue.saying.allows("predicate") or cue.passive:
        return None
    things: list[int] = []
    for at in range(first, last):
        word = passage.tokens[at].fold
        if passage.masked[at]:
            return None
        if things and speech.is_in(word, "indefinite") and speech.is_in(word, "accusative"):
            return things[-1], last
        led = speech.is_in(passage.tokens[at - 1].fold, "prepositions")
        if speech.is_in(word, "definite") and speech.is_in(word, "accusative") and not led:
            things.append(at)
    return None


def _narrowed(account: Account, found: Phrase) -> Phrase:
    """A phrase that opens with a quotation is that quotation."""
    passage = account.passage
    at = found[0]
    while at < found[1] and account.speech.is_in(passage.tokens[at].fold, "determiners", "oblique"):
        at += 1
    quotes = passage.inside(at, found[1])
    if at < found[1] and quotes and quotes[0].start == passage.tokens[at].start:
        return _range(passage, quotes[0])
    return found
