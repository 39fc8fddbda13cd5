"""The service as a program: tokens, logs, readiness, metrics and its end, over real sockets."""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from nutgraf.settings import Settings
from nutgraf.web.log_lines import JsonLines

ROOT = Path(__file__).parents[2]
#: What a client may put anywhere; it must be found nowhere.
CANARY = "nutgraf_" + secrets.token_urlsafe(32)


@dataclass(frozen=True)
class Program:
    """A running `nutgraf serve`."""

    process: subprocess.Popen[bytes]
    home: Path
    port: int
    token: str

    def call(self, path: str, method: str = "GET", **rest: Any) -> httpx.Response:
        """Make one call."""
        return httpx.request(method, f"http://127.0.0.1:{self.port}{path}", timeout=20, **rest)

    def printed(self) -> str:
        """What it printed so far."""
        return self.home.with_name("printed").read_text("utf-8")

    def logged(self, name: str) -> list[dict[str, Any]]:
        """The lines of a log."""
        text = (self.home / "logs" / f"{name}.jsonl").read_text("utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def awaited(self, name: str, wanted: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
        """The lines of a log once a wanted one is there: they are written behind the answer."""
        until = time.monotonic() + 5
        while not any(map(wanted, lines := self.logged(name))) and time.monotonic() < until:
            time.sleep(0.02)
        return lines


def free_port() -> int:
    """A port that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def running(folder: Path, **environment: str) -> Iterator[Program]:
    """Serve an empty data directory with writes until the end of the block."""
    home, port = folder / "home", free_port()
    command = [sys.executable, "-m", "nutgraf", "--home", str(home)]
    given = {**os.environ, "NUTGRAF_WRITES": "on", **environment}
    add = [*command, "token", "add", "--scope", "update"]
    token = subprocess.run(
        add, env=given, capture_output=True, text=True, check=True
    ).stdout.strip()
    serve = [*command, "serve", "--port", str(port)]
    with (folder / "printed").open("wb") as output:
        process = subprocess.Popen(serve, env=given, stdout=output, stderr=output)
    program = Program(process, home, port, token)
    try:
        wait_for(program)
        yield program
    finally:
        process.terminate()
        process.wait(30)


def wait_for(program: Program) -> None:
    """Wait until it answers."""
    until = time.monotonic() + 60
    while time.monotonic() < until and program.process.poll() is None:
        try:
            program.call("/readyz")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(program.printed())


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A running service that logs every query as a slow one."""
    folder = tmp_path_factory.mktemp("service")
    with running(folder, NUTGRAF_SLOW_SECONDS="0", NUTGRAF_LOG_BYTES="20000") as found:
        yield found


def update(program: Program, text: str, **headers: str) -> httpx.Response:
    """Send an update."""
    kind = {"content-type": "application/sparql-update"}
    return program.call("/sparql", "POST", content=text, headers={**kind, **headers})


def test_writing_needs_a_token_and_is_seen_at_once(program: Program) -> None:
    """An update is 401 without a token, done with one, and seen by the next query."""
    text = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"
    bare = update(program, text)
    done = update(program, text, authorization=f"Bearer {program.token}")
    seen = program.call("/sparql", params={"query": "ASK { <urn:a> <urn:b> <urn:c> }"})

    assert bare.status_code == 401
    assert bare.headers["www-authenticate"].startswith("Bearer")
    assert bare.json()["status"] == 401
    assert done.status_code in {200, 204}
    assert seen.json()["boolean"] is True


def test_pages_of_other_sites_write_nothing(program: Program) -> None:
    """An update that a page elsewhere makes a browser send is 403, with the right token too."""
    headers = {"authorization": f"Bearer {program.token}", "sec-fetch-site": "cross-site"}

    assert update(program, "DROP ALL", **headers).status_code == 403
    assert program.call("/sparql", params={"query": "ASK {?s ?p ?o}"}).status_code == 200


def test_ready_says_how_everything_stands(program: Program) -> None:
    """The readiness tells sequence, lag, disk, deaths of workers and the sandbox."""
    found = program.call("/readyz")
    members = found.json()

    assert found.status_code == 200
    assert members["status"] in {"ready", "degraded"}
    assert members["lag"] == 0
    assert members["disk_free"] > 0
    assert {"sequence", "journal", "worker_deaths", "sandbox", "problems"} <= set(members)


def test_metrics_are_well_formed(program: Program) -> None:
    """Every line of the metrics is a comment or a name with labels and a number."""
    program.call("/sparql", params={"query": "ASK {}"})
    found = program.call("/metrics")
    line = re.compile(r'# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [-\d.e+]+')

    assert found.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert [each for each in found.text.splitlines() if not line.fullmatch(each)] == []
    assert 'nutgraf_requests_total{route="sparql",method="GET",status="200"}' in found.text
    assert 'nutgraf_queries_total{lane="adhoc",outcome="answered"}' in found.text
    assert "nutgraf_lag_changes 0" in found.text


def test_metrics_do_not_grow_with_odd_addresses(program: Program) -> None:
    """Addresses and methods that nobody knows share one name, so that labels stay few."""
    for number in range(30):
        program.call(f"/nowhere-{number}", f"ODD{number % 3}" if number % 2 else "GET")

    assert "nowhere" not in program.call("/metrics").text


def test_a_secret_in_any_place_is_in_no_log_and_no_answer(program: Program) -> None:
    """A secret in the header, address, path, query or body is in no answer, log or output."""
    places: list[dict[str, Any]] = [
        {"headers": {"authorization": f"Bearer {CANARY}"}},
        {"headers": {"authorization": CANARY, "user-agent": CANARY, "referer": f"/?a={CANARY}"}},
        {"headers": {"cookie": f"session={CANARY}", "x-api-key": CANARY}},
        {"params": {"access_token": CANARY}},
        {"params": {"token": CANARY, "query": "ASK {}"}},
        {"method": "POST", "data": {"update": f"INSERT {CANARY}", "access_token": CANARY}},
        {"method": "POST", "content": CANARY, "headers": {"content-type": CANARY}},
    ]
    answers = [program.call("/sparql", **place) for place in places]
    answers.append(program.call(f"/{CANARY}"))
    answers.append(program.call("/sparql", params={"query": f'ASK {{ ?s ?p "{CANARY}" }}'}))
    answers.append(program.call("/metrics"))
    logs = [file.read_text("utf-8") for file in (program.home / "logs").iterdir()]

    assert [a.url.path for a in answers[:9] if a.status_code >= 500] == []
    assert all(CANARY not in str(a.headers) for a in answers)
    assert [log for log in (*logs, program.printed()) if CANARY in log] == []
    kept = [file for file in program.home.rglob("*") if file.is_file()]
    assert [file for file in kept if CANARY.encode() in file.read_bytes()] == []


def test_tokens_in_addresses_are_refused(program: Program) -> None:
    """A token in the address is 400 with the advice to revoke it."""
    found = program.call("/sparql", params={"access_token": program.token, "query": "ASK {}"})

    assert found.status_code == 400
    assert "revoke" in found.json()["detail"]
    assert program.token not in found.text


def test_tokens_and_logs_are_in_no_backup(program: Program, tmp_path: Path) -> None:
    """A backup has no tokens, which a restore would make valid again, and no logs."""
    folder = tmp_path / "backup"
    command = [sys.executable, "-m", "nutgraf", "--home", str(program.home), "backup", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    names = {path.name for path in folder.rglob("*")}

    assert "journal.sqlite" in names
    assert names & {"tokens.json", "tokens.lock", "logs", "access.jsonl"} == set()


def test_a_line_of_the_log_cannot_be_faked(program: Program) -> None:
    """Line breaks and escapes of a terminal stay inside one line of plain ASCII."""
    program.call("/%0A%7B%22status%22%3A200%7D%1B%5B2J", headers={"user-agent": b"\xfc\x9b2J"})
    lines = program.awaited("access", lambda line: line["path"].startswith('/\n{"status"'))

    assert all(set(line) >= {"time", "client", "method", "path", "status", "ms"} for line in lines)
    assert any(line["path"].startswith('/\n{"status"') for line in lines)


def test_logs_know_queries_by_digest_only(program: Program) -> None:
    """The logs have digests, times and counts, and no text of a query."""
    program.call("/sparql", params={"query": "SELECT ?unmistakable { ?unmistakable ?p ?o }"})
    texts = [file.read_text("utf-8") for file in (program.home / "logs").iterdir()]
    slow = program.logged("slow")[-1]

    assert all("unmistakable" not in text for text in texts)
    assert slow["digest"]
    assert slow["seconds"] >= 0
    assert slow["size"] > 20


def test_what_it_prints_is_json_without_secrets() -> None:
    """A line of the program's own log is one JSON object, without any secret in it."""
    record = logging.LogRecord("nutgraf.web", logging.ERROR, "", 1, "no %s\n2", (CANARY,), None)
    line = JsonLines().format(record)

    assert json.loads(line)["message"] == "no nutgraf_***\n2"
    assert json.loads(line)["level"] == "error"
    assert "\n" not in line


def test_logs_are_capped(program: Program) -> None:
    """A log takes at most five files of the size that is set."""
    for _ in range(150):
        program.call("/" + "x" * 900)
    files = sorted((program.home / "logs").glob("access*.jsonl"))

    assert 2 <= len(files) <= 5
    assert all(file.stat().st_size <= 20_000 for file in files)


def test_who_goes_away_frees_the_worker(program: Program) -> None:
    """When a client disconnects, its query is ended within a second."""
    data = "INSERT DATA { " + " ".join(f"<urn:{n}> <urn:p> {n} ." for n in range(200)) + " }"
    assert update(program, data, authorization=f"Bearer {program.token}").is_success
    slow = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(5)) + " }"
    query = httpx.QueryParams({"query": slow})
    with socket.create_connection(("127.0.0.1", program.port), timeout=20) as client:
        client.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
        assert wait_until(program, 'nutgraf_workers_busy{lane="adhoc"} 1') < 5
    assert wait_until(program, 'nutgraf_workers_busy{lane="adhoc"} 0') < 1.5


def wait_until(program: Program, line: str) -> float:
    """Seconds until the metrics have a line."""
    start = time.monotonic()
    while line not in program.call("/metrics").text:
        assert time.monotonic() - start < 8, line
        time.sleep(0.05)
    return time.monotonic() - start


def test_running_requests_end_before_the_service_does(tmp_path: Path) -> None:
    """After SIGTERM nothing new is taken, a running request is answered, and the exit is 0."""
    slow = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(4)) + " }"
    data = "INSERT DATA { " + " ".join(f"<urn:{n}> <urn:p> {n} ." for n in range(100)) + " }"
    with running(tmp_path, NUTGRAF_QUERY_SECONDS="2") as program:
        headers = {"authorization": f"Bearer {program.token}"}
        assert update(program, data, **headers).status_code in {200, 204}
        with socket.create_connection(("127.0.0.1", program.port), timeout=20) as client:
            query = httpx.QueryParams({"query": slow})
            client.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
            time.sleep(0.5)
            program.process.send_signal(signal.SIGTERM)
            answer = client.recv(65_536)
        assert answer.startswith(b"HTTP/1.1 504")
        assert program.process.wait(15) == 0
        assert "Traceback" not in program.printed()
        assert leftovers(program.home) == []


def leftovers(home: Path) -> list[str]:
    """Processes that still work on a data directory."""
    time.sleep(0.5)
    table = Path("/proc").glob("[0-9]*/cmdline")
    return [name for file in table if str(home) in (name := read(file))]


def read(file: Path) -> str:
    """What a file says, if it is still there."""
    try:
        return file.read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def test_the_defaults_are_safe() -> None:
    """Without being told to, nothing can be written and queries are not logged."""
    settings = Settings()

    assert (settings.writes, settings.slow_query_text, settings.service_allow) == ("off", "off", "")
