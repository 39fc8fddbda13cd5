"""The SPARQL endpoint: protocol in, store in the middle, negotiated answer out."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from nutgraf.settings import Settings
from nutgraf.store.gate import Gate
from nutgraf.store.interface import UpdateRequest
from nutgraf.web.exchange import Exchange, Reply, wire
from nutgraf.web.introduction import Introduction
from nutgraf.web.negotiation import HTML
from nutgraf.web.protocol import (
    FORM,
    METHODS,
    UPDATE,
    HttpCall,
    MethodError,
    Operation,
    read_operation,
)
from nutgraf.web.query_formats import formats_for
from nutgraf.web.raw_routes import answer_preflight
from nutgraf.web.reading import Question, Reading
from nutgraf.web.writes import Writes

#: Functions that answer differently each time; an escape may spell one of them.
_UNSTABLE = re.compile(r"(?:NOW|RAND|UUID|BNODE)(?:\s|#[^\r\n]*)*\(|\\[uU]", re.IGNORECASE)
_BODIES = frozenset({"POST", "QUERY"})
#: Addresses up to this length are remembered with what they ask.
_SHORT = 4_096
_REMEMBERED = 2_048
#: Room for parameters beside the text.
_PARAMETERS = 4_096


class Endpoint:
    """Answers `/sparql`."""

    def __init__(
        self, settings: Settings, reading: Reading, writes: Writes, introduction: Introduction
    ) -> None:
        self._settings = settings
        self._reading = reading
        self._writes = writes
        self._introduction = introduction
        self._gate = Gate(settings)
        self._known = lru_cache(_REMEMBERED)(self._read)

    async def __call__(self, exchange: Exchange) -> None:
        """Answer one request of the SPARQL protocol."""
        if exchange.method == "OPTIONS":
            await answer_preflight(exchange, METHODS, "GET, HEAD, POST, QUERY")
            return
        if exchange.method not in METHODS:
            raise MethodError(exchange.method, METHODS)
        if exchange.method in _BODIES:
            asked = await self._sent(exchange)
        else:
            read = self._known if len(exchange.query_string) <= _SHORT else self._read
            asked = read(exchange.query_string, exchange.headers.get("accept"))
        if isinstance(asked, Question):
            await self._reading.answer(exchange, asked)
        elif isinstance(asked, UpdateRequest):
            await self._update(exchange, asked)
        elif isinstance(asked, Operation):
            await self._introduction.show(exchange, asked)
        else:
            await self._introduction.describe(exchange)

    def _read(self, query_string: bytes, accept: str | None) -> Question | Operation | None:
        """What an address asks: a question, one for the page, or nothing."""
        operation = read_operation(HttpCall("GET", query_string.decode("latin-1")))
        return self._question(operation, accept) if isinstance(operation, Operation) else None

    async def _sent(self, exchange: Exchange) -> Question | Operation | UpdateRequest | None:
        """What a body asks or changes."""
        kind = exchange.headers.get("content-type", "")
        body = await self._body(exchange, kind.strip().lower())
        in_address = exchange.query_string.decode("latin-1")
        operation = read_operation(HttpCall(exchange.method, in_address, kind, body))
        if isinstance(operation, Operation):
            return self._question(operation, exchange.headers.get("accept"))
        return operation

    async def _body(self, exchange: Exchange, kind: str) -> bytes:
        """The body; one as large as an update may be only from who may update."""
        # Percent-encoding makes a text of a form up to three times as long.
        times = 3 if kind.startswith(FORM) else 1
        if kind.startswith(UPDATE):
            self._writes.allow(exchange)
        if kind.startswith((UPDATE, FORM)) and self._writes.permitted(exchange):
            most = self._settings.update_bytes * times + _PARAMETERS
            return await exchange.body(most, "update_bytes")
        return await exchange.body(self._settings.query_bytes * times + _PARAMETERS, "query_bytes")

    def _question(self, operation: Operation, accept: str | None) -> Question | Operation:
        facts = self._gate.check(operation.query)
        formats = formats_for(facts.form, accept, operation.format)
        if formats[0] == HTML:
            return operation
        stable = not facts.services and not _UNSTABLE.search(operation.query)
        return Question(operation.request(formats), facts.digest, stable, operation.min_sequence)

    async def _update(self, exchange: Exchange, request: UpdateRequest) -> None:
        self._writes.allow(exchange)
        sent = replace(request, client=exchange.client)
        written = await self._writes.run(lambda store: store.update(sent))
        await exchange.reply(Reply(204, wire({"X-Data-Seq": str(written.sequence)})))
