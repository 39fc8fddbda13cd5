"""Sources: the phrase that stands for who says, beside a verb of saying."""

from __future__ import annotations

from nutgraf.annotation.attribution.accounts import Account
from nutgraf.annotation.attribution.cues import Cue
from nutgraf.annotation.attribution.noun_phrases import Phrase, after, phrase
from nutgraf.annotation.attribution.passages import Passage
from nutgraf.annotation.attribution.renderings import Stretch, offsets
from nutgraf.annotation.attribution.speakers import subject


def opening(account: Account) -> Phrase | None:
    """The first noun phrase of a passage that can be a subject."""
    first = account.passage.segments[0]
    if first.quote is not None:
        return None
    return after(account.passage, account.speech, first.first, first.last, joined=True)


def source_of(account: Account, cue: Cue) -> Phrase | None:
    """The phrase that says; with "hiess es" only a phrase like "aus dem Ministerium"."""
    if cue.saying.cited and not cue.passive:
        return _cited(account, cue)
    if not cue.saying.unnamed:
        joined = _joined(account, cue)
        own = joined or subject(account.passage, account.speech, cue)
        return own or _shared(account, cue) or (_written(account, cue) if cue.passive else None)
    return _written(account, cue) or _origin(account, cue)


def _origin(account: Account, cue: Cue) -> Phrase | None:
    """Where words without a speaker come from: "hieß es aus dem Ministerium"."""
    segment = account.passage.segments[cue.place]
    for at in range(segment.first, segment.last):
        word = account.passage.tokens[at].fold
        if account.speech.is_in(word, "origins") and not account.passage.masked[at]:
            return phrase(account.passage, account.speech, at + 1, segment.last)
    return None


def _cited(account: Account, cue: Cue) -> Phrase | None:
    """The object of a verb that cites, behind its subject where that follows the verb too."""
    passage, words = account.passage, account.speech
    segment = passage.segments[cue.place]
    found = phrase(passage, words, cue.finite + 1, segment.last)
    if found is None or cue.finite > segment.first or not words.commas:
        return found
    return phrase(passage, words, found[1], segment.last) or found


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
