"""A store on another server: what is turned away, and what strange answers mean."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from nutgraf.errors import (
    BusyError,
    ConfigurationError,
    ForbiddenError,
    LimitError,
    NoSpaceError,
    NotFoundError,
    NutgrafError,
    RequestError,
    StoreError,
)
from nutgraf.settings import Settings
from nutgraf.store.interface import GraphContent, QueryRequest, UpdateRequest
from nutgraf.store.remote import RemoteServer, RemoteStore

JSON = "application/sparql-results+json"
YES = b'{"head":{},"boolean":true}'
NOWHERE = "http://127.0.0.1:9/"
ASK = QueryRequest("ASK {}")

Answering = Callable[..., str]


@pytest.fixture
def answering() -> Iterator[Answering]:
    """Start a server that gives one answer to everything; give its address."""
    with ExitStack() as stack:

        def start(status: int, headers: dict[str, str], body: bytes) -> str:
            class Handler(BaseHTTPRequestHandler):
                def do_POST(self) -> None:
                    self.rfile.read(int(self.headers.get("content-length", "0")))
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)

                def log_message(self, *_: Any) -> None:
                    pass

            server = HTTPServer(("127.0.0.1", 0), Handler)
            thread = threading.Thread(target=server.serve_forever, args=(0.02,))
            thread.start()
            stack.callback(server.server_close)
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}/sparql"

        yield start


def store_at(settings: Settings, address: str, **others: str) -> RemoteStore:
    """A store with its queries at an address."""
    return RemoteStore(settings, RemoteServer(address, **others))


@pytest.mark.parametrize(
    "text",
    [
        "INSERT { GRAPH ?g { ?s ?p 1 } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
        "INSERT DATA { <a:a> <a:b> trueGRAPH<https://data.example/graph/x> { <a:a> <a:b> 1 } }",
        "INSERT DATA { GRAPH:x { <urn:s> <urn:p> 1 } }",
        "DROP ALL",
        "CLEAR SILENT NAMED",
        "BASE <https://data.example/> INSERT DATA { GRAPH <graph/x> { <urn:s> <urn:p> 1 } }",
        r"INSERT DATA { GRAPH <https://data.example/gr\u0061ph/x> { <urn:s> <urn:p> 1 } }",
        r"PREFIX g: <https://data.example/> DROP GRAPH g:graph\/x",
        "PREFIX g: <urn:a> PREFIX g: <https://data.example/graph/> DROP GRAPH g:x",
        "MOVE <https://data.example/graph/x> TO <urn:mine>",
        "INSERT DATA { <a:s> <a:p> 1 } ; CLEAR GRAPH <https://data.example/graph/x>",
    ],
)
def test_what_may_write_managed_graphs_is_not_sent(settings: Settings, text: str) -> None:
    """Where an update may write a managed graph, or its graphs cannot be told, nothing is sent."""
    store = store_at(settings, NOWHERE, update=NOWHERE)
    with pytest.raises(ForbiddenError):
        store.update(UpdateRequest(text))


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { GRAPH <urn:mine> { <urn:s> <urn:p> 'GRAPH ?g {' } }",
        "DELETE { ?s ?p 1 } INSERT { GRAPH <a:b> { ?s ?p 2 } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "COPY <https://data.example/graph/x> TO <urn:mine>",
        "DROP DEFAULT",
        "PREFIX g: <urn:> CREATE SILENT GRAPH g:mine",
    ],
)
def test_what_writes_other_graphs_is_sent(settings: Settings, text: str) -> None:
    """Updates of other graphs pass, and may read managed ones."""
    store = store_at(settings, NOWHERE, update=NOWHERE)
    with pytest.raises(StoreError, match="did not answer"):
        store.update(UpdateRequest(text))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, RequestError),
        (401, ForbiddenError),
        (404, NotFoundError),
        (413, LimitError),
        (429, BusyError),
        (500, StoreError),
        (504, LimitError),
        (507, NoSpaceError),
        (302, StoreError),
    ],
)
def test_refusals(
    settings: Settings, answering: Answering, status: int, kind: type[NutgrafError]
) -> None:
    """Each status is the error of whose fault it is, with the server's own words."""
    at = answering(status, {"Retry-After": "7", "Location": NOWHERE}, b"this is why")
    with pytest.raises(kind, match=f"{status}: this is why") as caught:
        store_at(settings, at).execute(ASK)
    if isinstance(caught.value, BusyError):
        assert caught.value.retry_after == 7.0


