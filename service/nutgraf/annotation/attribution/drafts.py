"""Drafts of utterances: stretches in somebody's voice, before the speaker has a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nutgraf.annotation.attribution.accounts import Account
from nutgraf.annotation.attribution.addressees import addressee
from nutgraf.annotation.attribution.complements import contents
from nutgraf.annotation.attribution.cues import Cue
from nutgraf.annotation.attribution.nominal_cues import NominalCue, find_nominal_cues
from nutgraf.annotation.attribution.noun_phrases import Phrase, phrase
from nutgraf.annotation.attribution.passages import Passage
from nutgraf.annotation.attribution.quotes import Quote
from nutgraf.annotation.attribution.renderings import Stretch, offsets, shape
from nutgraf.annotation.attribution.source_phrases import SourcePhrase, find_source_phrases
from nutgraf.annotation.attribution.sources import cue_stretch, source_of
from nutgraf.annotation.attribution.speech import Speech
from nutgraf.model.event import Quotation, SpeechAct

# Who only judged something has told nothing that "demnach" could go on with.
_JUDGING = (SpeechAct.PRAISES, SpeechAct.CONDEMNS)


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


def told(account: Account, last: Draft | None, *, near: bool = True) -> Iterator[Draft]:
    """Drafts of one passage from its cues, source phrases and labels.

    "Hiess es" goes on with the last source only where that stands `near`.
    """
    taken: set[int] = set()
    for cue in account.cues:
        if cue.verb not in taken:
            here = list(_from_cue(account, cue, last if near else None))
            taken.update({cue.verb} if here else ())
            yield from here
    for one in find_source_phrases(account):
        yield _from_phrase(account, one, last)
    for noun in find_nominal_cues(account):
        yield _from_noun(account, noun)
    yield from _labels(account)


def _from_cue(account: Account, cue: Cue, last: Draft | None) -> Iterator[Draft]:
    passage = account.passage
    who = source_of(account, cue)
    to = addressee(account, cue)
    going_on = cue.saying.unnamed and not _tells_where(account, cue)
    inherited = who is None and going_on and last is not None
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


def _tells_where(account: Account, cue: Cue) -> bool:
    """Tell whether "hiess es" has its own time or place ("hiess es am Montag in der Fraktion")."""
    passage, speech = account.passage, account.speech
    rest = passage.words(cue.last, passage.segments[cue.place].last)
    told = (word for word in rest if not speech.is_in(word, "impersonal", "adverbs"))
    return speech.is_in(next(told, ""), "prepositions")


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


def _from_phrase(account: Account, one: SourcePhrase, last: Draft | None) -> Draft:
    content, quotation = shape(account.passage, one.content)
    speaker = offsets(account.passage, one.source) if one.source else None
    inherits = one.inherits and (last is None or _renews(account, one, last))
    if last is not None and last.act in _JUDGING:
        inherits = False
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


def _labels(account: Account) -> Iterator[Draft]:
    """Words marked as another's own: "die vom Militär so bezeichneten Freiwilligen"."""
    passage, words = account.passage, account.speech
    for at, token in enumerate(passage.tokens):
        for parts in words.sequences_of("distancing", token.fold):
            who = _agent_before(account, at) if passage.reads(at, parts) else None
            if who is not None:
                yield from _label(passage, words, who, (at, at + len(parts)))


def _label(passage: Passage, words: Speech, who: Phrase, mark: Phrase) -> Iterator[Draft]:
    named = phrase(passage, words, mark[1], len(passage.tokens), joined=False)
    if named is not None:
        yield Draft(
            offsets(passage, named),
            quotation=Quotation.PARTIAL,
            speaker=offsets(passage, who),
            cue=offsets(passage, mark),
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
