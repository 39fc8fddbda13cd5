"""What comes in before anything reads it: tokens, sizes and encodings, checked on the head."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nutgraf.errors import LimitError, NutgrafError, RequestError
from nutgraf.settings import Settings
from nutgraf.web.auth import Guard, check_address
from nutgraf.web.headers import PROTECTION
from nutgraf.web.negotiation import PROBLEM
from nutgraf.web.problems import problem_of
from nutgraf.web.protocol import MediaTypeError
from nutgraf.web.tokens import Scope as Allowed

#: Percent-encoding makes a query of a form up to three times as long.
_ENCODED = 3
#: Other parameters of a form, and the borders between parts of a body.
_ROOM = 65_536
_TEXTS = ("query_bytes", "update_bytes")
_FILES = ("upload_bytes", "article_bytes")
#: Seconds for which the rest of a refused body is read, so that the client sees the answer.
_LINGER = 2.0
#: Answered without a token, for those who watch over the service.
_OPEN = frozenset({"/healthz", "/readyz"})
_NEEDED = frozenset(
    {
        b"authorization",
        b"content-encoding",
        b"content-length",
        b"transfer-encoding",
    }
)


@dataclass(frozen=True, slots=True)
class Admission:
    """Lets requests through that may be read; none of them has been read when it refuses."""

    app: ASGIApp
    settings: Settings
    guard: Guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the head, then pass the call on with its body capped."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        head = _head(scope["headers"])
        body = _Body(receive, *_most(self.settings, scope["path"]))
        try:
            self._check(scope, head)
            body.check_length(head.get("content-length"))
        except NutgrafError as error:
            await refuse(error, body, send)
            return
        capped = body.receive if "content-length" in head or "transfer-encoding" in head else None
        answer = _Answer(send)
        try:
            await self.app(scope, capped or receive, answer.send)
        except LimitError as error:
            if answer.begun or not body.passed:
                raise
            await refuse(error, body, send)

    def _check(self, scope: Scope, head: Mapping[str, str]) -> None:
        if scope["query_string"]:
            check_address(scope["query_string"])
        if scope["path"] not in _OPEN:
            self.guard.authorise(Allowed.READ, head)
        encoding = head.get("content-encoding", "identity").strip().lower()
        if encoding not in {"identity", ""}:
            raise MediaTypeError(
                f"bodies are taken as they are, not as {encoding[:40]}; send this one without"
                " Content-Encoding"
            )


@dataclass(slots=True)
class _Answer:
    """Passes an answer on and knows whether it has begun."""

    forward: Send
    begun: bool = False

    async def send(self, message: Message) -> None:
        """Pass a message on."""
        self.begun = True
        await self.forward(message)


@dataclass(slots=True)
class _Body:
    """The body of a request, counted while it comes."""

    forward: Receive
    most: int
    limit: str
    size: int = 0
    ended: bool = False

    @property
    def passed(self) -> bool:
        """Whether it is larger than allowed."""
        return self.size > self.most

    def check_length(self, given: str | None) -> None:
        """Refuse a body by the length that its head gives."""
        if given is None:
            return
        if not given.isascii() or not given.isdigit():
            raise RequestError("Content-Length is no number")
        if int(given) > self.most:
            raise self._too_large()

    async def receive(self) -> Message:
        """Give the next piece, or raise `LimitError` where there were too many."""
        message = await self.forward()
        self._count(message)
        if self.passed:
            raise self._too_large()
        return message

    async def drain(self) -> None:
        """Read the rest and forget it, for a moment."""
        try:
            async with asyncio.timeout(_LINGER):
                while not self.ended:
                    self._count(await self.forward())
        except TimeoutError:
            self.ended = True

    def _count(self, message: Message) -> None:
        self.size += len(message.get("body", b""))
        self.ended = message["type"] != "http.request" or not message.get("more_body", False)

    def _too_large(self) -> LimitError:
        return LimitError(
            f"the body has more than {self.most} bytes (setting {self.limit}); send it in parts",
            limit=self.limit,
        )


async def refuse(error: NutgrafError, body: _Body, send: Send) -> None:
    """Answer with a problem, then read on until the client has seen it."""
    problem = problem_of(error)
    document = problem.document()
    headers = {
        **problem.headers,
        **PROTECTION,
        "Content-Type": PROBLEM,
        "Content-Length": str(len(document)),
        "Connection": "close",
    }
    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": problem.status, "headers": raw})
    await send({"type": "http.response.body", "body": document, "more_body": True})
    await body.drain()
    await send({"type": "http.response.body", "body": b""})


def _head(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Those header lines that are looked at here."""
    return {name.decode(): value.decode("latin-1") for name, value in headers if name in _NEEDED}


def _most(settings: Settings, path: str) -> tuple[int, str]:
    """Most bytes of a body for an address, and the setting that says so.

    The routes have closer limits of their own; this one bounds what they ever hold.
    """
    limits = _TEXTS if path == "/sparql" else _FILES
    limit = max(limits, key=lambda name: int(getattr(settings, name)))
    times = _ENCODED if limits is _TEXTS else 1
    return times * int(getattr(settings, limit)) + _ROOM, limit
