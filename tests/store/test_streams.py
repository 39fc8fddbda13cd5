from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from collections.abc import Coroutine, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from nutgraf.errors import BusyError, ConfigurationError, LimitError, RequestError, SyntaxProblem
from nutgraf.settings import Settings
from nutgraf.store.checkpoint import Checkpoints
from nutgraf.store.evaluation import Outcome
from nutgraf.store.interface import GraphContent, Lane, QueryRequest, QueryStream
from nutgraf.store.pool import QueryPool

ALL = "SELECT * { ?s ?p ?o }"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
COUNT = 20_000


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with a checkpoint of 20,000 quads, sequence number 7."""
    path = tmp_path_factory.mktemp("home")
    store = ox.Store(str(path / "store"))
    predicate, graph = ox.NamedNode("urn:p"), ox.NamedNode("urn:g")
    store.extend(
        ox.Quad(ox.NamedNode(f"urn:s{n}"), predicate, ox.Literal(f"value {n}"), graph)
        for n in range(COUNT)
    )
    store.flush()
    Checkpoints(path).publish(store, 7)
    return path


@pytest.fixture
def limits(home: Path) -> Settings:
    """Settings of a small pool with ample time."""
    return Settings(home=home, base="https://data.example/", query_seconds=10, workers=1)


@pytest.fixture
def pool(limits: Settings) -> Iterator[QueryPool]:
    """A pool of one worker per lane."""
    opened = QueryPool(limits, prefixes={})
    yield opened
    opened.close()


def cpu_of(pid: int) -> float:
    """Seconds of processor time of a process; of one that is gone, none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def rest_of(stream: QueryStream) -> bytes:
    """Everything of an answer."""
    parts = [stream.first]
    if stream.chunks is not None:
        parts += [chunk async for chunk in stream.chunks]
    return b"".join(parts)


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run some work in a loop of its own."""
    return asyncio.run(asyncio.wait_for(work, 60))


def test_small_answers_come_whole(pool: QueryPool) -> None:
    """An answer below 64 kB is in `first` and nothing follows."""

    async def ask() -> QueryStream:
        return await pool.stream(QueryRequest("ASK { ?s ?p ?o }"))

    stream = run(ask())
    assert json.loads(stream.first)["boolean"] is True
    assert (stream.chunks, stream.sequence) == (None, 7)
    assert pool.running() == ()


def test_large_answers_come_in_pieces(pool: QueryPool) -> None:
    """The first piece has at most 64 kB and some, and all pieces together are the answer."""

    async def ask() -> tuple[int, bytes]:
        stream = await pool.stream(QueryRequest(ALL))
        return len(stream.first), await rest_of(stream)

    first, body = run(ask())
    assert 0 < first <= 80_000
    assert len(json.loads(body)["results"]["bindings"]) == COUNT
    assert body == pool.execute(QueryRequest(ALL)).body


def test_a_cap_passed_midway_raises(limits: Settings) -> None:
    """An answer that grows past the cap never ends like a whole one."""
    pool = QueryPool(replace(limits, answer_bytes=300_000), prefixes={})

    async def ask() -> bytes:
        stream = await pool.stream(QueryRequest(ALL))
        return await rest_of(stream)

    with pytest.raises(LimitError) as caught:
        run(ask())
    assert caught.value.limit == "answer_bytes"
    assert pool.execute(QueryRequest("ASK {}")).body
    pool.close()


def test_closing_the_chunks_kills_the_query(pool: QueryPool) -> None:
    """Who closes an answer early frees the worker at once."""

    async def ask() -> None:
        stream = await pool.stream(QueryRequest(ALL))
        assert len(pool.running()) == 1
        assert stream.chunks is not None
        await stream.chunks.aclose()

    run(ask())
    assert pool.running() == ()
    assert pool.execute(QueryRequest("ASK {}")).body


def test_cancelling_stops_the_processor(pool: QueryPool) -> None:
    """When the caller goes away the query uses no processor a second later."""

    async def ask() -> int:
        task = asyncio.create_task(pool.stream(QueryRequest(CROSS)))
        await asyncio.sleep(0.5)
        pid = pool._lanes[Lane.ADHOC].workers[0].pid
        assert pid is not None
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return pid

    begin = time.monotonic()
    pid = run(ask())
    assert time.monotonic() - begin < 2
    time.sleep(0.5)
    before = cpu_of(pid)
    time.sleep(0.3)
    assert cpu_of(pid) == before
    assert pool.execute(QueryRequest("ASK {}")).body


def test_slow_readers_lose_their_answer(limits: Settings) -> None:
    """A reader that takes no piece in time loses the answer and the worker is free again."""
    pool = QueryPool(replace(limits, write_seconds=0.2), prefixes={})

    async def ask() -> None:
        stream = await pool.stream(QueryRequest(ALL))
        await asyncio.sleep(0.5)
        assert pool.running() == ()
        assert stream.chunks is not None
        with pytest.raises(LimitError, match="write_seconds"):
            await anext(stream.chunks)

    run(ask())
    assert pool.execute(QueryRequest("ASK {}")).body
    pool.close()


def test_a_patient_reader_is_not_late(limits: Settings) -> None:
    """The time a reader takes is not counted as time of the query."""
    pool = QueryPool(replace(limits, query_seconds=2.0), prefixes={})

    async def ask() -> bytes:
        stream = await pool.stream(QueryRequest(ALL))
        await asyncio.sleep(2.5)
        return await rest_of(stream)

    assert len(json.loads(run(ask()))["results"]["bindings"]) == COUNT
    pool.close()


def test_listing_and_ending(pool: QueryPool) -> None:
    """A running query is listed and can be ended; who waits for it is told."""

    async def ask() -> None:
        task = asyncio.create_task(pool.stream(QueryRequest(CROSS, client="somebody")))
        await asyncio.sleep(0.3)
        (listed,) = pool.running()
        assert (listed.client, listed.query, listed.sequence) == ("somebody", CROSS, 7)
        assert pool.cancel(listed.query_id)
        with pytest.raises(LimitError, match="ended by an operator"):
            await task
        assert not pool.cancel(listed.query_id)

    run(ask())
    assert pool.execute(QueryRequest("ASK {}")).body


@pytest.mark.parametrize(
    ("number", "limit"), [(signal.SIGKILL, "worker_bytes"), (signal.SIGXCPU, "query_seconds")]
)
def test_ends_by_the_system(pool: QueryPool, number: int, limit: str) -> None:
    """A worker that the system ends, short of memory or of time, means that limit."""

    async def ask() -> str:
        task = asyncio.create_task(pool.stream(QueryRequest(CROSS)))
        await asyncio.sleep(0.5)
        pid = pool._lanes[Lane.ADHOC].workers[0].pid
        assert pid is not None
        os.kill(pid, number)
        with pytest.raises(LimitError) as caught:
            await task
        return caught.value.limit

    assert run(ask()) == limit
    assert pool.execute(QueryRequest("ASK {}")).body


def test_full_queues_turn_away(limits: Settings) -> None:
    """Who finds the queue full is told at once when to come back."""
    pool = QueryPool(replace(limits, queue_length=1, queue_seconds=0.3), prefixes={})

    async def ask() -> list[Any]:
        tasks = [asyncio.create_task(pool.stream(QueryRequest(CROSS))) for _ in range(3)]
        done = await asyncio.wait_for(asyncio.gather(*tasks[1:], return_exceptions=True), 5)
        tasks[0].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return list(done)

    errors = run(ask())
    assert {type(error) for error in errors} == {BusyError}
    assert {error.limit for error in errors} == {"queue_length", "queue_seconds"}
    assert all(error.retry_after > 0 for error in errors)
    assert pool.queues[Lane.ADHOC] == (0, 0)
    pool.close()


def test_lanes_do_not_wait_for_each_other(pool: QueryPool) -> None:
    """Reports and uploads are answered while strangers' queries hold all their workers."""

    async def ask() -> None:
        blocker = asyncio.create_task(pool.stream(QueryRequest(CROSS)))
        await asyncio.sleep(0.1)
        report = await pool.stream(QueryRequest("ASK {}", lane=Lane.REPORT))
        lines = await pool.parse(GraphContent("text/turtle", b"<a> <b> 1 .", "urn:x:"))
        assert (report.chunks, lines.count(b"\n")) == (None, 1)
        assert [run.query for run in pool.running()] == [CROSS]
        blocker.cancel()
        await asyncio.gather(blocker, return_exceptions=True)

    run(ask())


