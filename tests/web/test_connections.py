"""Slow, large and half-open requests over real sockets, each against a server of its own."""

from __future__ import annotations

import json
import resource
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.types import Receive, Scope, Send

from nutgraf.settings import Settings
from nutgraf.web.admission import Admission
from nutgraf.web.auth import Guard
from nutgraf.web.connections import Limits
from nutgraf.web.serving import Server, configure, listen

REQUEST = b"GET /sparql HTTP/1.1\r\nHost: here\r\n\r\n"


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the length of the body, at `/large` with 30 MB, at `/client` with who asks."""
    size, more = 0, True
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    known = {"/large": b"x" * 30_000_000, "/client": scope["client"][0].encode()}
    body = known.get(scope["path"], str(size).encode())
    head = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    await send({"type": "http.response.body", "body": body})


@dataclass(frozen=True)
class Service:
    """A running server."""

    port: int
    limits: Limits

    def connect(self) -> socket.socket:
        """Open a connection that waits for at most ten seconds."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def ask(self, data: bytes) -> bytes:
        """Send bytes and read until the other side closes."""
        with self.connect() as client:
            client.sendall(data)
            return rest(client)


def rest(client: socket.socket) -> bytes:
    """Everything that comes until the other side closes."""
    found = b""
    try:
        while piece := client.recv(65_536):
            found += piece
    except ConnectionResetError:
        pass
    return found


def status(answer: bytes) -> int:
    """The status code of an answer."""
    return int(answer.split(b" ", 2)[1])


def assert_refused(service: Service, head: bytes) -> None:
    """A head is refused with 431; who still sends may see a reset instead of the answer."""
    before = refused_heads(service)
    answer = b""
    with service.connect() as client:
        try:
            client.sendall(head)
            answer = rest(client)
        except (BrokenPipeError, ConnectionResetError):
            pass

    assert refused_heads(service) == before + 1
    assert answer == b"" or status(answer) == 431


def refused_heads(service: Service) -> int:
    """How many heads were too large so far."""
    return service.limits.ended["header_bytes"] + service.limits.ended["header_count"]


@contextmanager
def serving(settings: Settings) -> Iterator[Service]:
    """Run a server in a thread until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    limits = Limits(settings)
    with listen("127.0.0.1", port) as listener:
        server = Server(configure(limits, Admission(echo, settings, Guard(settings))))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield Service(port, limits)
        finally:
            server.should_exit = True
            thread.join(20)
        assert not thread.is_alive()


def tight(home: Path, **changes: object) -> Settings:
    """Settings with short deadlines and low caps."""
    values = {
        "header_seconds": 1.0,
        "body_seconds": 1.0,
        "idle_seconds": 1.0,
        "write_seconds": 1.0,
        "drain_seconds": 2.0,
        "query_bytes": 1_000,
        "update_bytes": 1_000,
        "upload_bytes": 100_000,
        "article_bytes": 100_000,
        **changes,
    }
    return Settings(home=home, **values)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A server with short deadlines."""
    with serving(tight(tmp_path_factory.mktemp("home"))) as found:
        yield found


def test_a_head_that_never_ends_is_ended(service: Service) -> None:
    """Who sends its head line by line is told 408 at the deadline, however busy it looks."""
    start = time.monotonic()
    with service.connect() as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n")
        client.settimeout(0.2)
        answer = b""
        while time.monotonic() - start < 8 and not answer:
            try:
                client.sendall(b"X-A: b\r\n")
                answer = client.recv(65_536)
            except TimeoutError:
                continue

    assert status(answer) == 408
    assert json.loads(answer.split(b"\r\n\r\n", 1)[1])["limit"] == "header_seconds"
    assert time.monotonic() - start < 4


def test_a_silent_connection_is_closed(service: Service) -> None:
    """Who connects and says nothing is closed without a word."""
    start = time.monotonic()
    with service.connect() as client:
        assert rest(client) == b""
    assert time.monotonic() - start < 4


def test_an_idle_connection_is_closed(service: Service) -> None:
    """A connection without a further request is closed after the idle time."""
    start = time.monotonic()
    answer = service.ask(REQUEST)

    assert status(answer) == 200
    assert time.monotonic() - start < 5


def test_a_stalled_body_is_ended(service: Service) -> None:
    """A body that stops coming is told 408 at its deadline."""
    answer = service.ask(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 500\r\n\r\nabc")

    assert status(answer) == 408
    assert b"body_seconds" in answer


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize(("path", "limit"), [("/sparql", "query_bytes"), ("/", "upload_bytes")])
def test_large_bodies_are_refused_before_they_are_held(
    service: Service, path: str, limit: str, chunked: bool
) -> None:
    """A body over the cap is 413 by its declared length, or where it passes the cap."""
    size = 1_000_000
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {size}"
    head = f"POST {path} HTTP/1.1\r\nHost: here\r\n{length}\r\n\r\n".encode()
    piece = b"8000\r\n" + b"x" * 0x8000 + b"\r\n" if chunked else b"x" * 0x8000
    with service.connect() as client:
        client.sendall(head)
        if chunked:
            client.sendall(piece * 10)
        answer = rest(client)

    assert status(answer) == 413
    assert json.loads(answer.split(b"\r\n\r\n", 1)[1])["limit"] == limit


def test_a_client_that_goes_on_sending_sees_the_refusal(service: Service) -> None:
    """The answer to a body that is too large arrives although the body still comes."""
    with service.connect() as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 3000000\r\n\r\n")
        for _ in range(30):
            client.sendall(b"x" * 100_000)
        answer = client.recv(65_536)

    assert status(answer) == 413


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "zstd", "GZIP, gzip", "x"])
def test_compressed_bodies_are_refused(service: Service, encoding: str) -> None:
    """Nothing is ever inflated: a Content-Encoding is 415."""
    head = f"POST /sparql HTTP/1.1\r\nHost: here\r\nContent-Encoding: {encoding}\r\n"
    answer = service.ask(head.encode() + b"Content-Length: 1\r\nConnection: close\r\n\r\nx")

    assert status(answer) == 415


