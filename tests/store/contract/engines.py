"""The stores that the contract is held against, each on data of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from nutgraf.errors import NutgrafError
from nutgraf.settings import Settings
from nutgraf.store.interface import QueryRequest, QueryStore, WriteStore
from nutgraf.store.pool import QueryPool
from nutgraf.store.remote import RemoteServer, RemoteStore
from nutgraf.store.write_queue import WriteQueue

_HOST = "127.0.0.1"
_START_SECONDS = 60.0
_VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
FileExtend = 200
[Parameters]
ServerPort = {host}:{port}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .
[HTTPServer]
ServerPort = {host}:{web}
ServerRoot = .
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 1000000
"""
_GRANT = 'grant SPARQL_UPDATE to "SPARQL";\n'


@dataclass(frozen=True, slots=True)
class Engine:
    """A store under test: its name, and how it is read and written."""

    name: str
    reads: QueryStore
    writes: WriteStore


@contextmanager
def embedded(settings: Settings) -> Iterator[Engine]:
    """Our own store: the pool on its checkpoints and the write queue."""
    pool = QueryPool(settings)
    queue = WriteQueue(settings, pool.read_graph)
    queue.start()
    pool.start()
    try:
        yield Engine("embedded", pool, queue)
    finally:
        queue.close()
        pool.close()


@contextmanager
def oxigraph(settings: Settings) -> Iterator[Engine]:
    """The Oxigraph server in memory, its default graph the union, as ours is."""
    port = _free_port()
    program = str(Path(sys.executable).with_name("oxigraph"))
    words = ["serve", "--bind", f"{_HOST}:{port}", "--union-default-graph", "--timeout-s", "4"]
    at = f"http://{_HOST}:{port}"
    server = RemoteServer(f"{at}/query", f"{at}/update", f"{at}/store", f"{at}/store")
    with _started([program, *words], settings.home.parent):
        yield _ready("oxigraph", RemoteStore(settings, server))


@contextmanager
def nutgraf(settings: Settings) -> Iterator[Engine]:
    """Our own service, asked over HTTP with a token like any other server."""
    port, folder = _free_port(), settings.home.parent
    base = [sys.executable, "-m", "nutgraf", "--home", str(settings.home)]
    command = [*base, "token", "add", "--scope", "update"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    at = f"http://{_HOST}:{port}"
    server = RemoteServer(
        f"{at}/sparql",
        f"{at}/sparql",
        f"{at}/rdf-graph-store",
        f"{at}/rdf-graph-store",
        f"Bearer {done.stdout.split()[-1]}",
    )
    environment = {"NUTGRAF_WRITES": "on", "NUTGRAF_BASE": settings.base}
    with _started([*base, "serve", "--port", str(port)], folder, environment):
        yield _ready("nutgraf", RemoteStore(settings, server))


@contextmanager
def virtuoso(settings: Settings) -> Iterator[Engine]:
    """Virtuoso on a data directory of its own, with writing granted to everybody."""
    program = shutil.which("virtuoso-t")
    if program is None:
        if os.environ.get("NUTGRAF_ENGINES_REQUIRED"):
            pytest.fail("Virtuoso is not installed (Debian: virtuoso-opensource-7-bin)")
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource-7-bin)")
    folder = settings.home.parent / "virtuoso"
    folder.mkdir(parents=True)
    port, web = _free_port(), _free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(host=_HOST, port=port, web=web))
    at = f"http://{_HOST}:{web}"
    server = RemoteServer(f"{at}/sparql", f"{at}/sparql", f"{at}/sparql-graph-crud")
    with _started([program, "-f", "-c", "virtuoso.ini"], folder):
        engine = _ready("virtuoso", RemoteStore(settings, server))
        _grant(port)
        yield engine


ENGINES = {"embedded": embedded, "nutgraf": nutgraf, "oxigraph": oxigraph, "virtuoso": virtuoso}


def settings_in(folder: Path) -> Settings:
    """Settings with short times, for a data directory in a folder."""
    return replace(
        Settings(home=folder / "home", base="https://data.example/", workers=1),
        query_seconds=2.0,
        answer_bytes=400_000,
        client_errors=0,
        free_bytes=1,
    )


@contextmanager
def _started(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[None]:
    variables = {**os.environ, **(environment or {})}
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=variables, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _ready(name: str, store: RemoteStore) -> Engine:
    until = time.monotonic() + _START_SECONDS
    while True:
        try:
            store.execute(QueryRequest("ASK {}"))
        except NutgrafError:
            assert time.monotonic() < until, f"{name} did not start"
            time.sleep(0.1)
        else:
            return Engine(name, store, store)


def _grant(port: int) -> None:
    until = time.monotonic() + _START_SECONDS
    command = ["isql-vt", f"{_HOST}:{port}", "dba", "dba"]
    while True:
        done = subprocess.run(command, input=_GRANT, capture_output=True, text=True, check=False)
        if "Done." in done.stdout:
            return
        assert time.monotonic() < until, done.stdout
        time.sleep(0.2)


def _free_port() -> int:
    with socket.create_server((_HOST, 0)) as listener:
        return int(listener.getsockname()[1])
