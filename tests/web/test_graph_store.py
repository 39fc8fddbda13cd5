"""Writing and reading graphs over HTTP, on a real store with a real writer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from nutgraf.reports.catalogue import Catalogue
from nutgraf.settings import Settings
from nutgraf.store.pool import QueryPool
from nutgraf.store.write_queue import WriteQueue
from nutgraf.web.application import create_app
from nutgraf.web.tokens import Scope, TokenFile

from .conftest import Client

TURTLE = {"Content-Type": "text/turtle"}
ONE = "<urn:s> <urn:p> 1 ."
TWO = "<urn:s> <urn:p> 2 ."
PUT_BY = "/rdf-graph-store?graph="


@dataclass(frozen=True)
class Writer:
    """Calls the application with a token for updates."""

    call: Client
    token: str

    def __call__(self, path: str, method: str = "GET", **rest: Any) -> httpx.Response:
        """Make one call."""
        headers = {"Authorization": f"Bearer {self.token}", **rest.pop("headers", {})}
        return self.call(path, method, headers=headers, **rest)

    def put(self, graph: str, turtle: str, **headers: str) -> httpx.Response:
        """Replace a graph."""
        return self(f"{PUT_BY}{quote(graph)}", "PUT", content=turtle, headers=TURTLE | headers)

    def get(self, graph: str, **headers: str) -> httpx.Response:
        """Read a graph as N-Triples."""
        wanted = {"Accept": "application/n-triples", **headers}
        return self(f"{PUT_BY}{quote(graph)}", headers=wanted)

    def update(self, text: str) -> httpx.Response:
        """Send an update."""
        headers = {"Content-Type": "application/sparql-update"}
        return self("/sparql", "POST", content=text, headers=headers)

    def ask(self, pattern: str, **more: str) -> bool:
        """Whether the data have a pattern."""
        answer = self("/sparql", "POST", data={"query": f"ASK {{ {pattern} }}", **more})
        return bool(answer.json()["boolean"])


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """The application over an empty data directory with writes on."""
    home = tmp_path_factory.mktemp("written") / "home"
    settings = Settings(home=home, base="http://test/", writes="on", workers=1)
    pool = QueryPool(settings)
    queue = WriteQueue(settings, pool.read_graph)
    queue.start()
    token = TokenFile(home).add([Scope.UPDATE], "2026-01-01T00:00:00+00:00")
    yield Writer(Client(create_app(settings, pool, Catalogue.load(), queue)), token)
    queue.close()
    pool.close()


def test_a_graph_begins_changes_and_ends(writer: Writer) -> None:
    """PUT creates with 201 and replaces with 204; after DELETE there is no graph."""
    created, changed = writer.put("urn:g:1", ONE), writer.put("urn:g:1", TWO)
    found = writer.get("urn:g:1")
    deleted = writer(f"{PUT_BY}urn:g:1", "DELETE")

    assert [created.status_code, changed.status_code] == [201, 204]
    assert found.text.startswith('<urn:s> <urn:p> "2"')
    assert int(found.headers["x-data-seq"]) >= int(changed.headers["x-data-seq"])
    assert deleted.status_code == 204
    assert writer.get("urn:g:1").status_code == 404
    assert writer(f"{PUT_BY}urn:g:1", "DELETE").status_code == 404


def test_posts_add(writer: Writer) -> None:
    """POST keeps what is there; a form adds several documents at once."""
    writer.put("urn:g:2", ONE)
    writer(f"{PUT_BY}urn:g:2", "POST", content=TWO, headers=TURTLE)
    files = {name: (f"{name}.ttl", f"<urn:{name}> <urn:p> 3 .") for name in ("a", "b")}
    posted = writer(f"{PUT_BY}urn:g:2", "POST", files=files)

    assert posted.status_code == 204
    assert len(writer.get("urn:g:2").text.splitlines()) == 4


def test_the_default_graph_is_a_document_too(writer: Writer) -> None:
    """The graph without a name is read as it was put, whatever other graphs hold."""
    writer.put("urn:g:3", ONE)
    put = writer("/rdf-graph-store?default", "PUT", content=TWO, headers=TURTLE)
    found = writer("/rdf-graph-store?default", headers={"Accept": "application/n-triples"})

    assert put.status_code == 204
    assert found.text.splitlines() == [
        '<urn:s> <urn:p> "2"^^<http://www.w3.org/2001/XMLSchema#integer> .'
    ]


def test_a_new_graph_gets_an_address(writer: Writer) -> None:
    """POST to the store begins a graph that can be read at the address it was given."""
    posted = writer("/rdf-graph-store", "POST", content="<> <urn:p> 1 .", headers=TURTLE)
    place = posted.headers["location"]

    assert posted.status_code == 201
    assert place.startswith("http://test/rdf-graphs/")
    assert f"<{place}>" in writer(place.removeprefix("http://test")).text
    assert f"<{place}>" in writer.get(place).text


def test_a_graph_is_its_own_address(writer: Writer) -> None:
    """What is put at an address below `/rdf-graphs/` is the graph of that name."""
    put = writer("/rdf-graphs/a/b%20c", "PUT", content="<x> <urn:p> 1 .", headers=TURTLE)

    assert put.status_code == 201
    assert "<http://test/rdf-graphs/a/x>" in writer("/rdf-graphs/a/b%20c").text
    assert writer.ask("GRAPH <http://test/rdf-graphs/a/b%20c> { ?s ?p 1 }")
    assert writer("/rdf-graphs/nothing").status_code == 404


def test_an_empty_graph_exists(writer: Writer) -> None:
    """A graph that was put without triples is read as an empty one."""
    assert writer.put("urn:g:4", "").status_code == 201
    assert (writer.get("urn:g:4").status_code, writer.get("urn:g:4").text) == (200, "")


def test_head_is_get_without_a_body(writer: Writer) -> None:
    """HEAD tells type and tag of a graph, and 404 where there is none."""
    writer.put("urn:g:5", ONE)
    head = writer(f"{PUT_BY}urn:g:5", "HEAD", headers={"Accept": "text/turtle"})

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == "text/turtle; charset=utf-8"
    assert head.headers["etag"] == writer(f"{PUT_BY}urn:g:5").headers["etag"]
    assert writer(f"{PUT_BY}urn:none", "HEAD").status_code == 404


def test_datasets_are_added_graph_by_graph(writer: Writer) -> None:
    """TriG and N-Quads go to the graphs that they name."""
    headers = {"Content-Type": "application/trig"}
    trig = "<urn:d> <urn:p> 7 . <urn:g:6> { <urn:s> <urn:p> 6 } _:b { <urn:s> <urn:p> 8 }"
    posted = writer("/rdf-graph-store", "POST", content=trig, headers=headers)

    assert posted.status_code == 204
    assert writer.ask("GRAPH <urn:g:6> { ?s ?p 6 } GRAPH ?b { ?s ?p 8 } FILTER(isBlank(?b))")


def test_conditions_hold_between_looking_and_writing(writer: Writer) -> None:
    """With If-Match only what was read is replaced; with a star only what is new is made."""
    writer.put("urn:g:7", ONE)
    tag = writer.get("urn:g:7").headers["etag"]

    assert writer.put("urn:g:7", TWO, **{"If-Match": tag}).status_code == 204
    assert writer.put("urn:g:7", ONE, **{"If-Match": tag}).status_code == 412
    assert writer.put("urn:g:7", ONE, **{"If-None-Match": "*"}).status_code == 412
    assert writer.put("urn:g:none", ONE, **{"If-Match": "*"}).status_code == 412
    assert writer.put("urn:g:8", ONE, **{"If-None-Match": "*"}).status_code == 201
    assert '"2"' in writer.get("urn:g:7").text


def test_a_graph_is_not_sent_twice(writer: Writer) -> None:
    """Who has a graph is told so until the data change."""
    writer.put("urn:g:9", ONE)
    tag = writer.get("urn:g:9").headers["etag"]
    before = writer.get("urn:g:9", **{"If-None-Match": tag})
    writer.put("urn:g:9", TWO)

    assert before.status_code == 304
    assert writer.get("urn:g:9", **{"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("media_type", ["application/sparql-update", None])
def test_updates(writer: Writer, media_type: str | None) -> None:
    """An update sent as the body or in a form is seen by the next query."""
    name = "urn:u:body" if media_type else "urn:u:form"
    text = f"INSERT DATA {{ GRAPH <{name}> {{ <urn:s> <urn:p> <relative> }} }}"
    form = {"update": text}
    done = writer.update(text) if media_type else writer("/sparql", "POST", data=form)

    assert (done.status_code, done.content) == (204, b"")
    assert writer.ask(
        f"GRAPH <{name}> {{ ?s ?p ?o FILTER(isIRI(?o)) }}",
        **{"min-seq": done.headers["x-data-seq"]},
    )


def test_what_is_managed_is_not_written(writer: Writer) -> None:
    """Graphs of articles change by ingest alone, whichever way the write comes."""
    graph = "http://test/graph/report/1"
    put = writer.put(graph, ONE)
    update = writer.update(f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:s> <urn:p> 1 }} }}")
    headers = {"Content-Type": "application/n-quads"}
    quad = f"<urn:s> <urn:p> <urn:o> <{graph}> ."
    posted = writer("/rdf-graph-store", "POST", content=quad, headers=headers)

    assert [each.status_code for each in (put, update, posted)] == [403, 403, 403]
    assert "articles" in put.json()["detail"]


def test_sequences_that_are_not_reached_are_waited_for(writer: Writer) -> None:
    """A reader ahead of all writes is told where the data are, after a while."""
    answer = writer("/sparql?query=ASK{}&min-seq=100000")

    assert (answer.status_code, answer.json()["limit"]) == (503, "min_seq_seconds")
    assert answer.headers["retry-after"] == "5"


@pytest.mark.parametrize(
    ("path", "method", "content", "status"),
    [
        (f"{PUT_BY}urn:x", "PUT", "not turtle", 400),
        (f"{PUT_BY}relative", "PUT", ONE, 400),
        (f"{PUT_BY}urn:a%20b", "PUT", ONE, 400),
        (f"{PUT_BY}urn:a%20b", "GET", None, 400),
        ("/rdf-graph-store", "GET", None, 400),
        ("/rdf-graph-store", "PUT", ONE, 400),
        ("/rdf-graph-store", "DELETE", None, 400),
        (f"{PUT_BY}urn:x", "PATCH", ONE, 405),
        ("/sparql", "PUT", ONE, 405),
    ],
)
def test_requests_that_mean_nothing(
    writer: Writer, path: str, method: str, content: str | None, status: int
) -> None:
    """A wrong request is refused with a problem document."""
    answer = writer(path, method, content=content, headers=TURTLE if content else {})

    assert answer.status_code == status
    assert len(answer.json()["detail"]) > 20


def test_a_wrong_line_is_named(writer: Writer) -> None:
    """Errors of syntax name line and column, in queries, updates and uploads."""
    query = writer("/sparql", "POST", data={"query": "ASK {\n ?s ?p }"}).json()
    update = writer.update("INSERT DATA {\n <urn:s> }").json()
    upload = writer.put("urn:x", "<urn:s>\n <urn:p> oops .").json()

    assert [each["line"] for each in (query, update, upload)] == [2, 2, 2]


def test_without_a_token_nothing_is_written(writer: Writer) -> None:
    """Whoever has no token is asked for one before the body is looked at."""
    put = writer.call(f"{PUT_BY}urn:g:1", "PUT", content="not turtle", headers=TURTLE)
    update = writer.call("/sparql", "POST", data={"update": "DROP ALL"})

    assert [put.status_code, update.status_code] == [401, 401]
    assert put.headers["www-authenticate"].startswith("Bearer")


def test_writes_are_off_by_default(call: Client) -> None:
    """A service without a writer says how its operator can allow writes."""
    put = call(f"{PUT_BY}urn:g:1", "PUT", content=ONE, headers=TURTLE)

    assert put.status_code == 403
    assert "NUTGRAF_WRITES=on" in put.json()["detail"]


@pytest.mark.parametrize("path", ["/rdf-graph-store", "/rdf-graphs/a"])
def test_other_sites_may_read_only(writer: Writer, path: str) -> None:
    """A page of another site may ask to read a graph, never to write one."""
    options = writer.call(path, "OPTIONS", headers={"Origin": "http://b.example"})

    assert options.headers["access-control-allow-origin"] == "*"
    assert options.headers["access-control-allow-methods"] == "GET, HEAD"
    assert "PUT" in options.headers["allow"]
    assert "access-control-allow-origin" not in writer.put("urn:g:10", ONE).headers
