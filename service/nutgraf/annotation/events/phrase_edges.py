"""Edges of noun phrases: how far to the left of its head a noun phrase reaches."""

from __future__ import annotations

from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.scenes import Scene

_REACH = 6


def left_edge(scene: Scene, grammar: Grammar, start: int, floor: int) -> int:
    """Walk left over adjectives and numbers to the determiner or preposition, if any."""
    index, safe = start, None
    while index > floor and start - index < _REACH:
        index = _before_quantity(scene, index, floor)
        word = scene.fold(index - 1)
        if word in grammar.determiners or grammar.preposition(word) is not None:
            return _with_preposition(scene, grammar, index - 1, floor)
        if index <= floor or not _may_stand_inside(scene, grammar, index - 1, start):
            break
        if safe is None and not _surely_modifies(scene, grammar, index - 1):
            safe = index
        index -= 1
    if not grammar.capital_nouns:
        return _with_title(scene, start, floor)
    return index if safe is None else safe


def _may_stand_inside(scene: Scene, grammar: Grammar, index: int, start: int) -> bool:
    """Tell whether a word can stand in a noun phrase, if an article comes before it."""
    if _modifies(scene, grammar, index):
        return True
    token = scene.tokens[index]
    adverb = token.is_word and token.text[0].islower() and token.fold not in grammar.finite
    known = token.fold in grammar.coordinators or grammar.is_auxiliary(token.fold)
    return grammar.capital_nouns and adverb and not known and index + 1 < start


def _surely_modifies(scene: Scene, grammar: Grammar, index: int) -> bool:
    """Without an article before it, a word in -te or -ed is a verb and no adjective."""
    opens = index > 0 and not scene.tokens[index - 1].is_word
    past = scene.fold(index).endswith(grammar.finite_endings) and not opens
    return _modifies(scene, grammar, index) and not past


def _with_title(scene: Scene, start: int, floor: int) -> int:
    """Take in the capitalised words right before a name ("Defence Minister ...")."""
    while start > max(floor, 1) and scene.tokens[start - 1].text[0].isupper():
        if scene.mention_of[start - 1] is not None:
            break
        start -= 1
    return start


def _before_quantity(scene: Scene, index: int, floor: int) -> int:
    """Step over a number with its approximator ("mehr als 2000") in one go."""
    for first, last in scene.counts:
        if last == index and first >= floor:
            return first
    return index


def _with_preposition(scene: Scene, grammar: Grammar, index: int, floor: int) -> int:
    before = scene.fold(index - 1)
    opens = _is_determiner(scene, grammar, index) and grammar.preposition(before) is not None
    return index - 1 if opens and index > floor else index


def _is_determiner(scene: Scene, grammar: Grammar, index: int) -> bool:
    """Tell whether the token is an article or another determiner."""
    return scene.fold(index) in grammar.determiners


def _modifies(scene: Scene, grammar: Grammar, index: int) -> bool:
    token = scene.tokens[index]
    mention = scene.mention_of[index]
    if mention is not None:
        return mention.adjectival
    if token.fold[0].isdigit():
        return True
    if not token.is_word or token.fold in grammar.coordinators or grammar.is_auxiliary(token.fold):
        return False
    if grammar.capital_nouns:
        lower = token.text[0].islower() and token.fold not in grammar.finite
        return lower and token.fold.endswith(grammar.attributive_endings)
    if token.fold.endswith(grammar.gerund_endings) and _opens_object(scene, grammar, index + 1):
        return False
    stops = token.fold in grammar.relatives or token.fold in grammar.subject_pronouns
    return not stops and not _is_verb(scene, grammar, index)


def _opens_object(scene: Scene, grammar: Grammar, index: int) -> bool:
    """Tell "a ferry carrying 150 passengers" from "a leading politician"."""
    counted = any(first == index for first, _ in scene.counts)
    return counted or _is_determiner(scene, grammar, index)


def _is_verb(scene: Scene, grammar: Grammar, index: int) -> bool:
    """Tell an English past tense from a participle used as adjective ("the disputed X")."""
    word = scene.fold(index)
    if word in grammar.finite:
        return True
    before = scene.fold(index - 1)
    led = before in grammar.determiners or before in grammar.prepositions
    led = led or before in grammar.coordinators
    return word.endswith(grammar.finite_endings) and not led
