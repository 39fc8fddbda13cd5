"""Segments: the words around a count up to the next comma or conjunction."""

from __future__ import annotations

from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.scenes import Scene
from nutgraf.model.annotation import QuantityMention

# "a man who shot two": how far before the count its relative pronoun stands
_OPENED = 4


def count_range(scene: Scene, mention: QuantityMention) -> tuple[int, int]:
    """The first and the last token of a quantity with its noun."""
    return scene.index_at(mention.whole.start), scene.index_at(mention.whole.end - 1)


def is_boundary(scene: Scene, grammar: Grammar, index: int) -> bool:
    """Tell whether a token, or the edge of the sentence, parts one count's words from others."""
    word = scene.fold(index)
    return not word[:1].isalnum() or word in grammar.coordinators


def segment_around(scene: Scene, grammar: Grammar, mention: QuantityMention) -> tuple[int, ...]:
    """The tokens around a quantity up to the boundaries on both sides, without its own."""
    first, last = count_range(scene, mention)
    low, high = first, last
    while not is_boundary(scene, grammar, low - 1):
        low -= 1
    while not is_boundary(scene, grammar, high + 1):
        high += 1
    return (*range(low, first), *range(last + 1, high + 1))


def is_in_relative(scene: Scene, grammar: Grammar, count: tuple[int, int], verb: int) -> bool:
    """Tell "who shot two men was arrested", where the clause of the count ends unmarked."""
    first, last = count
    if grammar.verb_cluster_last:
        # Such a language closes its clauses with a comma.
        return False
    before = range(max(first - _OPENED, 0), first - 1)
    # "A WHO official warned that up to 23 million people ..."
    opened = any(
        scene.fold(at) in grammar.relatives and scene.tokens[at].text.islower() for at in before
    )
    return opened and any(grammar.is_auxiliary(scene.fold(at)) for at in range(last + 1, verb))


def is_verbal(scene: Scene, reader: Reader, index: int) -> bool:
    """Tell a verb, by lexicon, by its place in a list of verbs, or by its looks."""
    word, grammar = scene.fold(index), reader.grammar
    if not word[:1].isalpha() or scene.tokens[index].text[0].isupper():
        return False
    if grammar.is_auxiliary(word) or reader.casualties.verb_at(scene.folds, index) is not None:
        return True
    kinds = {entry.kind for entry in reader.lexicon.words.get(word, ())}
    if kinds:
        # "protests" may be a noun: then nobody knows.
        return "verb" in kinds and "noun" not in kinds
    return grammar.is_verb_shaped(word)
