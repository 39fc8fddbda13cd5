"""Speakers: the noun phrase that is the subject or agent of a verb of saying."""

from __future__ import annotations

from nutgraf.annotation.attribution.cues import Cue
from nutgraf.annotation.attribution.noun_phrases import Phrase, after, is_partitive, phrase
from nutgraf.annotation.attribution.passages import Passage, Segment
from nutgraf.annotation.attribution.speech import Speech
from nutgraf.annotation.attribution.word_classes import is_quoted


def subject(passage: Passage, speech: Speech, cue: Cue) -> Phrase | None:
    """The phrase that says: the agent of a passive, else the subject of the cue."""
    segment = passage.segments[cue.place]
    if cue.passive:
        return agent(passage, speech, segment.first, segment.last)
    if joins_on(passage, speech, cue):
        return _carried(passage, speech, cue)
    if _is_relative(passage, speech, cue) and not _is_set_in(passage, speech, cue):
        return antecedent(passage, speech, cue.place)
    readings = (_likened, interrupted, _apposed, _pronoun, _after_object, _beside, _carried)
    found = (reading(passage, speech, cue) for reading in readings)
    who = next((one for one in found if one is not None), None)
    return _called(passage, speech, cue, who)


def _called(passage: Passage, speech: Speech, cue: Cue, who: Phrase | None) -> Phrase | None:
    """A subject after its verb with the name set off behind it ("sagte der Chef, Jan Weber,")."""
    after_verb = who is not None and who[0] > cue.finite
    if who is None or not after_verb or who[1] != passage.segments[cue.place].last:
        return who
    return named_by(passage, speech, who, cue.place + 1)


def named_by(passage: Passage, speech: Speech, title: Phrase, place: int) -> Phrase:
    """A phrase with the name that the segment after it gives as an apposition."""
    if place >= len(passage.segments) or passage.segments[place].mark != ",":
        return title
    return _with_name(passage, speech, title, place) or title


def joins_on(passage: Passage, speech: Speech, cue: Cue) -> bool:
    """Tell whether a verb shares the subject before it (", fordert aber", ", adding that")."""
    going = cue.finite == cue.verb and speech.ends(passage.tokens[cue.verb].fold, "leading")
    if going and not is_quoted(passage, speech, cue.verb):
        return True
    segment = passage.segments[cue.place]
    following = cue.finite + 1
    opens = speech.is_in(passage.tokens[segment.first].fold, "coordinators")
    if opens and segment.mark == "," and cue.first == cue.finite == segment.first + 1:
        return True
    if cue.finite != segment.first or not segment.mark or following >= segment.last:
        return False
    return speech.is_in(passage.tokens[following].fold, "coordinators")


def like_place(passage: Passage, speech: Speech, cue: Cue) -> int | None:
    """The segment that opens the "wie X mitteilte" of a cue, past an apposition."""
    start, _ = passage.sentence(cue.place)
    final = _is_final(passage, cue)
    for place in range(cue.place, max(start, cue.place - 3) - 1, -1):
        segment = passage.segments[place]
        if segment.quote is not None or (place < cue.place and not final):
            return None
        if _opens_like(passage, speech, segment) or (
            place > start and _is_set_in(passage, speech, cue)
        ):
            return place
    return None


def _is_set_in(passage: Passage, speech: Speech, cue: Cue) -> bool:
    """Tell whether a verb and its subject are set into what is said (", so meint der Autor,")."""
    segment = passage.segments[cue.place]
    thus = speech.is_in(passage.tokens[segment.first].fold, "thus", "back")
    return thus and segment.mark == "," and cue.finite == segment.first + 1


def _opens_like(passage: Passage, speech: Speech, segment: Segment) -> bool:
    """Tell whether a segment opens with "wie", after a conjunction if there is one."""
    first = passage.tokens[segment.first].fold
    if speech.is_in(first, "coordinators") and segment.last - segment.first > 1:
        first = passage.tokens[segment.first + 1].fold
    return speech.is_in(first, "like")


