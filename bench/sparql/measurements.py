"""What is measured of one server, each as one function that gives its figures."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from .dataset import event
from .servers import HOST, Server

_JSON = "application/sparql-results+json"
_ROWS = 200_000
_CLIENTS = 8
_RUNAWAY = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } FILTER(?c = ?e) }"
#: A prime, so that articles are asked for in an order far from that of the store.
_STEP = 7_919


def lookup(number: int, articles: int, way: str) -> str:
    """The query for what is said of one event, in whatever graph; `way` keeps texts apart."""
    place = event(number * _STEP % articles, number % 6)
    return f"SELECT ?{way} ?o ?g {{ GRAPH ?g {{ <{place}> ?{way} ?o }} }}"


def path(server: Server, query: str) -> str:
    """The request target of a query."""
    return f"{server.path}?query={quote(query, safe='')}"


def load(
    server: Server,
    queries: Sequence[str],
    *,
    clients: int = 1,
    seconds: float = 60.0,
    repeat: bool = False,
) -> dict[str, float]:
    """Ask from a process of its own; see `bench.sparql.load`."""
    order = {
        "host": HOST,
        "port": server.port,
        "paths": [path(server, query) for query in queries],
        "accept": _JSON,
        "clients": clients,
        "seconds": seconds,
        "repeat": repeat,
    }
    done = subprocess.run(
        [sys.executable, "-m", "bench.sparql.load"],
        input=json.dumps(order).encode(),
        capture_output=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def lookups(server: Server, articles: int, count: int, seconds: float) -> dict[str, float]:
    """Latency of one client, then throughput of eight, on queries never asked before."""
    load(server, [lookup(n, articles, "warm") for n in range(min(count, 100))], seconds=seconds)
    one = load(server, [lookup(n, articles, "p") for n in range(count)], seconds=seconds)
    fresh = [lookup(n, articles, "q") for n in range(count * 40)]
    many = load(server, fresh, clients=_CLIENTS, seconds=seconds)
    same = fresh[:50]
    load(server, same, seconds=seconds)
    kept = load(server, same, clients=_CLIENTS, seconds=seconds, repeat=True)
    return {
        "lookup p50 ms": one["p50"],
        "lookup p95 ms": one["p95"],
        "8 clients, new queries /s": many["requests"] / many["seconds"],
        "8 clients, same queries /s": kept["requests"] / kept["seconds"],
        "failed": one["failed"] + many["failed"] + kept["failed"],
    }


def first_byte(server: Server, quads: int) -> dict[str, float]:
    """Milliseconds to the first byte of many rows, and to the last, best of three."""
    wanted = min(_ROWS, quads)
    query = f"SELECT ?s ?p ?o {{ GRAPH ?g {{ ?s ?p ?o }} }} LIMIT {wanted}"
    found = []
    for _ in range(3):
        connection = http.client.HTTPConnection(HOST, server.port, timeout=120)
        start = time.perf_counter()
        connection.request("GET", path(server, query), headers={"Accept": "text/csv"})
        response = connection.getresponse()
        response.read(1)
        first = time.perf_counter() - start
        rows = response.read().count(b"\n") - 1
        connection.close()
        if rows != wanted:
            raise RuntimeError(f"{server.name} gave {rows} rows instead of {wanted}")
        found.append((first * 1000, (time.perf_counter() - start) * 1000))
    return {"first byte ms": min(found)[0], "all rows ms": min(last for _, last in found)}


def runaway(server: Server) -> dict[str, float]:
    """Seconds until a runaway query was answered, and processor time it took in the next two."""
    start = time.perf_counter()
    status = ask(server, _RUNAWAY)
    ended = time.perf_counter() - start
    time.sleep(0.5)
    before = server.cpu_seconds
    time.sleep(2.0)
    after = server.cpu_seconds - before
    return {"runaway ends s": ended, "runaway status": status, "CPU s in the 2 s after": after}


def poisoned(server: Server, articles: int, count: int) -> dict[str, float]:
    """Latency of lookups alone, and with a runaway query in one of the slots."""
    idle = load(server, [lookup(n, articles, "idle") for n in range(count)], clients=2)
    with _asking(server, _RUNAWAY):
        busy = load(server, [lookup(n, articles, "busy") for n in range(count)], clients=2)
    return {
        "p95 idle ms": idle["p95"],
        "p95 poisoned ms": busy["p95"],
        "failed": idle["failed"] + busy["failed"],
    }


@contextmanager
def _asking(server: Server, query: str) -> Iterator[None]:
    thread = threading.Thread(target=ask, args=(server, query))
    thread.start()
    time.sleep(0.3)
    yield
    thread.join()


def ask(server: Server, query: str) -> int:
    """The status of the answer to one query; 0 where the connection broke."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=60)
    try:
        connection.request("GET", path(server, query), headers={"Accept": _JSON})
        response = connection.getresponse()
        response.read()
    except (OSError, http.client.HTTPException):
        return 0
    else:
        return response.status
    finally:
        connection.close()


def boolean(server: Server, query: str) -> bool:
    """The answer to an ASK."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=60)
    connection.request("GET", path(server, query), headers={"Accept": _JSON})
    answer: dict[str, Any] = json.loads(connection.getresponse().read())
    connection.close()
    return bool(answer["boolean"])
