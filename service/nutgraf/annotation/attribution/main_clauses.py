"""Main clauses: whether a verb of saying stands second, as in a clause of its own."""

from __future__ import annotations

from nutgraf.annotation.attribution.cues import Cue
from nutgraf.annotation.attribution.noun_phrases import phrase
from nutgraf.annotation.attribution.passages import Passage
from nutgraf.annotation.attribution.speech import Speech

# What ends a sentence tells nothing behind its verb.
_MARKS = ".!?…"


def is_second(passage: Passage, speech: Speech, cue: Cue, *, least: int = 2) -> bool:
    """Tell whether a verb follows its subject and something follows it ("die Stadt sprach von")."""
    segment = passage.segments[cue.place]
    own = phrase(passage, speech, segment.first, segment.last)
    if own is None or own[1] != cue.finite or own[1] - own[0] < least:
        return False
    rest = [word for word in passage.words(cue.finite + 1, segment.last) if word not in _MARKS]
    return bool(rest) and not speech.is_in(rest[0], "coordinators")
