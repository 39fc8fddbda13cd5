"""Toll support: words that tell of a disaster where their clause counts who came to harm in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from nutgraf.annotation.events.bearers import load_bearing
from nutgraf.annotation.events.phrases import Phrase
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.triggers import Trigger
from nutgraf.model.quantity import Measure

_HARMED = frozenset({Measure.KILLED, Measure.INJURED})
# "in a huge fire": how far before the noun its preposition stands
_REACH = 3


def with_support(scene: Scene, reader: Reader, triggers: Iterable[Trigger]) -> tuple[Trigger, ...]:
    """The triggers, of which a toll told beside them makes the weak ones sure."""
    return tuple(
        replace(trigger, weak=False) if _is_borne_out(scene, reader, trigger) else trigger
        for trigger in triggers
    )


def _is_borne_out(scene: Scene, reader: Reader, trigger: Trigger) -> bool:
    """Tell "twelve died in a fire" from the "fire" of any other clause."""
    if not trigger.weak or not set(trigger.entry.types) <= load_bearing()["borne_out"]:
        return False
    return _is_held(scene, reader, trigger.head) and _counts_harm(scene, reader, trigger.head)


def _is_held(scene: Scene, reader: Reader, head: int) -> bool:
    """Tell whether it is what people came to harm in, or after, or what harmed them."""
    grammar = reader.grammar
    if scene.fold(head - 1) in grammar.determiners and _harms(scene, reader, head + 1):
        return True
    for at in range(max(head - _REACH, 0), head):
        word = scene.fold(at)
        if (
            word in grammar.contractions
            and grammar.contractions[word] in grammar.place_prepositions
        ):
            return True
        following = scene.fold(at + 1)
        if word in grammar.place_prepositions and following in grammar.determiners:
            return at + 1 < head
        if word in grammar.prepositions and following in grammar.indefinite:
            return at + 1 < head
    return False


def _harms(scene: Scene, reader: Reader, index: int) -> bool:
    """Tell whether a verb of harm stands at a token ("the fire killed twelve people")."""
    if index >= len(scene.folds):
        return False
    told = reader.casualties.forms_at(scene.folds, index)
    return any(verb.transitive and verb.measure in _HARMED for verb, _ in told)


def _counts_harm(scene: Scene, reader: Reader, head: int) -> bool:
    """Tell whether the clause has a count and what befell those who are counted."""
    scope = scene.scope(head)
    if any(each.measure in _HARMED for each in scene.quantities):
        return True
    if not any(scene.index_at(each.span.start) in scope for each in scene.quantities):
        return False
    verbs = (reader.casualties.verb_at(scene.folds, at) for at in scope)
    return any(verb is not None and verb[0] in _HARMED for verb in verbs)


def has_victims(scene: Scene, reader: Reader, trigger: Trigger, own: Phrase | None) -> bool:
    """Tell whether the clause tells of the event's victims ("bei einem Beben starben ...")."""
    if own is None or not set(trigger.entry.types) & reader.kinds.harm:
        return False
    if not own.bare and own.preposition not in reader.grammar.accompanying:
        return False
    folds = [token.fold for token in scene.tokens]
    return any(reader.casualties.verb_at(folds, at) for at in scene.scope(trigger.head))
