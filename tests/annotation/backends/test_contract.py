"""Every annotator keeps one contract, whatever it asks for help."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass

import pytest
from tests.annotation.backends.articles import blackout, english, german
from tests.annotation.backends.model_server import ModelServer

from nutgraf.annotation.annotator import Annotator, RulesAnnotator
from nutgraf.annotation.backends.llm.annotator import LlmAnnotator
from nutgraf.annotation.backends.llm.vocabulary import event_types
from nutgraf.annotation.backends.spacy.annotator import SpacyAnnotator
from nutgraf.linking.table import EntityTable
from nutgraf.model.annotation import AnnotatedDocument
from nutgraf.model.codec import from_json, to_json
from nutgraf.model.document import Document
from nutgraf.model.event import Factuality, Role, SpeechAct
from nutgraf.model.quantity import Measure
from nutgraf.model.span import Span

Reading = tuple[Annotator, Document, AnnotatedDocument]
_DOCUMENTS = {"de": german, "en": english}
_NAMES = {
    "de": (("PER", "Quirin Zwackl"), ("LOC", "Oberzwieselbach"), ("MISC", "Haushalten")),
    "en": (("PERSON", "Ottoline Frasque"), ("GPE", "Quelbridge"), ("CARDINAL", "40")),
}


@pytest.fixture(params=["rules", "spacy", "llm"])
def reading(
    request: pytest.FixtureRequest,
    language: str,
    table: EntityTable,
    server: ModelServer,
    llm: Callable[..., LlmAnnotator],
    pipeline: Callable[..., SpacyAnnotator],
) -> Reading:
    """An annotator, a document, and what the annotator read in it."""
    server.says(blackout(language))
    made: dict[str, Callable[[], Annotator]] = {
        "rules": RulesAnnotator,
        "spacy": lambda: pipeline(language, *_NAMES[language]),
        "llm": llm,
    }
    annotator = made[request.param]()
    document = _DOCUMENTS[language]()
    return annotator, document, annotator.annotate(document, table)


@pytest.fixture(params=["de", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """The language of the article."""
    return str(request.param)


def spans(value: object) -> Iterator[Span]:
    """Every span in a value, however deep."""
    if isinstance(value, Span):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from spans(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from spans(item)


def test_offsets_hold(reading: Reading) -> None:
    """Every span of a reading is exactly what stands in the text."""
    _, document, annotated = reading
    found = list(spans(annotated))

    assert found
    assert [s for s in found if document.text[s.start : s.end] != s.quote] == []


def test_types_are_closed(reading: Reading) -> None:
    """Types come from the ontology, roles, measures and acts from the code lists."""
    annotated = reading[2]
    known = {name for name, _ in event_types()}

    assert annotated.events
    assert {name for event in annotated.events for name in event.types} <= known
    assert all(isinstance(each.factuality, Factuality) for each in annotated.events)
    assert all(isinstance(p.role, Role) for each in annotated.events for p in each.participations)
    assert all(isinstance(each.measure, Measure) for each in annotated.figures)
    assert all(isinstance(each.speech_act, SpeechAct) for each in annotated.claims)


def test_reports_stand_on_their_evidence(reading: Reading) -> None:
    """The words of a report and the names in it lie in its evidence."""
    annotated = reading[2]
    told = [(event, (event.trigger,)) for event in annotated.events]
    told += [(claim, (claim.content,)) for claim in annotated.claims]
    parts = [(e, span) for e in annotated.events for p in e.participations for span in p.evidence]

    for report, words in [*told, *((e, (span,)) for e, span in parts)]:
        assert all(any(span.contains(word) for span in report.evidence) for word in words)
    for figure in annotated.figures:
        assert any(figure.quantity.quoted in span.quote for span in figure.evidence)


def test_keys_lead_somewhere(reading: Reading) -> None:
    """Participants, places, speakers and what figures are about are in the reading, once."""
    annotated = reading[2]
    entities = [entity.key for entity in annotated.entities]
    events = [event.key for event in annotated.events]
    used = {part.entity for event in annotated.events for part in event.participations}
    used |= {event.place for event in annotated.events if event.place}
    used |= {claim.speaker for claim in annotated.claims if claim.speaker}
    used |= {mention.entity for mention in annotated.mentions}

    assert len(entities) == len(set(entities))
    assert len(events) == len(set(events))
    assert used <= set(entities)
    assert {figure.about for figure in annotated.figures} <= set(events)


def test_the_same_twice(reading: Reading, table: EntityTable) -> None:
    """The same document gives the same bytes again, and they can be read back."""
    annotator, document, annotated = reading

    assert to_json(annotator.annotate(document, table)) == to_json(annotated)
    assert from_json(AnnotatedDocument, to_json(annotated)) == annotated


def test_no_network_for_what_is_known(
    reading: Reading, table: EntityTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No connection is made to read again: rules and pipelines never do, answers are kept."""
    annotator, document, annotated = reading

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr(socket.socket, "connect", refuse)

    assert annotator.annotate(document, table) == annotated


def test_ids_tell_version_and_data(reading: Reading) -> None:
    """An id is a name, a version and a digest; a reading names those that made it."""
    annotator, _, annotated = reading
    made_by = {annotated.extractor, *annotated.backends}

    assert re.fullmatch(r"nutgraf-[\w.-]+-\d+\.\d+\.\d+\+[0-9a-f]{8}", annotator.id)
    assert annotator.id in made_by
    assert annotated.extractor == RulesAnnotator().id


def test_changes_are_marked(reading: Reading, table: EntityTable) -> None:
    """Reports that the rules alone make name nobody, all others the backend."""
    annotator, document, annotated = reading
    alone = RulesAnnotator().annotate(document, table)
    own = {*alone.events, *alone.figures, *alone.claims}
    reports = (*annotated.events, *annotated.figures, *annotated.claims)
    backend = None if isinstance(annotator, RulesAnnotator) else annotator.id

    assert [r.proposed_by for r in reports if r in own] == [None] * sum(r in own for r in reports)
    assert {r.proposed_by for r in reports if r not in own} <= {backend}
