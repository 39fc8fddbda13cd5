"""Figures of speech: each key of the table has sentences that are figurative and that are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from tests.annotation.examples.example import Example

from nutgraf.annotation.events.fictions import Fictions
from nutgraf.annotation.events.grammar import load_grammar
from nutgraf.annotation.events.lexicon import load_lexicon
from nutgraf.annotation.events.scenes import scenes
from nutgraf.annotation.events.trigger_search import find_triggers
from nutgraf.annotation.text.language import language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.model.annotation import Layers
from nutgraf.model.document import Block, BlockRole, Document


def examples(code: str) -> Iterator[Example]:
    """Every example of the table of a language, if there is one."""
    tables = language(code)
    if not (tables.folder / "figurative.yaml").is_file():
        return
    for key, sentences in tables.table("figurative")["examples"].items():
        for which in ("yes", "no"):
            for number, sentence in enumerate(sentences[which], start=1):
                name = f"{key}-{which}-{number}"
                yield Example(name, partial(check, code, sentence, figurative=which == "yes"))


def check(code: str, sentence: str, *, figurative: bool) -> None:
    """Raise unless a figurative sentence tells of nothing, and any other of something."""
    found = _told_types(code, sentence)
    assert bool(found) != figurative, f"told in {sentence!r}: {sorted(found)}"


def _told_types(code: str, text: str) -> frozenset[str]:
    """The event types found in a text; what stands before a bar is its headline."""
    tables = language(code)
    head = text.find("|")
    blocks = [Block(head + 1, len(text), BlockRole.BODY)]
    blocks[:0] = [Block(0, head, BlockRole.HEADLINE)] if head > 0 else []
    document = Document(text, code, tuple(blocks))
    grammar, lexicon = load_grammar(tables), load_lexicon(tables)
    told = scenes(Layers(document, segment(document)), grammar)
    return frozenset(
        name
        for scene in Fictions(told, grammar, lexicon.figurative).real()
        for trigger in find_triggers(scene, lexicon, grammar, Counter())
        if not trigger.weak
        for name in trigger.entry.types
    )
