"""Whatever a model answers, the reading keeps the contract and its graph passes the gate."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.annotation.backends.model_server import ModelServer
from tests.annotation.backends.test_contract import spans

from nutgraf.annotation.backends.llm.annotator import LlmAnnotator
from nutgraf.annotation.backends.llm.grounding import Ground
from nutgraf.annotation.backends.llm.vocabulary import event_types
from nutgraf.annotation.stages import read_layers
from nutgraf.folders import folder
from nutgraf.linking.table import EntityTable
from nutgraf.model.codec import to_json
from nutgraf.model.document import Document
from nutgraf.model.entity import EntityKind
from nutgraf.model.event import Factuality, Role, SpeechAct
from nutgraf.model.quantity import Measure
from nutgraf.pipeline.steps import Steps
from nutgraf.settings import Settings

_FILES = [*sorted(folder("seeds").glob("*-de.*"))[:1], *sorted(folder("seeds").glob("*-en.*"))[:1]]


def articles(table: EntityTable) -> list[Document]:
    """A few of the articles that ship."""
    steps = Steps(table, Settings().base, 10**6)
    found = [one for file in _FILES for one in steps.read(file.read_bytes(), file.name)]
    return [one for one in found if isinstance(one, Document)]


def quotes(lines: list[list[str]]) -> st.SearchStrategy[tuple[int, str]]:
    """The number of a sentence and one to eight words that stand in it, rarely in another."""

    def cut(at: int, first: int, length: int, off: int) -> tuple[int, str]:
        words = lines[at % len(lines)]
        start = first % len(words)
        return at % len(lines) + 1 + (off == 9), " ".join(words[start : start + length])

    small = st.integers(0, 200)
    return st.builds(cut, small, small, st.integers(1, 8), st.integers(0, 9))


def answers(text: str) -> st.SearchStrategy[dict[str, Any]]:
    """Answers of words of an article, with any type, role, measure and act."""
    lines = [line.split("\t")[1].split() for line in text.splitlines()]
    quote = quotes(lines)
    words = quote.map(lambda pair: pair[1])
    maybe = st.none() | words
    part = st.fixed_dictionaries(
        {
            "name": words,
            "named": st.booleans(),
            "kind": st.sampled_from(list(EntityKind)),
            "role": st.sampled_from(list(Role)),
        }
    )
    figure = st.fixed_dictionaries(
        {"number": words, "measure": st.sampled_from(list(Measure))},
    )
    told = {
        "type": st.sampled_from([name for name, _ in event_types()]),
        "factuality": st.sampled_from(list(Factuality)),
        "participants": st.lists(part, max_size=3),
        "place": maybe,
        "time": maybe,
        "figures": st.lists(figure, max_size=2),
    }
    said = {
        "cue": maybe,
        "speaker": maybe,
        "speaker_named": st.booleans(),
        "speaker_kind": st.sampled_from(list(EntityKind)),
        "act": st.sampled_from(list(SpeechAct)),
        "addressee": maybe,
    }
    event = st.tuples(quote, st.fixed_dictionaries(told)).map(
        lambda pair: {"sentence": pair[0][0], "trigger": pair[0][1], **pair[1]}
    )
    claim = st.tuples(quote, st.fixed_dictionaries(said)).map(
        lambda pair: {"sentence": pair[0][0], "words": pair[0][1], **pair[1]}
    )
    lists = {"events": st.lists(event, max_size=12), "claims": st.lists(claim, max_size=6)}
    return st.fixed_dictionaries(lists)


@pytest.mark.parametrize("number", range(len(_FILES)), ids=[file.stem for file in _FILES])
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_answer(
    server: ModelServer,
    llm: Callable[..., LlmAnnotator],
    table: EntityTable,
    tmp_path: Path,
    number: int,
    data: st.DataObject,
) -> None:
    """Spans are verbatim, keys lead somewhere, the graph conforms, and again it is the same."""
    document = articles(table)[number]
    steps = Steps(table, Settings().base, 10**6, annotator=llm())
    sent = Ground(document, read_layers(document, table).sentences).numbered()
    for kept in (tmp_path / "answers").rglob("*.json"):
        kept.unlink()
    server.turns.clear()
    server.requests.clear()
    server.says(data.draw(answers(sent)))

    annotated = steps.annotate(document)

    assert [s for s in spans(annotated) if document.text[s.start : s.end] != s.quote] == []
    report = steps.check(steps.map(steps.link(annotated)))
    assert report.conforms, report.as_text()
    assert to_json(steps.annotate(document)) == to_json(annotated)