def _is_final(passage: Passage, cue: Cue) -> bool:
    """Tell whether the verb stands last in its clause, but for marks."""
    rest = passage.words(cue.last, passage.segments[cue.place].last)
    return not any(word[0].isalnum() for word in rest)


def _likened(passage: Passage, speech: Speech, cue: Cue) -> Phrase | None:
    """The subject of a "wie X mitteilte" that an apposition cuts off from its verb."""
    place = like_place(passage, speech, cue)
    if place is None or place == cue.place:
        return None
    segment = passage.segments[place]
    found = after(passage, speech, segment.first + 1, segment.last, joined=True)
    return _with_name(passage, speech, found, place + 1)


def _pronoun(passage: Passage, speech: Speech, cue: Cue) -> Phrase | None:
    """A pronoun right after the verb that can only be its subject, or one right before it."""
    segment = passage.segments[cue.place]
    after_verb, before = cue.finite + 1, cue.finite - 1
    if after_verb < segment.last and speech.is_in(passage.tokens[after_verb].fold, "nominative"):
        return after_verb, after_verb + 1
    if before < segment.first or passage.masked[before]:
        return None
    told = speech.is_in(passage.tokens[before].fold, "singular", "plural")
    return (before, before + 1) if told else None


def _after_object(passage: Passage, speech: Speech, cue: Cue) -> Phrase | None:
    """The subject after the verb of a clause that its object opens."""
    if not is_inverted(passage, speech, cue):
        return None
    return phrase(passage, speech, cue.finite + 1, _limit(passage, speech, cue))


def _beside(passage: Passage, speech: Speech, cue: Cue) -> Phrase | None:
    """The subject before the verb, else after it."""
    segment = passage.segments[cue.place]
    start = _skip(passage, speech, segment.first, cue)
    found = _before(passage, speech, start, cue) if start < cue.finite else None
    if found is not None and not _is_speechless(passage, speech, found, cue):
        return found
    return after(passage, speech, cue.finite + 1, _limit(passage, speech, cue)) or found


def _is_speechless(passage: Passage, speech: Speech, found: Phrase, cue: Cue) -> bool:
    """Tell whether a phrase before a verb is what is talked about ("Die Kürzungen lehnte X ab")."""
    return speech.commas and found[0] < cue.finite and is_abstract(passage, speech, found)


def is_abstract(passage: Passage, speech: Speech, span: Phrase) -> bool:
    """Tell whether the first noun of a phrase names a thought or deed, by its ending."""
    noun = next((t for t in passage.tokens[span[0] + 1 : span[1]] if t.text[0].isupper()), None)
    if noun is None:
        return False
    return speech.ends(noun.fold, "abstract_endings") and not speech.ends(noun.fold, "speaking")


def is_inverted(passage: Passage, speech: Speech, cue: Cue) -> bool:
    """Tell whether a bare object opens the clause ("Hilfe lehnte der Präsident ab")."""
    segment = passage.segments[cue.place]
    inverted = cue.finite + 1
    if cue.saying.to == "dative" or inverted >= segment.last or segment.first >= cue.finite:
        return False
    opening, following = passage.tokens[segment.first], passage.tokens[inverted]
    sure = speech.is_in(opening.fold, "surely_accusative")
    if sure or speech.is_in(following.fold, "nominative"):
        return cue.saying.allows("object") and _is_object(passage, speech, segment, cue)
    if not speech.is_in(following.fold, "nominative_articles"):
        return False
    if opening.text[0].isupper() and not speech.is_in(opening.fold, "determiners"):
        return True
    # "Die Forderung wies der Minister zurück": what can be an object before a sure subject.
    sure = speech.is_in(opening.fold, "nominative_articles", "genitive")
    return not sure and cue.saying.to is None and _is_object(passage, speech, segment, cue)


def _is_object(passage: Passage, speech: Speech, segment: Segment, cue: Cue) -> bool:
    """Tell whether a noun phrase and what belongs to it opens the clause up to its verb."""
    opening = passage.tokens[segment.first].fold
    if speech.is_in(opening, "prepositions", "adverbs", "complementizers"):
        return False
    found = phrase(passage, speech, segment.first, cue.finite)
    return found is not None and found[0] == segment.first


