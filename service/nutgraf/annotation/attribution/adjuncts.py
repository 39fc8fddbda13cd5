"""Adjuncts: what stands between a verb of saying and the clause it runs on into."""

from __future__ import annotations

from nutgraf.annotation.attribution.accounts import Account
from nutgraf.annotation.attribution.cues import Cue
from nutgraf.annotation.attribution.noun_phrases import phrase
from nutgraf.annotation.attribution.passages import Passage
from nutgraf.annotation.attribution.speech import Speech

# An addressee hardly has more words than this after its noun.
_LONGEST = 8


def past_adjuncts(account: Account, cue: Cue) -> int:
    """Where a clause goes on after "said on Monday in a statement"."""
    passage, words = account.passage, account.speech
    at, last = cue.last, account.passage.segments[cue.place].last
    if cue.saying.to == "object":
        at = _past_addressee(account, at, last)
        at = _conjunction(account, at, last) or at
    while at < last and not _counts(account, at, last):
        word = passage.tokens[at].fold
        timed = words.is_in(word, "adverbs", "not_speakers") or _is_timed(account, at, last)
        if timed or _is_leading(account, at, last):
            at += 1
        elif _is_adjunct(account, cue, at, last):
            at = _past_phrase(passage, words, at + 1, last)
        else:
            break
    return (_conjunction(account, at, last) or at) if at > cue.last else at


def _past_addressee(account: Account, at: int, last: int) -> int:
    """Where the words said can begin after whom they are said to ("told Reuters the ...")."""
    passage, words = account.passage, account.speech
    found = phrase(passage, words, at, last)
    if found is None or words.is_in(passage.tokens[at].fold, "complementizers"):
        return at
    for inner in range(at + 1, found[1]):
        before = passage.tokens[inner - 1].fold
        joined = words.is_in(before, "prepositions", "possessive", "determiners", "joining")
        if words.is_in(passage.tokens[inner].fold, "determiners") and not joined:
            return inner
    return found[1]


def _counts(account: Account, at: int, last: int) -> bool:
    """Tell whether an adverb belongs to the noun after it ("said only 20 had come")."""
    words, tokens = account.speech, account.passage.tokens
    if not words.is_in(tokens[at].fold, "measuring") or at + 1 >= last:
        return False
    groups = ("prepositions", "not_speakers", "complementizers", "adverbs")
    return not words.is_in(tokens[at + 1].fold, *groups)


def _is_timed(account: Account, at: int, last: int) -> bool:
    """Tell whether a number counts hours or days ("in the past 24 hours")."""
    tokens = account.passage.tokens
    counted = at + 1 < last and account.speech.is_in(tokens[at + 1].fold, "not_speakers")
    return counted and tokens[at].text[0].isdigit() and at > 0 and tokens[at - 1].text[0].islower()


def _is_leading(account: Account, at: int, last: int) -> bool:
    """Tell whether an adverb goes with the preposition after it ("shortly after 5 a.m.")."""
    words, tokens = account.speech, account.passage.tokens
    adverb = words.ends(tokens[at].fold, "adverb_endings") and at + 1 < last
    return adverb and words.is_in(tokens[at + 1].fold, "prepositions")


def _conjunction(account: Account, at: int, last: int) -> int | None:
    """The "that" behind a longer addressee ("told a crowd of some 500 that ...")."""
    words = account.speech
    for place in range(at, min(at + _LONGEST, last)):
        word = account.passage.tokens[place].fold
        if words.is_in(word, "that"):
            return place
        if words.is_in(word, "finite") or word in words.forms:
            return None
    return None


def _is_adjunct(account: Account, cue: Cue, at: int, last: int) -> bool:
    """Tell whether a preposition opens an adjunct: no infinitive, no "about 300 people"."""
    words, word = account.speech, account.passage.tokens[at].fold
    if not words.is_in(word, "prepositions") and word != cue.saying.to:
        return False
    following = account.passage.tokens[at + 1] if at + 1 < last else None
    if following is None:
        return True
    if words.is_in(word, "approximators"):
        return not following.text[0].isdigit()
    if word != words.data["infinitive"]["particle"]:
        return True
    return (
        following.text[0].isupper()
        or word == cue.saying.to
        or words.is_in(following.fold, "determiners")
    )


def _past_phrase(passage: Passage, words: Speech, at: int, last: int) -> int:
    if at < last and words.is_in(passage.tokens[at].fold, "not_speakers"):
        return at + 1
    inner = phrase(passage, words, at, min(at + 4, last), joined=False)
    return inner[1] if inner else at
