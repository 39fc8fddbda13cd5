"""What the tests of events share: a small lexicon, and texts with their entities marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from nutgraf.annotation.events.drafting import draft
from nutgraf.annotation.events.event_drafts import Draft
from nutgraf.annotation.events.event_reports import find_mentions, merge_mentions
from nutgraf.annotation.events.lexicon import Lexicon, build_lexicon
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.scenes import scenes
from nutgraf.annotation.quantities.quantity_mentions import find_quantities
from nutgraf.annotation.text.language import language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.annotation.times.time_mentions import find_times
from nutgraf.model.annotation import Layers, Utterance
from nutgraf.model.document import Block, BlockRole, Document, PublicationDate
from nutgraf.model.entity import Entity, EntityKind, EntityMention
from nutgraf.model.event import EventReport, Quotation, SpeechAct
from nutgraf.model.span import Span

_LEXICON = Path(__file__).parent / "lexicon"
# {words|kind} or {words|kind|key}; a tilde before the kind marks an adjectival mention.
_MARK = re.compile(r"\{([^|}]+)\|(~?)(\w+)(?:\|([^}]+))?\}")
_ROLES = {"# ": BlockRole.HEADLINE, "* ": BlockRole.SUMMARY, "= ": BlockRole.CAPTION}


@pytest.fixture(scope="session")
def small_lexicon() -> Callable[[str], Lexicon]:
    """The test lexicon of a language, built from the files beside the tests."""

    def build(code: str) -> Lexicon:
        data = yaml.safe_load((_LEXICON / f"{code}.yaml").read_text("utf-8"))
        return build_lexicon(language(code), {"test": data})

    return build


@pytest.fixture(scope="session")
def marked() -> Callable[[dict[str, Any]], Layers]:
    """Layers of a case whose text marks its entities; times and quantities are found."""

    def layers(case: dict[str, Any]) -> Layers:
        text, places = _unmark(case["text"])
        published = case.get("published", "2022-01-13")
        document = Document(
            text,
            case["language"],
            _blocks(text),
            published=PublicationDate.parse(str(published)) if published else None,
        )
        return _filled(document, places, case.get("said", ()))

    return layers


@pytest.fixture(scope="session")
def read(
    marked: Callable[[dict[str, Any]], Layers], small_lexicon: Callable[[str], Lexicon]
) -> Callable[[dict[str, Any]], Layers]:
    """The layers of a case after its events have been read with the small lexicon."""

    def run(case: dict[str, Any]) -> Layers:
        tables = language(case["language"])
        reader = Reader.of(tables, small_lexicon(case["language"]))
        return merge_mentions(find_mentions(marked(case), tables, reader), tables, reader)

    return run


@pytest.fixture(scope="session")
def drafted(
    marked: Callable[[dict[str, Any]], Layers], small_lexicon: Callable[[str], Lexicon]
) -> Callable[[dict[str, Any]], list[Draft]]:
    """The drafts of a case, before any merging."""

    def run(case: dict[str, Any]) -> list[Draft]:
        tables = language(case["language"])
        reader = Reader.of(tables, small_lexicon(case["language"]))
        layers = marked(case)
        made: list[Draft] = []
        for scene in scenes(layers, reader.grammar):
            made.extend(draft(scene, None, layers, reader, Counter()))
        return made

    return run


@pytest.fixture(scope="session")
def told() -> Callable[[EventReport, Layers, dict[str, Any]], dict[str, Any]]:
    """What a report tells, in the words of a case, limited to what the case asks for."""

    def view(report: EventReport, layers: Layers, wanted: dict[str, Any]) -> dict[str, Any]:
        triggers = {each.key: each.trigger.quote for each in layers.events}
        everything = {
            "trigger": report.trigger.quote,
            "types": list(report.types),
            "factuality": str(report.factuality),
            "phase": str(report.phase),
            "voice": report.attribution.source or str(report.attribution.kind),
            "roles": _roles(report),
            "place": report.place,
            "time": report.time.edtf if report.time else None,
            "cause": [triggers[key] for key in report.caused_by],
            "background": report.background,
        }
        return {key: everything[key] for key in wanted}

    return view


def _roles(report: EventReport) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for part in report.participations:
        roles.setdefault(str(part.role), []).append(part.entity)
    return roles


def _unmark(marked_text: str) -> tuple[str, list[tuple[int, int, str, str, bool]]]:
    text, places, last = "", [], 0
    for match in _MARK.finditer(marked_text):
        text += marked_text[last : match.start()]
        words, tilde, kind, key = match.groups()
        places.append((len(text), len(text) + len(words), kind, key or words, bool(tilde)))
        text += words
        last = match.end()
    return text + marked_text[last:], places


def _blocks(text: str) -> tuple[Block, ...]:
    blocks = []
    for match in re.finditer(r"[^\n]+", text):
        role = _ROLES.get(match.group()[:2])
        start = match.start() + (2 if role else 0)
        blocks.append(Block(start, match.end(), role or BlockRole.BODY))
    return tuple(blocks)


def _filled(document: Document, places: list[tuple[int, int, str, str, bool]], said: Any) -> Layers:
    tables = language(document.language)
    layers = Layers(document, segment(document))
    mentions, spans = [], {}
    for start, end, kind, key, adjectival in places:
        span = document.span(start, end)
        mentions.append(EntityMention(span, key, EntityKind(kind), adjectival))
        spans.setdefault((key, kind), []).append(span)
    entities = [
        Entity(key, EntityKind(kind), key, tuple(found)) for (key, kind), found in spans.items()
    ]
    layers = replace(layers, entities=tuple(entities), mentions=tuple(mentions))
    layers = replace(layers, times=find_times(layers, tables))
    layers = replace(layers, quantities=find_quantities(layers, tables))
    return replace(layers, utterances=tuple(_utterance(document, row) for row in said))


def _utterance(document: Document, row: dict[str, Any]) -> Utterance:
    cue = row.get("cue")
    return Utterance(
        content=_find(document, row["content"]),
        speech_act=SpeechAct(row.get("act", "states")),
        quotation=Quotation(row.get("quotation", "indirect")),
        speaker=row.get("by"),
        cue=_find(document, cue) if cue else None,
        hearsay=row.get("hearsay", False),
        claim=row.get("claim", True),
        label_only=row.get("label", False),
    )


def _find(document: Document, words: str) -> Span:
    start = document.text.index(words)
    return document.span(start, start + len(words))
