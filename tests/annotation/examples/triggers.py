"""Trigger lexica: each entry is found in its positive examples and not in its negative ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache, partial
from typing import Any

from tests.annotation.examples.example import Example
from tests.annotation.sentences import reading

from nutgraf.annotation.events.grammar import load_grammar
from nutgraf.annotation.events.lexicon import load_lexicon
from nutgraf.annotation.events.scenes import scenes
from nutgraf.annotation.events.trigger_search import find_triggers
from nutgraf.annotation.text.language import language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.model.annotation import Layers
from nutgraf.model.document import Block, BlockRole, Document
from nutgraf.model.event import Factuality

KINDS = ("noun", "verb", "participle", "phrase")


def examples(code: str) -> Iterator[Example]:
    """Every example of the trigger files of a language."""
    for type_name, word, row in entries(code):
        types = frozenset(row.get("types") or [type_name])
        for which in ("yes", "no"):
            for number, sentence in enumerate((row.get("examples") or {}).get(which, ()), start=1):
                name = f"{type_name}-{word}-{which}-{number}"
                yield Example(name, partial(check, code, types, sentence, told=which == "yes"))


def entries(code: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every entry of the trigger files of a language, with its type and its word."""
    for group in language(code).tables("triggers").values():
        for type_name, body in (group or {}).items():
            for row in body["triggers"]:
                word = next(row[kind] for kind in KINDS if kind in row)
                yield type_name, " ".join(word) if isinstance(word, list) else word, row


def check(code: str, types: frozenset[str], sentence: str, *, told: bool) -> None:
    """Raise unless the lexicon finds one of the types in the sentence, or the reader none.

    Of a negative example the whole reader is asked: it leaves out what is only named, knows what
    is only supposed, and finds words in names that the lexicon alone does not see.
    """
    found = told_types(code, sentence) if told else read_types(code, sentence)
    expected = f"{'/'.join(sorted(types))} in {sentence!r}"
    problem = "not found" if told else "found"
    assert bool(types & found) == told, f"{problem}: {expected}; told: {sorted(found)}"


def read_types(code: str, sentence: str) -> frozenset[str]:
    """The types of the reports in one sentence that are more than supposed."""
    events = reading(code, sentence).layers.events
    real = (each for each in events if each.factuality is not Factuality.HYPOTHETICAL)
    return frozenset(name for each in real for name in each.types)


@cache
def told_types(code: str, sentence: str) -> frozenset[str]:
    """The event types that the shipped lexicon finds in one sentence."""
    tables = language(code)
    document = Document(sentence, code, (Block(0, len(sentence), BlockRole.BODY),))
    layers = Layers(document, segment(document))
    grammar, lexicon = load_grammar(tables), load_lexicon(tables)
    return frozenset(
        name
        for scene in scenes(layers, grammar)
        for trigger in find_triggers(scene, lexicon, grammar, Counter())
        if not trigger.weak
        for name in trigger.entry.types
    )
