"""Drafts of utterances: stretches in somebody's voice, before the speaker has a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nutgraf.annotation.attribution.accounts import Account
from nutgraf.annotation.attribution.addressees import addressee
from nutgraf.annotation.attribution.complements import contents
from nutgraf.annotation.attribution.cues import Cue
from nutgraf.annotation.attribution.nominal_cues import NominalCue, find_nominal_cues
from nutgraf.annotation.attribution.noun_phrases import Phrase, after, phrase
from nutgraf.annotation.attribution.passages import Passage, Segment
from nutgraf.annotation.attribution.quotes import Quote
from nutgraf.annotation.attribution.source_phrases import SourcePhrase, find_source_phrases
from nutgraf.annotation.attribution.speakers import subject
from nutgraf.model.event import Quotation, SpeechAct

#: Offsets `start, end` in the text.
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Draft:
    """An utterance whose speaker is still a stretch of text.

    `telling` holds the words of its speaker and cue where a later one may point back to it.
    """

    content: Stretch
    act: SpeechAct = SpeechAct.STATES
    quotation: Quotation = Quotation.INDIRECT
    speaker: Stretch | None = None
    cue: Stretch | None = None
    addressee: Stretch | None = None
    claim: bool = True
    inherited: bool = False
    label: bool = False
    hearsay: bool = False
    confidence: float = 0.85
    telling: frozenset[str] = frozenset()

    def covers(self, quote: Quote) -> bool:
        """Tell whether a quotation lies in what is said."""
        return self.content[0] <= quote.start and quote.end <= self.content[1]


def told(account: Account, last: Draft | None) -> Iterator[Draft]:
    """Drafts of one passage from its cues, source phrases and labels."""
    taken: set[int] = set()
    for cue in account.cues:
        if cue.verb not in taken:
            here = list(_from_cue(account, cue, last))
            taken.update({cue.verb} if here else ())
            yield from here
    for one in find_source_phrases(account):
        yield _from_phrase(account, one, last)
    for noun in find_nominal_cues(account):
        yield _from_noun(account, noun)
    yield from _labels(account)


def offsets(passage: Passage, span: Phrase) -> Stretch:
    """Where tokens `first..last` lie in the text."""
    return passage.tokens[span[0]].start, passage.tokens[span[1] - 1].end


def shape(passage: Passage, span: Phrase) -> tuple[Stretch, Quotation]:
    """What is said without its quotation marks, and how it is rendered."""
    start, end = offsets(passage, span)
    whole = _framing(passage, start, end)
    if whole is not None:
        apart = any(segment.quote == whole for segment in passage.segments)
        kind = Quotation.DIRECT if apart else Quotation.PARTIAL
        return spoken(passage, whole), kind
    inside = any(start <= q.start and q.end <= end for q in passage.quotes)
    return (start, end), Quotation.PARTIAL if inside else Quotation.INDIRECT


def spoken(passage: Passage, quote: Quote) -> Stretch:
    """The words of a quotation, without the comma that English puts inside."""
    inner = [t for t in passage.tokens if quote.first <= t.start and t.end <= quote.last]
    if len(inner) > 1 and inner[-1].text == ",":
        return quote.first, inner[-2].end
    return quote.first, quote.last


def _framing(passage: Passage, start: int, end: int) -> Quote | None:
    """The quotation that makes up all of a stretch, but for a mark after it."""
    for quote in passage.quotes:
        if quote.depth == 0 and quote.end >= end - 1 and start <= quote.start < end:
            lead = sum(t.is_word for t in passage.tokens if start <= t.start < quote.start)
            if lead == 0 or (lead <= 2 and word_count(passage, quote) >= 4):
                return quote
    return None


def _from_cue(account: Account, cue: Cue, last: Draft | None) -> Iterator[Draft]:
    passage = account.passage
    who = source_of(account, cue)
    to = addressee(account, cue)
    inherited = who is None and cue.saying.unnamed and last is not None
    speaker = last.speaker if last and inherited else _stretch(passage, who)
    told = cue_stretch(passage, cue)
    for span in contents(account, cue):
        content, quotation = shape(passage, span)
        yield Draft(
            content,
            _act(account, cue, span),
            quotation,
            None if speaker and _is_said(speaker, told, content) else speaker,
            told,
            _stretch(passage, to),
            inherited=inherited,
        )


def _is_said(speaker: Stretch, cue: Stretch, content: Stretch) -> bool:
    """Tell whether a phrase is part of what is said, and its verb is not set into that."""
    first, last = content
    inside = first <= speaker[0] and speaker[1] <= last
    return inside and not (first <= cue[0] and cue[1] <= last)


def _stretch(passage: Passage, span: Phrase | None) -> Stretch | None:
    return offsets(passage, span) if span is not None else None


def _act(account: Account, cue: Cue, span: Phrase) -> SpeechAct:
    """What is done by saying so; a clause after a colon is stated, whatever the verb."""
    marks = (s.mark for s in account.passage.segments if s.first == span[0] and s.quote is None)
    stated = ":" in marks and not cue.saying.allows("clause")
    return SpeechAct.STATES if stated else cue.saying.act


def opening(account: Account) -> Phrase | None:
    """The first noun phrase of a passage that can be a subject."""
    first = account.passage.segments[0]
    if first.quote is not None:
        return None
    return after(account.passage, account.speech, first.first, first.last)


def source_of(account: Account, cue: Cue) -> Phrase | None:
    """The phrase that says; with "hiess es" only a phrase like "aus dem Ministerium"."""
    if cue.saying.cited:
        last = account.passage.segments[cue.place].last
        return phrase(account.passage, account.speech, cue.finite + 1, last)
    if not cue.saying.unnamed:
        joined = _joined(account, cue)
        own = joined or subject(account.passage, account.speech, cue)
        return own or _shared(account, cue) or (_written(account, cue) if cue.passive else None)
    segment = account.passage.segments[cue.place]
    for at in range(segment.first, segment.last):
        word = account.passage.tokens[at].fold
        if account.speech.is_in(word, "origins") and not account.passage.masked[at]:
            return phrase(account.passage, account.speech, at + 1, segment.last)
    return _written(account, cue)


def _written(account: Account, cue: Cue) -> Phrase | None:
    """Where something stands written: "in einer Mitteilung der Partei heißt es"."""
    segment, words = account.passage.segments[cue.place], account.speech
    for at in range(segment.first, segment.last - 1):
        if account.passage.masked[at] or not words.is_in(account.passage.tokens[at].fold, "within"):
            continue
        found = phrase(account.passage, words, at + 1, segment.last)
        inside = account.passage.tokens[found[0] : found[1]] if found else ()
        if any(words.ends(t.fold, "documents") and t.text[0].isupper() for t in inside):
            return found
    return None


def _joined(account: Account, cue: Cue) -> Phrase | None:
    """The subject of the verb before in its clause ("kritisierte das Amt und forderte ...")."""
    tokens = account.passage.tokens
    if not cue.first or not account.speech.is_in(tokens[cue.first - 1].fold, "coordinators"):
        return None
    earlier = [c for c in account.cues if c.place == cue.place and c.last < cue.first]
    if not earlier or cue.passive or earlier[-1].passive or earlier[-1].saying.unnamed:
        return None
    return source_of(account, earlier[-1])


def _shared(account: Account, cue: Cue) -> Phrase | None:
    """The subject of the verb before that a verb shares (", said the mayor, adding:")."""
    start, _ = account.passage.sentence(cue.place)
    going = cue.finite == cue.verb
    if not going or not account.speech.ends(account.passage.tokens[cue.verb].fold, "leading"):
        return None
    earlier = [c for c in account.cues if start <= c.place < cue.place]
    return subject(account.passage, account.speech, earlier[-1]) if earlier else None


def cue_stretch(passage: Passage, cue: Cue) -> Stretch:
    """The verb of saying, with its auxiliary where that stands beside it."""
    if abs(cue.finite - cue.verb) == 1:
        return offsets(passage, (min(cue.finite, cue.verb), max(cue.finite, cue.verb) + 1))
    return offsets(passage, (cue.verb, cue.verb + 1))


def _from_phrase(account: Account, one: SourcePhrase, last: Draft | None) -> Draft:
    content, quotation = shape(account.passage, one.content)
    speaker = offsets(account.passage, one.source) if one.source else None
    inherits = one.inherits and (last is None or _renews(account, one, last))
    if inherits and last is not None:
        speaker = last.speaker or speaker
    elif one.inherits and speaker is None:
        named = phrase(account.passage, account.speech, one.first, one.last)
        speaker = offsets(account.passage, named) if named else None
    return Draft(
        content,
        quotation=quotation,
        speaker=speaker,
        cue=offsets(account.passage, (one.first, one.last)),
        claim=quotation is Quotation.DIRECT or (one.closes and _is_reported(account, one.content)),
        inherited=inherits,
    )


def _renews(account: Account, one: SourcePhrase, last: Draft) -> bool:
    """Tell whether a phrase means the last source: "der Studie zufolge" only another study."""
    words = account.passage.words(one.first, one.last)
    nouns = [word for word in words if account.speech.is_in(word, "renewed")]
    return all(
        any(told.endswith(noun) or told.startswith(noun) for told in last.telling) for noun in nouns
    )


def _from_noun(account: Account, one: NominalCue) -> Draft:
    content, quotation = shape(account.passage, one.content)
    speaker = offsets(account.passage, one.source)
    told = offsets(account.passage, (one.noun, one.noun + 1))
    return Draft(content, one.act, quotation, speaker, told, confidence=0.75)


def _is_reported(account: Account, span: Phrase) -> bool:
    return account.reports(Segment(*span, ""), "strong")


def _labels(account: Account) -> Iterator[Draft]:
    """Words marked as another's own: "die vom Militär so bezeichneten Freiwilligen"."""
    passage, words = account.passage, account.speech
    for known in words.data["distancing"]:
        parts = tuple(known.split())
        for at in range(len(passage.tokens) - len(parts)):
            if passage.words(at, at + len(parts)) != parts:
                continue
            named = phrase(passage, words, at + len(parts), len(passage.tokens), joined=False)
            who = _agent_before(account, at)
            if named is not None and who is not None:
                yield Draft(
                    offsets(passage, named),
                    quotation=Quotation.PARTIAL,
                    speaker=offsets(passage, who),
                    cue=offsets(passage, (at, at + len(parts))),
                    label=True,
                )


def _agent_before(account: Account, at: int) -> Phrase | None:
    """The phrase "von X" that ends right before a token."""
    passage, words = account.passage, account.speech
    for start in range(at - 1, max(at - 8, -1), -1):
        if words.is_in(passage.tokens[start].fold, "agents"):
            found = phrase(passage, words, start + 1, at)
            return found if found is not None and found[1] == at else None
    return None


def word_count(passage: Passage, quote: Quote) -> int:
    """The number of words in a quotation."""
    return sum(t.is_word for t in passage.tokens if quote.start <= t.start and t.end <= quote.end)
