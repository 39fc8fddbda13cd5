from __future__ import annotations

import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from nutgraf.errors import (
    BusyError,
    ForbiddenError,
    LimitError,
    NotFoundError,
    RequestError,
    StoreError,
    SyntaxProblem,
)
from nutgraf.settings import Settings
from nutgraf.store.delta import Delta
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.interface import GraphContent, QueryRequest, UpdateRequest, Written
from nutgraf.store.pool import QueryPool
from nutgraf.store.write_queue import WriteQueue

from .conftest import BASE, build_entry

STEP = (
    "DELETE { <urn:counter> <urn:value> ?value } INSERT { <urn:counter> <urn:value> ?next }"
    " WHERE { <urn:counter> <urn:value> ?value BIND(?value + 1 AS ?next) }"
)
#: More solutions than can be counted in time: nothing but the deadline ends it.
ENDLESS = (
    "INSERT { <urn:x> <urn:p> ?n } WHERE { SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{place} {{ {' '.join(map(str, range(60)))} }}" for place in range(9))
    + " } }"
)


class Service:
    """A write queue and a query pool over one data directory."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.pool = QueryPool(settings, prefixes={})
        self.queue = WriteQueue(settings, self.pool.read_graph)
        self.queue.start()

    def close(self) -> None:
        """End all processes."""
        self.queue.close()
        self.pool.close()

    def update(self, update: str) -> Written:
        """Run an update."""
        return self.queue.update(UpdateRequest(update))

    def rows(self, pattern: str) -> list[str]:
        """Rows of a query, sorted; its variables in the order of the pattern."""
        names = " ".join(dict.fromkeys(re.findall(r"[?]\w+", pattern)))
        request = QueryRequest(f"SELECT {names} {{ {pattern} }}", formats=("text/csv",))
        answer = self.pool.execute(request)
        return sorted(answer.body.decode().split("\r\n")[1:-1])


Start = Callable[..., Service]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start services that end with the test."""
    with ExitStack() as stack:

        def one(**changed: object) -> Service:
            base = Settings(
                home=tmp_path / "home",
                base=BASE,
                workers=1,
                writer_idle_seconds=0.2,
                lock_seconds=20.0,
                default_graph="own",
            )
            service = Service(replace(base, **changed))  # type: ignore[arg-type]
            stack.callback(service.close)
            return service

        yield one


@pytest.fixture
def service(start: Start) -> Service:
    """A service on an empty data directory."""
    return start()


def turtle(text: str) -> GraphContent:
    """A body of Turtle."""
    return GraphContent("text/turtle", text.encode(), "http://data.example/doc")


def test_empty_directory_is_an_empty_dataset(service: Service) -> None:
    """Without any article there is a dataset that can be read and written."""
    assert service.rows("?s ?p ?o") == []
    assert service.rows("GRAPH ?g { ?s ?p ?o }") == []
    written = service.update("INSERT DATA { <urn:a> <urn:p> 1 }")
    assert written == Written(service.pool.sequence, created=False)
    assert service.rows("?s ?p ?o") == ["urn:a,urn:p,1"]


def test_writes_are_seen_once_they_are_answered(service: Service) -> None:
    """Whoever is answered sees the own write, however many others write at the same time."""

    def write_and_read(number: int) -> bool:
        service.update(
            f"INSERT DATA {{ GRAPH <urn:g{number % 3}> {{ <urn:a> <urn:p> {number} }} }}"
        )
        return service.rows(f"GRAPH ?g {{ ?s ?p {number} }}") != []

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(write_and_read, range(40)))


def test_updates_see_each_other(service: Service) -> None:
    """Concurrent updates run one after the other, each on what those before it left."""
    service.update("INSERT DATA { <urn:counter> <urn:value> 0 }")
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(service.update, [STEP] * 40))
    assert service.rows("?s <urn:value> ?value") == ["urn:counter,40"]


def test_failing_request_fails_alone(service: Service) -> None:
    """A wrong request leaves nothing and harms none of those around it."""

    def attempt(number: int) -> str:
        wrong = " ; DROP GRAPH <urn:none>" if number % 3 == 1 else ""
        try:
            service.update(f"INSERT DATA {{ <urn:a> <urn:p> {number} }}{wrong}")
        except RequestError as error:
            return str(error)
        return ""

    with ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(attempt, range(18)))
    assert [bool(outcome) for outcome in outcomes] == [number % 3 == 1 for number in range(18)]
    kept = [f"urn:a,{number}" for number in range(18) if number % 3 != 1]
    assert service.rows("?s <urn:p> ?n") == sorted(kept)


