"""Endpoints of our own that stand in for those that federated queries ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

from .datasets import data_of
from .manifest import Case, qt

_SERVICE = re.compile(rb"(\bSERVICE\s+(?:SILENT\s+)?)<([^>]*)>", re.IGNORECASE)
_MOST = 20
_XML = ox.QueryResultsFormat.XML


@dataclass(slots=True)
class Federation:
    """A server on this machine; each endpoint that tests name is a path on it.

    Where `empty` is set, endpoints that have no data answer as well.
    """

    origin: str
    stores: dict[str, ox.Store] = field(default_factory=dict)
    empty: bool = False
    _paths: dict[str, str] = field(default_factory=dict)

    @property
    def endpoints(self) -> tuple[str, ...]:
        """The addresses that a server under test may be led to."""
        return tuple(f"{self.origin}/{number}/sparql" for number in range(1, _MOST + 1))

    def offer_nothing(self) -> None:
        """Let every endpoint answer, and none have data."""
        self.stores.clear()
        self.empty = True

    def offer(self, case: Case) -> None:
        """Serve the endpoints of a test with their data, and no others."""
        self.stores.clear()
        self.empty = False
        for node in case.about.values(case.action, qt("serviceData")):
            endpoint = case.about.text(node, qt("endpoint")) or ""
            store = ox.Store()
            store.extend(data_of(case, node).quads)
            self.stores[self._path(endpoint)] = store

    def rewritten(self, text: bytes) -> bytes:
        """A query that asks our endpoints in the place of those it names."""

        def ours(found: re.Match[bytes]) -> bytes:
            return found[1] + f"<{self.origin}{self._path(found[2].decode())}>".encode()

        return _SERVICE.sub(ours, text)

    def answer(self, path: str, query: str) -> bytes | None:
        """Solutions in XML; nothing where no test has an endpoint."""
        store = self.stores.get(path, ox.Store() if self.empty else None)
        if store is None:
            return None
        results = store.query(query)
        if isinstance(results, ox.QueryTriples):
            return None
        return results.serialize(format=_XML)

    def _path(self, endpoint: str) -> str:
        return self._paths.setdefault(endpoint, f"/{len(self._paths) + 1}/sparql")


@contextmanager
def federation() -> Iterator[Federation]:
    """Serve endpoints on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    served = Federation(f"http://127.0.0.1:{server.server_port}")
    server.federation = served  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    """The query operation of the SPARQL protocol, as far as clients of SERVICE use it."""

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query).get("query", [""])[0]
        self._answer(query)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        form = "form-urlencoded" in self.headers.get("content-type", "")
        self._answer(parse_qs(body).get("query", [""])[0] if form else body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
        """Say nothing: the tests tell what went wrong."""

    def _answer(self, query: str) -> None:
        served: Federation = self.server.federation  # type: ignore[attr-defined]
        body = served.answer(urlsplit(self.path).path, query)
        self.send_response(404 if body is None else 200)
        self.send_header("content-type", "application/sparql-results+xml")
        self.send_header("content-length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")
