"""Long answers over real sockets: sent as they are computed, never ended when cut off."""

from __future__ import annotations

import gzip
import http.client
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import pytest
import uvicorn

from nutgraf.reports.catalogue import Catalogue
from nutgraf.settings import Settings
from nutgraf.store.pool import QueryPool
from nutgraf.web.application import create_app

#: Some 700 kB of rows from the four articles, and more than anybody waits for.
ROWS = "SELECT ?a ?b { ?a a ?c . ?b a ?d } LIMIT 4000"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?g) }"


@dataclass(frozen=True)
class Served:
    """A server in a thread, and the pool behind it."""

    port: int
    pool: QueryPool

    def ask(
        self, query: str, method: str = "GET", http_10: bool = False, **headers: str
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """Ask over a connection of its own; gives the answer and its body."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            if http_10:
                connection._http_vsn = 10  # type: ignore[attr-defined]
                connection._http_vsn_str = "HTTP/1.0"  # type: ignore[attr-defined]
            path = f"/sparql?{urlencode({'query': query})}"
            connection.request(method, path, headers=headers)
            with connection.getresponse() as response:
                return response, response.read()

    def idle_within(self, seconds: float) -> bool:
        """Whether no query runs any more after at most some seconds."""
        until = time.monotonic() + seconds
        while self.pool.running() and time.monotonic() < until:
            time.sleep(0.01)
        return not self.pool.running()


@pytest.fixture(scope="module")
def served(settings: Settings) -> Iterator[Served]:
    """The application on a port of its own, with time for queries that would take long."""
    pool = QueryPool(replace(settings, query_seconds=20.0, answer_bytes=3_000_000))
    app = create_app(settings, pool, Catalogue.load())
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield Served(listener.getsockname()[1], pool)
    server.should_exit = True
    thread.join()
    listener.close()
    pool.close()


def test_a_long_answer_comes_in_pieces(served: Served) -> None:
    """The answer has no length before its end, and packed it says the same."""
    plain, body = served.ask(ROWS)
    packed, zipped = served.ask(ROWS, **{"Accept-Encoding": "gzip"})

    assert plain.getheader("content-length") is None
    assert plain.getheader("etag") != packed.getheader("etag")
    assert packed.getheader("content-encoding") == "gzip"
    assert gzip.decompress(zipped) == body
    assert len(zipped) < len(body) / 4
    assert len(body) > 200_000


def test_the_head_of_a_long_answer(served: Served) -> None:
    """HEAD gives the headers and lets the query go."""
    head, body = served.ask(ROWS, "HEAD")

    assert (head.status, body) == (200, b"")
    assert served.idle_within(1.0)


def test_an_answer_that_is_cut_off_does_not_end(served: Served) -> None:
    """Beyond the limit the connection breaks, so that nobody takes a part for the whole."""
    with pytest.raises(http.client.IncompleteRead):
        served.ask(ENDLESS)


def test_old_clients_get_all_or_an_error(served: Served) -> None:
    """Where the end of the connection ends the answer, only a whole answer is begun."""
    cut_off, _ = served.ask(ENDLESS, http_10=True)
    whole = served.ask(ROWS, http_10=True)[1]

    assert cut_off.status == 500
    assert whole == served.ask(ROWS)[1]


@pytest.mark.parametrize("query", [SLOW, ENDLESS])
def test_who_leaves_ends_the_query(served: Served, query: str) -> None:
    """Within a second after the client has gone, nobody works for it any more."""
    with socket.create_connection(("127.0.0.1", served.port)) as connection:
        path = f"/sparql?{urlencode({'query': query})}"
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        while not served.pool.running():
            time.sleep(0.01)

    assert served.idle_within(1.0)
