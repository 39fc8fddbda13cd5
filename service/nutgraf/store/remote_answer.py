"""One query on another server: sent, read piece by piece within the limits, ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from nutgraf.errors import LimitError, StoreError
from nutgraf.store.failures import late
from nutgraf.store.interface import QueryForm, QueryRequest
from nutgraf.store.refusals import refusal
from nutgraf.store.remote_calls import RemoteCalls
from nutgraf.store.wire import LateError, Message, Wire

T = TypeVar("T")
#: Bytes of a refusal that are read.
_REFUSAL = 4_096


@dataclass(frozen=True, slots=True)
class Question:
    """A query that the gate let through, as it is sent, and the limits of its answer."""

    request: QueryRequest
    form: QueryForm
    media_type: str
    message: Message
    seconds: float
    answer_bytes: int


class RemoteAnswer:
    """One query under way: its connection, its limits, its end."""

    def __init__(self, question: Question, wire: Wire, calls: RemoteCalls) -> None:
        self.question = question
        self.headers: Mapping[str, str] = {}
        self._wire = wire
        self._calls = calls
        self._size = 0
        self._id = calls.begin(question.request, wire)

    def begin(self) -> bytes:
        """Send the query; give the first piece of the answer."""
        status, headers = self._guarded(lambda: self._wire.send(self.question.message))
        if status != 200:
            body = self._guarded(lambda: read_some(self._wire))
            self.end()
            raise refusal(status, headers, body)
        self.headers = headers
        given = headers.get("content-type", "").partition(";")[0].strip().lower()
        if given != self.question.media_type:
            self.end()
            raise StoreError(
                f"the store's server answered as {given}, not as {self.question.media_type}"
            )
        return self.read()

    def read(self) -> bytes:
        """The next piece; empty at the end."""
        piece = self._guarded(self._wire.read)
        self._size += len(piece)
        most = self.question.answer_bytes
        if self._size > most:
            self.end()
            raise LimitError(
                f"the query's answer is larger than {most} bytes (setting answer_bytes); ask for"
                " less, or in parts with LIMIT",
                limit="answer_bytes",
            )
        if not piece:
            self.end()
        return piece

    def abort(self) -> None:
        """Break off; the server sees a client that left."""
        self._wire.abort()
        # The thread that would note the end may never have begun.
        self._calls.end(self._id)

    def end(self) -> None:
        """Let go of the connection."""
        self._calls.end(self._id)
        self._wire.close()

    def _guarded(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except LateError:
            self.end()
            raise late(self.question.request.lane, self.question.seconds) from None
        except StoreError:
            cancelled = self._calls.is_cancelled(self._id)
            self.end()
            if cancelled:
                raise LimitError("the query was ended by an operator", limit="cancelled") from None
            raise


class RemoteChunks:
    """The pieces of an answer after the first; closing it before the end breaks off."""

    def __init__(self, answer: RemoteAnswer) -> None:
        self._answer = answer

    def __aiter__(self) -> RemoteChunks:
        return self

    async def __anext__(self) -> bytes:
        piece = await in_thread(self._answer.read, self._answer.abort)
        if not piece:
            raise StopAsyncIteration
        return piece

    async def aclose(self) -> None:
        """Let go of the answer."""
        self._answer.abort()
        self._answer.end()


def read_some(wire: Wire) -> bytes:
    """The beginning of a body, enough to say what was wrong."""
    body = b""
    while len(body) < _REFUSAL and (piece := wire.read()):
        body += piece
    return body


async def in_thread(work: Callable[[], T], abort: Callable[[], None]) -> T:
    """Run work in a thread; being cancelled aborts it, so that the thread ends too."""
    try:
        return await asyncio.to_thread(work)
    except asyncio.CancelledError:
        abort()
        raise
