from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from nutgraf.errors import LimitError, RequestError, StoreError
from nutgraf.settings import Settings
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.formats import GRAPH_TYPES, RESULT_TYPES
from nutgraf.store.interface import Lane, QueryForm, QueryRequest, QueryStore
from nutgraf.store.pool import QueryPool

BASE = "https://data.example/"

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
DOUBLINGS = " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(36))
CRASH = "ASK { FILTER(" + "!" * 19_000 + "true) }"
BOMB = f"SELECT (STRLEN(?a36) AS ?n) {{ BIND('abcdefgh' AS ?a0) {DOUBLINGS} }}"


@pytest.fixture
def loaded(store: EmbeddedStore, make_entry: Any) -> EmbeddedStore:
    """A published store of one article with 60 facts."""
    store.accept(make_entry(facts=tuple(f"fact {number}" for number in range(60))))
    store.publish()
    return store


def count(pool: QueryPool, query: str, **dataset: tuple[str, ...]) -> int:
    """Number of solutions of a SELECT query."""
    body = pool.execute(QueryRequest(query, **dataset)).body
    return len(json.loads(body)["results"]["bindings"])


def test_pool_is_a_query_store(loaded: EmbeddedStore, pool: QueryPool) -> None:
    """The pool keeps the protocol that the other rooms see."""
    seen: QueryStore = pool
    assert seen.sequence == loaded.sequence


@pytest.mark.parametrize("media_type", RESULT_TYPES)
def test_result_formats(loaded: EmbeddedStore, pool: QueryPool, media_type: str) -> None:
    """SELECT and ASK answer in each result format, whole."""
    query = f"SELECT ?f {{ ?v <{BASE}says> ?f }}"
    select = pool.execute(QueryRequest(query, formats=(media_type,)))
    assert (select.media_type, select.form) == (media_type, QueryForm.SELECT)
    assert select.body.count(b"fact ") == 60
    ask = pool.execute(QueryRequest("ASK { ?s ?p ?o }", formats=(media_type,)))
    assert (ask.form, b"true" in ask.body) == (QueryForm.ASK, True)


@pytest.mark.parametrize("media_type", GRAPH_TYPES)
@pytest.mark.parametrize(
    "query", [f"CONSTRUCT WHERE {{ ?v <{BASE}says> ?f }}", f"DESCRIBE <{BASE}v1>"]
)
def test_graph_formats(loaded: EmbeddedStore, pool: QueryPool, query: str, media_type: str) -> None:
    """CONSTRUCT and DESCRIBE answer in each RDF format that reads back to the same triples."""
    answer = pool.execute(QueryRequest(query, formats=(media_type,)))
    rdf = ox.RdfFormat.from_media_type(media_type)
    triples = {quad.triple for quad in ox.parse(answer.body, rdf)}
    assert answer.media_type == media_type
    assert len(triples) == (60 if answer.form is QueryForm.CONSTRUCT else 61)


def test_turtle_has_our_prefixes(loaded: EmbeddedStore, pool: QueryPool) -> None:
    """Turtle is the default of graphs and is written with prefixes."""
    answer = pool.execute(QueryRequest(f"DESCRIBE <{BASE}v1>"))
    assert answer.media_type == "text/turtle"
    assert f"@prefix d: <{BASE}> .".encode() in answer.body
    assert b"d:v1 d:" in answer.body


def test_first_fitting_format(loaded: EmbeddedStore, pool: QueryPool) -> None:
    """Of the formats a caller takes, the first that fits the form is used."""
    formats = ("text/turtle", "text/csv", "application/sparql-results+xml")
    assert pool.execute(QueryRequest("ASK {}", formats=formats)).media_type == "text/csv"
    with pytest.raises(RequestError, match="ask answers come as"):
        pool.execute(QueryRequest("ASK {}", formats=("text/turtle",)))


