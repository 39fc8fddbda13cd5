"""Writes over HTTP: who may, in threads of their own, and with conditions that hold."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from nutgraf.errors import ForbiddenError, RequestError
from nutgraf.store.interface import WriteStore, Written
from nutgraf.web.auth import Guard
from nutgraf.web.exchange import Exchange
from nutgraf.web.tokens import Scope

#: Writes that wait for the same publication; each holds a thread meanwhile.
_THREADS = 32


class ConditionError(RequestError):
    """If-Match or If-None-Match does not hold, so nothing was written."""


class Turns:
    """Many may go together, but whoever wants to be alone waits for all and all for them."""

    def __init__(self) -> None:
        self._alone = asyncio.Lock()
        self._together = 0
        self._empty = asyncio.Event()
        self._empty.set()

    @asynccontextmanager
    async def together(self) -> AsyncIterator[None]:
        """Go while nobody is alone."""
        async with self._alone:
            self._together += 1
            self._empty.clear()
        try:
            yield
        finally:
            self._together -= 1
            if not self._together:
                self._empty.set()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Go when nobody else does."""
        async with self._alone:
            await self._empty.wait()
            yield


class Writes:
    """Passes writes on to the store that takes them."""

    def __init__(self, guard: Guard, store: WriteStore | None) -> None:
        self._guard = guard
        self._store = store
        self._turns = Turns()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="writes")

    @property
    def possible(self) -> bool:
        """Whether anything can be written here."""
        return self._store is not None

    def allow(self, exchange: Exchange) -> None:
        """Raise what forbids the caller to write; to be asked before the body is read."""
        self._guard.authorise(Scope.UPDATE, exchange.headers)
        self._writer()

    def permitted(self, exchange: Exchange) -> bool:
        """Tell whether the caller may write."""
        try:
            self.allow(exchange)
        except ForbiddenError:
            return False
        return True

    async def run(
        self,
        write: Callable[[WriteStore], Written],
        condition: Callable[[], Awaitable[None]] | None = None,
    ) -> Written:
        """Write; with a condition, nothing else is written between looking and writing.

        Writes of other programs (`nutgraf load`) are not waited for.
        """
        if condition is None:
            async with self._turns.together():
                return await self._threaded(write)
        async with self._turns.alone():
            await condition()
            return await self._threaded(write)

    async def _threaded(self, write: Callable[[WriteStore], Written]) -> Written:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, write, self._writer())

    def _writer(self) -> WriteStore:
        if self._store is None:
            raise ForbiddenError(
                "this service takes no writes; its operator allows them with NUTGRAF_WRITES=on"
            )
        return self._store
