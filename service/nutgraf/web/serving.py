"""Serving a data directory: pool, write queue, reports and application behind one port."""

from __future__ import annotations

import resource
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import partial
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from nutgraf.errors import RequestError, StoreError
from nutgraf.reports.catalogue import Catalogue
from nutgraf.settings import Settings
from nutgraf.store.checkpoint import Checkpoints
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.pool import QueryPool
from nutgraf.store.write_queue import WriteQueue
from nutgraf.web.admission import Admission
from nutgraf.web.application import create_app
from nutgraf.web.auth import Guard
from nutgraf.web.connections import Connection, Limits
from nutgraf.web.log_lines import logging_to_stderr
from nutgraf.web.observation import Observation, Operations
from nutgraf.web.watch import Watch

_LAST_PORT = 65_535
#: Ticks of the server, a tenth of a second each, between two looks at the deadlines.
_TICKS = 5
#: File handles beside connections: store, logs and pipes of workers.
_HANDLES = 1_024


class Server(uvicorn.Server):
    """A server that ends connections whose time is up."""

    async def on_tick(self, counter: int) -> bool:
        """Look at the deadlines twice a second; one timer for all costs requests nothing."""
        if counter % _TICKS == 0:
            for connection in tuple(self.server_state.connections):
                if isinstance(connection, Connection):
                    connection.check_time(connection.loop.time())
        return await super().on_tick(counter)


def run(settings: Settings, host: str, port: int, announce: Callable[[], None]) -> None:
    """Serve the published data until interrupted; `announce` is called once the port is ours.

    Raises `RequestError` for a port that is taken or that there is none of. After a signal
    running requests have `drain_seconds` to end, then the workers and the writer do.
    """
    guard = Guard(settings)
    _raise_handles(settings.connections + _HANDLES)
    with listen(host, port) as listener, ExitStack() as stack, suppress(KeyboardInterrupt):
        stack.enter_context(logging_to_stderr())
        stack.enter_context(_ends_on_signal())
        pool = QueryPool(settings)
        stack.callback(pool.close)
        limits = Limits(settings)
        watch = Watch(settings, pool, limits)
        stack.callback(watch.close)
        writes = _write_queue(settings, pool, stack)
        app = create_app(settings, pool, Catalogue.load(), writes, guard)
        pool.start()
        announce()
        Server(configure(limits, surround(app, settings, guard, watch))).run(sockets=[listener])


def surround(app: ASGIApp, settings: Settings, guard: Guard, watch: Watch) -> ASGIApp:
    """Put an application behind the checks of what comes in, and all of it under watch."""
    return Observation(Admission(Operations(app, watch), settings, guard), watch)


def _write_queue(settings: Settings, pool: QueryPool, stack: ExitStack) -> WriteQueue | None:
    if settings.writes != "on":
        _publish_first(settings)
        return None
    queue = WriteQueue(settings, pool.read_graph)
    queue.start()
    stack.callback(queue.close)
    return queue


def _publish_first(settings: Settings) -> None:
    """Let an empty data directory be an empty dataset, which can be read."""
    if Checkpoints(settings.home).find_current() is not None:
        return
    # Whoever writes it now publishes soon; until then readers are told that there is nothing.
    with (
        suppress(StoreError),
        EmbeddedStore(settings.home, replace(settings, lock_seconds=0.0)) as store,
    ):
        store.publish()


def configure(limits: Limits, app: ASGIApp) -> uvicorn.Config:
    """How the server runs: deadlines from the settings, and no logs but our own."""
    settings = limits.settings
    return uvicorn.Config(
        app,
        http=partial(Connection, limits=limits),  # type: ignore[arg-type]
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        # A client's address is believed only from proxies that the operator names.
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        timeout_keep_alive=settings.idle_seconds,  # type: ignore[arg-type]
        timeout_graceful_shutdown=settings.drain_seconds,  # type: ignore[arg-type]
    )


@contextmanager
def _ends_on_signal() -> Iterator[None]:
    """Leave by exception on SIGTERM, so that workers and writer are ended in order."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _raise_handles(wanted: int) -> None:
    """Take as many file handles as connections may need, as far as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def listen(host: str, port: int) -> socket.socket:
    """Take a port, or raise `RequestError` saying why it cannot be taken."""
    if not 0 < port <= _LAST_PORT:
        raise RequestError(f"--port {port}: a port is a number from 1 to {_LAST_PORT}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        # Python appends the address to the system's words.
        why = str(error.strerror or error).partition(" (")[0]
        raise RequestError(
            f"{host} port {port} cannot be served on: {why}; name another one with --port, or"
            " another address with --host"
        ) from error
