"""Clause complements: what is said in a clause after the clause of the verb."""

from __future__ import annotations

from nutgraf.annotation.attribution.accounts import Account, trimmed
from nutgraf.annotation.attribution.cues import Cue
from nutgraf.annotation.attribution.main_clauses import is_second
from nutgraf.annotation.attribution.noun_phrases import Phrase, phrase
from nutgraf.annotation.attribution.passages import Segment
from nutgraf.annotation.attribution.resumptions import resumes
from nutgraf.model.event import SpeechAct

# Small words that can look like a verb behind the subject of its clause.
_NO_VERBS = ("prepositions", "adverbs", "coordinators", "determiners", "oblique", "objects", "like")
# A clause hardly follows its verb after more asides than these.
_REACH = 4


def following(account: Account, cue: Cue) -> Phrase | None:
    """The clause after the clause of the cue: dass, whether, infinitive or bare."""
    passage = account.passage
    if account.limit(cue) < passage.segments[cue.place].last:
        return None
    _, end = passage.sentence(cue.place)
    start = _place_after(account, cue)
    for place in range(start, min(start + _REACH, end)):
        segment = passage.segments[place]
        if place > start and not _leads_on(account, start, place):
            return None
        if segment.mark == ";":
            return None
        if segment.quote is None and _is_complement(account, cue, place, start):
            return segment.first, clause_end(account, place, end)
    return None


def _place_after(account: Account, cue: Cue) -> int:
    """The segment after the clause of a verb, which may end in its particle."""
    segments = account.passage.segments
    place = cue.place
    while place + 1 < len(segments) and segments[place].last < cue.last:
        place += 1
    return place + 1


def _leads_on(account: Account, start: int, place: int) -> bool:
    """Tell whether a clause can still follow after the segment before: one aside, or several."""
    if account.cue_in(place - 1) is not None:
        return False
    return place == start + 1 or all(is_aside(account, p) for p in range(start, place))


def is_aside(account: Account, place: int) -> bool:
    """Tell whether a segment is an apposition, a relative clause or a phrase set apart."""
    passage, speech = account.passage, account.speech
    segment = passage.segments[place]
    if segment.quote is not None or segment.mark != "," or account.reports(segment, "strong"):
        return False
    word = account.word(segment)
    if segment.first in passage.dependents and speech.is_in(word, "relatives", "like"):
        return True
    start = segment.first + speech.is_in(word, "prepositions")
    whole = phrase(passage, speech, start, segment.last)
    return whole is not None and whole[1] == segment.last


def _is_complement(account: Account, cue: Cue, place: int, start: int) -> bool:
    segment = account.passage.segments[place]
    _, end = account.passage.sentence(cue.place)
    saying, word = cue.saying, account.word(segment)
    if _describes_agent(account, cue, word) or _is_cue_clause(account, place):
        return False
    if _is_set_apart(account, segment, word):
        return False
    if account.speech.is_in(word, "complementizers"):
        plain = account.speech.is_in(word, "that")
        return saying.allows("clause") or (plain and saying.allows("that"))
    if segment.mark == ":" and account.reports(segment, "strong", "weak", "mild"):
        return True
    # "die Region, die vom Amt zum ... erklärt wurde, zu versorgen" belongs to the main clause.
    related = cue.passive and saying.act is SpeechAct.STATES
    related = related and _is_related(account, cue)
    if saying.allows("inf") and not related and has_infinitive(account, segment, place, end):
        return True
    beside = all(is_aside(account, p) for p in range(start, place))
    return beside and not cue.passive and _is_bare(account, cue, place, end)


def _is_related(account: Account, cue: Cue) -> bool:
    """Tell whether a verb stands in a relative clause."""
    opening = account.passage.segments[cue.place]
    return account.speech.is_in(account.word(opening), "relatives")


def _is_set_apart(account: Account, segment: Segment, word: str) -> bool:
    """Tell whether a comma sets a clause on a noun apart (", who is 12,"), said of nobody."""
    relative = account.speech.is_in(word, "relatives") and segment.mark == ","
    return relative and not account.speech.commas


def _is_cue_clause(account: Account, place: int) -> bool:
    """Tell whether a segment tells who says what stands before it (", she argued")."""
    other = account.cue_in(place)
    if other is None or account.speech.commas:
        return False
    return other.last >= trimmed(account.passage, account.passage.segments[place].last)


def _is_bare(account: Account, cue: Cue, place: int, end: int) -> bool:
    """Tell whether a segment without a conjunction is what the verb reports."""
    segment = account.passage.segments[place]
    if cue.saying.allows("clause"):
        if segment.mark == ":" or _is_bare_clause(account, segment, account.word(segment)):
            return True
        told = _is_told(account, segment) or _is_quoting(account, segment)
        return told or _is_resumed(account, place, end)
    relative = account.speech.is_in(account.word(segment), "relatives")
    if relative and segment.first in account.passage.dependents:
        return False
    return cue.saying.allows("that") and account.reports(segment, "strong")


