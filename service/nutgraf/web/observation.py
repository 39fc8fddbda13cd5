"""Layers around the application: everything is counted and logged, `/readyz` and `/metrics`."""

from __future__ import annotations

import json
import time

from anyio import CapacityLimiter, to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nutgraf.web.headers import PROTECTION
from nutgraf.web.metrics import MEDIA_TYPE
from nutgraf.web.watch import Seen, Watch

_JSON = "application/json"
_SEQUENCE = b"x-data-seq"
_OK, _UNREADY = 200, 503
_THREADS = 2


class Observation:
    """Counts and logs all that passes."""

    def __init__(self, app: ASGIApp, watch: Watch) -> None:
        self._app = app
        self._watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on and note what comes of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seen, start = Seen(), time.perf_counter()
        try:
            await self._app(scope, receive, _seeing(seen, send))
        finally:
            self._watch.note_request(scope, seen, time.perf_counter() - start)


class Operations:
    """Answers `/readyz` and `/metrics`, and passes everything else on."""

    def __init__(self, app: ASGIApp, watch: Watch) -> None:
        self._app = app
        self._watch = watch
        # Threads of their own: they answer while writes or reports hold all the others.
        self._threads = CapacityLimiter(_THREADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for how the service stands."""
        path = scope.get("path")
        if path == "/readyz":
            state = await to_thread.run_sync(self._watch.health.look, limiter=self._threads)
            status = _UNREADY if state.status == "unready" else _OK
            await _send(send, status, _JSON, json.dumps(state.members()).encode())
        elif path == "/metrics":
            text = await to_thread.run_sync(self._watch.render, limiter=self._threads)
            await _send(send, _OK, MEDIA_TYPE, text.encode())
        else:
            await self._app(scope, receive, send)


def _seeing(seen: Seen, send: Send) -> Send:
    async def forward(message: Message) -> None:
        if message["type"] == "http.response.start":
            seen.status = message["status"]
            seen.sequence = _value(message["headers"], _SEQUENCE)
        else:
            seen.size += len(message.get("body", b""))
            seen.whole = not message.get("more_body", False)
        await send(message)

    return forward


async def _send(send: Send, status: int, media_type: str, body: bytes) -> None:
    headers = {
        **PROTECTION,
        "Content-Type": media_type,
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
    }
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


def _value(headers: list[tuple[bytes, bytes]], name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in headers if key == name), "")
