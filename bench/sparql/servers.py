"""Our service and its peers, each started on the same data in processes of its own."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
#: Seconds after which our service ends a query.
QUERY_SECONDS = 5.0
WORKERS = 4
_START_SECONDS = 900.0
_PAGE = 1024
_ENVIRONMENT = {
    "NUTGRAF_WORKERS": str(WORKERS),
    "NUTGRAF_QUERY_SECONDS": str(QUERY_SECONDS),
    "NUTGRAF_CLIENT_PARALLEL": str(WORKERS),
}
_RDFLIB = """
import sys
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
import uvicorn
data = Dataset(default_union=True)
data.parse(sys.argv[1], format="nquads")
app = SparqlEndpoint(graph=data, path="/sparql")
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers: its name, port, path of queries, and first process."""

    name: str
    port: int
    path: str
    pid: int

    @property
    def megabytes(self) -> float:
        """Memory of the server and all its processes, shared pages counted once."""
        return sum(_memory(pid) for pid in family(self.pid)) / _PAGE

    @property
    def cpu_seconds(self) -> float:
        """Processor time of the server and its living processes."""
        return sum(_cpu(pid) for pid in family(self.pid))


@contextmanager
def nutgraf(home: Path) -> Iterator[Server]:
    """Our service on a data directory, with four workers."""
    port = free_port()
    command = [sys.executable, "-m", "nutgraf", "--home", str(home), "serve", "--port", str(port)]
    with _started(command, {**os.environ, **_ENVIRONMENT}) as pid:
        yield _ready(Server("nutgraf", port, "/sparql", pid))


@contextmanager
def oxigraph(location: Path) -> Iterator[Server]:
    """The Oxigraph server on a store of its own."""
    port = free_port()
    program = str(Path(sys.executable).with_name("oxigraph"))
    command = [program, "serve-read-only", "--location", str(location), "--bind", f"{HOST}:{port}"]
    with _started(command, os.environ) as pid:
        yield _ready(Server("oxigraph", port, "/query", pid))


@contextmanager
def rdflib(python: str, file: Path) -> Iterator[Server]:
    """rdflib-endpoint over N-Quads in memory, run by a Python that has it installed."""
    port = free_port()
    with _started([python, "-c", _RDFLIB, str(file), str(port)], os.environ) as pid:
        yield _ready(Server("rdflib-endpoint", port, "/sparql", pid))


@contextmanager
def _started(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[int]:
    process = subprocess.Popen(
        command, env=dict(environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _ready(server: Server) -> Server:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and Path(f"/proc/{server.pid}").exists():
        connection = http.client.HTTPConnection(HOST, server.port, timeout=30)
        try:
            connection.request("GET", f"{server.path}?query=ASK%20%7B%7D")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return server
        finally:
            connection.close()
    raise RuntimeError(f"{server.name} did not start")


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for one in found:
        tasks = Path(f"/proc/{one}/task").glob("*/children")
        found += [int(child) for task in tasks for child in _text(task).split()]
    return found


def _memory(pid: int) -> int:
    sizes = [
        line for line in _text(Path(f"/proc/{pid}/smaps_rollup")).splitlines() if "Pss:" in line
    ]
    return int(sizes[0].split()[1]) if sizes else 0


def _cpu(pid: int) -> float:
    fields = _text(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def _text(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server((HOST, 0)) as listener:
        return int(listener.getsockname()[1])
