"""One request to another server over HTTP, and its answer piece by piece before a deadline."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from nutgraf.errors import ConfigurationError, StoreError

_PIECE = 65_536
_KINDS: dict[str, type[http.client.HTTPConnection]] = {
    "http": http.client.HTTPConnection,
    "https": http.client.HTTPSConnection,
}


class LateError(Exception):
    """The deadline passed."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: method, query part of the address, headers and body."""

    method: str
    query: str = ""
    headers: Mapping[str, str] | None = None
    body: bytes | None = None


def check_address(address: str) -> None:
    """Raise `ConfigurationError` for what is no http or https address."""
    parts = urlsplit(address)
    if parts.scheme not in _KINDS or not parts.hostname:
        raise ConfigurationError(f"{address!r} is no address of a server; use http:// or https://")


class Wire:
    """A connection for one request; it is closed with its answer and never used again."""

    def __init__(self, address: str, seconds: float) -> None:
        parts = urlsplit(address)
        self._where = f"{parts.scheme}://{parts.netloc}{parts.path}"
        self._target = parts.path or "/"
        self._query = parts.query
        self._deadline = time.monotonic() + seconds
        self._connection = _KINDS[parts.scheme](parts.netloc, timeout=seconds)
        self._socket: socket.socket | None = None
        self._response: http.client.HTTPResponse | None = None
        self._aborted = False

    def send(self, message: Message) -> tuple[int, Mapping[str, str]]:
        """Send the request; give status and headers, their names in lower case."""
        query = "&".join(filter(None, (self._query, message.query)))
        target = f"{self._target}?{query}" if query else self._target
        try:
            self._connection.connect()
            self._socket = self._connection.sock
            if self._aborted:
                raise ConnectionAbortedError
            self._limit()
            self._connection.request(
                message.method, target, message.body, dict(message.headers or {})
            )
            self._limit()
            self._response = self._connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            raise self._failed(error) from error
        names = self._response.getheaders()
        return self._response.status, {name.lower(): value for name, value in names}

    def read(self) -> bytes:
        """The next piece of the body; empty at its end."""
        if self._response is None:
            raise StoreError(f"{self._where} was not asked yet")
        try:
            self._limit()
            piece = self._response.read1(_PIECE)
        except (OSError, http.client.HTTPException) as error:
            raise self._failed(error) from error
        if not piece and self._response.length:
            raise self._failed(http.client.IncompleteRead(b"", self._response.length))
        return piece

    def abort(self) -> None:
        """Break the connection off, from any thread; who waits for it gets an error."""
        self._aborted = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the connection."""
        if self._response is not None:
            self._response.close()
        self._connection.close()

    def _limit(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise LateError
        if self._socket is not None and self._socket.fileno() >= 0:
            self._socket.settimeout(left)

    def _failed(self, error: Exception) -> Exception:
        self.close()
        if isinstance(error, TimeoutError):
            return LateError()
        reason = "the connection was broken off" if self._aborted else f"{error!r}"
        return StoreError(
            f"{self._where} did not answer to the end: {reason}; see whether the server runs and"
            " the address is right"
        )