def _is_told(account: Account, segment: Segment) -> bool:
    """Tell whether a noun phrase and its verb open a segment ("sagte, Kiew ist bereit")."""
    passage, speech = account.passage, account.speech
    subject = phrase(passage, speech, segment.first, segment.last)
    if subject is None or subject[1] >= segment.last or segment.first in passage.dependents:
        return False
    return _is_second(account, subject[1], segment)


def _is_second(account: Account, at: int, segment: Segment) -> bool:
    """Tell whether a word behind the subject can only be the verb of a main clause."""
    token, speech = account.passage.tokens[at], account.speech
    if speech.is_in(token.fold, "indicative"):
        return True
    if not speech.commas or account.passage.masked[at] or not token.text[0].islower():
        return False
    free = not speech.is_in(token.fold, *_NO_VERBS) and token.fold not in speech.forms
    return free and at + 1 < segment.last and speech.ends(token.fold, "verbal")


def _is_quoting(account: Account, segment: Segment) -> bool:
    """Tell whether a main clause has words of the speaker in it ("sagte, man „warte ab“")."""
    if segment.first in account.passage.dependents:
        return False
    quotes = account.passage.inside(segment.first, segment.last)
    small = (
        q
        for q in quotes
        if account.passage.tokens[account.passage.index(q.first)].text[0].islower()
    )
    return account.speech.commas and any(not account.is_name(quote) for quote in small)


def _is_resumed(account: Account, place: int, end: int) -> bool:
    """Tell whether a verb in reporting mood follows a noun phrase and asides on it."""
    segments, tokens = account.passage.segments, account.passage.tokens
    if not is_aside(account, place) or account.speech.is_in(account.word(segments[place]), "like"):
        return False
    for later in range(place + 1, min(place + _REACH, end)):
        if account.speech.is_in(tokens[segments[later].first].fold, "strong", "weak"):
            return later > place + 1
        if not is_aside(account, later):
            return False
    return False


def _is_bare_clause(account: Account, segment: Segment, word: str) -> bool:
    """A clause without a conjunction: in reporting mood, or with a pronoun as its subject."""
    if account.speech.is_in(word, "not_content") and not account.reports(segment, "strong"):
        return False
    if account.reports(segment, "strong", "weak"):
        return True
    pronouns = ("singular", "plural", "impersonal")
    return account.speech.is_in(word, *pronouns)


def has_infinitive(account: Account, segment: Segment, place: int, end: int) -> bool:
    """Tell whether a clause ends in an infinitive with its particle ("aufzubauen")."""
    if account.speech.is_in(account.word(segment), "purpose"):
        return False
    segments = account.passage.segments
    whole = Segment(segment.first, segments[min(place + 2, end - 1)].last, segment.mark)
    return ends_in_infinitive(account, whole)


def ends_in_infinitive(account: Account, segment: Segment) -> bool:
    """Tell whether an infinitive with its particle stands in a segment."""
    rules = account.speech.data["infinitive"]
    if rules["opens"]:
        return False
    words = account.passage.words(segment.first, segment.last)
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
    while last < end and not _stops(account, last) and account.outbreak(last - 1) is None:
        last += 1
    outbreak = account.outbreak(last - 1)
    if outbreak is not None:
        return outbreak
    return trimmed(account.passage, segments[last - 1].last)


def _stops(account: Account, place: int) -> bool:
    """Tell whether a segment tells on in the own voice after words in reporting mood."""
    segment = account.passage.segments[place]
    if segment.quote is not None:
        return segment.mark == ":"
    if interrupts(account, place) or resumes(account, place):
        return True
    words = account.passage.words(segment.first, segment.last)
    told = account.speech.is_in(account.word(segment), "coordinators")
    told = told and account.speech.any_in(words, "indicative")
    return told and not account.reports(segment, "strong", "weak")


def interrupts(account: Account, place: int) -> bool:
    """Tell whether a segment begins a statement of its own: another cue, a contrast."""
    segment = account.passage.segments[place]
    word = account.word(segment)
    goes_on = account.speech.any_in(account.passage.words(segment.first, segment.first + 2), "that")
    if (account.speech.is_in(word, "stops") and not goes_on) or segment.mark == ";":
        return True
    if _is_remark(account, segment):
        return True
    if account.cue_in(place) is None or account.reports(segment, "strong", "weak"):
        return False
    other = account.cue_in(place)
    if other and account.speech.commas and is_second(account.passage, account.speech, other):
        return True
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
