"""Coordination: noun phrases joined by commas and "and" share their preposition and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.phrases import Phrase
from nutgraf.annotation.events.scenes import Scene
from nutgraf.model.entity import EntityKind

_JOINTS = 2
_PARTIES = frozenset({EntityKind.GROUP, EntityKind.ORGANISATION, EntityKind.PERSON})


def coordinated(scene: Scene, grammar: Grammar, phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Give each conjunct the preposition, cases and owner of the phrase it continues."""
    made: list[Phrase] = []
    for phrase in phrases:
        before = made[-1] if made else None
        if before is not None and continues(scene, grammar, before, phrase):
            made.append(_as(phrase, before))
        else:
            made.append(phrase)
    return tuple(made)


def _as(phrase: Phrase, before: Phrase) -> Phrase:
    return replace(phrase, preposition=before.preposition, cases=before.cases, owner=before.owner)


def continues(scene: Scene, grammar: Grammar, before: Phrase, phrase: Phrase) -> bool:
    """Tell whether a phrase is a conjunct of the one before it."""
    if phrase.preposition is not None or not 1 <= phrase.first - before.last <= _JOINTS:
        return False
    joints = [scene.fold(at) for at in range(before.last, phrase.first)]
    by_word = any(joint in grammar.coordinators for joint in joints)
    by_comma = joints == [","] and _same_kind(before, phrase) and phrase.determiner is None
    if (not by_word and not by_comma) or _opens_clause(scene, grammar, phrase):
        return False
    if by_word and phrase.head not in scene.scope(before.head):
        return False
    return before.preposition is None or _same_kind(before, phrase) or _both_act(before, phrase)


def _both_act(before: Phrase, phrase: Phrase) -> bool:
    """Tell whether both can be parties ("between the army and rebels")."""
    return all(
        each.mention is not None and each.mention.kind in _PARTIES for each in (before, phrase)
    )


def _opens_clause(scene: Scene, grammar: Grammar, phrase: Phrase) -> bool:
    """Tell "arrested two men and rebels attacked it": the second noun has its own verb."""
    after = scene.fold(phrase.last)
    if grammar.verb_cluster_last or not _is_past(grammar, after):
        return False
    if grammar.preposition(scene.fold(phrase.last + 1)) is not None:
        return False
    scope = scene.scope(phrase.head)
    earlier = (at for at in scope if scope[0] < at < phrase.first)
    return any(
        _is_past(grammar, scene.fold(at))
        and scene.tokens[at].text.islower()
        and scene.fold(at - 1) not in grammar.determiners
        for at in earlier
    )


def _is_past(grammar: Grammar, word: str) -> bool:
    known = word in grammar.finite or word in grammar.strong
    return known or word.endswith(grammar.finite_endings)


def _same_kind(before: Phrase, phrase: Phrase) -> bool:
    if before.mention is None or phrase.mention is None:
        return before.mention is phrase.mention
    return before.mention.kind is phrase.mention.kind


def with_conjuncts(
    scene: Scene, grammar: Grammar, phrases: Sequence[Phrase], first: Phrase
) -> tuple[Phrase, ...]:
    """A phrase and the conjuncts that follow it; a list must close with a conjunction."""
    scope = scene.scope(first.head)
    found, certain = [first], 1
    for phrase in phrases:
        if phrase.first <= found[-1].first or phrase.head not in scope:
            continue
        joints = [scene.fold(at) for at in range(found[-1].last, phrase.first)]
        if not 1 <= len(joints) <= _JOINTS or not set(joints) <= {",", *grammar.coordinators}:
            break
        if _opens_clause(scene, grammar, phrase):
            break
        found.append(phrase)
        if any(joint in grammar.coordinators for joint in joints):
            certain = len(found)
    return tuple(found[:certain])
