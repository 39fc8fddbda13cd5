"""The SPARQL endpoint over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import httpx
import pytest

Call = Callable[..., httpx.Response]
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/nutgraf/nev#Event> }"
GRAPH = "CONSTRUCT { ?s a ?c } { ?s a ?c } LIMIT 1"


def sparql(query: str, **more: str) -> str:
    """The address of a query."""
    return f"/sparql?{urlencode({'query': query, **more})}"


def test_a_query_is_answered_with_its_data_version(call: Call) -> None:
    """The answer is SPARQL JSON and says which data it was computed on."""
    response = call(sparql(COUNT))

    assert response.status_code == 200
    assert response.headers["content-type"] == "application/sparql-results+json"
    assert int(response.headers["x-data-seq"]) > 0
    assert response.json()["results"]["bindings"][0]["n"]["value"] == "2"


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (COUNT, "text/csv", "text/csv"),
        (COUNT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (COUNT, "application/json", "application/sparql-results+json"),
        (COUNT, "text/turtle, text/tab-separated-values;q=0.1", "text/tab-separated-values"),
        (GRAPH, "*/*", "text/turtle"),
        (GRAPH, "application/ld+json", "application/ld+json"),
        (GRAPH, "application/json", "application/ld+json"),
        (GRAPH, "application/xml", "application/rdf+xml"),
        (COUNT, "text/turtle, text/html;q=0.1", "text/html"),
        (GRAPH, "application/n-triples;q=0.5, text/csv", "application/n-triples"),
        (COUNT, "text/html", "text/html"),
    ],
)
def test_formats(call: Call, query: str, accept: str, media_type: str) -> None:
    """The best format that the caller takes and that fits the query is given."""
    response = call(sparql(query), headers={"Accept": accept})

    assert response.status_code == 200
    assert response.headers["content-type"].split(";")[0] == media_type
    assert "Accept" in response.headers["vary"]


@pytest.mark.parametrize(
    ("query", "wanted", "media_type"),
    [
        (COUNT, "csv", "text/csv"),
        (COUNT, "json", "application/sparql-results+json"),
        (GRAPH, "json", "application/ld+json"),
        (COUNT, "xml", "application/sparql-results+xml"),
        (GRAPH, "xml", "application/rdf+xml"),
        (GRAPH, "ttl", "text/turtle"),
    ],
)
def test_format_parameter(call: Call, query: str, wanted: str, media_type: str) -> None:
    """A link can name its format."""
    response = call(sparql(query, format=wanted), headers={"Accept": "text/html"})

    assert response.headers["content-type"].split(";")[0] == media_type


def test_posts(call: Call) -> None:
    """A form and a bare query give the same bytes as a GET."""
    by_get = call(sparql(COUNT))
    by_form = call("/sparql", "POST", data={"query": COUNT})
    by_body = call(
        "/sparql", "POST", content=COUNT, headers={"Content-Type": "application/sparql-query"}
    )

    assert by_get.content == by_form.content == by_body.content


def test_head_has_no_body(call: Call) -> None:
    """HEAD gives the headers of GET and nothing else."""
    got, head = call(sparql(COUNT)), call(sparql(COUNT), "HEAD")

    assert head.content == b""
    assert head.headers["etag"] == got.headers["etag"]
    assert head.headers["content-length"] == str(len(got.content))


def test_the_same_bytes_are_not_sent_twice(call: Call) -> None:
    """Who has the answer already is told so."""
    tag = call(sparql(COUNT)).headers["etag"]

    assert call(sparql(COUNT), headers={"If-None-Match": tag}).status_code == 304
    assert call(sparql(COUNT), headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT", 400),
        ("DROP ALL", 400),
        ("SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }", 403),
        (f"SELECT * {{ {'{' * 100} ?s ?p ?o {'}' * 100} }}", 413),
        (f"SELECT * {{ ?s ?p '{'x' * 21_000}' }}", 413),
    ],
)
def test_what_goes_wrong_is_a_problem(call: Call, query: str, status: int) -> None:
    """A query that cannot be answered gives a problem document with the reason."""
    response = call("/sparql", "POST", data={"query": query})

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status
    assert len(response.json()["detail"]) > 20


def test_a_body_beyond_the_limit_is_not_read(call: Call) -> None:
    """A large body is refused and names the setting."""
    headers = {"Content-Type": "application/sparql-query"}
    response = call("/sparql", "POST", content=b"x" * 60_000, headers=headers)

    assert (response.status_code, response.json()["limit"]) == (413, "query_bytes")


def test_a_slow_query_is_stopped(call: Call) -> None:
    """A query beyond its time gives 504 and names the setting."""
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?g) }"
    response = call(sparql(slow))

    assert (response.status_code, response.json()["limit"]) == (504, "query_seconds")


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("POST", {"Content-Type": "text/plain"}, 415),
        ("PUT", {}, 405),
        ("DELETE", {}, 405),
    ],
)
def test_other_requests(call: Call, method: str, headers: dict[str, str], status: int) -> None:
    """Other methods and bodies have the status that HTTP gives them."""
    assert call("/sparql", method, content=b"ASK {}", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("query", "accept", "told"),
    [
        (COUNT, "image/png", "text/csv"),
        (COUNT, "text/turtle", "text/csv"),
        (GRAPH, "text/csv", "text/turtle"),
    ],
)
def test_nothing_acceptable(call: Call, query: str, accept: str, told: str) -> None:
    """Who takes no format that the answer can have is told which there are."""
    response = call(sparql(query), headers={"Accept": accept})

    assert response.status_code == 406
    assert told in response.json()["detail"]


def test_an_answer_beyond_the_limit_is_refused(tight: Call) -> None:
    """A large answer is never cut: it is refused by us, not blamed on the request's size."""
    response = tight(sparql("SELECT * { ?s ?p ?o }"))

    assert (response.status_code, response.json()["limit"]) == (500, "answer_bytes")
    assert "LIMIT" in response.json()["detail"]


