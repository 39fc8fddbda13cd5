"""Values of the journal: entries as they come in, records as they stand, decisions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What became of an entry; a superseded one was replaced by a later run or removed."""

    ACCEPTED = "accepted"
    QUARANTINED = "quarantined"
    SUPERSEDED = "superseded"


class Outcome(StrEnum):
    """What accepting an entry changed."""

    ADDED = "added"
    NEW_VERSION = "new-version"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Entry:
    """One run over one article version: what came in and what was made of it.

    `graphs` pairs a graph name with its N-Quads text. `document` and `ledger` are JSON
    texts. `metadata` is a digest of what is known about the article beside its text;
    empty, the digest of `document` stands in. `report` is the text of the validation
    report. `received` is an ISO 8601 time that stays in the journal.
    """

    article_id: str
    version_id: str
    source: str
    raw: bytes
    document: str
    graphs: tuple[tuple[str, str], ...]
    extractor: str
    ledger: str = "{}"
    metadata: str = ""
    report: str = ""
    received: str = ""

    @property
    def metadata_digest(self) -> str:
        """The given metadata digest, else that of the document."""
        return self.metadata or hashlib.sha256(self.document.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Record:
    """An entry as the journal holds it, without its large parts.

    `ended` is the sequence number of the change that superseded it.
    """

    seq: int
    article_id: str
    version_id: str
    source: str
    sha256: str
    metadata: str
    extractor: str
    quads_digest: str
    ledger: str
    state: State
    report: str
    received: str
    ended: int | None


@dataclass(frozen=True, slots=True)
class AcceptResult:
    """The sequence number an entry stands under and what accepting it changed."""

    seq: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a report and an event; `revoked` is a time or `None`."""

    decision_id: str
    report: str
    event: str
    verdict: str
    by: str
    time: str
    reason: str = ""
    revoked: str | None = None
