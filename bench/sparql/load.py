"""The client side, in a process of its own: keep-alive connections that ask without a pause.

It reads one JSON object from standard input (host, port, paths, accept, clients, seconds)
and writes one to standard output: requests, seconds, failed, p50, p95 (milliseconds).
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import uvloop

_LENGTH = b"content-length:"


@dataclass(slots=True)
class Tally:
    """What all connections have seen so far."""

    requests: Iterator[bytes]
    until: float
    latencies: list[float] = field(default_factory=list)
    failed: int = 0


class Asker(asyncio.Protocol):
    """One connection: sends the next request when an answer is whole."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._received = bytearray()
        self._sent = 0.0

    def connection_made(self, transport: Any) -> None:
        """Send the first request."""
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Take a piece of an answer."""
        self._received += data
        if not is_whole(self._received):
            return
        self.tally.latencies.append(time.perf_counter() - self._sent)
        if not self._received.startswith(b"HTTP/1.1 200"):
            self.tally.failed += 1
        self._received.clear()
        self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count an answer that never came."""
        if not self.done.done():
            self.tally.failed += 1
            self.done.set_result(None)

    def _ask(self) -> None:
        request = next(self.tally.requests, None)
        self._sent = time.perf_counter()
        if request is None or self._sent >= self.tally.until:
            self.done.set_result(None)
            self._transport.close()
            return
        self._transport.write(request)


def is_whole(received: bytearray) -> bool:
    """Tell whether an answer has come to its end, by its length or its last chunk."""
    head = received.find(b"\r\n\r\n")
    if head < 0:
        return False
    fields = bytes(received[:head]).lower()
    place = fields.find(_LENGTH)
    if place < 0:
        return received.endswith(b"0\r\n\r\n")
    length = int(fields[place + len(_LENGTH) :].split(b"\r", 1)[0])
    return len(received) >= head + 4 + length


async def run(order: dict[str, Any]) -> dict[str, float]:
    """Ask for some seconds or until the paths have run out, whichever is first."""
    host, port = order["host"], order["port"]
    head = f" HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: {order['accept']}\r\n\r\n".encode()
    requests = [b"GET " + path.encode() + head for path in order["paths"]]
    start = time.perf_counter()
    again = cycle(requests) if order["repeat"] else iter(requests)
    tally = Tally(again, start + order["seconds"])
    loop, askers = asyncio.get_running_loop(), []
    for _ in range(order["clients"]):
        _, asker = await loop.create_connection(lambda: Asker(tally), host, port)
        askers.append(asker)
    await asyncio.gather(*(asker.done for asker in askers))
    return summary(tally, time.perf_counter() - start)


def summary(tally: Tally, seconds: float) -> dict[str, float]:
    """Counts, and latencies in milliseconds."""
    ordered = sorted(tally.latencies) or [float("inf")]
    return {
        "requests": len(tally.latencies),
        "seconds": seconds,
        "failed": tally.failed,
        "p50": ordered[len(ordered) // 2] * 1000,
        "p95": ordered[int(len(ordered) * 0.95)] * 1000,
    }


if __name__ == "__main__":
    print(json.dumps(uvloop.run(run(json.load(sys.stdin)))))