def interrupted(passage: Passage, speech: Speech, cue: Cue) -> Phrase | None:
    """A subject cut off from its verb by an apposition ("the mayor, Anne Hidalgo, told")."""
    start, _ = passage.sentence(cue.place)
    if cue.place - 2 < start or cue.first != passage.segments[cue.place].first:
        return None
    first, between = (_pure(passage, speech, cue.place - back) for back in (2, 1))
    if first is not None and is_age(passage, cue.place - 1):
        return first
    # What opens a sentence as a bare noun phrase waits for its verb, whatever comes between.
    if first is not None and between is not None:
        named = _is_title(passage, speech, first) and not _is_title(passage, speech, between)
        return (first[0], between[1]) if named else first
    aside = passage.tokens[passage.segments[cue.place - 1].first].fold
    if first is not None and (cue.place - 2 == start or speech.is_in(aside, "relatives")):
        return first
    opening = passage.segments[start]
    clause = any(opening.first < begin <= cue.first for begin in passage.clauses)
    if clause or opening.quote is not None:
        return None
    whole = phrase(passage, speech, opening.first, opening.last)
    return whole if first is not None else _with_name(passage, speech, whole, cue.place - 1)


def is_age(passage: Passage, place: int) -> bool:
    """Tell whether a segment is nothing but the number of years ("Anna Ruiz, 43, told")."""
    segment = passage.segments[place]
    words = passage.words(segment.first, segment.last)
    return segment.mark == "," and len(words) == 1 and words[0].isdigit()


def _with_name(passage: Passage, speech: Speech, title: Phrase | None, place: int) -> Phrase | None:
    """A phrase that is no name, with the name that an apposition after it gives."""
    name = _pure(passage, speech, place)
    if title is None or name is None:
        return title
    named = _is_title(passage, speech, title) and not _is_title(passage, speech, name)
    return (title[0], name[1]) if named else title


def _apposed(passage: Passage, speech: Speech, cue: Cue) -> Phrase | None:
    """A name whose apposition runs on into the verb ("Anna Ruiz, Chefin der Bank (XY) sagte")."""
    start, _ = passage.sentence(cue.place)
    segment = passage.segments[cue.place]
    if not speech.commas or cue.place - 1 != start or segment.mark != ",":
        return None
    name = _pure(passage, speech, start)
    own = phrase(passage, speech, segment.first, cue.finite)
    if name is None or own is None or speech.is_in(passage.tokens[own[0]].fold, "determiners"):
        return None
    rest = passage.words(own[1], cue.finite)
    named = not speech.is_in(passage.tokens[name[0]].fold, "determiners")
    return name if named and not rest else None


def _is_title(passage: Passage, speech: Speech, span: Phrase) -> bool:
    """Tell whether a phrase is no name: an article opens it, or its noun is a common one."""
    small = not speech.capitals and passage.tokens[span[1] - 1].text[0].islower()
    return small or speech.is_in(passage.tokens[span[0]].fold, "determiners")


def _pure(passage: Passage, speech: Speech, place: int) -> Phrase | None:
    """A segment that is nothing but one noun phrase."""
    segment = passage.segments[place]
    if segment.quote is not None:
        return None
    whole = phrase(passage, speech, segment.first, segment.last)
    return whole if whole is not None and whole[1] == segment.last else None


def _limit(passage: Passage, speech: Speech, cue: Cue) -> int:
    """Where the subject after a verb must end: before the preposition the verb takes."""
    last = passage.segments[cue.place].last
    contractions = speech.data["contractions"]
    for at in range(cue.finite + 1, last):
        word = passage.tokens[at].fold
        if contractions.get(word, word) in cue.saying.takes:
            return at
    return last


