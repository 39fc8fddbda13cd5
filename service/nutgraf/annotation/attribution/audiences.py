"""Audiences: a medium that is told something looks like the one whom the speaker belongs to."""

from __future__ import annotations

from nutgraf.annotation.attribution.cues import Cue
from nutgraf.annotation.attribution.noun_phrases import Phrase
from nutgraf.annotation.attribution.passages import Passage
from nutgraf.annotation.attribution.speech import Speech


def without_medium(passage: Passage, speech: Speech, cue: Cue, who: Phrase | None) -> Phrase | None:
    """A subject without the medium that it speaks to ("sagte ein Polizist der Nachrichtenagentur").

    Before its verb in a main clause a subject has only what belongs to it.
    """
    if who is None or cue.saying.to != "dative" or cue.passive:
        return who
    opening = passage.tokens[passage.segments[cue.place].first].fold
    if who[0] < cue.finite and not speech.is_in(opening, "like"):
        return who
    for at in range(who[0] + 1, who[1]):
        article = passage.tokens[at].fold
        either = speech.is_in(article, "genitive") and speech.is_in(article, "dative")
        if either and not passage.masked[at] and _is_medium(passage, speech, (at + 1, who[1])):
            theirs = speech.ends(passage.tokens[at - 1].fold, "newspeople")
            return who if theirs else (who[0], at)
    return who


def _is_medium(passage: Passage, speech: Speech, rest: Phrase) -> bool:
    """Tell whether a phrase is a name in quotation marks, a kind of medium or a known one."""
    tokens = passage.tokens[rest[0] : rest[1]]
    if all(passage.masked[at] for at in range(*rest)):
        return True
    # "der Partei der Zeitung" has more to come.
    if any(speech.is_in(token.fold, "genitive") for token in tokens):
        return False
    return any(speech.is_in(t.fold, "outlets") or speech.ends(t.fold, "media") for t in tokens)
