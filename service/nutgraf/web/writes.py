"""Writes over HTTP: who may, in threads of their own, and with conditions that hold."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from nutgraf.errors import BusyError, ForbiddenError, RequestError
from nutgraf.settings import Settings
from nutgraf.store.interface import WriteStore, Written
from nutgraf.web.auth import Guard
from nutgraf.web.exchange import Exchange
from nutgraf.web.tokens import Scope

#: Writes that wait for the same publication; each holds a thread meanwhile.
_THREADS = 32
_RETRY_SECONDS = 2.0


class ConditionError(RequestError):
    """If-Match or If-None-Match does not hold, so nothing was written."""


class Turns:
    """Many may go together, but whoever wants to be alone waits for all and all for them."""

    def __init__(self) -> None:
        self._alone = asyncio.Lock()
        #: How many go together now.
        self.going = 0
        self._empty = asyncio.Event()
        self._empty.set()

    @asynccontextmanager
    async def together(self) -> AsyncIterator[None]:
        """Go while nobody is alone."""
        async with self._alone:
            self.going += 1
            self._empty.clear()
        try:
            yield
        finally:
            self.going -= 1
            if not self.going:
                self._empty.set()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Go when nobody else does."""
        async with self._alone:
            await self._empty.wait()
            yield


class Writes:
    """Passes writes on to the store that takes them."""

    def __init__(self, settings: Settings, guard: Guard, store: WriteStore | None) -> None:
        self._most = settings.queue_length
        self._guard = guard
        self._store = store
        self._turns = Turns()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="writes")

    def allow(self, exchange: Exchange) -> None:
        """Raise what forbids the caller to write; to be asked before the body is read."""
        self._guard.authorise(Scope.UPDATE, exchange.headers)
        self._writer()
        if self._turns.going >= self._most:
            raise BusyError(
                f"{self._most} writes wait already; try again in a moment (setting queue_length)",
                limit="queue_length",
                retry_after=_RETRY_SECONDS,
            )

    def permitted(self, exchange: Exchange) -> bool:
        """Tell whether the caller may write."""
        try:
            self.allow(exchange)
        except (BusyError, ForbiddenError):
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
