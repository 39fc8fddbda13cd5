"""What every store does alike; what one does not is listed in differences.yaml."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import threading
import time
from typing import Any

import pyoxigraph as ox
import pytest

from nutgraf.errors import ForbiddenError, LimitError, NotFoundError, NutgrafError, RequestError
from nutgraf.store.formats import GRAPH_TYPES, RESULT_TYPES
from nutgraf.store.interface import GraphContent, QueryForm, QueryRequest, UpdateRequest

from .engines import Engine

NT = "application/n-triples"
BASE = "https://data.example/"
LINE = "<urn:s> <urn:p> <urn:o> .\n"
OTHER = "<urn:s> <urn:q> <urn:o2> .\n"
CROSS = "SELECT (COUNT(*) AS ?n) {{ {} FILTER(?o0 != ?o1 && ?o2 = ?o3) }}"


def content(text: str, media_type: str = NT) -> list[GraphContent]:
    """The parts of a Graph Store request of one body."""
    return [GraphContent(media_type, text.encode(), "urn:base:")]


def rows(engine: Engine, query: str, **dataset: tuple[str, ...]) -> list[dict[str, Any]]:
    """Solutions of a SELECT query."""
    request = QueryRequest(query, ("application/sparql-results+json",), **dataset)
    found: list[dict[str, Any]] = json.loads(engine.reads.execute(request).body)["results"][
        "bindings"
    ]
    return found


def objects(engine: Engine, graph: str) -> list[str]:
    """Values of all objects in a graph, in order."""
    found = rows(engine, f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    return sorted(row["o"]["value"] for row in found)


def update(engine: Engine, text: str, **dataset: tuple[str, ...]) -> int:
    """Run an update; its sequence number."""
    return engine.writes.update(UpdateRequest(text, **dataset)).sequence


def heavy(engine: Engine, graph: str) -> str:
    """A query that takes far longer than the limit on what it first puts in."""
    lines = "".join(f"<urn:s{n}> <urn:p{n % 7}> <urn:o{n}> .\n" for n in range(600))
    engine.writes.put_graph(graph, content(lines))
    patterns = " ".join(f"GRAPH <{graph}> {{ ?s{n} ?p{n} ?o{n} }}" for n in range(4))
    return CROSS.format(patterns)


@pytest.mark.parametrize("media_type", RESULT_TYPES)
def test_select(engine: Engine, graph: str, media_type: str) -> None:
    """SELECT answers in every result format with the same values."""
    engine.writes.put_graph(graph, content('<urn:s> <urn:p> "one, two"@de .\n'))
    query = f"SELECT ?s ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    answer = engine.reads.execute(QueryRequest(query, (media_type,)))
    assert (answer.media_type, answer.form) == (media_type, QueryForm.SELECT)
    if media_type == "text/csv":
        found = list(csv.reader(io.StringIO(answer.body.decode())))
        assert found == [["s", "o"], ["urn:s", "one, two"]]
        return
    parsed = ox.parse_query_results(answer.body, ox.QueryResultsFormat.from_media_type(media_type))
    assert isinstance(parsed, ox.QuerySolutions)
    expected = [(ox.NamedNode("urn:s"), ox.Literal("one, two", language="de"))]
    assert [(row["s"], row["o"]) for row in parsed] == expected


@pytest.mark.parametrize("query", ["ASK {}", "ASK { GRAPH <urn:none> { ?s ?p ?o } }"])
def test_ask(engine: Engine, query: str) -> None:
    """ASK answers with true or false as the results format has them."""
    answer = engine.reads.execute(QueryRequest(query, ("application/sparql-results+json",)))
    assert answer.form is QueryForm.ASK
    assert json.loads(answer.body)["boolean"] is (query == "ASK {}")


@pytest.mark.parametrize("media_type", GRAPH_TYPES)
def test_construct(engine: Engine, graph: str, media_type: str) -> None:
    """CONSTRUCT answers in every RDF format with the same triples."""
    engine.writes.put_graph(graph, content('<urn:s> <urn:p> "ü"@de .\n' + OTHER))
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    answer = engine.reads.execute(QueryRequest(query, (media_type,)))
    rdf = ox.RdfFormat.from_media_type(media_type)
    triples = {str(quad.triple) for quad in ox.parse(answer.body, rdf)}
    assert triples == {'<urn:s> <urn:p> "ü"@de', "<urn:s> <urn:q> <urn:o2>"}


def test_put_replaces(engine: Engine, graph: str) -> None:
    """PUT makes a graph, tells that it is new, and later replaces it as a whole."""
    first = engine.writes.put_graph(graph, content(LINE))
    second = engine.writes.put_graph(graph, content(OTHER))
    assert objects(engine, graph) == ["urn:o2"]
    assert (first.created, second.created) == (True, False)


def test_post_adds(engine: Engine, graph: str) -> None:
    """POST keeps what a graph has, and makes graphs that are not there."""
    engine.writes.add_to_graph(graph, content(LINE))
    engine.writes.add_to_graph(graph, content(OTHER))
    assert objects(engine, graph) == ["urn:o", "urn:o2"]


def test_several_parts(engine: Engine, graph: str) -> None:
    """A graph may come in parts."""
    parts = [*content(LINE), *content("<urn:s> <urn:q> <urn:o2> .", "text/turtle")]
    engine.writes.put_graph(graph, parts)
    assert objects(engine, graph) == ["urn:o", "urn:o2"]


def test_delete_removes(engine: Engine, graph: str) -> None:
    """DELETE removes a graph, and says so where there is none."""
    engine.writes.put_graph(graph, content(LINE))
    engine.writes.drop_graph(graph)
    assert objects(engine, graph) == []
    with pytest.raises(NotFoundError):
        engine.writes.drop_graph(graph)


def test_default_graph(engine: Engine) -> None:
    """The graph without a name is written as any other, and is in no named one."""
    engine.writes.put_graph(None, content("<urn:s> <urn:p> <urn:nameless> .\n"))
    assert len(rows(engine, "SELECT ?s { ?s ?p <urn:nameless> }")) == 1
    assert rows(engine, "SELECT ?g { GRAPH ?g { ?s ?p <urn:nameless> } }") == []


def test_datasets(engine: Engine, graph: str) -> None:
    """Quads of a dataset each go to their own graph."""
    text = f"<urn:s> <urn:p> <urn:a> <{graph}> .\n<urn:s> <urn:p> <urn:b> <{graph}-b> .\n"
    engine.writes.add_dataset(content(text, "application/n-quads"))
    assert (objects(engine, graph), objects(engine, f"{graph}-b")) == (["urn:a"], ["urn:b"])


def test_broken_body(engine: Engine, graph: str) -> None:
    """A body that is no RDF is the caller's mistake and changes nothing."""
    engine.writes.put_graph(graph, content(LINE))
    with pytest.raises(RequestError):
        engine.writes.put_graph(graph, content("<urn:s> <urn:p> nonsense .\n"))
    assert objects(engine, graph) == ["urn:o"]


