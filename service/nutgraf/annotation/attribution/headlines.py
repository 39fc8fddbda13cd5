"""Headlines that name their source: "Minister: Grenze bleibt offen"."""

from __future__ import annotations

from collections.abc import Iterator

from nutgraf.annotation.attribution.accounts import Account, trimmed
from nutgraf.annotation.attribution.drafts import Draft
from nutgraf.annotation.attribution.noun_phrases import Phrase, phrase
from nutgraf.annotation.attribution.renderings import offsets, shape
from nutgraf.annotation.attribution.voices import Voices


def titled(account: Account, voices: Voices) -> Iterator[Draft]:
    """The words of a headline and the named person or body they are put in the mouth of."""
    segments = account.passage.segments
    if len(segments) < 2:
        return
    end = trimmed(account.passage, segments[-1].last)
    first, last = segments[0], segments[-1]
    source = _source(account, voices, first.first, first.last)
    if segments[1].mark == ":" and source is not None and _tells(account):
        yield _draft(account, (segments[1].first, end), source)
        return
    source = _source(account, voices, last.first, end)
    if last.mark in {"–", "—"} and source is not None:
        yield _draft(account, (first.first, segments[-2].last), source)


def _tells(account: Account) -> bool:
    """Tell whether a quotation, a finite verb or a denial follows the colon, not only a topic."""
    segments = account.passage.segments[1:]
    if account.passage.inside(segments[0].first, segments[-1].last):
        return True
    words = account.passage.words(segments[0].first, segments[-1].last)
    if account.passage.tokens[-1].text == "?":
        return False
    if account.speech.any_in(words[:1], "negation"):
        return True
    verbs = any(w in account.speech.forms or account.speech.is_in(w, "finite") for w in words)
    return verbs or any(account.reports(s, "strong", "weak", "indicative") for s in segments)


def _source(account: Account, voices: Voices, first: int, last: int) -> Phrase | None:
    """The stretch when it is nothing but a person, an office, a body or a group of people."""
    whole = phrase(account.passage, account.speech, first, last)
    if whole != (first, last) or last - first > 5:
        return None
    holder = account.passage.tokens[last - 1].fold
    known = voices.speaks(offsets(account.passage, whole))
    return whole if known or account.speech.ends(holder, "offices") else None


def _draft(account: Account, content: Phrase, source: Phrase) -> Draft:
    stretch, quotation = shape(account.passage, content)
    speaker = offsets(account.passage, source)
    return Draft(stretch, quotation=quotation, speaker=speaker, confidence=0.6)
