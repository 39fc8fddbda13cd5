"""What the rest of nutgraf sees of a store: requests, answers and the `QueryStore` protocol."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Lane(StrEnum):
    """Which workers run a query: canned reports never wait behind strangers' queries."""

    REPORT = "report"
    ADHOC = "adhoc"


class QueryForm(StrEnum):
    """The four forms of a SPARQL query (SPARQL 1.1 Query, section 16)."""

    SELECT = "select"
    ASK = "ask"
    CONSTRUCT = "construct"
    DESCRIBE = "describe"


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """One query with its dataset and the media types the caller takes, best first.

    The first of `formats` that fits the form of the query is used; without any, JSON
    results or Turtle. `default_graphs` and `named_graphs` are the protocol's dataset;
    where both are empty and the query has no FROM, the default graph is the union.
    """

    query: str
    formats: tuple[str, ...] = ()
    lane: Lane = Lane.ADHOC
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """A whole serialised answer and the data sequence number it was computed on."""

    media_type: str
    form: QueryForm
    body: bytes
    sequence: int


class QueryStore(Protocol):
    """A dataset that answers SPARQL queries: embedded, or later any SPARQL 1.1 server."""

    @property
    def sequence(self) -> int:
        """Data sequence number of what the next query will see."""
        ...

    def execute(self, request: QueryRequest) -> QueryAnswer:
        """Answer one query or raise `RequestError` or `LimitError`; never shorten."""
        ...
