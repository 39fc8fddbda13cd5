"""Pronouns and shared subjects: who stands behind a verb without a named subject."""

from __future__ import annotations

from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.phrases import Phrase, phrases
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.annotation import Layers
from nutgraf.model.entity import EntityKind
from nutgraf.model.event import Quotation, SpeechAct

# Acts by which somebody speaks of what others should do or did.
_OF_OTHERS = frozenset({SpeechAct.REQUESTS, SpeechAct.ORDERS, SpeechAct.ACCUSES})


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
    candidates = [
        phrase
        for phrase in candidates
        if phrase.mention and _agrees(scene, spot, phrase.mention.entity, layers, grammar)
    ]
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
    """Inside a quotation "he" is hardly the speaker, nor in what he asks of others."""
    start = scene.tokens[spot].start
    return any(
        each.content.start <= start < each.content.end and each.speaker in names
        for each in layers.utterances
        if each.quotation is Quotation.DIRECT or each.speech_act in _OF_OTHERS
    )


def _agrees(scene: Scene, spot: int, key: str, layers: Layers, grammar: Grammar) -> bool:
    """Tell whether nothing known of a person's gender speaks against a pronoun."""
    meant = grammar.genders.get(scene.fold(spot))
    name = next((entity.name for entity in layers.entities if entity.key == key), "")
    known = {grammar.genders.get(fold(word)) for word in name.split()[:-1]} - {None}
    return meant is None or not known or known == {meant}


def _at(scene: Scene, spot: int, antecedent: Phrase) -> Phrase:
    """The antecedent's entity with the pronoun's own place in the sentence."""
    return Phrase(spot, spot, spot + 1, None, antecedent.cases, antecedent.mention)
