"""Pronouns and shared subjects: who stands behind a verb without a named subject."""

from __future__ import annotations

from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.phrases import Phrase, phrases
from nutgraf.annotation.events.scenes import Scene
from nutgraf.model.annotation import Layers
from nutgraf.model.entity import EntityKind


def antecedent_subject(
    scene: Scene, before: Scene | None, verb: int, grammar: Grammar, layers: Layers
) -> Phrase | None:
    """The one person whom a personal pronoun before or after the verb can mean, if certain.

    A person qualifies when it is the only one that stands without preposition in the
    sentence before the pronoun, or else in the sentence before.
    """
    spot = _pronoun(scene, verb, grammar)
    if spot is None:
        return None
    own = [phrase for phrase in _persons(scene, grammar) if phrase.head < spot]
    earlier = [] if before is None else _persons(before, grammar)
    candidates = own or earlier
    names = {phrase.mention.entity for phrase in candidates if phrase.mention is not None}
    if len(names) != 1 or _speaks(layers, scene, spot, names):
        return None
    return _at(scene, spot, candidates[-1])


def _pronoun(scene: Scene, verb: int, grammar: Grammar) -> int | None:
    found = [at for at in scene.scope(verb) if scene.fold(at) in grammar.subject_pronouns]
    return found[0] if len(found) == 1 else None


def _persons(scene: Scene, grammar: Grammar) -> list[Phrase]:
    return [
        phrase
        for phrase in phrases(scene, grammar)
        if phrase.bare
        and phrase.mention is not None
        and phrase.mention.kind is EntityKind.PERSON
        and "nom" in phrase.cases
    ]


def _speaks(layers: Layers, scene: Scene, spot: int, names: set[str]) -> bool:
    """Inside a quotation "he" is hardly the speaker."""
    start = scene.tokens[spot].start
    return any(
        each.content.start <= start < each.content.end and each.speaker in names
        for each in layers.utterances
        if each.quotation == "direct"
    )


def _at(scene: Scene, spot: int, antecedent: Phrase) -> Phrase:
    """The antecedent's entity with the pronoun's own place in the sentence."""
    return Phrase(spot, spot, spot + 1, None, antecedent.cases, antecedent.mention)
