"""One request and its answer over ASGI, without a framework on the way.

https://asgi.readthedocs.io/en/latest/specs/www.html. Used where speed and exact control
of the body matter; everything else is FastAPI.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import urlsplit

from starlette.types import Receive, Scope, Send

from nutgraf.errors import LimitError, RequestError
from nutgraf.web.protocol import MediaTypeError

_HOST = re.compile(r"(?:[A-Za-z0-9.\-_]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_T = TypeVar("_T")

RawHeaders = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer; its headers are in wire form, so that it can be kept and sent again."""

    status: int
    headers: RawHeaders = ()
    body: bytes = b""


def wire(headers: Mapping[str, str]) -> RawHeaders:
    """Headers as ASGI sends them."""
    return tuple(
        (name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()
    )


class Exchange:
    """Reads one request and sends its answer."""

    __slots__ = ("_headers", "_receive", "_send", "method", "query_string", "scope")

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self._receive = receive
        self._send = send
        self.method: str = scope["method"]
        self.query_string: bytes = scope["query_string"]
        self._headers: dict[str, str] | None = None

    @property
    def headers(self) -> Mapping[str, str]:
        """All headers with lower-case names; of repeated ones, the values with commas."""
        if self._headers is None:
            found: dict[str, str] = {}
            for raw_name, raw_value in self.scope["headers"]:
                name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
                found[name] = f"{found[name]}, {value}" if name in found else value
            self._headers = found
        return self._headers

    @property
    def client(self) -> str:
        """Whose time budget pays: the address of the caller, of IPv6 the network."""
        caller = self.scope.get("client")
        return _network(caller[0]) if caller else "unknown"

    @property
    def path(self) -> str:
        """The path as it was sent, still percent-encoded."""
        raw: bytes = self.scope.get("raw_path") or self.scope["path"].encode()
        return raw.partition(b"?")[0].decode("latin-1")

    def origin(self, base: str) -> str:
        """Scheme and host under which the caller sees us; those of `base` where it is meant."""
        host = self.headers.get("host", "")
        if not _HOST.fullmatch(host):
            raise RequestError(f"the Host header is none: {host[:60]!r}")
        known = urlsplit(base)
        scheme = known.scheme if known.netloc == host else self.scope.get("scheme", "http")
        return f"{scheme}://{host}"

    async def body(self, most: int, limit: str) -> bytes:
        """The whole body; raises `LimitError` before more than `most` bytes are held."""
        coding = self.headers.get("content-encoding", "identity")
        if coding.strip().lower() != "identity":
            raise MediaTypeError("bodies come as they are, not compressed")
        announced = self.headers.get("content-length", "0")
        if announced.isdigit() and int(announced) > most:
            raise _too_large(most, limit)
        found, more = bytearray(), True
        while more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise RequestError("the body was cut off")
            found += message.get("body", b"")
            more = message.get("more_body", False)
            if len(found) > most:
                raise _too_large(most, limit)
        return bytes(found)

    async def reply(self, reply: Reply) -> None:
        """Send a whole answer; to HEAD without its body."""
        length = (b"content-length", str(len(reply.body)).encode())
        bare = reply.status in {204, 304}
        headers = reply.headers if bare else (*reply.headers, length)
        body = b"" if self.method == "HEAD" or bare else reply.body
        await self.begin(reply.status, headers)
        await self._send({"type": "http.response.body", "body": body})

    async def begin(self, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Send status and headers."""
        message = {"type": "http.response.start", "status": status, "headers": list(headers)}
        await self._send(message)

    async def send(self, piece: bytes, *, more: bool) -> None:
        """Send one piece of the body."""
        await self._send({"type": "http.response.body", "body": piece, "more_body": more})

    async def unless_gone(self, work: Coroutine[Any, Any, _T]) -> _T | None:
        """Do some work that is cancelled when the caller leaves; nothing comes of it then."""
        task = asyncio.ensure_future(work)
        watch = asyncio.ensure_future(self._left())
        try:
            await asyncio.wait({task, watch}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                return None
            return task.result()
        finally:
            watch.cancel()
            if not task.done():
                task.cancel()
                await asyncio.wait({task})

    async def _left(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass


def _too_large(most: int, limit: str) -> LimitError:
    return LimitError(f"the body has at most {most} bytes here (setting {limit})", limit=limit)


@lru_cache(4_096)
def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    # Whoever has one IPv6 address has 2^64 of them.
    return str(ipaddress.ip_network((found, 64), strict=False))
