"""Word order: subjects behind their verb, inside what another says, or told long before."""

from __future__ import annotations

from nutgraf.annotation.attribution.cues import Cue
from nutgraf.annotation.attribution.noun_phrases import Phrase, phrase
from nutgraf.annotation.attribution.passages import Passage, Segment
from nutgraf.annotation.attribution.speech import Speech
from nutgraf.annotation.attribution.word_classes import is_noun


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


def inverted(passage: Passage, speech: Speech, cue: Cue) -> Phrase | None:
    """A bare subject right behind a verb that opens its clause (", said officials")."""
    segment = passage.segments[cue.place]
    if speech.commas or cue.first != segment.first or not segment.mark:
        return None
    return phrase(passage, speech, cue.finite + 1, segment.last)


def follows_infinitive(passage: Passage, speech: Speech, cue: Cue) -> bool:
    """Tell whether a verb goes on after an infinitive ("began to march and demanded", German)."""
    segment, rules = passage.segments[cue.place], speech.data["infinitive"]
    at = cue.first - 3
    if rules["opens"] or at < segment.first or not segment.mark:
        return False
    particle, verb, joint = (token.fold for token in passage.tokens[at : cue.first])
    infinitive = particle == rules["particle"] and verb.endswith(tuple(rules["endings"]))
    return infinitive and speech.is_in(joint, "coordinators")


def nested_start(passage: Passage, speech: Speech, segment: Segment, cue: Cue) -> int | None:
    """Where a clause begins in what another verb tells ("said (that) the king had told her")."""
    if speech.commas:
        return None
    for at in range(cue.first - 1, segment.first, -1):
        word = passage.tokens[at].fold
        told = word in speech.forms and not is_noun(passage, speech, at)
        opens = speech.is_in(word, "that", "clausal") or (told and at + 1 < cue.first)
        if not opens or passage.masked[at] or not passage.words(segment.first, at):
            continue
        own = phrase(passage, speech, at + 1, cue.first)
        rest = passage.words(own[1], cue.first) if own else ()
        helping = all(speech.is_in(word, "perfect", "adverbs") for word in rest)
        return at + 1 if own and helping else None
    return None


def contact(passage: Passage, speech: Speech, cue: Cue) -> Phrase | None:
    """The subject of a clause that nothing joins to its noun ("the vote the party denies")."""
    segment = passage.segments[cue.place]
    if speech.commas or cue.finite != cue.verb:
        return None
    noun = phrase(passage, speech, segment.first, cue.finite)
    if noun is None or noun[1] + 1 >= cue.finite:
        return None
    own = phrase(passage, speech, noun[1], cue.finite)
    led = speech.is_in(passage.tokens[noun[1]].fold, "determiners")
    return own if led and own is not None and own[1] == cue.finite else None


def breaks_out(passage: Passage, speech: Speech, cue: Cue) -> bool:
    """Tell whether a verb resumes the clause before what is said ("sagte, X sei da und bat")."""
    segment, joint = passage.segments[cue.place], cue.first - 1
    if not speech.commas or not segment.mark or joint <= segment.first or cue.first != cue.finite:
        return False
    tokens = passage.tokens
    if not speech.is_in(tokens[joint].fold, "coordinators") or passage.masked[joint]:
        return False
    if speech.is_in(tokens[cue.finite].fold, "strong"):
        return False
    told = passage.words(segment.first, joint)
    reported = any(speech.is_in(word, "strong", "weak") for word in told)
    rest = any(word[0].isalnum() for word in passage.words(cue.finite + 1, segment.last))
    return reported or (rest and speech.is_in(tokens[segment.first].fold, "that"))
