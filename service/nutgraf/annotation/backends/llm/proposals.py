"""Proposals: what a language model may answer, as value types, and their JSON Schema."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from nutgraf.errors import DocumentError
from nutgraf.model.codec import from_json, json_schema
from nutgraf.model.entity import EntityKind
from nutgraf.model.event import Factuality, Role, SpeechAct
from nutgraf.model.quantity import Measure

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ProposedParticipant:
    """A name or description in a role; `kind` counts only where the rules know no better."""

    name: str
    named: bool
    kind: EntityKind
    role: Role


@dataclass(frozen=True, slots=True)
class ProposedFigure:
    """A number as written with what it counts, and the measure that it is."""

    number: str
    measure: Measure


@dataclass(frozen=True, slots=True)
class ProposedEvent:
    """An event at the words that tell it; all else is quotes for the rules to normalise."""

    sentence: int
    trigger: str
    type: str
    factuality: Factuality
    participants: tuple[ProposedParticipant, ...]
    place: str | None
    time: str | None
    figures: tuple[ProposedFigure, ...]


@dataclass(frozen=True, slots=True)
class ProposedClaim:
    """Words that somebody says."""

    sentence: int
    words: str
    cue: str | None
    speaker: str | None
    speaker_named: bool
    speaker_kind: EntityKind
    act: SpeechAct
    addressee: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that a model proposes for one article."""

    events: tuple[ProposedEvent, ...] = ()
    claims: tuple[ProposedClaim, ...] = ()


def answer_schema(types: Sequence[str]) -> dict[str, Any]:
    """The JSON Schema of an answer in the strict dialect: closed lists, nothing optional."""
    schema = json_schema(Answer)
    for part in (schema, *schema["$defs"].values()):
        if "properties" in part:
            part["required"] = list(part["properties"])
            part["additionalProperties"] = False
            part["properties"] = {key: _plain(one) for key, one in part["properties"].items()}
    schema["$defs"]["ProposedEvent"]["properties"]["type"]["enum"] = list(types)
    return schema


def _plain(part: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key not in {"title", "default"}}


def read_answer(text: str, types: Sequence[str]) -> tuple[Answer, Counter[str]]:
    """Read an answer item by item; items outside the schema are dropped and counted.

    What is no JSON object at all is a document error.
    """
    found: dict[str, Any] = from_json(dict[str, Any], text)
    rejected: Counter[str] = Counter()
    if not {"events", "claims"} & found.keys():
        raise DocumentError("the answer has neither events nor claims", reason="backend")
    events = tuple(_events(found.get("events"), rejected))
    known = tuple(event for event in events if event.type in types)
    rejected["llm-malformed"] += len(events) - len(known)
    return Answer(known, tuple(_sound(ProposedClaim, found.get("claims"), rejected))), +rejected


def _events(raw: Any, rejected: Counter[str]) -> Iterator[ProposedEvent]:
    """Events whose own fields are sound, each with its sound parts."""
    for item in _items(raw, rejected):
        parts = item if isinstance(item, dict) else {}
        people = tuple(_sound(ProposedParticipant, parts.get("participants"), rejected))
        figures = tuple(_sound(ProposedFigure, parts.get("figures"), rejected))
        whole = {**parts, "participants": people, "figures": figures}
        yield from _sound(ProposedEvent, [whole], rejected)


def _sound(kind: type[T], raw: Any, rejected: Counter[str]) -> Iterator[T]:
    adapter: TypeAdapter[T] = TypeAdapter(kind)
    for item in _items(raw, rejected):
        try:
            yield adapter.validate_python(item)
        except ValidationError:
            rejected["llm-malformed"] += 1


def _items(raw: Any, rejected: Counter[str]) -> Sequence[Any]:
    """The items of a list; what stands in place of a list is one malformed item."""
    if isinstance(raw, (list, tuple)):
        return raw
    rejected["llm-malformed"] += raw is not None
    return ()