def test_update(engine: Engine, graph: str) -> None:
    """The next read sees what an update inserted and deleted."""
    update(engine, f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:s> <urn:p> 1, 2, 3 }} }}")
    assert objects(engine, graph) == ["1", "2", "3"]
    update(
        engine,
        f"WITH <{graph}> DELETE {{ ?s ?p ?o }} INSERT {{ ?s ?p ?more }}"
        " WHERE { ?s ?p ?o FILTER(?o > 1) BIND(?o + 10 AS ?more) }",
    )
    assert objects(engine, graph) == ["1", "12", "13"]


def test_updates_are_atomic(engine: Engine, graph: str) -> None:
    """Where one operation of a request fails, none has changed anything."""
    engine.writes.put_graph(graph, content(LINE))
    text = f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:s> <urn:p> 1 }} }} ; CREATE GRAPH <{graph}>"
    # Whose fault it was is not the point here: some servers say 500.
    with pytest.raises(NutgrafError):
        update(engine, text)
    assert objects(engine, graph) == ["urn:o"]


def test_using_parameters(engine: Engine, graph: str) -> None:
    """The patterns of an update see the graphs that the protocol names."""
    engine.writes.put_graph(f"{graph}-a", content(LINE))
    engine.writes.put_graph(f"{graph}-b", content(OTHER))
    text = f"INSERT {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}"
    update(engine, text, using_graphs=(f"{graph}-b",))
    assert objects(engine, graph) == ["urn:o2"]


