"""Reports of events, figures and claims: what one article version says, and how."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from nutgraf.model.quantity import Measure, Quantity
from nutgraf.model.span import Span
from nutgraf.model.time import TimeValue


class Factuality(StrEnum):
    """What the text says about whether the content is so; a code list."""

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    SCHEDULED = "scheduled"
    POSSIBLE = "possible"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"
    UNDETERMINED = "undetermined"


class AttributionKind(StrEnum):
    """In whose voice a report stands; a code list."""

    OWN_VOICE = "own-voice"
    NAMED_SOURCE = "named-source"
    UNNAMED_SOURCE = "unnamed-source"
    HEARSAY = "hearsay"


class Role(StrEnum):
    """The part an entity plays in an event; a code list."""

    ACTOR = "actor"
    TARGET = "target"
    PARTICIPANT = "participant"
    VISITOR = "visitor"
    HOST = "host"
    REQUESTER = "requester"
    AUTHORITY = "authority"
    FORCE = "force"
    VICTIM = "victim"
    DETAINEE = "detainee"
    EVACUEE = "evacuee"
    SUBJECT = "subject"
    ORIGIN = "origin"
    DESTINATION = "destination"


class Phase(StrEnum):
    """Which phase of an event the trigger tells of; kept for reading, not a code list."""

    WHOLE = "whole"
    BEGUN = "begun"
    CONTINUED = "continued"
    ENDED = "ended"
    RESUMED = "resumed"
    ANNOUNCED = "announced"
    ATTEMPTED = "attempted"
    FOILED = "foiled"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who stands behind a report; `source` is an entity key and set for named sources only."""

    kind: AttributionKind = AttributionKind.OWN_VOICE
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Participation:
    """One entity in one role, with the spans that say so."""

    entity: str
    role: Role
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class EventReport:
    """One article version's account of one event.

    `key` is `e{start}-{end}` of the trigger. `evidence` contains every name, number and
    date of the report. `place` is an entity key. `caused_by` and `part_of` hold keys of
    event reports of the same document. `background` marks an event told only as the
    setting of the news ("an earlier quake"). `proposed_by` is the id of the backend
    without which the report would not stand, or not so; `None` for the extractor's own.
    """

    key: str
    types: tuple[str, ...]
    trigger: Span
    evidence: tuple[Span, ...]
    factuality: Factuality
    attribution: Attribution
    participations: tuple[Participation, ...] = ()
    place: str | None = None
    time: TimeValue | None = None
    phase: Phase = Phase.WHOLE
    caused_by: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    background: bool = False
    confidence: float = 0.8
    proposed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity as one article version reports it about one event report.

    `key` is `f{start}-{end}` of the quantity's own span; `about` the key of a report.
    `part_of` is the key of the figure of the same measure that counts this one's people with
    others ("darunter drei Kinder"). `places` are entity keys where the count has places of
    its own beside the event's ("20 in Arquata"); several are counted together.
    """

    key: str
    about: str
    measure: Measure
    quantity: Quantity
    evidence: tuple[Span, ...]
    factuality: Factuality
    attribution: Attribution
    confidence: float = 0.9
    proposed_by: str | None = None
    part_of: str | None = None
    places: tuple[str, ...] = ()


class SpeechAct(StrEnum):
    """What a speaker does by saying something; a code list."""

    STATES = "states"
    ANNOUNCES = "announces"
    ORDERS = "orders"
    REQUESTS = "requests"
    THREATENS = "threatens"
    ACCUSES = "accuses"
    DENIES = "denies"
    REFUSES = "refuses"
    PRAISES = "praises"
    CONDEMNS = "condemns"


class Quotation(StrEnum):
    """How words are rendered; a code list."""

    DIRECT = "direct"
    PARTIAL = "partial"
    INDIRECT = "indirect"


@dataclass(frozen=True, slots=True)
class Claim:
    """An utterance that an article attributes to a source.

    `key` is `c{start}-{end}` of `content`, the span of what is said. `cue` is the word or
    phrase of saying ("erklärte", "nach Angaben"), absent where the speaker is carried
    over from a neighbouring sentence. `speaker` is an entity key, `None` for unnamed
    sources; `speaker_span` the phrase that stands for the speaker: a name, a pronoun, or
    words without a name ("ein Sprecher der Polizei"); it is part of the evidence.
    `conveys` lists keys of event reports and figures inside the content. `about` is the key
    of an event report that the claim calls by another name: "verurteilte die Unruhen als
    Staatsstreich" conveys a coup and is about the unrest.
    """

    key: str
    content: Span
    evidence: tuple[Span, ...]
    speech_act: SpeechAct
    quotation: Quotation
    attribution: Attribution
    speaker: str | None = None
    cue: Span | None = None
    addressee: str | None = None
    conveys: tuple[str, ...] = ()
    about: str | None = None
    time: TimeValue | None = None
    factuality: Factuality = Factuality.OCCURRED
    confidence: float = 0.85
    speaker_span: Span | None = None
    proposed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """What became of an article: counts, and every rejection with its reason."""

    sentences: int = 0
    events: int = 0
    claims: int = 0
    figures: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    reason: str | None = None
