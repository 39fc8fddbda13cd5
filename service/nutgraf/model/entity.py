"""Entities as one document names them: clusters of mentions, before any linking."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nutgraf.model.span import Span


class EntityKind(StrEnum):
    """Coarse kind of an entity; a state is a place that may also act."""

    PERSON = "person"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    PLACE = "place"
    GROUP = "group"
    THING = "thing"


@dataclass(frozen=True, slots=True)
class Entity:
    """What the mentions of one document refer to together.

    `key` is unique in the document ("n3"). `name` is the fullest form in the nominative,
    `names` all base forms seen. `country` is the ISO 3166-1 alpha-2 code of the state an
    office, body, group or adjective belongs to where the text says so. `office` is the
    role noun of a person ("Präsident"). `parent` is the key of the entity it is a body,
    member or part of. `table_id` is the curated table's id when the text itself
    identifies a row exactly; linking decides what to make of it. `described` entities are
    told by a common noun ("kasachische Behörden"), not by a name.
    """

    key: str
    kind: EntityKind
    name: str
    mentions: tuple[Span, ...]
    names: tuple[str, ...] = ()
    country: str | None = None
    office: str | None = None
    parent: str | None = None
    table_id: str | None = None
    described: bool = False


@dataclass(frozen=True, slots=True)
class EntityMention:
    """One place in the text that refers to an entity.

    `adjectival` marks forms that modify another noun and only imply the entity
    ("russische Soldaten"): they can give origin or country but never fill a role.
    `head` is true for proper mentions, false for pronouns and periphrases. `proposed_by`
    is the id of the backend that found it; `None` for the extractor's own.
    """

    span: Span
    entity: str
    kind: EntityKind
    adjectival: bool = False
    head: bool = True
    proposed_by: str | None = None