@pytest.mark.parametrize("length", [{"Content-Length": "90"}, {"Transfer-Encoding": "chunked"}])
def test_answers_that_break_off(
    settings: Settings, answering: Answering, length: dict[str, str]
) -> None:
    """An answer that ends before its length or last chunk is an error, never a short answer."""
    body = YES if "Content-Length" in length else b"80\r\n" + YES
    at = answering(200, {"Content-Type": JSON, **length}, body)
    store = store_at(settings, at)
    with pytest.raises(StoreError, match="did not answer to the end"):
        store.execute(ASK)
    assert store.running() == ()


def test_answers_in_other_formats(settings: Settings, answering: Answering) -> None:
    """An answer in a format that was not asked for is an error."""
    at = answering(200, {"Content-Type": "text/html"}, b"<html>")
    with pytest.raises(StoreError, match="text/html, not as application/sparql-results"):
        store_at(settings, at).execute(ASK)


def test_sequence_of_the_server(settings: Settings, answering: Answering) -> None:
    """The sequence number is the one that the server tells; marks are never the same."""
    at = answering(200, {"Content-Type": JSON, "X-Data-Seq": "41"}, YES)
    store = store_at(settings, at)
    assert store.execute(ASK).sequence == store.sequence == 41
    assert store.version.mark != store.version.mark


def test_writes_need_an_address(settings: Settings) -> None:
    """A store without addresses for writing is read-only, and says so."""
    store = store_at(settings, NOWHERE)
    with pytest.raises(ForbiddenError, match="no address"):
        store.update(UpdateRequest("DROP DEFAULT"))
    with pytest.raises(ForbiddenError, match="no address"):
        store.drop_graph("urn:mine")
    with pytest.raises(ForbiddenError, match="no address"):
        store.add_dataset([GraphContent("application/n-quads", b"", "")])


def test_graphs_go_without_graph_names(settings: Settings) -> None:
    """A body that may name graphs of its own is not sent as the content of one graph."""
    store = store_at(settings, NOWHERE, graphs=NOWHERE)
    with pytest.raises(RequestError, match="application/trig"):
        store.put_graph("urn:mine", [GraphContent("application/trig", b"", "")])


def test_large_bodies_are_not_sent(settings: Settings) -> None:
    """A body over the limit is an error that names the setting."""
    store = store_at(replace(settings, upload_bytes=3), NOWHERE, graphs=NOWHERE)
    with pytest.raises(LimitError, match="upload_bytes"):
        store.put_graph("urn:mine", [GraphContent("text/turtle", b"####", "")])


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://h/", "127.0.0.1:80", "http:///"])
def test_addresses(settings: Settings, address: str) -> None:
    """Only addresses of web servers are taken."""
    with pytest.raises(ConfigurationError, match="no address of a server"):
        store_at(settings, address)


def test_authorization_is_not_shown(settings: Settings) -> None:
    """The secret is in no text about the server, and cannot smuggle in a header."""
    assert "Bearer" not in repr(RemoteServer(NOWHERE, authorization="Bearer abc"))
    with pytest.raises(ConfigurationError, match="line break"):
        store_at(settings, NOWHERE, authorization="Bearer abc\r\nHost: other")


def test_servers_that_say_nothing(settings: Settings) -> None:
    """A server that takes a connection and never answers costs no more than the limit."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        store = store_at(
            replace(settings, query_seconds=0.3), f"http://127.0.0.1:{silent.getsockname()[1]}/"
        )
        start = time.monotonic()
        with pytest.raises(LimitError, match="query_seconds"):
            store.execute(ASK)
    assert time.monotonic() - start < 1.5
    assert store.running() == ()


def test_streams_that_are_cancelled(settings: Settings) -> None:
    """Whoever stops waiting for a stream frees its connection at once."""

    async def leave(store: RemoteStore) -> None:
        task = asyncio.create_task(store.stream(ASK))
        while not store.running():
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    with socket.create_server(("127.0.0.1", 0)) as silent:
        store = store_at(settings, f"http://127.0.0.1:{silent.getsockname()[1]}/")
        start = time.monotonic()
        asyncio.run(leave(store))
    assert time.monotonic() - start < 1.5
    assert store.running() == ()
