"""Resumptions: where the main clause goes on after what a clause before it tells."""

from __future__ import annotations

from nutgraf.annotation.attribution.accounts import Account

# No main clause goes on with one of these.
_NO_VERBS = (
    "prepositions",
    "adverbs",
    "coordinators",
    "determiners",
    "oblique",
    "objects",
    "like",
    "complementizers",
    "relatives",
    "not_content",
    "singular",
    "plural",
)


def resumes(account: Account, place: int) -> bool:
    """Tell whether a segment goes on with the main clause around what is said.

    So it does after "Als er sagte, es sei vorbei, ..." and with "..., legte aber ...".
    """
    passage, speech = account.passage, account.speech
    segment, (start, _) = passage.segments[place], passage.sentence(place)
    if segment.mark != "," or account.reports(segment, "strong", "weak"):
        return False
    opening = account.word(passage.segments[start])
    within = account.cue_in(start) is not None and speech.is_in(opening, "clausal")
    word = account.word(segment)
    if not speech.commas:
        return within and not speech.is_in(word, "relatives", "coordinators", "prepositions")
    if not passage.tokens[segment.first].text[0].islower() or speech.is_in(word, *_NO_VERBS):
        return False
    joint = passage.words(segment.first + 1, min(segment.first + 2, segment.last))
    return within or speech.any_in(joint, "coordinators")
