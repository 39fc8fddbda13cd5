"""Clause complements: what is said in a clause after the clause of the verb."""

from __future__ import annotations

from nutgraf.annotation.attribution.accounts import Account, trimmed
from nutgraf.annotation.attribution.cues import Cue
from nutgraf.annotation.attribution.noun_phrases import Phrase
from nutgraf.annotation.attribution.passages import Segment


def following(account: Account, cue: Cue) -> Phrase | None:
    """The clause after the clause of the cue: dass, whether, infinitive or bare."""
    passage = account.passage
    if account.limit(cue) < passage.segments[cue.place].last:
        return None
    _, end = passage.sentence(cue.place)
    for place in range(cue.place + 1, min(cue.place + 3, end)):
        segment = passage.segments[place]
        if place > cue.place + 1 and account.cue_in(place - 1) is not None:
            return None
        if segment.mark == ";":
            return None
        if segment.quote is None and _is_complement(account, cue, place, end):
            return segment.first, clause_end(account, place, end)
    return None


def _is_complement(account: Account, cue: Cue, place: int, end: int) -> bool:
    segment = account.passage.segments[place]
    saying, word = cue.saying, account.word(segment)
    if _describes_agent(account, cue, word):
        return False
    if account.speech.is_in(word, "complementizers"):
        plain = account.speech.is_in(word, "that")
        return saying.allows("clause") or (plain and saying.allows("that"))
    if segment.mark == ":" and account.reports(segment, "strong", "weak", "mild"):
        return True
    if saying.allows("inf") and _has_infinitive(account, segment, place, end):
        return True
    return place == cue.place + 1 and not cue.passive and _is_bare(account, cue, segment)


def _is_bare(account: Account, cue: Cue, segment: Segment) -> bool:
    """Tell whether a segment without a conjunction is what the verb reports."""
    if cue.saying.allows("clause"):
        return segment.mark == ":" or _is_bare_clause(account, segment, account.word(segment))
    return cue.saying.allows("that") and account.reports(segment, "strong")


def _is_bare_clause(account: Account, segment: Segment, word: str) -> bool:
    """A clause without a conjunction: in reporting mood, or with a pronoun as its subject."""
    if account.speech.is_in(word, "not_content") and not account.reports(segment, "strong"):
        return False
    if account.reports(segment, "strong", "weak"):
        return True
    pronouns = ("singular", "plural", "impersonal")
    return account.speech.is_in(word, *pronouns)


def _has_infinitive(account: Account, segment: Segment, place: int, end: int) -> bool:
    """Tell whether a clause ends in an infinitive with its particle ("aufzubauen")."""
    rules = account.speech.data["infinitive"]
    if account.speech.is_in(account.word(segment), "purpose") or rules["opens"]:
        return False
    last = account.passage.segments[min(place + 2, end - 1)].last
    words = account.passage.words(segment.first, last)
    endings, particle = tuple(rules["endings"]), rules["particle"]
    for at, word in enumerate(words):
        apart = word == particle and at + 1 < len(words) and words[at + 1].endswith(endings)
        if apart or (len(word) > 6 and particle in word[2:-4] and word.endswith(endings)):
            return True
    return False


def own_clause_end(account: Account, cue: Cue, end: int) -> int:
    """Where a clause ends that begins in the clause of its cue."""
    limit = account.limit(cue, running=True)
    segment = account.passage.segments[cue.place]
    if account.speech.is_in(account.word(segment), "relatives"):
        return trimmed(account.passage, segment.last)
    if limit < account.passage.segments[cue.place].last:
        return limit
    return clause_end(account, cue.place, end)


def clause_end(account: Account, place: int, end: int) -> int:
    """Where the words said end: the sentence, unless another clause begins before."""
    segments = account.passage.segments
    last = place + 1
    while last < end and not _stops(account, last):
        last += 1
    return trimmed(account.passage, segments[last - 1].last)


def _stops(account: Account, place: int) -> bool:
    """Tell whether a segment tells on in the own voice after words in reporting mood."""
    segment = account.passage.segments[place]
    if segment.quote is not None:
        return segment.mark == ":"
    if interrupts(account, place):
        return True
    words = account.passage.words(segment.first, segment.last)
    told = account.speech.is_in(account.word(segment), "coordinators")
    told = told and account.speech.any_in(words, "indicative")
    return told and not account.reports(segment, "strong", "weak")


def interrupts(account: Account, place: int) -> bool:
    """Tell whether a segment begins a statement of its own: another cue, a contrast."""
    segment = account.passage.segments[place]
    word = account.word(segment)
    if account.speech.is_in(word, "stops") or segment.mark == ";":
        return True
    if _is_remark(account, segment):
        return True
    if account.cue_in(place) is None or account.reports(segment, "strong", "weak"):
        return False
    return not account.speech.is_in(word, "complementizers", "relatives", "not_content")


def _is_remark(account: Account, segment: Segment) -> bool:
    """Tell whether a segment comments on what was said (", a charge rejected by the army")."""
    words = account.passage.words(segment.first, segment.first + 2)
    if segment.mark != "," or len(words) < 2:
        return False
    indefinite = account.speech.is_in(words[0], "indefinite")
    return indefinite and account.speech.is_in(words[1], "remarks")


def _describes_agent(account: Account, cue: Cue, word: str) -> bool:
    """Tell whether a word opens a relative clause on an agent ("announced by X, who led")."""
    relative = account.speech.is_in(word, "relatives")
    return cue.passive and relative and not account.speech.commas
