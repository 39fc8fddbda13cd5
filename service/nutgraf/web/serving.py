"""Serving a data directory: the query pool, the reports and the application together."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from nutgraf.errors import RequestError
from nutgraf.reports.catalogue import Catalogue
from nutgraf.settings import Settings
from nutgraf.store.pool import QueryPool
from nutgraf.web.application import create_app

_LAST_PORT = 65_535


def run(settings: Settings, host: str, port: int, announce: Callable[[], None]) -> None:
    """Serve the published data until interrupted; `announce` is called once the port is ours.

    Raises `RequestError` for a port that is taken or that there is none of.
    """
    with listen(host, port) as listener:
        pool = QueryPool(settings)
        try:
            app = create_app(settings, pool, Catalogue.load())
            pool.start()
            announce()
            # The client's address and host are never believed from forwarded headers.
            config = uvicorn.Config(app, log_level="warning", proxy_headers=False)
            with suppress(KeyboardInterrupt):
                uvicorn.Server(config).run(sockets=[listener])
        finally:
            pool.close()


def listen(host: str, port: int) -> socket.socket:
    """Take a port, or raise `RequestError` saying why it cannot be taken."""
    if not 0 < port <= _LAST_PORT:
        raise RequestError(f"--port {port}: a port is a number from 1 to {_LAST_PORT}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        # Python appends the address to the system's words.
        why = str(error.strerror or error).partition(" (")[0]
        raise RequestError(
            f"{host} port {port} cannot be served on: {why}; name another one with --port, or"
            " another address with --host"
        ) from error
