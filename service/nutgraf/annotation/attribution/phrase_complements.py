"""Phrase complements: what is said inside the clause of the verb itself."""

from __future__ import annotations

from nutgraf.annotation.attribution.accounts import Account, trimmed
from nutgraf.annotation.attribution.cues import Cue
from nutgraf.annotation.attribution.noun_phrases import Phrase, after, phrase
from nutgraf.annotation.attribution.passages import Passage
from nutgraf.annotation.attribution.quotes import Quote
from nutgraf.annotation.attribution.running_clauses import running_clause
from nutgraf.annotation.attribution.speakers import agent, is_inverted, joins_on
from nutgraf.model.event import SpeechAct

# A bare number of so many digits tells a year.
_YEAR = 4


def inside(account: Account, cue: Cue) -> Phrase | None:
    """What is said inside the clause of the cue: als/von phrase, object, quotation."""
    first, last = _field(account, cue)
    if not account.speech.commas:
        clause = running_clause(account, cue)
        if clause is not None:
            return clause
    if cue.passive and agent(account.passage, account.speech, first, last) is None:
        return None
    found = _introduced(account, cue, first, last)
    if found is None and cue.saying.allows("object") and not cue.passive:
        found = _object(account, cue, first, last)
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
        return cue.last, last
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
            return None if bare else (start, _phrase_end(account, cue, last))
    return None


def _object(account: Account, cue: Cue, first: int, last: int) -> Phrase | None:
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
            return begin, _past_asides(account, at, _phrase_end(account, cue, last))
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
    if not is_inverted(account.passage, account.speech, cue):
        return None
    found = phrase(account.passage, account.speech, segment.first, cue.finite)
    return (found[0], cue.finite) if found else None


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
    return phrase(account.passage, account.speech, at, last) is not None


def _phrase_end(account: Account, cue: Cue, last: int) -> int:
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
