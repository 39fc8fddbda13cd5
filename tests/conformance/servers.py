"""Starting the servers that the suites run against, each on a data directory of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from .client import Client
from .target import Service, Target

_START_SECONDS = 60.0
_HOST = "127.0.0.1"
#: The suites want a strict dataset, and send many requests, many of them bad, from one client.
_ENVIRONMENT = {
    "NUTGRAF_DEFAULT_GRAPH": "own",
    "NUTGRAF_WRITES": "on",
    "NUTGRAF_CLIENT_SECONDS": "1000000",
    "NUTGRAF_CLIENT_BURST": "1000000",
    "NUTGRAF_CLIENT_ERRORS": "1000000",
}
#: Where each kind of server has its protocols.
LAYOUTS = {
    "nutgraf": Target("nutgraf"),
    "oxigraph": Target(
        "oxigraph",
        query="/query",
        update="/update",
        store="/store",
        direct="/store/",
        dataset="/store",
    ),
}


class StartError(Exception):
    """A server that did not start."""


@contextmanager
def nutgraf(services: Sequence[str], home: Path | None = None) -> Iterator[Service]:
    """Serve a data directory, without one an empty one, with writes.

    `services` are the endpoints that queries may ask.
    """
    with tempfile.TemporaryDirectory(prefix="nutgraf-w3c-") as folder:
        port = _free_port()
        base = [sys.executable, "-m", "nutgraf", "--home", str(home or Path(folder) / "data")]
        environment = {**os.environ, **_ENVIRONMENT, "NUTGRAF_SERVICE_ALLOW": " ".join(services)}
        origin, token = f"http://{_HOST}:{port}", _token(base, environment)
        target = replace(LAYOUTS["nutgraf"], origin=origin, token=token)
        command = [*base, "serve", "--host", _HOST, "--port", str(port)]
        with _started(command, environment, Path(folder) / "log"):
            service = _ready(target)
            with closing(service.client):
                yield service


@contextmanager
def oxigraph(services: Sequence[str]) -> Iterator[Service]:
    """Serve an empty store of the Oxigraph server, which asks any service it is told to."""
    with tempfile.TemporaryDirectory(prefix="oxigraph-w3c-") as folder:
        port = _free_port()
        target = replace(LAYOUTS["oxigraph"], origin=f"http://{_HOST}:{port}")
        program = str(Path(sys.executable).with_name("oxigraph"))
        command = [program, "serve", "--bind", f"{_HOST}:{port}"]
        with _started(command, os.environ, Path(folder) / "log"):
            service = _ready(target)
            with closing(service.client):
                yield service


SERVERS = {"nutgraf": nutgraf, "oxigraph": oxigraph}


@contextmanager
def _started(command: Sequence[str], environment: Mapping[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=dict(environment), stdout=output, stderr=output)
        try:
            yield
        except StartError as error:
            raise StartError(f"{error}\n{log.read_text('utf-8', 'replace')[-2000:]}") from error
        finally:
            process.terminate()
            process.wait(20)


def _ready(target: Target) -> Service:
    """Wait until a server answers."""
    client = Client(target.origin, target.token)
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        try:
            client.send("GET", f"{target.query}?query=ASK%20%7B%7D")
        except OSError:
            time.sleep(0.1)
        else:
            return Service(target, client)
    raise StartError(f"{target.name} did not answer within {_START_SECONDS:.0f} s")


def _token(base: Sequence[str], environment: Mapping[str, str]) -> str:
    """A token that may write."""
    command = [*base, "token", "add", "--scope", "update"]
    done = subprocess.run(
        command, env=dict(environment), capture_output=True, text=True, check=False
    )
    return done.stdout.split()[-1] if done.returncode == 0 else ""


def _free_port() -> int:
    with socket.create_server((_HOST, 0)) as listener:
        return int(listener.getsockname()[1])
