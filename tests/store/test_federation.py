from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from nutgraf.errors import ForbiddenError
from nutgraf.settings import Settings
from nutgraf.store.checkpoint import Checkpoints
from nutgraf.store.gate import Gate
from nutgraf.store.interface import Lane, QueryRequest
from nutgraf.store.pool import QueryPool
from nutgraf.store.process import WorkerProcess
from nutgraf.store.sandbox import Walls

ANSWER = {
    "head": {"vars": ["x"]},
    "results": {"bindings": [{"x": {"type": "literal", "value": "far away"}}]},
}


class Canary(ThreadingHTTPServer):
    """A SPARQL endpoint of our own that counts its callers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.calls: list[str] = []

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}/sparql"


class _Answers(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert isinstance(self.server, Canary)
        self.server.calls.append(body.decode())
        data = json.dumps(ANSWER).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def canary() -> Iterator[Canary]:
    """A running endpoint."""
    server = Canary()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data directory with an empty checkpoint."""
    store = ox.Store(str(tmp_path / "store"))
    store.flush()
    Checkpoints(tmp_path).publish(store, 1)
    return tmp_path


def test_allowed_endpoints_are_asked(home: Path, canary: Canary) -> None:
    """SERVICE reaches an endpoint of the allow-list, from the lane for that."""
    pool = QueryPool(Settings(home=home, service_allow=f"http://x.example/ {canary.address}"))
    body = pool.execute(QueryRequest(f"SELECT * {{ SERVICE <{canary.address}> {{ ?x ?y ?z }} }}"))
    answered = [lane for lane, _ in pool.outcomes]
    pool.close()

    assert json.loads(body.body)["results"]["bindings"][0]["x"]["value"] == "far away"
    assert (answered, len(canary.calls)) == ([Lane.FEDERATION], 1)


@pytest.mark.parametrize(
    "call",
    [
        "SERVICE <{other}> {{ ?x ?y ?z }}",
        "SERVICE ?endpoint {{ ?x ?y ?z }}",
        "SERVICE p:sparql {{ ?x ?y ?z }}",
        "SERVICE SILENT <{allowed}/more> {{ ?x ?y ?z }}",
        "SERVICE <{allowed}> {{ SERVICE <{other}> {{ ?x ?y ?z }} }}",
        "?a ?b ?c FILTER(?a<?c#>'''\n) SERVICE <{allowed}> {{ ?x ?y ?z }} #'''\n",
    ],
)
def test_others_are_not(call: str) -> None:
    """Any other address, a variable or a prefixed name is refused while one is allowed."""
    gate = Gate(Settings(service_allow="http://127.0.0.1:1/sparql"))
    text = call.format(allowed="http://127.0.0.1:1/sparql", other="http://127.0.0.1:2/")
    with pytest.raises(ForbiddenError, match="SERVICE is not allowed"):
        gate.check(f"PREFIX p: <http://127.0.0.1:1/> SELECT * {{ {text} }}")


def test_spelled_as_usual() -> None:
    """Allowed endpoints are recognised in any case and with SILENT."""
    gate = Gate(Settings(service_allow="http://x.example/a http://x.example/b"))
    facts = gate.check(
        "SELECT * { service <http://x.example/a> { ?s ?p ?o }"
        " { Service # why\n silent <http://x.example/b> { ?s ?p ?o } } }"
    )

    assert facts.services == ("http://x.example/a", "http://x.example/b")


@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_walls_stand_where_the_gate_fails(home: Path, canary: Canary, silent: str) -> None:
    """A SERVICE that got past the gate connects to nobody from a worker without network."""
    worker = WorkerProcess(Walls(1_000_000_000))
    query = f"SELECT * {{ SERVICE {silent}<{canary.address}> {{ ?x ?y ?z }} }}"
    request = {
        "task": "query",
        "seconds": 5,
        "checkpoint": str(Checkpoints(home).current().path),
        "media_type": "application/sparql-results+json",
        "default_graphs": [],
        "named_graphs": [],
        "union": True,
        "prefixes": {},
        "base": "http://x.example/",
        "answer_bytes": 10_000,
    }
    head, body = worker.ask(request, time.monotonic() + 10, query.encode())
    worker.close()

    assert canary.calls == []
    assert b"far away" not in body
    assert bool(silent) == (head["error"] == "")
