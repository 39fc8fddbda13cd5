"""One worker as the pool sees it: started, asked, killed at the deadline, replaced."""

from __future__ import annotations

import asyncio
import select
import signal
import time
from collections.abc import Callable
from typing import Any

from nutgraf.store.child import Child, CrashError, Spares
from nutgraf.store.frame import Frame, encode
from nutgraf.store.sandbox import Walls

__all__ = ["CrashError", "DeadlineError", "Walls", "WorkerProcess"]


#: A cold worker takes 0.1 s to start; on a crowded machine a multiple of that.
_START_SECONDS = 10.0


class DeadlineError(Exception):
    """The worker did not answer in time and was killed."""


class WorkerProcess:
    """A worker that is started when first needed and again after each death.

    One request at a time: wait until it is `ready`, `send`, then `receive` frames until one has
    no `more`; or `ask`, which blocks, from a thread. Deadlines are values of `time.monotonic`.
    Whoever gives up before the last frame must `kill`.
    """

    def __init__(self, walls: Walls, spares: Spares | None = None) -> None:
        self._spares = spares or Spares(walls)
        self._child: Child | None = None
        self._dying: list[Child] = []
        #: Requests sent to the process that runs now.
        self.requests = 0

    @property
    def pid(self) -> int | None:
        """Process id while the worker runs."""
        return None if self._child is None else self._child.pid

    @property
    def missing(self) -> str | None:
        """What is missing of the walls around it: "" nothing, None not known yet."""
        return None if self._child is None else self._child.missing

    def start(self) -> Child:
        """Start the process if it does not run; this does not wait until it is ready."""
        if self._child is None or not self._child.is_alive():
            self.kill()
            self._child = self._spares.take()
        return self._child

    def interrupt(self) -> None:
        """End the process from another thread; whoever waits for it gets `CrashError`."""
        if self._child is not None:
            self._child.kill()

    def kill(self) -> None:
        """End the process at once; it is reaped later."""
        if self._child is not None:
            self._child.kill()
            self._dying.append(self._child)
            self._child, self.requests = None, 0
        self._reap()

    def close(self) -> None:
        """End the process and wait until it is gone."""
        self.kill()
        for child in self._dying:
            child.close()
        self._dying.clear()

    async def ready(self) -> None:
        """Start the process if it does not run and wait for it; raises as `send` does."""
        child = self.start()
        loop = asyncio.get_running_loop()
        deadline = time.monotonic() + _START_SECONDS
        try:
            while not child.is_ready():
                await _until(loop.add_reader, loop.remove_reader, child.reader, deadline)
        except (TimeoutError, EOFError) as error:
            raise self._outcome(error) from None

    async def send(self, head: dict[str, Any], body: bytes, deadline: float) -> None:
        """Send a request to a worker that is `ready`; raises `DeadlineError` or `CrashError`."""
        child = self._child or self.start()
        self.requests += 1
        left = memoryview(encode(head, body))
        loop = asyncio.get_running_loop()
        try:
            while left := child.write(left):
                await _until(loop.add_writer, loop.remove_writer, child.writer, deadline)
        except (TimeoutError, BrokenPipeError) as error:
            raise self._outcome(error) from None

    async def receive(self, deadline: float) -> Frame:
        """Read one frame; raises `DeadlineError` or `CrashError`."""
        child = self._child
        if child is None:
            raise CrashError(-signal.SIGKILL, "")
        loop = asyncio.get_running_loop()
        try:
            while (frame := child.read()) is None:
                await _until(loop.add_reader, loop.remove_reader, child.reader, deadline)
        except (TimeoutError, EOFError) as error:
            raise self._outcome(error) from None
        return frame

    def ask(self, head: dict[str, Any], deadline: float, body: bytes = b"") -> Frame:
        """Send a request and wait for its whole answer; the bodies of its frames are joined."""
        child = self.start()
        self.requests += 1
        try:
            left = memoryview(encode(head, body))
            while left := child.write(left):
                _await(child.writer, select.POLLOUT, deadline)
            return _join(child, deadline)
        except (TimeoutError, BrokenPipeError, EOFError) as error:
            raise self._outcome(error) from None

    def _outcome(self, error: Exception) -> Exception:
        child = self._child
        outcome: Exception = DeadlineError()
        if child is not None and not isinstance(error, TimeoutError):
            outcome = child.crash()
        self.kill()
        return outcome

    def _reap(self) -> None:
        for child in [each for each in self._dying if not each.is_alive()]:
            child.close()
            self._dying.remove(child)


def probe(walls: Walls) -> str:
    """Start a worker and give what is missing of its walls on this system: "" is nothing."""
    child = Child(walls)
    try:
        while not child.is_ready():
            _await(child.reader, select.POLLIN, time.monotonic() + _START_SECONDS)
    except (TimeoutError, EOFError):
        return "workers do not start"
    finally:
        child.close()
    return child.missing or ""


def _join(child: Child, deadline: float) -> Frame:
    parts: list[bytes] = []
    while True:
        frame = child.read()
        if frame is None:
            _await(child.reader, select.POLLIN, deadline)
            continue
        parts.append(frame[1])
        if "more" not in frame[0]:
            return frame[0], b"".join(parts)


async def _until(
    add: Callable[..., None], remove: Callable[[int], object], file: int, deadline: float
) -> None:
    """Wait until a file is ready; raise `TimeoutError` at the deadline."""
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[bool] = loop.create_future()
    timer = loop.call_later(max(0.0, deadline - time.monotonic()), _settle, ready, False)
    add(file, _settle, ready, True)
    try:
        if not await ready:
            raise TimeoutError
    finally:
        timer.cancel()
        remove(file)


def _settle(future: asyncio.Future[bool], value: bool) -> None:
    if not future.done():
        future.set_result(value)


def _await(file: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(file, event)
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise TimeoutError
