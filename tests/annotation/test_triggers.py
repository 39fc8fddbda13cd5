from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from nutgraf.annotation.events.grammar import load_grammar
from nutgraf.annotation.events.lexicon import load_lexicon
from nutgraf.annotation.events.scenes import scenes
from nutgraf.annotation.events.trigger_search import find_triggers
from nutgraf.annotation.text.language import language, languages
from nutgraf.annotation.text.segmentation import segment
from nutgraf.model.annotation import Layers
from nutgraf.model.document import Block, BlockRole, Document

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "triggers.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:70] for case in CASES])
def test_only_words_that_tell_of_an_event_are_triggers(
    case: dict[str, Any], read: Callable[[dict[str, Any]], Layers]
) -> None:
    """The triggers of a sentence are those listed, and each veto is counted with its reason."""
    layers = read(case)
    spans = {span.quote for report in layers.events for span in report.evidence}
    best = [report.trigger.quote for report in layers.events]
    assert (best or []) == case["triggers"] or set(case["triggers"]) <= spans
    assert bool(best) == bool(case["triggers"])
    for reason, count in case.get("rejected", {}).items():
        assert layers.rejected.get(reason) == count


def examples(code: str, kind: str) -> Iterator[tuple[set[str], str]]:
    """All examples of one kind in the trigger files of a language, with the entry's types."""
    for group in language(code).tables("triggers").values():
        for type_name, body in group.items():
            for row in body["triggers"]:
                types = set(row.get("types") or [type_name])
                for sentence in (row.get("examples") or {}).get(kind, ()):
                    yield types, sentence


def told_types(code: str, sentence: str) -> set[str]:
    """The event types that the shipped lexicon finds in one sentence."""
    tables = language(code)
    block = Block(0, len(sentence), BlockRole.BODY)
    document = Document(sentence, code, (block,))
    layers = Layers(document, segment(document))
    grammar, lexicon = load_grammar(tables), load_lexicon(tables)
    found: set[str] = set()
    for scene in scenes(layers, grammar):
        for trigger in find_triggers(scene, lexicon, grammar, Counter()):
            found.update(() if trigger.weak else trigger.entry.types)
    return found


@pytest.mark.parametrize("code", languages())
def test_shipped_entries_find_their_own_examples(code: str) -> None:
    """At least 99 of 100 positive examples of the shipped lexicon are found with their type."""
    results = [bool(types & told_types(code, text)) for types, text in examples(code, "yes")]
    assert sum(results) >= 0.99 * len(results)


@pytest.mark.parametrize("code", languages())
def test_shipped_entries_leave_their_counterexamples_alone(code: str) -> None:
    """At most 2 of 100 negative examples of the shipped lexicon are taken for the event."""
    results = [bool(types & told_types(code, text)) for types, text in examples(code, "no")]
    assert sum(results) <= 0.02 * len(results)