def test_errors_say_whose_fault_it_is(service: Service) -> None:
    """Syntax has a place, closed graphs a reason, and neither costs the next write anything."""
    with pytest.raises(SyntaxProblem) as caught:
        service.update("INSERT DATA {\n <urn:a> }")
    assert (caught.value.line, caught.value.column) == (2, 10)
    with pytest.raises(ForbiddenError, match="graph of your own"):
        service.update(f"DROP GRAPH <{BASE}graph/event>")
    with pytest.raises(ForbiddenError, match="LOAD"):
        service.update("LOAD <http://127.0.0.1:9/>")
    with pytest.raises(ForbiddenError, match="SERVICE"):
        service.update("INSERT {} WHERE { SERVICE <http://127.0.0.1:9/> {} }")
    with pytest.raises(LimitError, match="query_depth"):
        service.update("INSERT {} WHERE " + "{" * 100 + "}" * 100)
    assert service.update("LOAD SILENT <http://127.0.0.1:9/>").sequence == 0


def test_graphs_are_put_added_to_and_dropped(service: Service) -> None:
    """Graph requests replace, add and remove, and tell whether a graph began."""
    queue = service.queue
    assert queue.put_graph("urn:g", [turtle("<#a> <urn:p> 1, 2 .")]).created
    assert not queue.put_graph(
        "urn:g", [turtle("<#a> <urn:p> 2 ."), turtle("[] <urn:p> 3 .")]
    ).created
    assert queue.add_to_graph(None, [turtle("<urn:d> <urn:p> 4 .")]).created is False
    assert service.rows("GRAPH <urn:g> { ?s <urn:p> ?n } FILTER(isIRI(?s))") == [
        "http://data.example/doc#a,2"
    ]
    assert len(service.rows("GRAPH <urn:g> { ?s ?p ?o }")) == 2
    assert queue.add_to_graph("urn:h", []).created
    assert "urn:h" in service.rows("GRAPH ?g {}")
    queue.drop_graph("urn:h")
    assert "urn:h" not in service.rows("GRAPH ?g {}")
    queue.drop_graph(None)
    assert service.rows("?s ?p ?o") == []


def test_datasets_are_added(service: Service) -> None:
    """A dataset of several graphs is added in one request."""
    text = b"<urn:a> <urn:p> 1 . <urn:g> { <urn:a> <urn:p> 2 } _:g { <urn:a> <urn:p> 3 }"
    service.queue.add_dataset([GraphContent("application/trig", text, BASE)])
    assert service.rows("?s ?p ?o") == ["urn:a,urn:p,1"]
    assert len(service.rows("GRAPH ?g { ?s ?p ?o }")) == 2


def test_graph_requests_are_checked(service: Service) -> None:
    """Bad bodies, bad names, closed and missing graphs are told apart."""
    queue = service.queue
    with pytest.raises(SyntaxProblem):
        queue.put_graph("urn:g", [turtle("<urn:a> nonsense")])
    with pytest.raises(ForbiddenError):
        queue.put_graph(f"{BASE}graph/entity", [turtle("")])
    with pytest.raises(NotFoundError):
        queue.drop_graph("urn:none")
    with pytest.raises(RequestError, match="no address"):
        queue.add_to_graph("not one", [])


def test_endless_update_is_stopped(start: Start) -> None:
    """An update ends at its deadline, leaves nothing, and the next one runs."""
    service = start(update_seconds=1.0)
    service.update("INSERT DATA { <urn:a> <urn:p> 1 }")
    begun = time.monotonic()
    with pytest.raises(LimitError, match="update_seconds"):
        service.update(f"INSERT DATA {{ <urn:b> <urn:p> 1 }} ; {ENDLESS}")
    assert time.monotonic() - begun < 2.5
    service.update("INSERT DATA { <urn:c> <urn:p> 1 }")
    assert service.rows("?s <urn:p> 1") == ["urn:a", "urn:c"]