def test_threads_and_loops_share_a_pool(pool: QueryPool) -> None:
    """Blocking callers and a loop use the same workers."""

    async def ask() -> list[bytes]:
        asked = [pool.stream(QueryRequest("ASK {}")) for _ in range(5)]
        blocking = [asyncio.to_thread(pool.execute, QueryRequest("ASK {}")) for _ in range(5)]
        streams = await asyncio.gather(*asked)
        answers = await asyncio.gather(*blocking)
        return [each.first for each in streams] + [each.body for each in answers]

    assert len(set(run(ask()))) == 1


def test_workers_are_replaced_when_worn(limits: Settings) -> None:
    """After its number of queries a worker makes room for a fresh one."""
    pool = QueryPool(replace(limits, worker_queries=3), prefixes={})
    pids = set()
    for _ in range(7):
        pool.execute(QueryRequest("ASK {}"))
        pids.add(pool._lanes[Lane.ADHOC].workers[0].pid)
    pool.close()
    assert len(pids) == 3


def test_deadly_queries_are_refused(limits: Settings) -> None:
    """A query that cost three workers is refused, however it is spaced; others are not."""
    pool = QueryPool(replace(limits, query_seconds=0.3), prefixes={})
    for spaces in range(1, 4):
        with pytest.raises(LimitError, match="query_seconds"):
            pool.execute(QueryRequest(CROSS.replace(" ", " " * spaces)))
    with pytest.raises(LimitError) as caught:
        pool.execute(QueryRequest(f"{CROSS} # again"))
    assert caught.value.limit == "fatal_runs"
    assert pool.execute(QueryRequest("ASK {}")).body
    assert pool.outcomes[Lane.ADHOC, Outcome.DEADLY] == 3
    pool.close()


