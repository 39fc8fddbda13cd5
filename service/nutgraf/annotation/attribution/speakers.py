"""Speakers: the noun phrase that is the subject or agent of a verb of saying."""

from __future__ import annotations

from nutgraf.annotation.attribution.antecedents import antecedent, is_abstract
from nutgraf.annotation.attribution.appositions import (
    apposed,
    called,
    interrupted,
    resumed,
    with_name,
)
from nutgraf.annotation.attribution.audiences import without_medium
from nutgraf.annotation.attribution.cues import Cue
from nutgraf.annotation.attribution.main_clauses import is_second
from nutgraf.annotation.attribution.noun_phrases import (
    Phrase,
    after,
    is_acronym,
    is_partitive,
    phrase,
)
from nutgraf.annotation.attribution.passages import Passage, Segment
from nutgraf.annotation.attribution.speech import Speech
from nutgraf.annotation.attribution.word_classes import is_quoted, quoting
from nutgraf.annotation.attribution.word_order import (
    breaks_out,
    contact,
    follows_infinitive,
    inverted,
    is_inverted,
    nested_start,
)


def subject(passage: Passage, speech: Speech, cue: Cue) -> Phrase | None:
    """The phrase that says: the agent of a passive, else the subject of the cue."""
    segment = passage.segments[cue.place]
    verb = quoting(passage, speech, cue.verb)
    if verb is not None and verb + 2 < cue.verb:
        quoted = phrase(passage, speech, verb + 1, cue.verb - 1)
        if quoted is not None and not speech.is_in(passage.tokens[verb + 1].fold, "agents"):
            return quoted
    if cue.passive and not cue.saying.cited:
        return agent(passage, speech, segment.first, segment.last)
    if joins_on(passage, speech, cue) or follows_infinitive(passage, speech, cue):
        return _carried(passage, speech, cue)
    if _is_relative(passage, speech, cue) and not _is_set_in(passage, speech, cue):
        return antecedent(passage, speech, cue.place)
    readings = (
        _likened,
        resumed,
        interrupted,
        apposed,
        _pronoun,
        _after_object,
        _beside,
        _carried,
    )
    found = (reading(passage, speech, cue) for reading in readings)
    who = next((one for one in found if one is not None), None)
    return without_medium(passage, speech, cue, called(passage, speech, cue, who))


def joins_on(passage: Passage, speech: Speech, cue: Cue) -> bool:
    """Tell whether a verb shares the subject before it (", fordert aber", ", adding that")."""
    going = cue.finite == cue.verb and speech.ends(passage.tokens[cue.verb].fold, "leading")
    if going and not is_quoted(passage, speech, cue.verb):
        return True
    if breaks_out(passage, speech, cue):
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
    segment = passage.segments[cue.place]
    rest = passage.words(cue.last, segment.last)
    apart = cue.particle is not None and cue.particle > cue.verb + 1
    return not apart and not any(word[0].isalnum() for word in rest)


def _likened(passage: Passage, speech: Speech, cue: Cue) -> Phrase | None:
    """The subject of a "wie X mitteilte" that an apposition cuts off from its verb."""
    place = like_place(passage, speech, cue)
    if place is None or place == cue.place:
        return None
    segment = passage.segments[place]
    found = after(passage, speech, segment.first + 1, segment.last, joined=True)
    return with_name(passage, speech, found, place + 1)


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
    own = contact(passage, speech, cue)
    if own is not None:
        return own
    segment = passage.segments[cue.place]
    start = _skip(passage, speech, _clause_start(passage, speech, segment, cue), cue)
    found = _before(passage, speech, start, cue) if start < cue.finite else None
    if found is not None and not _is_speechless(passage, speech, found, cue):
        return found
    behind = inverted(passage, speech, cue)
    return behind or after(passage, speech, cue.finite + 1, _limit(passage, speech, cue)) or found


def _clause_start(passage: Passage, speech: Speech, segment: Segment, cue: Cue) -> int:
    """Where a clause begins that a conjunction joins on ("... und das Amt forderte")."""
    nested = nested_start(passage, speech, segment, cue)
    if nested is not None:
        return nested
    for at in range(cue.first - 1, segment.first, -1):
        if not speech.is_in(passage.tokens[at].fold, "coordinators") or passage.masked[at]:
            continue
        own = phrase(passage, speech, at + 1, cue.first)
        words = passage.words(segment.first, at)
        groups = ("indicative", "strong", "finite")
        told = any(speech.is_in(word, *groups) or word in speech.forms for word in words)
        return at + 1 if speech.commas and own and own[1] == cue.first and told else segment.first
    return segment.first


def _is_speechless(passage: Passage, speech: Speech, found: Phrase, cue: Cue) -> bool:
    """Tell whether a phrase before a verb is what is talked about ("Die Kürzungen lehnte X ab")."""
    return speech.commas and found[0] < cue.finite and is_abstract(passage, speech, found)


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
    opening = passage.tokens[segment.first]
    if not speech.is_in(opening.fold, "relatives") or is_acronym(opening):
        return False
    if speech.commas and is_second(passage, speech, cue, least=3):
        return False
    following = passage.tokens[segment.first + 1].fold
    groups = ("determiners", "oblique", "prepositions", "adverbs", "objects", "singular")
    if speech.is_in(following, *groups):
        return True
    # "der Minister habe erklärt" has a noun of its own; "die Truppen lobte" stays open.
    own = phrase(passage, speech, segment.first, cue.first)
    final = _is_final(passage, cue) and not speech.is_in(passage.tokens[cue.finite].fold, "strong")
    return own is None or own[1] - own[0] <= 1 or final


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
    found = after(passage, speech, segment.first, segment.last, joined=True)
    apart = not speech.commas and found is not None and found[1] == segment.last
    return with_name(passage, speech, found, start + 1) if apart else found
