"""Requests of the SPARQL 1.1 Protocol, section 2.1, and what it forbids."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.errors import RequestError
from nutgraf.store.interface import UpdateRequest
from nutgraf.web.protocol import (
    FORM,
    QUERY,
    UPDATE,
    HttpCall,
    MediaTypeError,
    MethodError,
    Operation,
    read_operation,
)

ASK = "ASK { ?s ?p ?o }"


def get(**pairs: object) -> HttpCall:
    """A GET with a query string."""
    return HttpCall("GET", urlencode(pairs, doseq=True))


def post(body: str | bytes, media_type: str = QUERY, query_string: str = "") -> HttpCall:
    """A POST with a body."""
    return HttpCall(
        "POST", query_string, media_type, body if isinstance(body, bytes) else body.encode()
    )


@pytest.mark.parametrize(
    "call",
    [
        get(query=ASK),
        post(urlencode({"query": ASK}), FORM),
        post(urlencode({"query": ASK}), f"{FORM}; charset=UTF-8"),
        post(ASK),
        HttpCall("QUERY", "", QUERY, ASK.encode()),
        HttpCall("HEAD", urlencode({"query": ASK})),
        post(ASK, 'application/sparql-query;charset="utf-8"'),
    ],
)
def test_ways_to_send_a_query(call: HttpCall) -> None:
    """A query comes in a query string, in a form or as the body."""
    operation = read_operation(call)

    assert isinstance(operation, Operation)
    assert operation.query == ASK


def test_the_dataset_comes_with_the_query() -> None:
    """Default and named graphs are read in their order, from where the way of sending has them."""
    graphs = {"default-graph-uri": ["urn:a:1", "urn:a:2"], "named-graph-uri": "urn:a:3"}
    calls = (
        get(query=ASK, **graphs),
        post(urlencode({"query": ASK, **graphs}, doseq=True), FORM),
        post(urlencode({"query": ASK}), FORM, urlencode(graphs, doseq=True)),
        post(ASK, QUERY, urlencode(graphs, doseq=True)),
    )

    for operation in map(read_operation, calls):
        assert isinstance(operation, Operation)
        assert operation.default_graphs == ("urn:a:1", "urn:a:2")
        assert operation.named_graphs == ("urn:a:3",)


@pytest.mark.parametrize(
    "call",
    [
        post("CLEAR ALL", UPDATE, "using-graph-uri=urn:a:1&using-named-graph-uri=urn:a:2"),
        post(
            urlencode(
                {
                    "update": "CLEAR ALL",
                    "using-graph-uri": "urn:a:1",
                    "using-named-graph-uri": "urn:a:2",
                }
            ),
            FORM,
        ),
    ],
)
def test_ways_to_send_an_update(call: HttpCall) -> None:
    """An update comes as the body or in a form, with its dataset."""
    assert read_operation(call) == UpdateRequest("CLEAR ALL", ("urn:a:1",), ("urn:a:2",))


def test_the_sequence_to_wait_for_comes_with_the_query() -> None:
    """A query says which writes its answer must have seen."""
    operation = read_operation(get(query=ASK, **{"min-seq": 7}))

    assert isinstance(operation, Operation)
    assert operation.min_sequence == 7


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "BREW"])
def test_other_methods_are_none(method: str) -> None:
    """The protocol has no other methods."""
    with pytest.raises(MethodError, match="GET, HEAD, POST, QUERY"):
        read_operation(HttpCall(method))


def test_a_get_without_query_asks_for_the_page() -> None:
    """Whoever sends no query is introduced to the endpoint."""
    assert read_operation(get()) is None


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (get(query=[ASK, ASK]), "exactly one"),
        (post("", FORM), "exactly one"),
        (get(update="CLEAR ALL"), "by POST"),
        (get(query=ASK, update="CLEAR ALL"), "by POST"),
        (post(urlencode({"update": ["CLEAR ALL", "DROP ALL"]}, doseq=True), FORM), "exactly one"),
        (post(urlencode({"update": "CLEAR ALL", "query": ASK}), FORM), "exactly one"),
        (post(urlencode({"query": ASK}), FORM, "query=ASK"), "in the body"),
        (post("CLEAR ALL", UPDATE, "update=CLEAR"), "in the body"),
        (post("CLEAR ALL", UPDATE, "default-graph-uri=urn:a"), "takes no default-graph-uri"),
        (post(ASK, QUERY, "using-graph-uri=urn:a"), "takes no using-graph-uri"),
        (HttpCall("QUERY", "", UPDATE, b"CLEAR ALL"), "changes nothing"),
        (get(query=ASK, **{"min-seq": "-1"}), "sequence number"),
        (post(ASK, QUERY, urlencode({"query": ASK})), "in the body"),
        (get(query=ASK, **{"default-graph-uri": "a"}), "absolute address"),
        (HttpCall("GET", "query=%FF"), "UTF-8"),
        (post(b"\xff"), "UTF-8"),
    ],
)
def test_what_the_protocol_forbids(call: HttpCall, told: str) -> None:
    """A wrong request is refused with the reason."""
    with pytest.raises(RequestError, match=told):
        read_operation(call)


@pytest.mark.parametrize(
    "media_type", ["", "text/plain", "multipart/form-data", f"{QUERY}; charset=utf-16"]
)
def test_bodies_of_other_types(media_type: str) -> None:
    """A body of another type or encoding is an error of its own."""
    with pytest.raises(MediaTypeError):
        read_operation(post(ASK, media_type))


@given(st.text(max_size=60), st.binary(max_size=60), st.sampled_from([FORM, QUERY, UPDATE, "x/y"]))
def test_any_call_is_read_or_refused(query_string: str, body: bytes, media_type: str) -> None:
    """No call whatever brings the protocol code down."""
    for method in ("GET", "POST"):
        try:
            operation = read_operation(HttpCall(method, query_string, media_type, body))
        except RequestError:
            continue
        assert operation is None or isinstance(operation, Operation | UpdateRequest)