def test_clients_pay_for_their_time(limits: Settings) -> None:
    """A client whose time is used up is told when to come back; others and we go on."""
    pool = QueryPool(replace(limits, query_seconds=0.4, client_burst=0.2), prefixes={})
    with pytest.raises(LimitError, match="query_seconds"):
        pool.execute(QueryRequest(CROSS, client="one"))
    with pytest.raises(BusyError, match="client_seconds") as caught:
        pool.execute(QueryRequest("ASK {}", client="one"))
    assert caught.value.retry_after >= 1
    assert pool.execute(QueryRequest("ASK {}", client="two")).body
    assert pool.execute(QueryRequest("ASK {}")).body
    pool.close()


def test_clients_pay_for_errors(limits: Settings) -> None:
    """A client that sends wrong queries again and again is made to wait."""
    pool = QueryPool(replace(limits, client_errors=2), prefixes={})
    for text in ("ASK {", "HELLO"):
        with pytest.raises(SyntaxProblem):
            pool.execute(QueryRequest(text, client="one"))
    with pytest.raises(BusyError, match="client_errors"):
        pool.execute(QueryRequest("ASK {}", client="one"))
    pool.close()


def test_relative_addresses_stand_below_the_base(pool: QueryPool) -> None:
    """A relative address in a query is one of the data."""
    body = pool.execute(QueryRequest("SELECT (<entity/e1> AS ?e) {}")).body

    assert json.loads(body)["results"]["bindings"][0]["e"]["value"].endswith("example/entity/e1")


def test_own_default_graph(limits: Settings) -> None:
    """With `default_graph=own` a query sees only the default graph, as W3C datasets do."""
    pool = QueryPool(replace(limits, default_graph="own"), prefixes={})
    body = pool.execute(QueryRequest("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")).body
    pool.close()

    assert json.loads(body)["results"]["bindings"][0]["n"]["value"] == "0"


def test_default_graph_is_one_of_two(limits: Settings) -> None:
    """A default graph that there is no meaning for is an error of configuration."""
    with pytest.raises(ConfigurationError, match="neither union nor own"):
        QueryPool(replace(limits, default_graph="all"))


def test_long_queries_are_answered(pool: QueryPool) -> None:
    """A query as long as allowed is answered like a short one."""
    query = f"SELECT * {{ VALUES ?v {{ {'1 ' * 15_000} }} }}"

    assert pool.execute(QueryRequest(query)).body.count(b'"1"') == 15_000


@pytest.mark.parametrize("media_type", ["application/sparql-results+xml", "application/rdf+xml"])
def test_xml_is_well_formed(pool: QueryPool, media_type: str) -> None:
    """XML keeps carriage returns, and what it cannot carry is an error, not a broken answer."""
    ask = "CONSTRUCT { <urn:a> <urn:b> ?x } WHERE" if "rdf" in media_type else "SELECT * WHERE"
    query = ask + r" { VALUES ?x { 'line\r\nline' } }"
    body = pool.execute(QueryRequest(query, formats=(media_type,))).body
    root = ElementTree.fromstring(body)  # noqa: S314 - an answer of our own
    texts = [element.text for element in root.iter()]
    assert "line\r\nline" in texts
    with pytest.raises(RequestError, match="XML cannot carry"):
        pool.execute(QueryRequest(query.replace(r"\r", r"\u0001"), formats=(media_type,)))


@pytest.mark.parametrize(
    ("media_type", "body", "lines"),
    [
        ("text/turtle", b"<a> <b> [] , 'x'@de .", 2),
        ("application/n-triples", b"<urn:a> <urn:b> _:x .\n", 1),
        ("application/trig", b"<urn:g> { <a> <b> 1 }", 1),
        ("application/ld+json", b'{"@id": "urn:a", "urn:p": "x"}', 1),
        ("text/turtle", b"", 0),
    ],
)
def test_bodies_are_read(pool: QueryPool, media_type: str, body: bytes, lines: int) -> None:
    """A body of RDF comes back as N-Quads lines."""
    read = pool.read_graph(GraphContent(media_type, body, "https://data.example/"))

    assert len(list(ox.parse(read, ox.RdfFormat.N_QUADS))) == lines