def test_full_queue_turns_away(start: Start) -> None:
    """More waiting writes than the setting allows are turned away at once."""
    service = start(update_seconds=2.0, queue_length=1)
    with ThreadPoolExecutor(4) as threads:
        attempts = [threads.submit(service.update, ENDLESS) for _ in range(4)]
        errors = [attempt.exception() for attempt in attempts]
    assert all(isinstance(error, LimitError) for error in errors)
    assert any(isinstance(error, BusyError) for error in errors)


def test_articles_are_seen_by_updates(service: Service) -> None:
    """What other programs take in between two updates is in the patterns of the second."""
    settings = service.settings
    copy = f"INSERT {{ ?s <urn:copied> ?o }} WHERE {{ GRAPH ?g {{ ?s <{BASE}says> ?o }} }}"
    service.update(copy)
    with EmbeddedStore(settings.home, settings) as store:
        store.accept(build_entry(facts=("now",)))
        store.publish()
    service.update(copy)
    assert service.rows("?s <urn:copied> ?o") == [f"{BASE}v1,now"]


def test_others_get_their_turn(service: Service) -> None:
    """A load gets the data directory although the service never stops writing."""
    ended = threading.Event()

    def write() -> int:
        number = 0
        while not ended.is_set():
            service.update(f"INSERT DATA {{ <urn:a> <urn:p> {number} }}")
            number += 1
        return number

    with ThreadPoolExecutor(1) as threads:
        task = threads.submit(write)
        service.update("INSERT DATA { <urn:a> <urn:p> -1 }")
        with EmbeddedStore(service.settings.home, service.settings) as store:
            store.accept(build_entry())
        ended.set()
        written = task.result()
    assert len(service.rows("<urn:a> <urn:p> ?n")) == written + 1


def test_start_publishes_what_a_crash_left(service: Service, start: Start) -> None:
    """What was journaled but never published is seen once the next service has started."""
    service.close()
    with EmbeddedStore(service.settings.home, service.settings) as store:
        store.write(Delta(added=("<urn:a> <urn:p> <urn:left> .",)))
    assert start().rows("?s ?p ?o") == ["urn:a,urn:p,urn:left"]


def test_scratch_goes_with_a_pause(
    start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No copy of the data stays behind when nobody writes, and writing goes on after."""
    monkeypatch.setattr("nutgraf.store.write_queue._IDLE_SECONDS", 0.1)
    service = start()
    for number in range(2):
        service.update(f"INSERT DATA {{ <urn:a> <urn:p> {number} }}")
        deadline = time.monotonic() + 5
        while any((tmp_path / "home" / "scratch").iterdir()) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert list((tmp_path / "home" / "scratch").iterdir()) == []
    assert len(service.rows("?s ?p ?o")) == 2


def test_worker_is_replaced(start: Start) -> None:
    """After its number of requests the worker is replaced, and nothing is lost."""
    service = start(worker_queries=3)
    for number in range(8):
        service.update(f"INSERT DATA {{ <urn:a> <urn:p> {number} }}")
    assert len(service.rows("?s ?p ?o")) == 8


def test_dead_writer_is_replaced(service: Service) -> None:
    """A write that finds its writer dead is written by the next one."""
    service.update("INSERT DATA { <urn:a> <urn:p> 1 }")
    pid = service.queue.publisher.writer.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    service.update("INSERT DATA { <urn:a> <urn:p> 2 }")
    assert len(service.rows("?s ?p ?o")) == 2


def test_what_was_written_stays(start: Start) -> None:
    """The next service on the directory has all graphs, quads and blank nodes."""
    first = start()
    first.update(
        "INSERT DATA { _:a <urn:p> _:b GRAPH <urn:g> { _:a <urn:p> 1 } }; CREATE GRAPH <urn:e>"
    )
    first.close()
    second = start()
    assert len(second.rows("?s ?p ?o . GRAPH <urn:g> { ?s ?q ?n }")) == 1
    assert "urn:e" in second.rows("GRAPH ?g {}")
    second.update("DELETE WHERE { ?s ?p ?o }")
    assert second.rows("?s ?p ?o") == []


def test_closed_queue_takes_nothing(start: Start) -> None:
    """A write that comes after the end is refused, not left waiting."""
    service = start()
    service.close()
    with pytest.raises(StoreError, match="ending"):
        service.update("INSERT DATA { <urn:a> <urn:p> 1 }")
