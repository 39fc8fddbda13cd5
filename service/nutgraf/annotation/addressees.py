"""Addressees: to whom something is said, by case or preposition."""

from __future__ import annotations

from nutgraf.annotation.complements import Scene
from nutgraf.annotation.cues import Cue
from nutgraf.annotation.speakers import Phrase, phrase


def addressee(scene: Scene, cue: Cue) -> Phrase | None:
    """The phrase that names to whom something is said; media are where, not to whom."""
    if cue.passive:
        return None
    found = _toward(scene, cue) or _by_case(scene, cue)
    if found is None or scene.speech.any_in(scene.passage.words(*found), "media"):
        return None
    return found


def _toward(scene: Scene, cue: Cue) -> Phrase | None:
    """The noun phrase after "gegenüber", "to", or the preposition the verb wants."""
    segment = scene.passage.segments[cue.place]
    for at in range(max(segment.first, cue.first), segment.last):
        word = scene.passage.tokens[at].fold
        wanted = scene.speech.is_in(word, "toward") or word == cue.saying.to
        if wanted and not scene.passage.masked[at] and not cue.saying.allows(word):
            return phrase(scene.passage, scene.speech, at + 1, segment.last)
    return None


def _by_case(scene: Scene, cue: Cue) -> Phrase | None:
    """The noun phrase in the case the verb wants, or right after an English verb."""
    groups = {"dative": "dative", "accusative": "accusative"}
    segment = scene.passage.segments[cue.place]
    if cue.saying.to == "object":
        return phrase(scene.passage, scene.speech, cue.last, scene.limit(cue))
    if cue.saying.to not in groups:
        return None
    for at in range(cue.finite + 1, segment.last):
        word = scene.passage.tokens[at].fold
        if scene.speech.is_in(word, groups[cue.saying.to]) and _is_free(scene, at):
            return phrase(scene.passage, scene.speech, at, segment.last, joined=False)
    return None


def _is_free(scene: Scene, at: int) -> bool:
    """Tell whether an article opens a phrase of its own: no noun or preposition before it."""
    before = scene.passage.tokens[at - 1]
    if scene.passage.masked[at] or scene.speech.is_in(before.fold, "prepositions"):
        return False
    return not before.text[0].isupper()
