"""What the service says about itself: the service description, VoID and DCAT."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from nutgraf.store.formats import GRAPH_TYPES
from nutgraf.web.rdf import PREFIXES
from nutgraf.web.service_description import FUNCTIONS

from .conftest import Client

NEV = "https://w3id.org/nutgraf/nev#"
VOID = "/.well-known/void"


def ask(body: bytes, media_type: str, pattern: str) -> bool:
    """Whether a document has a pattern; prefixes are those of the service."""
    store = ox.Store()
    store.load(body, ox.RdfFormat.from_media_type(media_type), base_iri="http://test/")
    return bool(store.query(f"ASK {{ {pattern} }}", prefixes=PREFIXES))


@pytest.mark.parametrize("path", ["/sparql", VOID])
@pytest.mark.parametrize("media_type", GRAPH_TYPES)
def test_every_format(call: Client, path: str, media_type: str) -> None:
    """Both descriptions come in every RDF format."""
    response = call(path, headers={"Accept": media_type})

    assert response.headers["content-type"].split(";")[0] == media_type
    assert ask(response.content, media_type, "?s ?p ?o")


def test_the_endpoint_is_the_address_that_was_asked(call: Client) -> None:
    """The description names the endpoint as the caller sees it."""
    found = call("/sparql", headers={"Host": "data.test:8080"})

    assert ask(found.content, "text/turtle", "?s sd:endpoint <http://data.test:8080/sparql>")


def test_the_dataset_is_described(call: Client) -> None:
    """The description lists the named graphs, but none that only we use."""
    found = call("/sparql").content

    assert ask(found, "text/turtle", "?d sd:namedGraph [ sd:name ?name ]")
    assert b"urn:nutgraf" not in found


def test_what_the_settings_switch_on_is_described(call: Client) -> None:
    """Updates are not promised where writes are off."""
    found = call("/sparql").content

    assert ask(found, "text/turtle", "?s sd:feature sd:UnionDefaultGraph")
    assert not ask(found, "text/turtle", "?s sd:supportedLanguage sd:SPARQL11Update")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_engine_has_what_is_promised(name: str) -> None:
    """Every extension function that is described exists."""
    point = "'POINT(1 1)'^^<http://www.opengis.net/ont/geosparql#wktLiteral>"
    metre = "<http://www.opengis.net/def/uom/OGC/1.0/metre>"
    calls = [f"<{name}>({arguments})" for arguments in (point, f"{point}, {point}")]
    calls.append(f"<{name}>({point}, {point}, {metre})")
    query = f"SELECT {' '.join(f'({each} AS ?v{n})' for n, each in enumerate(calls))} {{}}"
    solution = next(iter(ox.Store().query(query)))

    assert any(value is not None for value in solution)


def test_a_host_that_is_none_is_refused(call: Client) -> None:
    """A Host header cannot put other text into addresses."""
    assert call("/sparql", headers={"Host": "a b"}).status_code == 400


def test_the_data_are_counted(call: Client) -> None:
    """Triples, classes and properties have their counts."""
    found = call(VOID).content
    count = call("/sparql?query=SELECT(COUNT(*)AS%20%3Fn){GRAPH%20%3Fg{%3Fs%20%3Fp%20%3Fo}}")
    triples = count.json()["results"]["bindings"][0]["n"]["value"]
    events = f"void:class <{NEV}Event> ; void:entities 2"

    assert ask(found, "text/turtle", f"?d a void:Dataset ; void:triples {triples}")
    assert ask(found, "text/turtle", f"?d void:classPartition [ {events} ]")
    assert ask(found, "text/turtle", "?d void:propertyPartition [ void:property rdf:type ]")


def test_queries_are_published(call: Client) -> None:
    """Reports and examples stand in the description, with prefixes and endpoint."""
    found = call(VOID).content
    report = "<http://test/reports/events> a sh:SPARQLExecutable ; sh:select ?q"

    assert ask(found, "text/turtle", f"{report} ; sh:prefixes [ sh:declare [ sh:prefix 'nev' ] ]")
    assert ask(found, "text/turtle", "?e sh:select ?q ; schema:target <http://test/sparql>")


def test_published_queries_run(call: Client) -> None:
    """Every published query is one that the endpoint answers."""
    store = ox.Store()
    store.load(call(VOID).content, ox.RdfFormat.TURTLE)
    queries = store.query(
        "SELECT ?q { ?s a sh:SPARQLExecutable ; sh:select|sh:construct ?q }", prefixes=PREFIXES
    )
    texts = [solution["q"].value for solution in queries]

    assert len(texts) > 20
    for text in texts:
        assert call("/sparql", "POST", data={"query": text}).status_code == 200


@pytest.mark.parametrize("path", ["/sparql", VOID])
def test_the_same_description_is_not_sent_twice(call: Client, path: str) -> None:
    """Who has the description of these data is told so."""
    tag = call(path).headers["etag"]

    assert call(path, headers={"If-None-Match": tag}).status_code == 304


def test_only_reading(call: Client) -> None:
    """The description of the dataset cannot be written."""
    response = call(VOID, "PUT", content=b"")

    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")