def _is_relative(passage: Passage, speech: Speech, cue: Cue) -> bool:
    """Tell whether the cue stands in a relative clause ("..., der erklärte")."""
    segment = passage.segments[cue.place]
    if segment.mark != "," or cue.place == 0:
        return False
    if not speech.is_in(passage.tokens[segment.first].fold, "relatives"):
        return False
    following = passage.tokens[segment.first + 1].fold
    groups = ("determiners", "oblique", "prepositions", "adverbs", "objects", "singular")
    if speech.is_in(following, *groups):
        return True
    # "der Minister habe erklärt" has a noun of its own; "die Truppen lobte" stays open.
    own = phrase(passage, speech, segment.first, cue.first)
    final = _is_final(passage, cue) and not speech.is_in(passage.tokens[cue.finite].fold, "strong")
    return own is None or own[1] - own[0] <= 1 or final


def antecedent(passage: Passage, speech: Speech, place: int) -> Phrase | None:
    """The noun phrase that ends right before a segment, or the name it is apposed to."""
    nearest = _last_phrase(passage, speech, place - 1)
    start, _ = passage.sentence(place)
    apart = place - 2 >= start and passage.segments[place - 1].mark == ","
    if not apart or nearest is None or nearest != _pure(passage, speech, place - 1):
        return nearest
    if passage.segments[place - 2].quote is not None or not _is_title(passage, speech, nearest):
        return nearest
    name = _last_phrase(passage, speech, place - 2)
    whole = name is not None and name[1] == passage.segments[place - 2].last
    return name if name and whole and not _is_title(passage, speech, name) else nearest


def _last_phrase(passage: Passage, speech: Speech, place: int) -> Phrase | None:
    """The last noun phrase of a segment."""
    before = passage.segments[place]
    found = None
    at = before.first
    while at < before.last:
        here = phrase(passage, speech, at, before.last)
        if here is None:
            at += 1
            continue
        found, at = here, max(here[1], at + 1)
    return found


def agent(passage: Passage, speech: Speech, first: int, last: int) -> Phrase | None:
    """The phrase after "von", "durch" or "by" in a passive clause."""
    for at in range(first, last):
        if not passage.masked[at] and speech.is_in(passage.tokens[at].fold, "agents"):
            return phrase(passage, speech, at + 1, last)
    return None


def _skip(passage: Passage, speech: Speech, first: int, cue: Cue) -> int:
    """Step over conjunctions and adverbs that open a clause."""
    at = first
    while at < cue.first and _opens_clause(passage, speech, at, cue):
        at += 1
    return at


def _opens_clause(passage: Passage, speech: Speech, at: int, cue: Cue) -> bool:
    word = passage.tokens[at].fold
    if speech.is_in(word, "prepositions"):
        # "während" and "seit" open a clause only when its verb stands last.
        final = _is_final(passage, cue)
        return final and speech.is_in(word, "not_content")
    if at + 1 == cue.first and speech.ends(word, "adverb_endings"):
        return True
    groups = ("coordinators", "adverbs", "like", "not_content", "complementizers")
    return speech.is_in(word, *groups)


def _before(passage: Passage, speech: Speech, first: int, cue: Cue) -> Phrase | None:
    """The subject that opens a clause; in a main clause all before the verb belongs to it."""
    token, last = passage.tokens[first], cue.finite
    if speech.is_in(token.fold, "prepositions"):
        return after(passage, speech, first, last, joined=True)
    if speech.is_in(token.fold, "oblique") and not is_partitive(passage, speech, first):
        return None
    found = phrase(passage, speech, first, last)
    if found is None:
        return after(passage, speech, first, last, joined=True)
    rest = passage.words(found[1], last)
    opening = passage.tokens[passage.segments[cue.place].first].fold
    dependent = speech.is_in(opening, "like", "complementizers", "not_content")
    whole = bool(rest) and speech.is_in(rest[0], "prepositions") and not dependent
    return (found[0], last) if whole and not speech.any_in(rest, "coordinators") else found


def _carried(passage: Passage, speech: Speech, cue: Cue) -> Phrase | None:
    """The subject of the sentence's first clause, for a verb that has none beside it."""
    start, _ = passage.sentence(cue.place)
    if start == cue.place:
        return None
    segment = passage.segments[start]
    if segment.quote is not None:
        return None
    return after(passage, speech, segment.first, segment.last)