def test_dataset_parameters(engine: Engine, graph: str) -> None:
    """The patterns of a query see the graphs that the protocol names."""
    engine.writes.put_graph(f"{graph}-a", content(LINE))
    engine.writes.put_graph(f"{graph}-b", content(OTHER))
    found = rows(engine, "SELECT ?o { ?s ?p ?o }", default_graphs=(f"{graph}-a",))
    assert [row["o"]["value"] for row in found] == ["urn:o"]
    named = rows(engine, "SELECT ?o { GRAPH ?g { ?s ?p ?o } }", named_graphs=(f"{graph}-b",))
    assert [row["o"]["value"] for row in named] == ["urn:o2"]


def test_union(engine: Engine, graph: str) -> None:
    """Without a dataset the default graph is the union of all."""
    engine.writes.put_graph(graph, content(f"<urn:s> <urn:p> <{graph}:here> .\n"))
    assert len(rows(engine, f"SELECT ?s {{ ?s ?p <{graph}:here> }}")) == 1


@pytest.mark.parametrize(
    "term",
    [
        '"01"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"2026-02-30"^^<http://www.w3.org/2001/XMLSchema#date>',
        '"2026-01-02T03:04:05Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>',
        '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
        '"\\"\\\\\\n\\t \U0001f4f0 \u00e4\u0301"@de',
        '""',
        "<https://data.example/%C3%BC?a=b&c#d>",
    ],
    ids=["integer", "decimal", "no-date", "time", "boolean", "text", "empty", "address"],
)
def test_terms_come_back(engine: Engine, graph: str, term: str) -> None:
    """A term comes back as it was written, to the letter."""
    engine.writes.put_graph(graph, content(f"<urn:s> <urn:p> {term} .\n"))
    (row,) = rows(engine, f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    expected = next(iter(ox.parse(f"<urn:s> <urn:p> {term} .", ox.RdfFormat.N_TRIPLES))).object
    if isinstance(expected, ox.Literal):
        found = (row["o"]["value"], row["o"].get("datatype"), row["o"].get("xml:lang"))
        datatype = expected.datatype.value
        plain = datatype.endswith(("#string", "#langString"))
        assert found == (expected.value, None if plain else datatype, expected.language)
    else:
        assert row["o"] == {"type": "uri", "value": expected.value}


def test_blank_nodes(engine: Engine, graph: str) -> None:
    """Blank nodes of one body stay the same and apart from each other."""
    engine.writes.put_graph(
        graph, content("_:a <urn:p> _:b .\n_:b <urn:p> _:c .\n_:c <urn:q> <urn:o> .\n")
    )
    query = f"SELECT ?a {{ GRAPH <{graph}> {{ ?a <urn:p>/<urn:p>/<urn:q> <urn:o> }} }}"
    (row,) = rows(engine, query)
    assert row["a"]["type"] == "bnode"


def test_paths(engine: Engine, graph: str) -> None:
    """A path of any length reaches each node once."""
    lines = "".join(f"<urn:n{n}> <urn:next> <urn:n{(n + 1) % 6}> .\n" for n in range(6))
    engine.writes.put_graph(graph, content(lines))
    query = f"SELECT ?x {{ GRAPH <{graph}> {{ <urn:n0> <urn:next>* ?x }} }}"
    assert sorted(row["x"]["value"] for row in rows(engine, query)) == [
        f"urn:n{n}" for n in range(6)
    ]


@pytest.mark.parametrize(
    "query",
    ["SELECT * {", "SELECT ?x WHERE { ?x }", "SELECT (1 AS ?x) (2 AS ?x) {}", "nonsense"],
)
def test_wrong_queries(engine: Engine, query: str) -> None:
    """A query that is not well-formed is the caller's mistake."""
    with pytest.raises(RequestError):
        engine.reads.execute(QueryRequest(query))


@pytest.mark.parametrize("text", ["INSERT DATA {", "DELETE { ?s ?p } WHERE {}", "nonsense"])
def test_wrong_updates(engine: Engine, text: str) -> None:
    """An update that is not well-formed is the caller's mistake."""
    with pytest.raises(RequestError):
        update(engine, text)


def test_no_calls(engine: Engine) -> None:
    """No store calls other machines for a stranger."""
    with pytest.raises(ForbiddenError, match="service_allow"):
        engine.reads.execute(QueryRequest("SELECT * { SERVICE <http://127.0.0.1:9/> {} }"))
    with pytest.raises(ForbiddenError, match="LOAD"):
        update(engine, "LOAD <http://127.0.0.1:9/>")


@pytest.mark.parametrize(
    "text",
    [
        f"INSERT DATA {{ GRAPH <{BASE}graph/event> {{ <urn:s> <urn:p> 1 }} }}",
        f"PREFIX g: <{BASE}graph/> INSERT DATA {{ GRAPH g:event {{ <urn:s> <urn:p> 1 }} }}",
        f"WITH <{BASE}graph/event> INSERT {{ <urn:s> <urn:p> 1 }} WHERE {{}}",
        f"CREATE GRAPH <{BASE}graph/mine>",
        f"COPY <urn:a> TO <{BASE}graph/event>",
    ],
)
def test_managed_graphs_are_closed(engine: Engine, text: str) -> None:
    """No update writes a graph that changes only by ingest, identity and review."""
    with pytest.raises(ForbiddenError, match="graph of your own"):
        update(engine, text)


def test_managed_graphs_are_closed_to_uploads(engine: Engine) -> None:
    """No Graph Store request writes such a graph either."""
    name = f"{BASE}graph/event"
    with pytest.raises(ForbiddenError, match="graph of your own"):
        engine.writes.put_graph(name, content(LINE))
    with pytest.raises(ForbiddenError, match="graph of your own"):
        engine.writes.drop_graph(name)


def test_answers_are_never_shortened(engine: Engine, graph: str) -> None:
    """An answer larger than the limit is an error that names the setting."""
    lines = "".join(f'<urn:s> <urn:p> "{"x" * 50}{n}" .\n' for n in range(9_000))
    engine.writes.put_graph(graph, content(lines))
    query = f"SELECT * {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    with pytest.raises(LimitError) as caught:
        engine.reads.execute(QueryRequest(query))
    assert caught.value.limit == "answer_bytes"


def test_time_is_limited(engine: Engine, graph: str) -> None:
    """A query that takes longer than the limit ends with an error that names the setting."""
    query = heavy(engine, graph)
    start = time.monotonic()
    with pytest.raises(LimitError) as caught:
        engine.reads.execute(QueryRequest(query))
    assert caught.value.limit == "query_seconds"
    assert time.monotonic() - start < 3.5


def test_cancel(engine: Engine, graph: str) -> None:
    """A running query is listed, and ends when it is cancelled."""
    query = heavy(engine, graph)
    caught: list[str] = []

    def ask() -> None:
        try:
            engine.reads.execute(QueryRequest(query))
        except LimitError as error:
            caught.append(error.limit)

    thread = threading.Thread(target=ask)
    thread.start()
    while not (running := engine.reads.running()):
        time.sleep(0.02)
    time.sleep(0.2)
    assert running[0].query == query
    assert engine.reads.cancel(running[0].query_id)
    thread.join(1.0)
    assert caught == ["cancelled"]
    assert engine.reads.running() == ()
    assert not engine.reads.cancel(running[0].query_id)


def test_stream(engine: Engine, graph: str) -> None:
    """A streamed answer is the whole answer, and one that is left early does no harm."""
    lines = "".join(f"<urn:s> <urn:p> <urn:o{n:04}> .\n" for n in range(3_000))
    engine.writes.put_graph(graph, content(lines))
    request = QueryRequest(f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", ("text/csv",))

    async def read() -> bytes:
        stream = await engine.reads.stream(request)
        body = stream.first
        if stream.chunks is not None:
            async for piece in stream.chunks:
                body += piece
        return body

    async def leave() -> None:
        stream = await engine.reads.stream(request)
        if stream.chunks is not None:
            await stream.chunks.aclose()

    assert asyncio.run(read()).count(b"\n") == 3_001
    asyncio.run(leave())
    assert engine.reads.running() == ()
    assert len(objects(engine, graph)) == 3_000


def test_sequence_grows(engine: Engine, graph: str) -> None:
    """Each write has a later sequence number, and reads are at least there."""
    first = update(engine, f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:s> <urn:p> 1 }} }}")
    second = engine.writes.add_to_graph(graph, content(LINE)).sequence
    assert first < second <= engine.reads.sequence
    before = engine.reads.version
    engine.writes.drop_graph(graph)
    assert before.mark != engine.reads.version.mark
