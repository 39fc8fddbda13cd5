"""Links from a document's entities to Wikidata, or a typed reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nutgraf.model.annotation import AnnotatedDocument


class LinkStatus(StrEnum):
    """What linking decided; `nil` carries a reason."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    NIL = "nil"


class NilReason(StrEnum):
    """Why an entity has no link."""

    NO_CANDIDATE = "no-candidate"
    AMBIGUOUS = "ambiguous"
    TYPE_MISMATCH = "type-mismatch"
    DESCRIPTION_ONLY = "description-only"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible item with its score (0 to 1) and how its name matched."""

    qid: str
    label: str
    score: float
    matched: str


@dataclass(frozen=True, slots=True)
class Link:
    """The decision about one entity of one document."""

    entity: str
    status: LinkStatus
    confidence: float
    qid: str | None = None
    candidates: tuple[Candidate, ...] = ()
    reason: NilReason | None = None
    index: str = ""


@dataclass(frozen=True, slots=True)
class KnownEntity:
    """What the entity table says of one Wikidata item.

    `kind` is an `EntityKind` value, `detail` the table's own type (`city/capital`);
    `country` an ISO code, `point` longitude and latitude in degrees (WGS 84).
    """

    qid: str
    kind: str
    detail: str
    labels: tuple[tuple[str, str], ...]
    aliases: tuple[str, ...] = ()
    country: str | None = None
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class LinkedDocument:
    """An annotated document, the link decision of each entity, and the items linked to."""

    annotated: AnnotatedDocument
    links: tuple[Link, ...]
    known: tuple[KnownEntity, ...]
