"""How much of what the data hold: counted by canned queries, kept while it costs more to count."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from nutgraf.errors import LimitError
from nutgraf.folders import folder
from nutgraf.store.formats import RESULT_TYPES
from nutgraf.store.interface import DataVersion, Lane, QueryRequest, QueryStore

#: Counting may take this part of the time of one worker.
_SHARE = 10

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of one version of the data; `missing` are those that would have taken too long."""

    version: DataVersion
    totals: Mapping[str, int] = field(default_factory=dict)
    classes: tuple[tuple[str, int], ...] = ()
    properties: tuple[tuple[str, int], ...] = ()
    missing: tuple[str, ...] = ()


class Counting:
    """Gives the newest counts that are worth their price."""

    def __init__(self, store: QueryStore) -> None:
        self._store = store
        files = sorted((folder("queries") / "void").glob("*.rq"))
        self._queries = {file.stem: file.read_text("utf-8") for file in files}
        self._known: Statistics | None = None
        self._next = 0.0

    async def statistics(self, client: str) -> Statistics:
        """The counts of the data, at most as old as ten times the seconds that counting took."""
        known = self._known
        if known is not None and known.version.mark == self._store.version.mark:
            return known
        start = time.monotonic()
        if known is not None and start < self._next:
            return known
        counted = self._known = await self._count(client)
        end = time.monotonic()
        self._next = end + (end - start) * _SHARE
        return counted

    async def _count(self, client: str) -> Statistics:
        version = self._store.version
        missing = []
        found: dict[str, list[Row]] = {}
        for name, query in self._queries.items():
            try:
                found[name] = await self._rows(query, client)
            except LimitError:
                found[name] = []
                missing.append(name)
        totals = found["totals"][0] if found["totals"] else {}
        return Statistics(
            version,
            {name: int(value) for name, value in totals.items()},
            _pairs(found["classes"], "class", "entities"),
            _pairs(found["properties"], "property", "triples"),
            tuple(missing),
        )

    async def _rows(self, query: str, client: str) -> list[Row]:
        request = QueryRequest(
            query, RESULT_TYPES[:1], Lane.REPORT, client=client, own_default_graph=True
        )
        stream = await self._store.stream(request)
        body = stream.first
        if stream.chunks is not None:
            body = b"".join([body, *[chunk async for chunk in stream.chunks]])
        rows = json.loads(body)["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in rows]


def _pairs(rows: list[Row], name: str, count: str) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((row[name], int(row[count])) for row in rows))
