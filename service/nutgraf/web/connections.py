"""Connections of the HTTP server (RFC 9112) with deadlines and caps that uvicorn has none of.

A client that is slow on purpose costs one file handle until its deadline, and nothing else.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from nutgraf.settings import Settings
from nutgraf.web.negotiation import PROBLEM

#: Bytes per second that a body must make after its first seconds: slower is no client.
BODY_RATE = 65_536


class _HeadError(Exception):
    """The head of a request is larger than allowed."""


@dataclass(slots=True)
class Limits:
    """What all connections of a server share: the settings and who has how many."""

    settings: Settings
    open: int = 0
    by_client: Counter[str] = field(default_factory=Counter)
    #: Connections that were ended, by the setting that they passed.
    ended: Counter[str] = field(default_factory=Counter)

    @property
    def proxies(self) -> frozenset[str]:
        """Addresses that stand for many clients."""
        return frozenset(self.settings.trusted_proxies.replace(",", " ").split())

    def enter(self, client: str) -> str:
        """Count a connection; give the setting that it passes, if one."""
        self.open += 1
        self.by_client[client] += 1
        if self.open > self.settings.connections:
            return "connections"
        many = self.by_client[client] > self.settings.client_connections
        return "client_connections" if many and client not in self.proxies else ""

    def leave(self, client: str) -> None:
        """Count a connection that is gone."""
        self.open -= 1
        self.by_client[client] -= 1
        if not self.by_client[client]:
            del self.by_client[client]


@dataclass(slots=True)
class _Head:
    """The head of a request that is coming."""

    since: float
    size: int = 0
    count: int = 0


class Connection(HttpToolsProtocol):
    """One connection; the server calls `check_time` on it now and then."""

    def __init__(self, *, limits: Limits, **given: Any) -> None:
        super().__init__(**given)
        self._limits = limits
        self._settings = limits.settings
        self._address = ""
        self._head: _Head | None = None
        self._body: float | None = None
        self._received = 0
        self._unsent = 0
        self._moved = self._unsent_since = 0.0
        self._refusal = HTTPStatus.BAD_REQUEST

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the head of the first request."""
        super().connection_made(transport)
        self._head = _Head(self.loop.time())
        self._address = self.client[0] if self.client else ""
        if limit := self._limits.enter(self._address):
            self._end(limit)

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place to others."""
        super().connection_lost(exc)
        self._limits.leave(self._address)

    def data_received(self, data: bytes) -> None:
        """Read what came, and count it where it belongs to a head."""
        if self._head is not None:
            self._head.size += len(data)
        elif self._body is not None:
            self._received += len(data)
        super().data_received(data)
        if self._head is not None and self._head.size > self._settings.header_bytes:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "header_bytes")

    def on_message_begin(self) -> None:
        """Begin with a head; the bytes of an earlier request do not count."""
        super().on_message_begin()
        if self._head is None:
            self._head = _Head(self.loop.time())

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a line of the head, up to as many as allowed."""
        head = self._head
        if head is not None:
            head.count += 1
            if head.count > self._settings.header_count:
                self._refusal = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
                self._limits.ended["header_count"] += 1
                raise _HeadError
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Go on with the body."""
        self._head = None
        self._body, self._received = self.loop.time(), 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Note that nothing more is to come."""
        self._body = None
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request, or too large a one, with a problem document."""
        del msg
        self._answer(self._refusal, "what came is no HTTP request that is served here")

    def check_time(self, now: float) -> None:
        """End the connection where one of its deadlines has passed."""
        settings = self._settings
        if self._head is not None and now - self._head.since > settings.header_seconds:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, "header_seconds")
        elif self._body is not None:
            allowed = settings.body_seconds + self._received / BODY_RATE
            if now - self._body > allowed:
                self._refuse(HTTPStatus.REQUEST_TIMEOUT, "body_seconds")
        self._check_reader(now)

    def _check_reader(self, now: float) -> None:
        """End a connection whose client does not read what it asked for."""
        unsent = self.transport.get_write_buffer_size()
        if unsent == 0 or self._unsent == 0:
            self._unsent_since = now
        if unsent != self._unsent or unsent == 0:
            self._moved, self._unsent = now, unsent
        elif now - self._moved > self._settings.write_seconds:
            self._end("write_seconds")
        if unsent and now - self._unsent_since > self._settings.answer_seconds:
            self._end("answer_seconds")

    def _refuse(self, status: HTTPStatus, limit: str) -> None:
        """Say which limit was passed, unless an answer is on its way or nothing came yet."""
        if self.transport.is_closing():
            return
        busy = self.cycle is not None and not self.cycle.response_complete
        in_head = self._head is not None
        begun = self.cycle.response_started or in_head if busy else not in_head
        empty = self._head is not None and self._head.size == 0
        if begun or empty:
            self._end(limit)
            return
        self._limits.ended[limit] += 1
        value = getattr(self._settings, limit)
        self._answer(status, f"more than {value:g} (setting {limit})", limit)

    def _answer(self, status: HTTPStatus, detail: str, limit: str = "") -> None:
        members = {"type": "about:blank", "title": status.phrase, "status": status.value}
        named = {"limit": limit} if limit else {}
        body = json.dumps({**members, "detail": detail, **named}).encode()
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: {PROBLEM}\r\n"
            f"Content-Length: {len(body)}\r\nX-Content-Type-Options: nosniff\r\n"
            "Connection: close\r\n\r\n"
        )
        self.transport.write(head.encode("ascii") + body)
        self.transport.close()
        self._head = self._body = None

    def _end(self, limit: str) -> None:
        self._limits.ended[limit] += 1
        self._head = self._body = None
        self.transport.abort()
