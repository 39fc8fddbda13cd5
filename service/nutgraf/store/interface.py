"""What the rest of nutgraf sees of a store: requests, answers and the store protocols."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Lane(StrEnum):
    """Which workers run a query: canned reports never wait behind strangers' queries.

    Queries come in `REPORT` or `ADHOC`; the pool itself sends those that call other
    endpoints to `FEDERATION`, and uploads and updates to `PARSE`.
    """

    REPORT = "report"
    ADHOC = "adhoc"
    FEDERATION = "federation"
    PARSE = "parse"


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
    where both are empty and the query has no FROM, the setting `default_graph` says what
    the default graph is; with `own_default_graph` it is the graph without a name whatever
    the setting. `client` is whose time budget pays; "" is nutgraf itself, free.
    """

    query: str
    formats: tuple[str, ...] = ()
    lane: Lane = Lane.ADHOC
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    client: str = ""
    own_default_graph: bool = False


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """A whole serialised answer and the data sequence number it was computed on."""

    media_type: str
    form: QueryForm
    body: bytes
    sequence: int


class AnswerChunks(Protocol):
    """The pieces of an answer after the first, as an asynchronous generator gives them."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...

    async def __anext__(self) -> bytes: ...

    async def aclose(self) -> None:
        """Let go of the answer; before its end this kills the query."""
        ...


@dataclass(frozen=True, slots=True)
class QueryStream:
    """An answer that is still being written.

    `first` is the whole body where `chunks` is None. Otherwise the rest comes in `chunks`,
    which raise when a limit is passed: the connection must then be broken off, never ended
    like a whole answer. `aclose()` of the chunks kills the query.
    """

    media_type: str
    form: QueryForm
    sequence: int
    first: bytes
    chunks: AnswerChunks | None = None


@dataclass(frozen=True, slots=True)
class RunningQuery:
    """A query that a worker evaluates now, for people who look after the service."""

    query_id: str
    lane: Lane
    client: str
    query: str
    seconds: float
    sequence: int


@dataclass(frozen=True, slots=True)
class DataVersion:
    """Which data a query sees: its sequence number, a mark that no other data has, its time.

    A sequence number alone may come again with other data, as after a restored backup.
    `published` is in seconds since 1970.
    """

    sequence: int
    mark: str
    published: float


class QueryStore(Protocol):
    """A dataset that answers SPARQL queries: embedded, or any SPARQL 1.1 server."""

    @property
    def sequence(self) -> int:
        """Data sequence number of what the next query will see."""
        ...

    @property
    def version(self) -> DataVersion:
        """The version of what the next query will see."""
        ...

    def execute(self, request: QueryRequest) -> QueryAnswer:
        """Answer one query or raise `RequestError` or `LimitError`; never shorten."""
        ...

    async def stream(self, request: QueryRequest) -> QueryStream:
        """Answer one query as it is computed; cancelling or closing ends the work."""
        ...

    def running(self) -> tuple[RunningQuery, ...]:
        """The queries being evaluated, the oldest first."""
        ...

    def cancel(self, query_id: str) -> bool:
        """End a running query; False where none has this id."""
        ...


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """One SPARQL update with the protocol's dataset; `client` pays for its time."""

    update: str
    using_graphs: tuple[str, ...] = ()
    using_named_graphs: tuple[str, ...] = ()
    client: str = ""


@dataclass(frozen=True, slots=True)
class GraphContent:
    """One body of a Graph Store request: media type, bytes and the base of its addresses."""

    media_type: str
    body: bytes
    base: str


@dataclass(frozen=True, slots=True)
class Written:
    """A write that every reader sees: its sequence number, and whether a graph began."""

    sequence: int
    created: bool = False


class WriteStore(Protocol):
    """A dataset that takes updates and graphs; all methods block and come from threads."""

    def update(self, request: UpdateRequest) -> Written:
        """Run one update request as a whole or not at all."""
        ...

    def put_graph(self, graph: str | None, parts: Sequence[GraphContent]) -> Written:
        """Replace a graph; None is the default graph."""
        ...

    def add_to_graph(self, graph: str | None, parts: Sequence[GraphContent]) -> Written:
        """Add triples to a graph; None is the default graph."""
        ...

    def add_dataset(self, parts: Sequence[GraphContent]) -> Written:
        """Add the quads of whole datasets (TriG, N-Quads, JSON-LD), each to its graph."""
        ...

    def drop_graph(self, graph: str | None) -> Written:
        """Remove a graph, or raise `NotFoundError` where there is none."""
        ...
