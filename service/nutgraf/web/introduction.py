"""What the endpoint says without a query, and its answers to people: pages, or a description."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from nutgraf.store.interface import QueryAnswer, QueryStore
from nutgraf.web.exchange import Exchange, Reply, wire
from nutgraf.web.negotiation import HTML, choose
from nutgraf.web.protocol import Operation
from nutgraf.web.query_page import SHOWN, QueryPage
from nutgraf.web.reading import Reading
from nutgraf.web.service_description import DESCRIBED_AS, ServiceDescription

_PAGE = {"Content-Type": f"{HTML}; charset=utf-8", "Vary": "Accept", "Cache-Control": "no-cache"}


@dataclass(frozen=True, slots=True)
class Introduction:
    """Shows the page of the endpoint, or describes the service to programs."""

    store: QueryStore
    reading: Reading
    page: QueryPage
    description: ServiceDescription

    async def describe(self, exchange: Exchange) -> None:
        """The page before anything was asked, or the description."""
        request = Request(exchange.scope)
        accept, wanted = exchange.headers.get("accept"), request.query_params.get("format")
        chosen = choose(accept, wanted, (*DESCRIBED_AS, HTML))
        if chosen == HTML:
            await exchange.reply(_page(self.page.empty(request), self.store.sequence))
            return
        endpoint = f"{exchange.origin(self.description.base)}{exchange.path}"
        await self.description.answer(exchange, endpoint, chosen)

    async def show(self, exchange: Exchange, operation: Operation) -> None:
        """The answer to a query as a page."""
        if operation.min_sequence:
            await self.reading.reach(operation.min_sequence)
        await exchange.unless_gone(self._show(exchange, operation))

    async def _show(self, exchange: Exchange, operation: Operation) -> None:
        stream = await self.store.stream(operation.request(SHOWN, exchange.client))
        body = stream.first
        if stream.chunks is not None:
            body = b"".join([body, *[chunk async for chunk in stream.chunks]])
        answer = QueryAnswer(stream.media_type, stream.form, body, stream.sequence)
        request = Request(exchange.scope)
        # Large answers take a while to be laid out.
        page = await run_in_threadpool(self.page.answered, request, operation.query, answer)
        await exchange.reply(_page(page, answer.sequence))


def _page(page: bytes, sequence: int) -> Reply:
    return Reply(200, wire({**_PAGE, "X-Data-Seq": str(sequence)}), page)
