"""The queries being evaluated, at `/queries`: for the operator to see and to end."""

from __future__ import annotations

import json
from dataclasses import dataclass

from nutgraf.errors import NotFoundError
from nutgraf.store.interface import QueryStore, RunningQuery
from nutgraf.web.auth import Guard
from nutgraf.web.exchange import Exchange, Reply, wire
from nutgraf.web.protocol import MethodError
from nutgraf.web.tokens import Scope

PATH = "/queries"
#: Texts and callers are nobody else's business, so nothing of this may be kept on the way.
_HEADERS = wire({"Content-Type": "application/json", "Cache-Control": "no-store"})
_LISTING = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class RunningQueries:
    """Answers `/queries` and `/queries/{id}`, for admins only."""

    store: QueryStore
    guard: Guard

    async def listing(self, exchange: Exchange) -> None:
        """List the running queries, the oldest first."""
        self.guard.authorise(Scope.ADMIN, exchange.headers)
        if exchange.method not in _LISTING:
            raise MethodError(exchange.method, _LISTING)
        told = [_told(query) for query in self.store.running()]
        await exchange.reply(Reply(200, _HEADERS, json.dumps({"queries": told}).encode()))

    async def one(self, exchange: Exchange) -> None:
        """End one query (DELETE); whoever waits for it is told that an operator did."""
        self.guard.authorise(Scope.ADMIN, exchange.headers)
        if exchange.method != "DELETE":
            raise MethodError(exchange.method, ("DELETE",))
        query_id = exchange.path.removeprefix(f"{PATH}/")
        if not self.store.cancel(query_id):
            raise NotFoundError(f"no query with the id {query_id[:60]!r} runs; it may have ended")
        await exchange.reply(Reply(204))


def _told(query: RunningQuery) -> dict[str, str | float | int]:
    return {
        "id": query.query_id,
        "lane": query.lane,
        "client": query.client,
        "seconds": round(query.seconds, 3),
        "sequence": query.sequence,
        "query": query.query,
    }