def test_dataset(loaded: EmbeddedStore, pool: QueryPool) -> None:
    """Without a dataset the default graph is the union; FROM and the protocol narrow it."""
    report, source = f"{BASE}graph/report/v1", f"{BASE}graph/source/a1"
    both = f"SELECT * {{ <{BASE}v1> ?p ?o }}"
    named = f"SELECT * {{ GRAPH ?g {{ <{BASE}v1> ?p ?o }} }}"
    assert count(pool, both) == 61
    assert count(pool, both.replace("{", f"FROM <{source}> {{", 1)) == 1
    assert count(pool, both, default_graphs=(report,)) == 60
    assert count(pool, both, default_graphs=(report, source)) == 61
    assert count(pool, named) == 61
    assert count(pool, named, named_graphs=(source,)) == 1
    assert count(pool, both, named_graphs=(source,)) == 0
    assert count(pool, named, default_graphs=(source,)) == 0


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        (CROSS, "query_seconds"),
        (BOMB, "worker_bytes"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", "answer_bytes"),
        ("SELECT * {" + "{" * 3_000, "query_depth"),
    ],
    ids=["time", "memory", "answer", "depth"],
)
def test_limits_hold(loaded: EmbeddedStore, settings: Settings, query: str, limit: str) -> None:
    """A query beyond a limit ends in time with that limit's error, and the next one is fine."""
    seconds = 30.0 if limit == "worker_bytes" else settings.query_seconds
    bounded = replace(settings, query_seconds=seconds, worker_bytes=500_000_000)
    pool = QueryPool(bounded, prefixes={})
    begin = time.monotonic()
    with pytest.raises(LimitError, match=limit) as caught:
        pool.execute(QueryRequest(query))
    assert time.monotonic() - begin < seconds + 1
    assert caught.value.limit == limit
    assert count(pool, "SELECT * { ?s ?p ?o } LIMIT 1") == 1
    pool.close()


def test_report_lane_has_its_own_time(loaded: EmbeddedStore, pool: QueryPool) -> None:
    """A canned report is stopped at the report limit while the other lane is free."""
    with pytest.raises(LimitError) as caught:
        pool.execute(QueryRequest(CROSS, lane=Lane.REPORT))
    assert caught.value.limit == "report_seconds"


def test_crash_is_told(loaded: EmbeddedStore, settings: Settings) -> None:
    """A query that crashes the engine says so, and the next one is fine."""
    pool = QueryPool(replace(settings, query_operators=20_000), prefixes={})
    with pytest.raises(RequestError, match="SIGSEGV"):
        pool.execute(QueryRequest(CRASH))
    assert pool.execute(QueryRequest("ASK {}")).form is QueryForm.ASK
    pool.close()


def test_killed_worker_is_replaced(loaded: EmbeddedStore, pool: QueryPool) -> None:
    """A worker that died between two queries is replaced unnoticed."""
    pool.execute(QueryRequest("ASK {}"))
    worker = pool._lanes[Lane.ADHOC].workers[0]
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    os.waitid(os.P_PID, worker.pid, os.WEXITED | os.WNOWAIT)
    assert pool.execute(QueryRequest("ASK {}")).body


def test_busy_lane_says_so(loaded: EmbeddedStore, pool: QueryPool) -> None:
    """Who waits in vain for a worker is told so; the other lane answers meanwhile."""
    pool.start()
    errors: list[LimitError] = []

    def ask() -> None:
        with pytest.raises(LimitError) as caught:
            pool.execute(QueryRequest(CROSS))
        errors.append(caught.value)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert pool.execute(QueryRequest("ASK {}", lane=Lane.REPORT)).body
    for thread in threads:
        thread.join()
    assert {error.limit for error in errors} <= {"query_seconds", "queue_seconds"}
    assert len(errors) == 2


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT * {\n ?s ?p }", "not valid: error at 2:9"),
        ("SELECT (1 AS ?s) { ?s ?p ?o }", "not valid"),
        ("ASK { <http://[> ?p ?o }", "not valid"),
    ],
)
def test_syntax_errors(loaded: EmbeddedStore, pool: QueryPool, query: str, why: str) -> None:
    """A wrong query is the caller's error, with line and column."""
    with pytest.raises(RequestError, match=why):
        pool.execute(QueryRequest(query))


