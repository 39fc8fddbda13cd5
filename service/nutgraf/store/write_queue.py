"""The write queue: a `WriteStore` that drafts writes, has them published in groups, then answers.

    callers' threads → drafting thread (worker, scratch) → publishing thread (writer process)

While a group is published the next one is drafted on top of it. A write is answered when
every reader sees it.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from nutgraf.errors import BusyError, NutgrafError, StoreError
from nutgraf.settings import Settings
from nutgraf.store.budgets import Budgets
from nutgraf.store.draft import Draft
from nutgraf.store.drafter import Drafter, LostError
from nutgraf.store.gate import Gate
from nutgraf.store.graphs import GraphNames
from nutgraf.store.interface import GraphContent, UpdateRequest, Written
from nutgraf.store.publisher import Publisher
from nutgraf.store.scratch import tidy
from nutgraf.store.territory import Territory

#: Reads a body of RDF into N-Quads lines, for a client.
ReadGraph = Callable[[GraphContent, str], bytes]

_RETRY_SECONDS = 2.0
_ATTEMPTS = 3
#: Seconds without a write after which the scratch, a copy of the data, is given up.
_IDLE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class _Write:
    """A request on its way: head and body for the worker, and where the answer goes."""

    head: dict[str, Any]
    body: bytes
    client: str = ""
    answer: Future[Written] = field(default_factory=Future)
    since: float = field(default_factory=time.monotonic)


class WriteQueue:
    """Takes writes from any thread; `start` it before the first and `close` it at the end."""

    def __init__(self, settings: Settings, read_graph: ReadGraph) -> None:
        self._settings = settings
        self._read_graph = read_graph
        self._gate = Gate(settings)
        self._budgets = Budgets(settings)
        self._territory = Territory(GraphNames(settings.base), union=False, most_quads=0)
        self.drafter = Drafter(settings)
        self.publisher = Publisher(settings)
        self._waiting: queue.Queue[_Write | None] = queue.Queue(settings.queue_length)
        self._thread = threading.Thread(target=self._work, name="drafts", daemon=True)

    def start(self) -> None:
        """Start worker and writer; an empty data directory becomes an empty dataset."""
        tidy(self._settings.home)
        self.publisher.start()
        self.drafter.start()
        self._thread.start()

    def close(self) -> None:
        """Finish what was taken in, then end worker and writer."""
        if self._thread.is_alive():
            self._waiting.put(None)
            self._thread.join()
        self._turn_away()
        self.publisher.close()
        self.drafter.close()

    def update(self, request: UpdateRequest) -> Written:
        """Run one update request as a whole or not at all."""
        self._budgets.admit(request.client)
        self._gate.check_update(request.update)
        head = {
            "using": request.using_graphs,
            "using_named": request.using_named_graphs,
            "base": self._settings.base,
        }
        return self._submit(_Write(head, request.update.encode(), request.client))

    def put_graph(self, graph: str | None, parts: Sequence[GraphContent]) -> Written:
        """Replace a graph; None is the default graph."""
        return self._change("put", graph, parts)

    def add_to_graph(self, graph: str | None, parts: Sequence[GraphContent]) -> Written:
        """Add triples to a graph; None is the default graph."""
        return self._change("post", graph, parts)

    def add_dataset(self, parts: Sequence[GraphContent]) -> Written:
        """Add the quads of whole datasets, each to its graph."""
        return self._submit(_Write({"way": "dataset", "graph": ""}, self._read(parts)))

    def drop_graph(self, graph: str | None) -> Written:
        """Remove a graph, or raise `NotFoundError` where there is none."""
        return self._change("delete", graph, ())

    def _change(self, way: str, graph: str | None, parts: Sequence[GraphContent]) -> Written:
        if graph is not None:
            self._territory.check_name(graph)
        return self._submit(_Write({"way": way, "graph": graph or ""}, self._read(parts)))

    def _read(self, parts: Sequence[GraphContent]) -> bytes:
        return b"".join(self._read_graph(part, "") for part in parts)

    def _submit(self, write: _Write) -> Written:
        if not self._thread.is_alive():
            raise StoreError("the service is ending or its write queue has; start it again")
        try:
            self._waiting.put_nowait(write)
        except queue.Full:
            raise BusyError(
                f"{self._settings.queue_length} writes wait already; try again in a moment"
                " (setting queue_length)",
                limit="queue_length",
                retry_after=_RETRY_SECONDS,
            ) from None
        return write.answer.result()

    def _turn_away(self) -> None:
        """Answer what came too late to be taken."""
        while not self._waiting.empty():
            write = self._waiting.get()
            if write is not None:
                write.answer.set_exception(StoreError("the service is ending; nothing was written"))

    def _work(self) -> None:
        while (write := self._next()) is not None:
            start = time.monotonic()
            try:
                self._check_patience(start - write.since)
                self.publisher.publish(self._draft(write), write.answer)
            except NutgrafError as error:
                self._budgets.count_error(write.client)
                write.answer.set_exception(error)
            self._budgets.charge(write.client, time.monotonic() - start)

    def _check_patience(self, waited: float) -> None:
        most = self._settings.update_seconds
        if waited > most:
            raise BusyError(
                f"the write waited {waited:.0f} seconds behind others (setting update_seconds);"
                " nothing was written; try again in a moment",
                limit="update_seconds",
                retry_after=_RETRY_SECONDS,
            )

    def _next(self) -> _Write | None:
        try:
            return self._waiting.get(timeout=_IDLE_SECONDS)
        except queue.Empty:
            self.drafter.rest()
            return self._waiting.get()

    def _draft(self, write: _Write) -> Draft:
        for _ in range(_ATTEMPTS):
            if self.drafter.lost or self.publisher.is_ahead:
                # The new scratch must hold what is still on its way to the checkpoint.
                self.drafter.renew(self.publisher.settle())
            try:
                return self.drafter.draft(write.head, write.body)
            except LostError:
                continue
        raise StoreError("the scratch for updates was lost again and again; see nutgraf doctor")
