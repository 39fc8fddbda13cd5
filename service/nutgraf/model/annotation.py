"""Annotation layers over a document, and the whole they make."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from nutgraf.model.document import BlockRole, Document
from nutgraf.model.entity import Entity, EntityMention
from nutgraf.model.event import Claim, EventReport, Figure, Ledger, Quotation, SpeechAct
from nutgraf.model.quantity import Measure, Quantity
from nutgraf.model.span import Span
from nutgraf.model.time import TimeValue


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or punctuation mark; `fold` is its lower-case, quote-normalised form."""

    start: int
    end: int
    text: str
    fold: str

    @property
    def is_word(self) -> bool:
        """Tell whether the token begins with a letter."""
        return self.text[0].isalpha()


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of tokens `first..last` (exclusive) of one sentence around one predicate.

    `subordinate` tells a dependent clause; `opener` is the folded conjunction or relative
    pronoun that opens it ("dass", "nachdem", "who").
    """

    first: int
    last: int
    subordinate: bool = False
    opener: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence `start..end` inside one block, with its tokens and clauses."""

    start: int
    end: int
    role: BlockRole
    tokens: tuple[Token, ...]
    clauses: tuple[Clause, ...] = ()
    paragraph: int = 0

    def clause_at(self, offset: int) -> Clause | None:
        """The innermost (latest opened) clause that holds the text offset."""
        found = None
        for clause in self.clauses:
            inside = self.tokens[clause.first].start <= offset < self.tokens[clause.last - 1].end
            if inside and (found is None or clause.first >= found.first):
                found = clause
        return found


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression and what it means given the publication date."""

    span: Span
    value: TimeValue


@dataclass(frozen=True, slots=True)
class QuantityMention:
    """A quantity `span` (approximator and number, no noun) with the noun it counts.

    `noun` is the counted noun or unit where one follows; `measure` what the noun alone
    entails ("Tote" → killed, "Euro" → money), else `None` and the event decides.
    `whole` runs from the approximator to the noun. `subset` marks "darunter 3 Kinder".
    """

    span: Span
    quantity: Quantity
    whole: Span
    noun: Span | None = None
    measure: Measure | None = None
    subset: bool = False


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of text that stands in somebody's voice, found before events are read.

    `content` is what is said; `speaker` an entity key (`None`: the source has no name);
    `hearsay` marks "soll … haben" and rumours. A `claim` is told as said ("sagte", "nach
    Angaben von"); a rumour, and what "soll" be so after somebody spoke, only attribute.
    """

    content: Span
    speech_act: SpeechAct
    quotation: Quotation
    speaker: str | None = None
    speaker_span: Span | None = None
    cue: Span | None = None
    addressee: str | None = None
    hearsay: bool = False
    claim: bool = True
    inherited: bool = False
    label_only: bool = False
    confidence: float = 0.85


class EventMention(Protocol):
    """What one trigger and its sentence tell of an event, before mentions are merged."""

    @property
    def span(self) -> Span:
        """The trigger."""
        ...

    @property
    def types(self) -> tuple[str, ...]:
        """The event types that the trigger may tell of."""
        ...


@dataclass(frozen=True, slots=True)
class Layers:
    """The stand-off layers of one document as far as stages have filled them.

    A stage takes layers and gives new ones back (`dataclasses.replace`); it never
    changes the text and never edits another stage's layer.
    """

    document: Document
    sentences: tuple[Sentence, ...] = ()
    entities: tuple[Entity, ...] = ()
    mentions: tuple[EntityMention, ...] = ()
    times: tuple[TimeMention, ...] = ()
    quantities: tuple[QuantityMention, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    event_mentions: tuple[EventMention, ...] = ()
    events: tuple[EventReport, ...] = ()
    figures: tuple[Figure, ...] = ()
    claims: tuple[Claim, ...] = ()
    rejected: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A document with everything that was read in it; the input of linking and mapping.

    `sentences` are those of the telling blocks: every span is shown inside its own.
    `backends` are the ids of those that proposed to the extractor, even if in vain.
    """

    document: Document
    entities: tuple[Entity, ...]
    mentions: tuple[EntityMention, ...]
    events: tuple[EventReport, ...]
    figures: tuple[Figure, ...]
    claims: tuple[Claim, ...]
    ledger: Ledger
    extractor: str
    sentences: tuple[Span, ...] = ()
    backends: tuple[str, ...] = ()
