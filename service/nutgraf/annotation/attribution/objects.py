"""Objects: the noun phrase that a verb of saying is about."""

from __future__ import annotations

from nutgraf.annotation.attribution.accounts import Account, trimmed
from nutgraf.annotation.attribution.antecedents import is_abstract
from nutgraf.annotation.attribution.cues import Cue
from nutgraf.annotation.attribution.noun_phrases import Phrase, after, phrase
from nutgraf.annotation.attribution.speakers import joins_on, subject
from nutgraf.annotation.attribution.word_order import is_inverted

# A bare number of so many digits tells a year.
_YEAR = 4


def direct_object(account: Account, cue: Cue, first: int, last: int) -> Phrase | None:
    """The direct object: the first noun phrase that is neither subject nor oblique."""
    fronted = _fronted(account, cue)
    if fronted is not None:
        return fronted
    start = _past_subject(account, cue, first, last)
    at = start
    while at < last:
        token = account.passage.tokens[at]
        if _points_back(account, at):
            return None
        second = _second(account, cue, at, last)
        if second is not None:
            at = second
            continue
        if account.passage.masked[at] or _opens_object(account, at, last):
            begin = _with_adjectives(account, start, at)
            return begin, _past_asides(account, at, phrase_end(account, cue, last))
        small = account.speech.is_in(token.fold, "prepositions", "oblique")
        # A genitive that follows what was skipped belongs to it ("auf einer Sitzung der Partei").
        small = small or (at > start and account.speech.is_in(token.fold, "genitive"))
        skipped = _past(account, at + 1, last) if small else None
        at = skipped or at + 1
    return None


def _points_back(account: Account, at: int) -> bool:
    """Tell whether a bare "dies" is what is said, which stands in another sentence."""
    tokens = account.passage.tokens
    if not account.speech.commas or not account.speech.is_in(tokens[at].fold, "back"):
        return False
    return at + 1 < len(tokens) and tokens[at + 1].text[0].islower()


def _second(account: Account, cue: Cue, at: int, last: int) -> int | None:
    """Where the accusative begins after a dative that could be one ("den Opfern die Hilfe")."""
    word = account.passage.tokens[at].fold
    if cue.saying.to != "dative" or not account.speech.is_in(word, "dative"):
        return None
    end = _past(account, at, last)
    if end is None or end >= last:
        return None
    opens = account.speech.is_in(account.passage.tokens[end].fold, "accusative")
    return end if opens else None


def _fronted(account: Account, cue: Cue) -> Phrase | None:
    """An object that opens its clause, before the verb and the subject."""
    segment = account.passage.segments[cue.place]
    if not is_inverted(account.passage, account.speech, cue) and not _is_topic(account, cue):
        return None
    found = phrase(account.passage, account.speech, segment.first, cue.finite)
    return (found[0], cue.finite) if found else None


def _is_topic(account: Account, cue: Cue) -> bool:
    """Tell whether a thought or deed opens the clause of a subject that follows its verb."""
    passage, speech = account.passage, account.speech
    opening = phrase(passage, speech, passage.segments[cue.place].first, cue.finite)
    who = subject(passage, speech, cue)
    after_verb = who is not None and who[0] > cue.finite
    return after_verb and opening is not None and is_abstract(passage, speech, opening)


def _past(account: Account, at: int, last: int) -> int | None:
    """Where the noun phrase that begins at a token ends."""
    if at < last and account.speech.is_in(account.passage.tokens[at].fold, "not_speakers"):
        return at + 1
    found = phrase(account.passage, account.speech, at, last, joined=False)
    return found[1] if found else None


def _with_adjectives(account: Account, start: int, at: int) -> int:
    """Step back over the adjectives before a noun without an article."""
    while at > start and account.passage.tokens[at - 1].text[0].islower():
        word = account.passage.tokens[at - 1].fold
        groups = ("prepositions", "adverbs", "determiners", "oblique", "objects", "indicative")
        small = account.speech.is_in(word, *groups)
        if small or not account.speech.ends(word, "adjective_endings"):
            break
        at -= 1
    return at


def _past_subject(account: Account, cue: Cue, first: int, last: int) -> int:
    """Where the clause goes on after a subject that follows its verb."""
    segment = account.passage.segments[cue.place]
    opening = account.word(segment)
    if joins_on(account.passage, account.speech, cue):
        return first
    who = subject(account.passage, account.speech, cue)
    if who is not None and who[1] <= cue.first and cue.finite == segment.first:
        return first
    inverted = cue.finite == segment.first or account.speech.is_in(opening, "prepositions")
    inverted = inverted or account.speech.is_in(opening, "adverbs")
    inverted = inverted or after(account.passage, account.speech, segment.first, cue.finite) is None
    if not (account.speech.commas and inverted):
        return first
    own = after(account.passage, account.speech, first, last)
    return own[1] if own else first


def _opens_object(account: Account, at: int, last: int) -> bool:
    token = account.passage.tokens[at]
    if account.speech.commas:
        if account.speech.is_in(token.fold, "accusative"):
            return phrase(account.passage, account.speech, at, last) is not None
        if token.text[0].isdigit():
            if len(token.text) == _YEAR and token.text.isdigit():
                return False
            return phrase(account.passage, account.speech, at, last) is not None
        noun = token.text[0].isupper() and not account.speech.is_in(token.fold, "not_speakers")
        return noun and not account.speech.is_in(token.fold, "oblique")
    timed = token.text[0].isdigit() and at + 1 < last
    if timed and account.speech.is_in(account.passage.tokens[at + 1].fold, "not_speakers"):
        return False
    return phrase(account.passage, account.speech, at, last) is not None


def phrase_end(account: Account, cue: Cue, last: int) -> int:
    """A phrase at the end of its clause takes the relative clauses after it along."""
    segments = account.passage.segments
    if last < trimmed(account.passage, segments[cue.place].last):
        return last
    _, end = account.passage.sentence(cue.place)
    place = cue.place + 1
    while place < end and _is_relative(account, place):
        place += 1
    place = _list_end(account, place, end)
    return last if place == cue.place + 1 else trimmed(account.passage, segments[place - 1].last)


def _past_asides(account: Account, first: int, end: int) -> int:
    """Step back over adverbs and phrases that tell when and how something was said."""
    tokens, words = account.passage.tokens, account.speech
    while end - 1 > first and words.is_in(tokens[end - 1].fold, "adverbs"):
        end -= 1
    last = tokens[end - 1].fold
    aside = words.is_in(last, "not_speakers", "saying_nouns") or words.ends(last, "spokespeople")
    if not aside:
        return end
    for at in range(end - 2, max(first, end - 5), -1):
        if words.is_in(tokens[at].fold, "prepositions"):
            return at if not words.is_in(tokens[at].fold, "joining") else end
    return end


def _list_end(account: Account, place: int, end: int) -> int:
    """Past the segments that go on with a list up to its conjunction ("a, b or c")."""
    passage = account.passage
    for at in range(place, end):
        segment = passage.segments[at]
        whole = phrase(passage, account.speech, segment.first, segment.last)
        words = passage.words(segment.first, trimmed(passage, segment.last))
        if segment.mark != "," or whole is None or segment.first in passage.clauses:
            return place
        if account.speech.any_in(words[1:], "coordinators"):
            return at + 1
    return place


def _is_relative(account: Account, place: int) -> bool:
    """Tell whether a segment is a relative clause (its verb stands last)."""
    segment = account.passage.segments[place]
    if not account.speech.is_in(account.word(segment), "relatives"):
        return False
    return not account.speech.commas or segment.first in account.passage.dependents
