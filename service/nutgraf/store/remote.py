"""A store on another server, over the SPARQL 1.1 Protocol and Graph Store Protocol.

What the protocols do not say differs between engines; docs/reference/engines.md lists it.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from nutgraf.errors import ConfigurationError, ForbiddenError, LimitError, RequestError
from nutgraf.settings import Settings
from nutgraf.store.failures import TIME
from nutgraf.store.formats import choose
from nutgraf.store.gate import Gate
from nutgraf.store.graphs import GraphNames
from nutgraf.store.interface import (
    DataVersion,
    GraphContent,
    Lane,
    QueryAnswer,
    QueryRequest,
    QueryStream,
    RunningQuery,
    UpdateRequest,
    Written,
)
from nutgraf.store.refusals import refusal
from nutgraf.store.remote_answer import Question, RemoteAnswer, RemoteChunks, in_thread, read_some
from nutgraf.store.remote_calls import RemoteCalls
from nutgraf.store.targets import check_targets
from nutgraf.store.territory import Territory
from nutgraf.store.wire import LateError, Message, Wire, check_address

_FORM = "application/x-www-form-urlencoded"
_SEQUENCE = "x-data-seq"
#: What has no room for graphs besides the one it is sent to.
_TRIPLES = ("text/turtle", "application/n-triples", "application/rdf+xml")
_EMPTY = GraphContent("application/n-triples", b"", "")


@dataclass(frozen=True, slots=True)
class RemoteServer:
    """Addresses of a server's protocols; without one of them its requests are refused.

    `datasets` takes whole datasets by POST, for which there is no protocol. `authorization`
    is sent as the header of that name.
    """

    query: str
    update: str = ""
    graphs: str = ""
    datasets: str = ""
    authorization: str = field(default="", repr=False)


class RemoteStore:
    """A `QueryStore` and `WriteStore` over any SPARQL 1.1 server, for any threads and loops.

    The gate reads every text before it is sent. The server says what its default graph is.
    """

    def __init__(self, settings: Settings, server: RemoteServer) -> None:
        for address in filter(None, (server.query, server.update, server.graphs, server.datasets)):
            check_address(address)
        if any(ord(letter) < 32 for letter in server.authorization):
            raise ConfigurationError("the authorization has a line break or control character")
        self._settings = settings
        self._server = server
        self._gate = Gate(settings)
        self._names = GraphNames(settings.base)
        self._territory = Territory(self._names, union=True, most_quads=0)
        self._calls = RemoteCalls()
        self._looks = itertools.count(1)
        self._born = time.time_ns()
        self._writes = 0

    @property
    def sequence(self) -> int:
        """What the server says in X-Data-Seq; where it does not, how often we have written."""
        query = QueryRequest("ASK {}", lane=Lane.REPORT)
        return self.execute(query).sequence

    @property
    def version(self) -> DataVersion:
        """The sequence under a mark of its own each time: others may write the server too."""
        mark = f"{self._born:x}-{next(self._looks):x}"
        return DataVersion(self.sequence, mark, time.time())

    def running(self) -> tuple[RunningQuery, ...]:
        """The queries that we wait for, the oldest first."""
        return self._calls.all()

    def cancel(self, query_id: str) -> bool:
        """Break off a query's connection; whether the server then ends it is up to it."""
        return self._calls.cancel(query_id)

    def execute(self, request: QueryRequest) -> QueryAnswer:
        """Answer one query or raise as the pool does; never shorten."""
        answer = self._begin(request)
        try:
            pieces = [answer.begin()]
            while piece := answer.read() if pieces[-1] else b"":
                pieces.append(piece)
        finally:
            answer.end()
        sequence = self._sequence_of(answer.headers)
        question = answer.question
        return QueryAnswer(question.media_type, question.form, b"".join(pieces), sequence)

    async def stream(self, request: QueryRequest) -> QueryStream:
        """Answer one query as it comes in; cancelling or closing breaks the connection off."""
        answer = self._begin(request)
        first = await in_thread(answer.begin, answer.abort)
        sequence = self._sequence_of(answer.headers)
        chunks = RemoteChunks(answer) if first else None
        question = answer.question
        return QueryStream(question.media_type, question.form, sequence, first, chunks)

    def update(self, request: UpdateRequest) -> Written:
        """Run one update request; whether as a whole or not at all is up to the server."""
        check_targets(request.update, self._gate.check_update(request.update), self._names)
        fields = [("update", request.update)]
        fields += [("using-graph-uri", graph) for graph in request.using_graphs]
        fields += [("using-named-graph-uri", graph) for graph in request.using_named_graphs]
        headers = {"Content-Type": _FORM}
        body = urlencode(fields).encode()
        return self._write(self._server.update, Message("POST", "", headers, body))

    def put_graph(self, graph: str | None, parts: Sequence[GraphContent]) -> Written:
        """Replace a graph; None is the default graph. Further parts are added one by one."""
        first, *others = parts or (_EMPTY,)
        created = self._change("PUT", graph, first)
        added = [self._change("POST", graph, part) for part in others]
        return Written([created, *added][-1].sequence, created.created)

    def add_to_graph(self, graph: str | None, parts: Sequence[GraphContent]) -> Written:
        """Add triples to a graph; None is the default graph. Parts go one by one."""
        written = [self._change("POST", graph, part) for part in parts or (_EMPTY,)]
        return Written(written[-1].sequence, any(one.created for one in written))

    def add_dataset(self, parts: Sequence[GraphContent]) -> Written:
        """Add whole datasets where the server has an address for them, one part after the other.

        Nothing compares their graphs with the managed ones: never pass on those of strangers.
        """
        written = [self._write(self._server.datasets, _upload("POST", "", part)) for part in parts]
        return written[-1] if written else Written(self.sequence)

    def drop_graph(self, graph: str | None) -> Written:
        """Remove a graph, or raise `NotFoundError` where the server says there is none."""
        return self._change("DELETE", graph, None)

    def _begin(self, request: QueryRequest) -> RemoteAnswer:
        if request.own_default_graph:
            raise RequestError("another server's default graph is what it is; name the graphs")
        form = self._gate.check(request.query).form
        media_type = choose(request.formats, form)
        fields = [("query", request.query)]
        fields += [("default-graph-uri", graph) for graph in request.default_graphs]
        fields += [("named-graph-uri", graph) for graph in request.named_graphs]
        headers = {"Content-Type": _FORM, "Accept": media_type}
        message = self._signed(Message("POST", "", headers, urlencode(fields).encode()))
        seconds: float = getattr(self._settings, TIME[request.lane])
        most = self._settings.answer_bytes
        question = Question(request, form, media_type, message, seconds, most)
        return RemoteAnswer(question, Wire(self._server.query, seconds), self._calls)

    def _sequence_of(self, headers: Mapping[str, str]) -> int:
        """The sequence number in an answer's headers, else the number of our writes."""
        told = headers.get(_SEQUENCE, "")
        return int(told) if told.isdigit() else self._writes

    def _change(self, method: str, graph: str | None, part: GraphContent | None) -> Written:
        if graph is not None:
            self._territory.check_name(graph)
        query = "default" if graph is None else urlencode({"graph": graph})
        if part is None:
            return self._write(self._server.graphs, Message(method, query))
        if part.media_type not in _TRIPLES:
            raise RequestError(
                f"a graph goes to another server as {', '.join(_TRIPLES)}, not as"
                f" {part.media_type}: such bodies may name graphs of their own"
            )
        return self._write(self._server.graphs, _upload(method, query, part))

    def _write(self, address: str, message: Message) -> Written:
        if not address:
            raise ForbiddenError("the store's server was given no address for such writes")
        seconds = self._settings.update_seconds
        self._check_size(message.body or b"")
        wire = Wire(address, seconds)
        try:
            status, headers = wire.send(self._signed(message))
            body = read_some(wire)
        except LateError:
            raise LimitError(
                f"the server did not answer within {seconds:g} seconds (setting update_seconds);"
                " it may have written or may yet",
                limit="update_seconds",
            ) from None
        finally:
            wire.close()
        if not 200 <= status < 300:
            raise refusal(status, headers, body)
        self._writes += 1
        return Written(self._sequence_of(headers), status == 201)

    def _check_size(self, body: bytes) -> None:
        most = self._settings.upload_bytes
        if len(body) > most:
            raise LimitError(
                f"the body is larger than {most} bytes (setting upload_bytes); send it in parts",
                limit="upload_bytes",
            )

    def _signed(self, message: Message) -> Message:
        if not self._server.authorization:
            return message
        headers = {**(message.headers or {}), "Authorization": self._server.authorization}
        return Message(message.method, message.query, headers, message.body)


def _upload(method: str, query: str, part: GraphContent) -> Message:
    return Message(method, query, {"Content-Type": part.media_type}, part.body)
