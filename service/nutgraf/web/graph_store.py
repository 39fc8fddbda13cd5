"""The Graph Store Protocol over HTTP: graphs as documents to read, put, add to and delete."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import quote

import pyoxigraph as ox

from nutgraf.errors import NotFoundError, RequestError
from nutgraf.settings import Settings
from nutgraf.store.formats import GRAPH_TYPES, RESULT_TYPES
from nutgraf.store.interface import (
    GraphContent,
    QueryRequest,
    QueryStore,
    WriteStore,
    Written,
)
from nutgraf.web.caching import names
from nutgraf.web.exchange import Exchange, Reply, wire
from nutgraf.web.graph_store_protocol import (
    METHODS,
    READING,
    Kind,
    Target,
    are_datasets,
    read_content,
    read_target,
)
from nutgraf.web.negotiation import choose
from nutgraf.web.protocol import MethodError, read_minimum, read_pairs
from nutgraf.web.raw_routes import answer_preflight
from nutgraf.web.reading import Question, Reading
from nutgraf.web.writes import ConditionError, Writes

#: Where graphs are that are named by their own address.
DIRECT = "/rdf-graphs/"
_CONTENT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_SAFE = "/-._~,:@!$&'()*+;=%?"
#: Boundaries and headers of a form beside the files in it.
_FORM_BYTES = 65_536

Change = Callable[[WriteStore], Written]


class GraphStore:
    """Answers `/rdf-graph-store` and all addresses below `/rdf-graphs/`."""

    def __init__(
        self, settings: Settings, store: QueryStore, reading: Reading, writes: Writes
    ) -> None:
        self._settings = settings
        self._store = store
        self._reading = reading
        self._writes = writes

    async def indirect(self, exchange: Exchange) -> None:
        """Answer a request that names the graph in a parameter."""
        query_string = exchange.query_string.decode("latin-1")
        await self._answer(exchange, lambda: read_target(query_string))

    async def direct(self, exchange: Exchange) -> None:
        """Answer a request whose own address is the name of the graph."""
        await self._answer(exchange, lambda: Target(Kind.NAMED, self._address(exchange)))

    async def _answer(self, exchange: Exchange, find: Callable[[], Target]) -> None:
        if exchange.method == "OPTIONS":
            await answer_preflight(exchange, METHODS, "GET, HEAD")
        elif exchange.method not in METHODS:
            raise MethodError(exchange.method, METHODS)
        elif exchange.method in READING:
            await self._read(exchange, find())
        else:
            self._writes.allow(exchange)
            await self._write(exchange, find())

    async def _read(self, exchange: Exchange, target: Target) -> None:
        if target.kind is Kind.STORE:
            raise RequestError("say which graph: ?graph= with its address, or ?default")
        pairs = read_pairs(exchange.query_string.decode("latin-1"))
        wanted = next((value for name, value in pairs if name == "format" and value), None)
        media_type = choose(exchange.headers.get("accept"), wanted, GRAPH_TYPES)
        await self._reading.reach(read_minimum(pairs))
        if not await self._exists(target):
            raise NotFoundError(f"there is no graph {target.name}")
        await self._reading.answer(exchange, _question(target, media_type))

    async def _write(self, exchange: Exchange, target: Target) -> None:
        if target.kind is Kind.STORE and exchange.method != "POST":
            raise RequestError(
                f"{exchange.method} is about one graph: ?graph= with its address, or ?default"
            )
        parts: tuple[GraphContent, ...] = ()
        if exchange.method != "DELETE":
            parts = await self._content(exchange, target)
        if target.kind is Kind.STORE:
            await self._add(exchange, parts)
            return
        change = _CHANGES[exchange.method](target, parts)
        written = await self._writes.run(change, self._condition(exchange, target))
        await exchange.reply(_written(written))

    async def _add(self, exchange: Exchange, parts: tuple[GraphContent, ...]) -> None:
        """Add a dataset to the store, or begin a graph whose address we choose."""
        if are_datasets(parts):
            written = await self._writes.run(lambda store: store.add_dataset(parts))
            # Some graph of it may have begun, but the request names none that could be told.
            await exchange.reply(_written(replace(written, created=False)))
            return
        name = f"{exchange.origin(self._settings.base)}{DIRECT}{uuid.uuid4()}"
        based = tuple(replace(part, base=name) for part in parts)
        written = await self._writes.run(lambda store: store.put_graph(name, based))
        await exchange.reply(_written(written, name))

    async def _content(self, exchange: Exchange, target: Target) -> tuple[GraphContent, ...]:
        most = self._settings.upload_bytes + _FORM_BYTES
        body = await exchange.body(most, "upload_bytes")
        base = target.name or f"{exchange.origin(self._settings.base)}{exchange.path}"
        return read_content(exchange.headers.get("content-type", ""), body, base)

    def _condition(
        self, exchange: Exchange, target: Target
    ) -> Callable[[], Awaitable[None]] | None:
        """What must hold for the write, as If-Match and If-None-Match say it.

        A tag stands for one state of all data, so that it may have passed although the
        graph is the same; never the other way round.
        """
        wanted = exchange.headers.get("if-match")
        unwanted = exchange.headers.get("if-none-match")
        if wanted is None and unwanted is None:
            return None

        async def check() -> None:
            exists = await self._exists(target)
            tags = self._tags(target) if exists else frozenset()
            if wanted is not None and not names(wanted, tags, exists=exists):
                raise ConditionError("If-Match: the data have changed; read the graph again")
            if unwanted is not None and names(unwanted, tags, exists=exists):
                raise ConditionError("If-None-Match: there is such a graph; nothing was written")

        return check

    def _tags(self, target: Target) -> frozenset[str]:
        version = self._store.version
        return frozenset(
            _question(target, media_type).tag(version, packed=packed)
            for media_type in GRAPH_TYPES
            for packed in (True, False)
        )

    async def _exists(self, target: Target) -> bool:
        if target.kind is not Kind.NAMED:
            return True
        query = f"ASK {{ GRAPH {_named(target.name)} {{}} }}"
        found = await self._store.stream(QueryRequest(query, RESULT_TYPES[:1]))
        return b"true" in found.first

    def _address(self, exchange: Exchange) -> str:
        return f"{exchange.origin(self._settings.base)}{quote(exchange.path, safe=_SAFE)}"


def _question(target: Target, media_type: str) -> Question:
    request = QueryRequest(
        _CONTENT,
        (media_type,),
        default_graphs=(target.name,) if target.name else (),
        own_default_graph=not target.name,
    )
    return Question(request, "graph")


def _named(name: str) -> ox.NamedNode:
    """The name of a graph as the engine writes it; raises `RequestError` where it is none."""
    try:
        return ox.NamedNode(name)
    except ValueError as error:
        raise RequestError(f"{name[:200]!r} is no address of a graph: {error}") from error


def _put(target: Target, parts: tuple[GraphContent, ...]) -> Change:
    return lambda store: store.put_graph(target.graph, parts)


def _post(target: Target, parts: tuple[GraphContent, ...]) -> Change:
    return lambda store: store.add_to_graph(target.graph, parts)


def _delete(target: Target, _: tuple[GraphContent, ...]) -> Change:
    return lambda store: store.drop_graph(target.graph)


_CHANGES = {"PUT": _put, "POST": _post, "DELETE": _delete}


def _written(written: Written, location: str = "") -> Reply:
    headers = {"X-Data-Seq": str(written.sequence)}
    if location:
        headers["Location"] = location
    return Reply(201 if written.created or location else 204, wire(headers))
