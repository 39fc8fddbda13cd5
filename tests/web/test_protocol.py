"""Requests of the SPARQL 1.1 Protocol, section 2.1, and what it forbids."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.errors import RequestError
from nutgraf.web.protocol import FORM, QUERY, UPDATE, HttpCall, MediaTypeError, read_operation

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
        post(ASK, 'application/sparql-query;charset="utf-8"'),
    ],
)
def test_three_ways_to_send_a_query(call: HttpCall) -> None:
    """A query comes in a query string, in a form or as the body."""
    operation = read_operation(call)

    assert operation is not None
    assert operation.query == ASK


def test_the_dataset_comes_with_the_query() -> None:
    """Default and named graphs are read in their order, from where the way of sending has them."""
    graphs = {"default-graph-uri": ["urn:a:1", "urn:a:2"], "named-graph-uri": "urn:a:3"}
    calls = (
        get(query=ASK, **graphs),
        post(urlencode({"query": ASK, **graphs}, doseq=True), FORM),
        post(ASK, QUERY, urlencode(graphs, doseq=True)),
    )

    for operation in map(read_operation, calls):
        assert operation is not None
        assert operation.default_graphs == ("urn:a:1", "urn:a:2")
        assert operation.named_graphs == ("urn:a:3",)


def test_a_get_without_query_asks_for_the_page() -> None:
    """Whoever sends no query is introduced to the endpoint."""
    assert read_operation(get()) is None


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (get(query=[ASK, ASK]), "exactly one"),
        (post("", FORM), "exactly one"),
        (get(update="CLEAR ALL"), "no updates"),
        (post(urlencode({"update": "CLEAR ALL"}), FORM), "no updates"),
        (post("CLEAR ALL", UPDATE), "no updates"),
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
        assert operation is None or isinstance(operation.query, str)
