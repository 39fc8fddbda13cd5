"""The reading of one article as others take it: reports with names, numbers and spans.

`nutgraf annotate --json` writes one `Reading` a line; its JSON Schema is generated from
these classes and kept at `docs/reference/reading.schema.json`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from nutgraf.model.codec import json_schema
from nutgraf.model.document import Document
from nutgraf.model.entity import Entity, EntityKind
from nutgraf.model.event import (
    AttributionKind,
    Factuality,
    Ledger,
    Phase,
    Quotation,
    Role,
    SpeechAct,
)
from nutgraf.model.quantity import Measure, Qualifier
from nutgraf.model.span import Span
from nutgraf.model.time import TimeValue

#: Name and version of the format; the number grows when a field goes or changes meaning.
FORMAT: Literal["nutgraf-reading-1"] = "nutgraf-reading-1"
_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_ID = "https://w3id.org/nutgraf/reading/1"

Number = int | float
Spans = Annotated[
    tuple[Span, ...], Field(description="The stretches of text that say so, all verbatim.")
]
Proposer = Annotated[
    str | None,
    Field(description="Id of the backend without which it would not stand, or not so."),
]
Confidence = Annotated[float, Field(ge=0, le=1, description="How sure the reader is.")]


@dataclass(frozen=True, slots=True)
class Named:
    """An entity of the article, by its key in `entities` and its fullest name there.

    `spans` are the places that name it in this connection; they can be none where the
    entity is carried over from another sentence.
    """

    entity: str
    name: str
    kind: EntityKind
    spans: Spans


@dataclass(frozen=True, slots=True)
class Voice:
    """In whose voice something is told; `source` is given for named sources only."""

    kind: AttributionKind
    source: Named | None


@dataclass(frozen=True, slots=True)
class Participant:
    """An entity in one role of an event."""

    role: Role
    entity: str
    name: str
    kind: EntityKind
    spans: Spans


@dataclass(frozen=True, slots=True)
class When:
    """A time: the first and last day it can touch, `null` where the text gives no bound."""

    earliest: date | None
    latest: date | None
    value: TimeValue
    spans: Spans


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One event as the article tells it."""

    id: str
    types: Annotated[
        tuple[str, ...], Field(description="Names of event types of the ontology, best first.")
    ]
    trigger: Annotated[Span, Field(description="The word or words that tell of the event.")]
    factuality: Factuality
    phase: Phase
    attribution: Voice
    participants: tuple[Participant, ...]
    place: Named | None
    time: When | None
    caused_by: Annotated[tuple[str, ...], Field(description="Ids of events of this article.")]
    part_of: Annotated[tuple[str, ...], Field(description="Ids of events of this article.")]
    background: Annotated[bool, Field(description="Told only as the setting of the news.")]
    spans: Spans
    confidence: Confidence
    proposed_by: Proposer


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """A quantity about an event, with the bounds that its wording entails and no others."""

    id: str
    event: Annotated[str, Field(description="Id of the event that it is about.")]
    measure: Measure
    value: Annotated[Number | None, Field(description="The number told, if one is.")]
    min: Annotated[Number | None, Field(description="The least that the wording entails.")]
    max: Annotated[Number | None, Field(description="The most that the wording entails.")]
    qualifier: Qualifier
    quote: Annotated[str, Field(description="The quantity as the article words it.")]
    unit: Annotated[str | None, Field(description="The counted noun or unit as written.")]
    part_of: Annotated[
        str | None, Field(description="Id of the figure of which this one counts a part.")
    ]
    places: Annotated[
        tuple[Named, ...],
        Field(description="Where was counted, if not all of the event; together if several."),
    ]
    factuality: Factuality
    attribution: Voice
    spans: Spans
    confidence: Confidence
    proposed_by: Proposer


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """Something said, with who says it; `speaker` is `null` for sources without a name."""

    id: str
    content: Annotated[Span, Field(description="What is said.")]
    quote: Annotated[str, Field(description="The words of `content`.")]
    speaker: Named | None
    speaker_words: Annotated[
        Span | None, Field(description="The words that stand for the speaker, named or not.")
    ]
    addressee: Named | None
    speech_act: SpeechAct
    quotation: Quotation
    attribution: Voice
    cue: Annotated[Span | None, Field(description="The word or phrase of saying.")]
    time: When | None
    factuality: Factuality
    conveys: Annotated[tuple[str, ...], Field(description="Ids of the events and figures said.")]
    about: Annotated[str | None, Field(description="Id of the event that it calls otherwise.")]
    spans: Spans
    confidence: Confidence
    proposed_by: Proposer


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one article.

    Offsets count Unicode code points of `document.text`, end exclusive; for every span
    `document.text[start:end] == quote`.
    """

    format: Literal["nutgraf-reading-1"]
    digest: Annotated[str, Field(description="SHA-256 of `document.text` in UTF-8.")]
    extractor: Annotated[str, Field(description="What read it, with its version.")]
    backends: Annotated[
        tuple[str, ...], Field(description="What proposed to it, with versions; mostly nothing.")
    ]
    document: Document
    entities: tuple[Entity, ...]
    events: tuple[EventRecord, ...]
    figures: tuple[FigureRecord, ...]
    claims: tuple[ClaimRecord, ...]
    ledger: Ledger


def reading_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a reading."""
    return {"$schema": _SCHEMA, "$id": _ID, **json_schema(Reading)}
