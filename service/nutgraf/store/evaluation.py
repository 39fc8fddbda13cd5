"""One request on one worker: its deadline, its pieces, its end."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from nutgraf.errors import LimitError, NutgrafError, StoreError
from nutgraf.settings import Settings
from nutgraf.store.failures import crashed, late, raise_for, slow_reader
from nutgraf.store.frame import Frame
from nutgraf.store.process import CrashError, DeadlineError
from nutgraf.store.running import Run


class Outcome(StrEnum):
    """What became of a request: answered, wrong, the end of its worker, or nobody's wish."""

    ANSWERED = "answered"
    WRONG = "wrong"
    DEADLY = "deadly"
    LEFT = "left"


#: Called once with what a request came to and the seconds that it held its worker.
Account = Callable[[Run, Outcome, float], None]


class GoneError(Exception):
    """The checkpoint was deleted before the worker opened it; ask again with the newest."""


class Evaluation:
    """Holds a worker from the request to the last piece of the answer.

    While nobody takes the next piece the worker stands still and its time does too; but a
    reader that takes longer than `write_seconds` for a piece, or `answer_seconds` for the
    whole, loses it.
    """

    def __init__(self, run: Run, seconds: float, settings: Settings, account: Account) -> None:
        self.run = run
        self._seconds = seconds
        self._settings = settings
        self._account = account
        self._deadline = 0.0
        self._paused: float | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._slow = False
        self._ended = False

    async def ask(self, head: dict[str, Any], body: bytes) -> Frame:
        """Send the request and give the first frame of the answer."""
        try:
            await self.run.worker.ready()
            # A cold start is not the query's fault.
            self._deadline = time.monotonic() + self._seconds
            await self.run.worker.send({**head, "seconds": self._seconds}, body, self._deadline)
            frame = await self.run.worker.receive(self._deadline)
        except (DeadlineError, CrashError) as error:
            raise self._failed(error) from None
        except asyncio.CancelledError:
            self.give_up()
            raise
        return self._checked(frame)

    async def receive(self) -> Frame:
        """Give the next frame; raises `NutgrafError`, after which nothing follows."""
        self._resume()
        try:
            frame = await self.run.worker.receive(self._deadline)
        except (DeadlineError, CrashError) as error:
            raise self._failed(error) from None
        except asyncio.CancelledError:
            self.give_up()
            raise
        return self._checked(frame)

    def release(self) -> None:
        """Give the worker back unharmed: what it was to do has become pointless."""
        self._end(Outcome.LEFT)

    def give_up(self) -> None:
        """Kill the worker, unless it is done: nobody wants the answer any more."""
        if not self._ended:
            self.run.worker.kill()
            self._end(Outcome.LEFT)

    def _checked(self, frame: Frame) -> Frame:
        head, _ = frame
        if head["error"] == "gone":
            raise GoneError(head["message"])
        if head["error"]:
            try:
                raise_for(head, self._settings)
            except NutgrafError:
                self._end(Outcome.WRONG)
                raise
        if "more" in head:
            self._pause()
        else:
            self._end(Outcome.ANSWERED)
        return frame

    def _failed(self, error: DeadlineError | CrashError) -> NutgrafError:
        self.run.worker.kill()
        meaning = self._meaning(error)
        # A worker that ended by itself is our fault, not the query's.
        innocent = self.run.cancelled or self._slow or isinstance(meaning, StoreError)
        self._end(Outcome.LEFT if innocent else Outcome.DEADLY)
        return meaning

    def _meaning(self, error: DeadlineError | CrashError) -> NutgrafError:
        if self.run.cancelled:
            return LimitError("the query was ended by an operator", limit="cancelled")
        if self._slow:
            return slow_reader(self._settings)
        # The system ends a worker by SIGXCPU where nobody watched the clock.
        if isinstance(error, DeadlineError) or error.code == -signal.SIGXCPU:
            return late(self.run.work.lane, self._seconds)
        return crashed(error, self._settings)

    def _pause(self) -> None:
        now = time.monotonic()
        left = self.run.started + self._settings.answer_seconds - now
        patience = min(self._settings.write_seconds, max(0.0, left))
        self._paused = now
        self._timer = asyncio.get_running_loop().call_later(patience, self._lose_patience)

    def _resume(self) -> None:
        if self._slow:
            raise slow_reader(self._settings)
        if self._ended:
            raise StoreError("the answer has ended already")
        if self._timer is not None and self._paused is not None:
            self._timer.cancel()
            self._deadline += time.monotonic() - self._paused
            self._timer = self._paused = None

    def _lose_patience(self) -> None:
        self._slow = True
        self.give_up()

    def _end(self, outcome: Outcome) -> None:
        if self._ended:
            return
        self._ended = True
        if self._timer is not None:
            self._timer.cancel()
        self._account(self.run, outcome, time.monotonic() - self.run.started)


class Chunks:
    """The pieces of an answer after the first; closing it before the end kills the query."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._last = False

    def __aiter__(self) -> Chunks:
        return self

    async def __anext__(self) -> bytes:
        if self._last:
            raise StopAsyncIteration
        head, body = await self._evaluation.receive()
        self._last = "more" not in head
        if not body:
            raise StopAsyncIteration
        return body

    async def aclose(self) -> None:
        """Let go of the answer."""
        self._last = True
        self._evaluation.give_up()
