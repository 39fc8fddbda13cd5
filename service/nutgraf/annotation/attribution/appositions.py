"""Appositions: subjects and names that commas cut off from the verb they belong to."""

from __future__ import annotations

from nutgraf.annotation.attribution.cues import Cue
from nutgraf.annotation.attribution.noun_phrases import Phrase, phrase
from nutgraf.annotation.attribution.passages import Passage
from nutgraf.annotation.attribution.speech import Speech


def interrupted(passage: Passage, speech: Speech, cue: Cue) -> Phrase | None:
    """A subject cut off from its verb by an apposition ("the mayor, Anne Hidalgo, told")."""
    start, _ = passage.sentence(cue.place)
    if cue.place - 2 < start or cue.first != passage.segments[cue.place].first:
        return None
    first, between = (whole_phrase(passage, speech, cue.place - back) for back in (2, 1))
    if first is not None and is_age(passage, cue.place - 1):
        return first
    # What opens a sentence as a bare noun phrase waits for its verb, whatever comes between.
    if first is not None and between is not None:
        named = is_title(passage, speech, first) and not is_title(passage, speech, between)
        return (first[0], between[1]) if named else first
    aside = passage.tokens[passage.segments[cue.place - 1].first].fold
    # "Wer gehe, mache einen Fehler, meint X": a verb goes on with the clause before.
    resumes = speech.commas and speech.is_in(aside, "strong")
    waits = cue.place - 2 == start or speech.is_in(aside, "relatives")
    if first is not None and waits and not resumes:
        return first
    opening = passage.segments[start]
    clause = any(opening.first < begin <= cue.first for begin in passage.clauses)
    if clause or resumes or opening.quote is not None:
        return None
    part = between if _is_partial(passage, speech, cue.place - 2) else None
    whole = part or phrase(passage, speech, opening.first, opening.last)
    apart = first is None and part is None
    return with_name(passage, speech, whole, cue.place - 1) if apart else whole


def resumed(passage: Passage, speech: Speech, cue: Cue) -> Phrase | None:
    """The phrase that opens a sentence and waits for its verb behind several asides."""
    start, _ = passage.sentence(cue.place)
    if not speech.commas or cue.finite != passage.segments[cue.place].first:
        return None
    between = range(start + 1, cue.place)
    if len(between) < 2 or not all(_is_aside(passage, speech, place) for place in between):
        return None
    return with_name(passage, speech, whole_phrase(passage, speech, start), start + 1)


def apposed(passage: Passage, speech: Speech, cue: Cue) -> Phrase | None:
    """A name whose apposition runs on into the verb ("Anna Ruiz, Chefin der Bank (XY) sagte")."""
    start, _ = passage.sentence(cue.place)
    segment = passage.segments[cue.place]
    if not speech.commas or cue.place - 1 != start or segment.mark != ",":
        return None
    name = whole_phrase(passage, speech, start)
    own = phrase(passage, speech, segment.first, cue.finite)
    if name is None or own is None or speech.is_in(passage.tokens[own[0]].fold, "determiners"):
        return None
    rest = passage.words(own[1], cue.finite)
    named = not speech.is_in(passage.tokens[name[0]].fold, "determiners")
    return name if named and not rest else None


def called(passage: Passage, speech: Speech, cue: Cue, who: Phrase | None) -> Phrase | None:
    """A subject after its verb with the name set off behind it ("sagte der Chef, Jan Weber,")."""
    after_verb = who is not None and who[0] > cue.finite
    if who is None or not after_verb or who[1] != passage.segments[cue.place].last:
        return who
    return named_by(passage, speech, who, cue.place + 1)


def named_by(passage: Passage, speech: Speech, title: Phrase, place: int) -> Phrase:
    """A phrase with the name that the segment after it gives as an apposition."""
    if place >= len(passage.segments) or passage.segments[place].mark != ",":
        return title
    return with_name(passage, speech, title, place) or title


def with_name(passage: Passage, speech: Speech, title: Phrase | None, place: int) -> Phrase | None:
    """A phrase that is no name, with the name that an apposition after it gives."""
    name = whole_phrase(passage, speech, place)
    if title is None or name is None:
        return title
    named = is_title(passage, speech, title) and not is_title(passage, speech, name)
    return (title[0], name[1]) if named else title


def is_age(passage: Passage, place: int) -> bool:
    """Tell whether a segment is nothing but the number of years ("Anna Ruiz, 43, told")."""
    segment = passage.segments[place]
    words = passage.words(segment.first, segment.last)
    return segment.mark == "," and len(words) == 1 and words[0].isdigit()


def _is_aside(passage: Passage, speech: Speech, place: int) -> bool:
    segment = passage.segments[place]
    relative = speech.is_in(passage.tokens[segment.first].fold, "relatives")
    return whole_phrase(passage, speech, place) is not None or (
        relative and segment.first in passage.dependents
    )


def is_title(passage: Passage, speech: Speech, span: Phrase) -> bool:
    """Tell whether a phrase is no name: an article opens it, or its noun is a common one."""
    small = not speech.capitals and passage.tokens[span[1] - 1].text[0].islower()
    return small or speech.is_in(passage.tokens[span[0]].fold, "determiners")


def _is_partial(passage: Passage, speech: Speech, place: int) -> bool:
    """Tell whether a segment is a part of those told before ("One of them", "einer von ihnen")."""
    segment = passage.segments[place]
    words = passage.words(segment.first, segment.last)
    counted = bool(words) and speech.is_in(words[0], "determiners", "standing")
    joined = len(words) == 3 and speech.is_in(words[1], "prepositions", "agents")
    return counted and joined and speech.is_in(words[2], "objects")


def is_named(passage: Passage, span: Phrase) -> bool:
    """Tell whether a phrase is a name of several words, all written large."""
    words = passage.tokens[span[0] : span[1]]
    return len(words) > 1 and all(token.text[0].isupper() for token in words)


def whole_phrase(passage: Passage, speech: Speech, place: int) -> Phrase | None:
    """A segment that is nothing but one noun phrase."""
    segment = passage.segments[place]
    if segment.quote is not None:
        return None
    whole = phrase(passage, speech, segment.first, segment.last)
    return whole if whole is not None and _is_all(passage, whole[1], segment.last) else None


def _is_all(passage: Passage, at: int, last: int) -> bool:
    """Tell whether nothing follows up to a token but a full stop and what brackets hold."""
    bracketed = at < last and passage.tokens[at].text == "("
    ended = last - 1 if at < last and passage.tokens[last - 1].text == "." else last
    return at == ended or (bracketed and not passage.words(at, ended))