def test_bad_graph_name(loaded: EmbeddedStore, pool: QueryPool) -> None:
    """A dataset graph that is no address is the caller's error."""
    with pytest.raises(RequestError, match="failed"):
        pool.execute(QueryRequest("ASK {}", default_graphs=("no address",)))


def test_new_checkpoint_is_seen(loaded: EmbeddedStore, pool: QueryPool, make_entry: Any) -> None:
    """After each publication the next answer is of the new data and carries its number."""
    query = QueryRequest(f"SELECT DISTINCT ?v {{ ?v <{BASE}says> ?f }}")
    for number in range(2, 6):
        seq = loaded.accept(make_entry("a1", f"v{number}")).seq
        before = pool.execute(query)
        assert before.sequence < seq
        assert loaded.publish() == seq == pool.sequence
        after = pool.execute(query)
        assert after.sequence == seq
        assert len(json.loads(after.body)["results"]["bindings"]) == number


def test_nothing_published(pool: QueryPool) -> None:
    """Before the first checkpoint the pool says what to do."""
    with pytest.raises(StoreError, match="load an article first"):
        pool.execute(QueryRequest("ASK {}"))


def test_hostile_and_honest_side_by_side(loaded: EmbeddedStore, settings: Settings) -> None:
    """Threads share a pool: each gets its own answer while attackers are stopped."""
    pool = QueryPool(replace(settings, workers=2), prefixes={})
    answers: list[int] = []

    def attack() -> None:
        with pytest.raises(LimitError):
            pool.execute(QueryRequest(CROSS))

    def work(number: int) -> None:
        query = f"SELECT * {{ ?s ?p ?o }} LIMIT {number}"
        body = pool.execute(QueryRequest(query, lane=Lane.REPORT)).body
        answers.append(len(json.loads(body)["results"]["bindings"]) - number)

    threads = [threading.Thread(target=attack) for _ in range(2)]
    threads += [threading.Thread(target=work, args=(number,)) for number in range(1, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pool.close()
    assert answers == [0] * 19


ORPHAN = """
import sys
from pathlib import Path
from nutgraf.settings import Settings
from nutgraf.store.interface import Lane, QueryRequest
from nutgraf.store.pool import QueryPool
pool = QueryPool(Settings(home=Path(sys.argv[1]), query_seconds=60, workers=1), prefixes={})
pool.start()
print(pool._lanes[Lane.ADHOC].workers[0].pid, flush=True)
pool.execute(QueryRequest(sys.argv[2]))
"""


def test_orphan_ends(loaded: EmbeddedStore, settings: Settings) -> None:
    """A worker busy with an endless query ends soon after its parent was killed."""
    command = [sys.executable, "-c", ORPHAN, str(settings.home), CROSS]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        time.sleep(0.5)
        parent.kill()
    end = time.monotonic() + 5
    while Path(f"/proc/{worker}/stat").exists() and time.monotonic() < end:
        if Path(f"/proc/{worker}/stat").read_text().split()[2] == "Z":
            break
        time.sleep(0.1)
    assert time.monotonic() < end


def test_idle_worker_is_small(loaded: EmbeddedStore, pool: QueryPool) -> None:
    """A worker reserves few addresses, else its threads sometimes fail to start under the cap."""
    pool.execute(QueryRequest("ASK {}"))
    pid = pool._lanes[Lane.ADHOC].workers[0].pid
    status = Path(f"/proc/{pid}/status").read_text()
    size = next(line for line in status.splitlines() if line.startswith("VmSize"))
    assert int(size.split()[1]) < 300_000


def test_worker_leaves_no_process(loaded: EmbeddedStore, pool: QueryPool) -> None:
    """Closing the pool ends its processes."""
    pool.start()
    pids = [worker.pid for lane in pool._lanes.values() for worker in lane.workers if worker.pid]
    pool.close()
    assert len(pids) == 2
    for pid in pids:
        assert pid is not None
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