def test_the_endpoint_describes_itself(call: Call) -> None:
    """Without a query, programs get a service description and people a form."""
    for_programs = call("/sparql")
    for_people = call("/sparql", headers={"Accept": "text/html"})

    assert "sd:Service" in for_programs.text
    assert "<textarea" in for_people.text


def test_the_page_shows_the_answer(call: Call) -> None:
    """A person sees the rows, with links to things of the data and none to scripts."""
    query = "SELECT ?e ?x { ?e a <https://w3id.org/nutgraf/nev#Event> BIND('<b>' AS ?x) }"
    page = call(sparql(query), headers={"Accept": "text/html"}).text

    assert 'href="/doc/event/' in page
    assert "&lt;b&gt;" in page
    assert "<b>" not in page


def test_health(call: Call) -> None:
    """The health check names the data sequence number."""
    health = call("/healthz").json()

    assert health["status"] == "ok"
    assert health["sequence"] > 0


def test_answers_are_packed(call: Call) -> None:
    """A long answer is packed for who takes gzip, a short one for nobody."""
    rows = sparql("SELECT * { ?s ?p ?o } LIMIT 50")
    plain = call(rows, headers={"Accept-Encoding": "identity"})
    packed = call(rows, headers={"Accept-Encoding": "gzip"})
    short = call(sparql(COUNT), headers={"Accept-Encoding": "gzip"})

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "Accept-Encoding" in packed.headers["vary"]
    assert "content-encoding" not in short.headers


def test_tags_tell_answers_apart(call: Call) -> None:
    """Spelling makes no other answer; format and dataset do."""
    tags = [
        call(path, headers={"Accept-Encoding": "identity"}).headers["etag"]
        for path in (
            sparql(COUNT),
            sparql(COUNT.replace(" ", "  ") + " # why"),
            sparql(COUNT, format="csv"),
            sparql(COUNT, **{"default-graph-uri": "urn:g"}),
            sparql(COUNT, **{"named-graph-uri": "urn:g"}),
        )
    ]

    assert tags[0] == tags[1]
    assert len(set(tags)) == 4


@pytest.mark.parametrize("call_", ["NOW()", "RAND ()", "STRUUID #\n()", "uuid()"])
def test_chance_has_no_tag(call: Call, call_: str) -> None:
    """What differs each time can be no same answer, so it is computed anew."""
    answers = [call(sparql(f"SELECT ({call_} AS ?x) {{}}")) for _ in range(2)]

    assert answers[0].content != answers[1].content
    assert "etag" not in answers[0].headers


def test_only_named_graphs(call: Call) -> None:
    """Where only named graphs are given, the default graph is empty."""
    asked = sparql("ASK { ?s ?p ?o }", **{"named-graph-uri": "urn:g"})

    assert call(asked).json()["boolean"] is False


def test_other_sites_may_read(call: Call) -> None:
    """A page of another site may ask, and read what went wrong, but send no token."""
    options = call("/sparql", "OPTIONS", headers={"Origin": "http://b.example"})

    assert options.headers["access-control-allow-origin"] == "*"
    assert "uthorization" not in options.headers["access-control-allow-headers"]
    assert call(sparql(COUNT)).headers["access-control-allow-origin"] == "*"
    assert call(sparql("SELECT")).headers["access-control-allow-origin"] == "*"


def test_the_query_method(call: Call) -> None:
    """QUERY asks with a body, like POST, and changes nothing."""
    headers = {"Content-Type": "application/sparql-query"}
    update = {"Content-Type": "application/sparql-update"}

    assert call("/sparql", "QUERY", content=COUNT, headers=headers).status_code == 200
    assert call("/sparql", "QUERY", content="DROP ALL", headers=update).status_code in {400, 403}


def test_the_api_describes_what_the_framework_does_not_answer(call: Call) -> None:
    """OpenAPI lists the protocols beside the reports, and the page shows them."""
    paths = call("/openapi.json").json()["paths"]

    assert {"/sparql", "/rdf-graph-store", "/.well-known/void", "/limits"} <= paths.keys()
    assert "/rdf-graph-store" in call("/api").text