@pytest.mark.parametrize(
    "flood",
    [
        b"".join(b"X-%d: y\r\n" % n for n in range(20_000)),
        b"X-Long: " + b"y" * 300_000 + b"\r\n",
        b"Cookie: a\r\n" * 101,
    ],
    ids=["many", "long", "repeated"],
)
def test_floods_of_headers_are_refused(service: Service, flood: bytes) -> None:
    """Too many header lines, or too many bytes of them, are 431."""
    assert_refused(service, b"GET / HTTP/1.1\r\nHost: here\r\n" + flood + b"\r\n")


def test_a_long_address_is_refused(service: Service) -> None:
    """An address that never ends is 431, not a growing buffer."""
    assert_refused(service, b"GET /" + b"a" * 600_000)


@pytest.mark.parametrize(
    "data",
    [
        b"\x00" * 100,
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: here\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0",
        b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: -5\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"\x16\x03\x01\x02\x00\x01\x00",
    ],
    ids=["nul", "short", "smuggled", "negative", "twice", "tls"],
)
def test_what_is_no_request_is_refused(service: Service, data: bytes) -> None:
    """Bytes that are no request, or two requests in one, are 400 with a problem document."""
    answer = service.ask(data)

    assert status(answer) == 400
    assert json.loads(answer.split(b"\r\n\r\n", 1)[1])["status"] == 400


def test_a_reader_that_does_not_read_is_dropped(tmp_path: Path) -> None:
    """An answer that nobody takes is dropped after write_seconds."""
    with serving(tight(tmp_path)) as service, service.connect() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        client.sendall(b"GET /large HTTP/1.1\r\nHost: here\r\n\r\n")
        until = time.monotonic() + 8
        while time.monotonic() < until and not service.limits.ended["write_seconds"]:
            time.sleep(0.1)

        assert service.limits.ended["write_seconds"] == 1
        assert service.limits.open == 0


def test_a_client_has_only_so_many_connections(tmp_path: Path) -> None:
    """Connections above the cap of a client are closed at once; the others go on."""
    with serving(tight(tmp_path, client_connections=5)) as service:
        held = [service.connect() for _ in range(5)]
        time.sleep(0.2)
        with service.connect() as sixth:
            assert rest(sixth) == b""
        held[0].sendall(REQUEST)
        assert held[0].recv(100).startswith(b"HTTP/1.1 200")
        for client in held:
            client.close()


def test_half_open_connections_hurt_nobody(tmp_path: Path) -> None:
    """With hundreds of half-sent requests open, another client is answered at once."""
    with serving(tight(tmp_path, header_seconds=20.0)) as service:
        held = [service.connect() for _ in range(400)]
        for client in held:
            client.sendall(b"GET / HTTP/1.1\r\nX-A")
        times = []
        for _ in range(20):
            start = time.monotonic()
            with service.connect() as client:
                client.sendall(REQUEST)
                assert client.recv(100).startswith(b"HTTP/1.1 200")
            times.append(time.monotonic() - start)
        for client in held:
            client.close()

    assert sorted(times)[10] < 0.5


def test_requests_in_a_row_are_answered_in_order(service: Service) -> None:
    """Requests sent without waiting are answered one after the other on one connection."""
    last = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc"
    answer = service.ask(REQUEST * 3 + last)

    assert answer.count(b"HTTP/1.1 200") == 4
    assert answer.endswith(b"3")


@pytest.mark.parametrize(("proxies", "client"), [("", b"127.0.0.1"), ("127.0.0.1", b"192.0.2.7")])
def test_only_named_proxies_say_who_asks(tmp_path: Path, proxies: str, client: bytes) -> None:
    """X-Forwarded-For is believed from trusted proxies only, and only their last word."""
    asked = (
        b"GET /client HTTP/1.1\r\nHost: here\r\nConnection: close\r\n"
        b"X-Forwarded-For: 10.0.0.1, 192.0.2.7\r\n\r\n"
    )
    with serving(tight(tmp_path, trusted_proxies=proxies)) as service:
        answer = service.ask(asked)

    assert answer.endswith(b"\r\n\r\n" + client)


def test_a_giant_body_is_not_held(tmp_path: Path) -> None:
    """A body of 300 MB that is only refused by its size costs no memory to speak of."""
    settings = tight(tmp_path, upload_bytes=1_000_000, body_seconds=20.0)
    piece = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    head = b"POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n"
    with serving(settings) as service, service.connect() as client:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        client.sendall(head)
        for _ in range(300):
            try:
                client.sendall(piece)
            except (BrokenPipeError, ConnectionResetError):
                break
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

    assert grown * 1024 < 60_000_000
