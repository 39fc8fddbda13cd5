"""Carried speech: sentences in reporting mood, words pointed back to, rumours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nutgraf.annotation.attribution.accounts import Account, trimmed
from nutgraf.annotation.attribution.antecedents import teller
from nutgraf.annotation.attribution.appositions import is_age
from nutgraf.annotation.attribution.complements import contents
from nutgraf.annotation.attribution.cues import Cue
from nutgraf.annotation.attribution.drafts import Draft
from nutgraf.annotation.attribution.noun_phrases import Phrase
from nutgraf.annotation.attribution.passages import Segment
from nutgraf.annotation.attribution.renderings import Stretch, offsets, shape
from nutgraf.annotation.attribution.sources import cue_stretch, source_of
from nutgraf.model.event import Quotation

# Marks that close a quotation before the words that tell who spoke.
_MARKS = ("?", "!", "…", "...")


def points_back(account: Account) -> bool:
    """Tell whether a sentence says who said what stands before it ("Dies sagte ...")."""
    first = account.passage.segments[0]
    cue = account.cue_in(0)
    if cue is None or len(account.passage.segments) > 1:
        return False
    opening = account.passage.tokens[first.first].fold
    return account.speech.is_in(opening, "back") and cue.finite == first.first + 1


def pointed(account: Account, before: Account) -> Iterator[Draft]:
    """The passage before, as said by the subject of a sentence that points back."""
    cue = account.cue_in(0)
    who = source_of(account, cue) if cue else None
    if cue is None or who is None:
        return
    content, quotation = shape(
        before.passage, (0, trimmed(before.passage, len(before.passage.tokens)))
    )
    if quotation is Quotation.DIRECT or cue.saying.allows("clause"):
        speaker = offsets(account.passage, who)
        yield Draft(content, cue.saying.act, quotation, speaker, cue_stretch(account.passage, cue))


def asked(account: Account, before: Account) -> Iterator[Draft]:
    """A quotation that a mark of its own closes, said in the next sentence ('"Why?" he said.')."""
    quote = before.passage.segments[-1].quote
    cue = _bare_cue(account)
    who = source_of(account, cue) if cue else None
    if quote is None or cue is None or who is None or account.speech.commas:
        return
    inner = before.passage.tokens[before.passage.index(quote.last - 1)]
    if before.passage.paragraph == account.passage.paragraph and inner.text in _MARKS:
        speaker, told = offsets(account.passage, who), cue_stretch(account.passage, cue)
        content = quote.first, quote.last
        yield Draft(content, cue.saying.act, Quotation.DIRECT, speaker, told)


def _bare_cue(account: Account) -> Cue | None:
    """The verb of a sentence that tells who spoke, and not what ("Ruiz, 43, told the crowd")."""
    passage = account.passage
    place = 2 if len(passage.segments) > 2 and is_age(passage, 1) else 0
    cue = account.cue_in(place)
    if cue is None or passage.quotes or len(passage.segments) > place + 1 or cue.passive:
        return None
    return cue if cue.saying.allows("clause") and not contents(account, cue) else None


#: Which forms report besides the strong ones: none, those near something said, and those
#: that go on in the reporting mood of the sentence before.
FAR, NEAR, GOING_ON = (), ("replacement", "relayed"), ("replacement", "relayed", "weak", "running")


def carried(
    account: Account, last: Draft | None, actor: Stretch | None, forms: tuple[str, ...]
) -> Iterator[Draft]:
    """A passage in reporting mood without a cue: the actor before it or last speaker goes on."""
    passage = account.passage
    words = passage.words(0, len(passage.tokens))
    if account.speech.any_in(words, "unreported"):
        return
    free = account.speech.any_in(words, "veto")
    place = _reporting(account, FAR if free else forms)
    if place is None:
        return
    end = trimmed(passage, len(passage.tokens))
    told = any(account.reports(s, "indicative") for s in passage.segments[:place])
    if place and (told or passage.segments[place].mark == ":"):
        yield from _embedded(account, passage.segments[place], end)
        return
    content, quotation = shape(passage, (0, end))
    speaker = actor or (last.speaker if last else None)
    confidence = 0.7 if last and not actor else 0.5
    # What "soll" be so is on somebody's account, and not told as said.
    said = account.reports(passage.segments[place], "strong", "weak", "replacement", "running")
    yield Draft(
        content,
        quotation=quotation,
        speaker=speaker,
        claim=said,
        inherited=True,
        confidence=confidence,
    )


def is_told_on(account: Account, found: Sequence[Draft]) -> bool:
    """Tell whether saying itself is told in reporting mood ("Das Amt gehe davon aus, dass ...")."""
    passage = account.passage
    first = passage.segments[0]
    if first.quote is not None or first.first in passage.dependents:
        return False
    moods = (
        passage.tokens[at]
        for at in range(first.first, first.last)
        if not passage.masked[at] and account.speech.is_in(passage.tokens[at].fold, "strong")
    )
    mood = next((token for token in moods if token.text[0].islower()), None)
    return mood is not None and not any(
        draft.content[0] <= mood.start < draft.content[1] for draft in found
    )


def continued(account: Account, found: Sequence[Draft]) -> Iterator[Draft]:
    """Clauses in reporting mood after a semicolon, whose sentence said something before."""
    passage = account.passage
    for segment in passage.segments:
        start, end = offsets(passage, (segment.first, segment.last))
        spots = [spot for d in found for spot in (d.content, d.cue) if spot is not None]
        free = not any(first < end and start < last for first, last in spots)
        said = [d for d in found if d.speaker is not None and d.content[1] <= start]
        runs = segment.mark == ";" and segment.quote is None
        if runs and free and said and account.reports(segment, "strong"):
            span = segment.first, trimmed(passage, segment.last)
            content, quotation = shape(passage, span)
            speaker = said[-1].speaker
            yield Draft(content, quotation=quotation, speaker=speaker, inherited=True)


def _reporting(account: Account, forms: tuple[str, ...]) -> int | None:
    """The first segment in reporting mood."""
    for place, segment in enumerate(account.passage.segments):
        word = account.word(segment)
        dependent = account.speech.is_in(word, "complementizers")
        dependent = dependent or (place > 0 and account.speech.is_in(word, "relatives"))
        if segment.quote is not None or dependent:
            continue
        weak = not place and account.reports(segment, *forms)
        if weak or account.reports(segment, "strong"):
            return place
    return None


def _embedded(account: Account, segment: Segment, end: int) -> Iterator[Draft]:
    """A reported clause after a clause that no known verb of saying stands in."""
    groups = ("not_content", "complementizers")
    if segment.mark != ":" and account.speech.is_in(account.word(segment), *groups):
        return
    opening = account.passage.segments[0]
    who = teller(account.passage, account.speech, opening.first, opening.last)
    content, quotation = shape(account.passage, (segment.first, end))
    speaker = offsets(account.passage, who) if who else None
    yield Draft(content, quotation=quotation, speaker=speaker, confidence=0.6)


def rumoured(account: Account) -> Iterator[Draft]:
    """Clauses told as hearsay: "angeblich", "soll ... getötet haben", "reportedly"."""
    for place, segment in enumerate(account.passage.segments):
        if segment.quote is not None:
            continue
        mark = _adverb(account, segment) or _modal(account, segment)
        if mark is not None:
            content, quotation = shape(account.passage, _clause(account, place))
            cue = offsets(account.passage, mark)
            yield Draft(content, quotation=quotation, cue=cue, claim=False, hearsay=True)


def _adverb(account: Account, segment: Segment) -> Phrase | None:
    passage = account.passage
    for at in range(segment.first, segment.last):
        for parts in account.speech.sequences_of("hearsay", passage.tokens[at].fold):
            if at + len(parts) <= segment.last and passage.reads(at, parts):
                return at, at + len(parts)
    return None


def _modal(account: Account, segment: Segment) -> Phrase | None:
    """A modal whose clause ends in a perfect infinitive ("soll ... getötet worden sein")."""
    rules = account.speech.data["rumour"]
    if not rules["auxiliaries"]:
        return _conditional(account, segment)
    end = trimmed(account.passage, segment.last)
    words = account.passage.words(end - 2, end)
    if len(words) < 2 or words[1] not in rules["auxiliaries"]:
        return None
    if not any(re.search(pattern, words[0]) for pattern in rules["participle"]):
        return None
    for at in range(segment.first, end):
        if account.passage.tokens[at].fold in rules["modals"]:
            return at, at + 1
    return None


def _conditional(account: Account, segment: Segment) -> Phrase | None:
    """A modal right before its participle, where it needs no auxiliary ("aurait tué")."""
    rules, words = account.speech.data["rumour"], account.speech
    for at in range(segment.first, segment.last - 1):
        if account.passage.tokens[at].fold not in rules["modals"]:
            continue
        verb = at + 1 + words.is_in(account.passage.tokens[at + 1].fold, "been")
        word = account.passage.tokens[verb].fold if verb < segment.last else ""
        if any(re.search(pattern, word) for pattern in rules["participle"]):
            return at, at + 1
    return None


def _clause(account: Account, place: int) -> Phrase:
    """A dependent clause for itself, else its whole sentence."""
    segments = account.passage.segments
    start, end = account.passage.sentence(place)
    groups = ("complementizers", "relatives", "not_content")
    word = account.word(segments[place])
    if place > start and account.speech.is_in(word, *groups):
        return segments[place].first, trimmed(account.passage, segments[place].last)
    return segments[start].first, trimmed(account.passage, segments[end - 1].last)