def test_blank_nodes_are_fresh(pool: QueryPool) -> None:
    """The same label in two bodies means two nodes."""
    content = GraphContent("application/n-triples", b"_:x <urn:b> <urn:c> .\n", "")

    assert pool.read_graph(content) != pool.read_graph(content)


@pytest.mark.parametrize(
    ("media_type", "body", "error"),
    [
        ("text/turtle", b"<a> <b> \n 'x'@@ .", SyntaxProblem),
        ("application/rdf+xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', RequestError),
        ("application/rdf+xml", "<a/>".encode("utf-16"), RequestError),
        ("text/html", b"<p>", RequestError),
        ("application/n-triples", b"<<(" * 200_000, RequestError),
        ("application/ld+json", b'{"@context": "http://127.0.0.1/"}', SyntaxProblem),
    ],
    ids=["turtle", "entities", "wide", "no RDF", "deep", "remote context"],
)
def test_bad_bodies_are_refused(
    pool: QueryPool, media_type: str, body: bytes, error: type[Exception]
) -> None:
    """A body that cannot be read is the caller's error, and the next one is read."""
    with pytest.raises(error):
        pool.read_graph(GraphContent(media_type, body, "https://data.example/"))
    assert pool.read_graph(GraphContent("text/turtle", b"<a> <b> 1 .", "https://data.example/"))


def test_places_of_errors(pool: QueryPool) -> None:
    """Wrong queries and bodies carry line and column."""
    with pytest.raises(SyntaxProblem) as query:
        pool.execute(QueryRequest("SELECT * {\n ?s ?p }"))
    with pytest.raises(SyntaxProblem) as body:
        pool.read_graph(GraphContent("text/turtle", b"<a>\n <b> 'x'@@ .", "https://a.example/"))
    assert (query.value.line, query.value.column) == (2, 9)
    assert (body.value.line, body.value.column) == (2, 10)


def test_bodies_that_grow_are_refused(limits: Settings) -> None:
    """A body whose triples are far longer than itself ends with the limit of uploads."""
    pool = QueryPool(replace(limits, upload_bytes=30_000), prefixes={})
    text = f"@prefix p: <urn:{'x' * 10_000}> .\n" + "p:a p:b p:c .\n" * 1_000
    with pytest.raises(LimitError) as caught:
        pool.read_graph(GraphContent("text/turtle", text.encode(), ""))
    pool.close()
    assert caught.value.limit == "upload_bytes"


def test_large_bodies_are_refused(limits: Settings) -> None:
    """A body beyond the limit is not even sent to a worker."""
    pool = QueryPool(replace(limits, upload_bytes=10), prefixes={})
    with pytest.raises(LimitError, match="upload_bytes"):
        pool.read_graph(GraphContent("text/turtle", b"<a> <b> 1 .", ""))
    pool.close()


def test_idle_workers_follow_the_newest_checkpoint(tmp_path: Path) -> None:
    """A worker without work lets go of an old checkpoint, so that its files can be deleted."""
    store = ox.Store(str(tmp_path / "store"))
    checkpoints = Checkpoints(tmp_path)
    first = checkpoints.publish(store, 1)
    pool = QueryPool(Settings(home=tmp_path, workers=1), prefixes={})
    pool.start()
    pool.execute(QueryRequest("ASK {}"))
    for sequence in (2, 3):
        checkpoints.publish(store, sequence)
    assert first in checkpoints.all()
    end = time.monotonic() + 10
    while first in checkpoints.all() and time.monotonic() < end:
        time.sleep(0.2)
        checkpoints.tidy()
    pool.close()

    assert first not in checkpoints.all()


def test_deaths_leave_nothing_behind(limits: Settings) -> None:
    """After many killed workers the pool holds as many files and processes as before."""
    pool = QueryPool(replace(limits, query_seconds=0.15), prefixes={})
    pool.start()
    pool.execute(QueryRequest("ASK {}"))
    before = len(list(Path("/proc/self/fd").iterdir()))
    for number in range(15):
        with pytest.raises(LimitError, match="query_seconds"):
            pool.execute(QueryRequest(CROSS.replace("?n", f"?n{number}")))
    pool.execute(QueryRequest("ASK {}"))
    after = len(list(Path("/proc/self/fd").iterdir()))
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    pool.close()

    assert after <= before + 6
    assert len(children) <= 6
