"""Addresses that are answered without the framework: exact paths, and all below others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from nutgraf.errors import NutgrafError
from nutgraf.web.exchange import Exchange, Reply, wire
from nutgraf.web.problems import ProblemHandler
from nutgraf.web.reading import OPEN

Handler = Callable[[Exchange], Awaitable[None]]

#: Methods by which pages of other sites may ask us, and so read what went wrong.
_ASKING = frozenset({"GET", "HEAD", "POST", "QUERY"})
_PREFLIGHT = {
    **OPEN,
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class RawRoutes:
    """Leads requests to their handlers; `app` has the rest."""

    def __init__(
        self,
        app: ASGIApp,
        exact: Mapping[str, Handler],
        below: Mapping[str, Handler],
        problems: ProblemHandler,
    ) -> None:
        self._app = app
        self._exact = exact
        self._below = tuple(below.items())
        self._problems = problems

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or pass it on."""
        handler = self._find(scope["path"]) if scope["type"] == "http" else None
        if handler is None:
            await self._app(scope, receive, send)
            return
        exchange = Exchange(scope, receive, send)
        try:
            await handler(exchange)
        except NutgrafError as error:
            await self._refuse(exchange, error)

    def _find(self, path: str) -> Handler | None:
        found = self._exact.get(path)
        if found is None:
            found = next((each for start, each in self._below if path.startswith(start)), None)
        return found

    async def _refuse(self, exchange: Exchange, error: NutgrafError) -> None:
        response = await self._problems(Request(exchange.scope), error)
        asking = exchange.method in _ASKING
        reply = reply_of(response.status_code, response.raw_headers, bytes(response.body))
        headers = (*reply.headers, *wire(OPEN)) if asking else reply.headers
        await exchange.reply(Reply(reply.status, headers, reply.body))


def reply_of(status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> Reply:
    """The answer that a framework made, as one of ours."""
    kept = tuple(pair for pair in headers if pair[0].lower() != b"content-length")
    return Reply(status, kept, body)


async def answer_preflight(exchange: Exchange, methods: tuple[str, ...], allowed: str) -> None:
    """Answer OPTIONS: what there is, and what pages of other sites may do."""
    headers = {
        **_PREFLIGHT,
        "Allow": ", ".join((*methods, "OPTIONS")),
        "Access-Control-Allow-Methods": allowed,
    }
    await exchange.reply(Reply(204, wire(headers)))
