"""Requests of the Graph Store Protocol, sections 4 and 5, and forms with files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.errors import RequestError
from nutgraf.web.graph_store_protocol import (
    STORE,
    Kind,
    Target,
    are_datasets,
    read_content,
    read_target,
)
from nutgraf.web.multipart import read_form
from nutgraf.web.protocol import MediaTypeError

BASE = "http://a.example/g"
FORM = "multipart/form-data; boundary=frontier"


def form(*parts: tuple[str, str]) -> bytes:
    """A form of parts, each with its headers and its content."""
    lines = [f"--frontier\r\n{head}\r\n\r\n{content}\r\n" for head, content in parts]
    return ("".join(lines) + "--frontier--\r\n").encode()


@pytest.mark.parametrize(
    ("query_string", "target"),
    [
        ("", STORE),
        ("default", Target(Kind.DEFAULT)),
        ("default=", Target(Kind.DEFAULT)),
        ("graph=urn:a", Target(Kind.NAMED, "urn:a")),
        ("graph=http%3A%2F%2Fa.example%2F1", Target(Kind.NAMED, "http://a.example/1")),
        ("graph=http://a.example/1&format=ttl", Target(Kind.NAMED, "http://a.example/1")),
        ("graph=http://a.example/%31", Target(Kind.NAMED, "http://a.example/1")),
        ("graph=http://a.example/%2531", Target(Kind.NAMED, "http://a.example/%31")),
        ("graph=http://a.example/a+b", Target(Kind.NAMED, "http://a.example/a+b")),
        ("graph=http://a.example/%C3%BC", Target(Kind.NAMED, "http://a.example/ü")),
    ],
)
def test_the_graph_is_named_by_a_parameter(query_string: str, target: Target) -> None:
    """The name of the graph is decoded exactly once."""
    assert read_target(query_string) == target


@pytest.mark.parametrize(
    ("query_string", "told"),
    [
        ("graph=a/b", "absolute"),
        ("graph=", "absolute"),
        ("graph=http://[", "absolute"),
        ("graph=urn:a&graph=urn:b", "one graph"),
        ("graph=urn:a&default", "one graph"),
        ("default=yes", "no value"),
        ("graph=urn:%FF", "UTF-8"),
    ],
)
def test_graphs_that_nobody_can_mean(query_string: str, told: str) -> None:
    """A request that does not name one graph is refused with the reason."""
    with pytest.raises(RequestError, match=told):
        read_target(query_string)


@pytest.mark.parametrize(
    ("content_type", "media_type"),
    [
        ("text/turtle", "text/turtle"),
        ("text/turtle; charset=UTF-8", "text/turtle"),
        ("application/json", "application/ld+json"),
        ("text/xml", "application/rdf+xml"),
        ("TEXT/Turtle", "text/turtle"),
    ],
)
def test_a_body_is_read_by_its_type(content_type: str, media_type: str) -> None:
    """The body keeps its bytes and gets the name that the engine knows for its type."""
    (part,) = read_content(content_type, b"<a> <b> <c> .", BASE)

    assert (part.media_type, part.body, part.base) == (media_type, b"<a> <b> <c> .", BASE)


@pytest.mark.parametrize("content_type", ["", "image/png", "text/turtle; charset=latin-1"])
def test_a_body_that_is_no_rdf(content_type: str) -> None:
    """Another type or encoding is an error of its own."""
    with pytest.raises(MediaTypeError):
        read_content(content_type, b"", BASE)


def test_a_form_brings_several_documents() -> None:
    """Each file of a form has its own type; without one, its name tells it."""
    first = (
        'Content-Disposition: form-data; name="a"; filename="a.ttl"\r\nContent-Type: text/turtle'
    )
    second = 'content-disposition: form-data; name="b"; filename="b.nt"'
    parts = read_content(FORM, form((first, "<a> <b> 1 ."), (second, "<x:a> <x:b> <x:c> .")), BASE)

    assert [part.media_type for part in parts] == ["text/turtle", "application/n-triples"]
    assert [part.body for part in parts] == [b"<a> <b> 1 .", b"<x:a> <x:b> <x:c> ."]


def test_a_form_may_quote_its_boundary() -> None:
    """A quoted boundary, a preamble and lines in a file are all as the standard has them."""
    body = b"ignored\r\n" + form(("X: y", "one\r\n--front\r\ntwo"))
    (part,) = read_form('multipart/form-data; boundary="frontier"', body)

    assert part.body == b"one\r\n--front\r\ntwo"


@pytest.mark.parametrize(
    ("content_type", "body", "told"),
    [
        ("multipart/form-data", b"", "boundary"),
        (FORM, b"", "boundary"),
        (FORM, b"--frontier--\r\n", "no part"),
        (FORM, b"--frontier\r\nX: y\r\n\r\ncontent", "boundary"),
        (FORM, b"--frontier\r\nX: y\r\n--frontier--\r\n", "end of its headers"),
        (FORM, b"--frontier\r\n\r\n\r\n" * 200, "at most 100"),
    ],
)
def test_forms_that_are_none(content_type: str, body: bytes, told: str) -> None:
    """A form that is not well-formed is refused with the reason."""
    with pytest.raises(RequestError, match=told):
        read_form(content_type, body)


@given(st.binary(max_size=200), st.text(max_size=80))
def test_any_form_is_read_or_refused(body: bytes, header: str) -> None:
    """No form whatever brings the protocol code down."""
    for content_type in (FORM, f"multipart/form-data{header}"):
        try:
            parts = read_form(content_type, b"--frontier\r\n" + body + b"\r\n--frontier--")
        except RequestError:
            continue
        assert parts


def test_datasets_are_told_from_graphs() -> None:
    """Only some formats name graphs of their own."""
    assert are_datasets(read_content("application/trig", b"", BASE))
    assert not are_datasets(read_content("text/turtle", b"", BASE))
