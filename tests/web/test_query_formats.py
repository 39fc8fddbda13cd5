"""Which format answers which query: every format, every way to ask for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.store.formats import GRAPH_TYPES, RESULT_TYPES, media_types
from nutgraf.store.interface import QueryForm
from nutgraf.web.negotiation import HTML, NotAcceptableError
from nutgraf.web.query_formats import formats_for

JSON, XML, CSV, TSV = RESULT_TYPES
TURTLE, TRIPLES, QUADS, TRIG, LD, RDF = GRAPH_TYPES
SELECT, CONSTRUCT = QueryForm.SELECT, QueryForm.CONSTRUCT
EACH = [(form, each) for form in (SELECT, CONSTRUCT) for each in media_types(form)]


@pytest.mark.parametrize(("form", "media_type"), EACH)
def test_each_format_by_its_name(form: QueryForm, media_type: str) -> None:
    """A format that is named alone is given, in the header and in the address."""
    assert formats_for(form, media_type, None) == (media_type,)
    assert formats_for(form, "image/png", media_type) == (media_type,)
    assert formats_for(form, f"{media_type}; charset=utf-8", None) == (media_type,)


@pytest.mark.parametrize(("form", "media_type"), EACH)
def test_each_format_can_be_refused(form: QueryForm, media_type: str) -> None:
    """What has weight 0 is not given, although a star takes all the others."""
    found = formats_for(form, f"{media_type};q=0, */*;q=0.5", None)

    assert media_type not in found
    assert set(found) == set(media_types(form)) - {media_type}


@pytest.mark.parametrize(("form", "media_type"), EACH)
def test_each_format_can_be_liked_best(form: QueryForm, media_type: str) -> None:
    """The closest range decides on a format, the weight on the order."""
    kind = media_type.partition("/")[0]

    assert formats_for(form, f"*/*;q=0.1, {media_type}", None)[0] == media_type
    assert formats_for(form, f"{kind}/*, text/html;q=0, {media_type};q=0.2", None)[-1] == media_type


@pytest.mark.parametrize(
    ("form", "accept", "first"),
    [
        (SELECT, None, JSON),
        (SELECT, "", JSON),
        (SELECT, "*/*", JSON),
        (SELECT, "application/*", JSON),
        (SELECT, "text/*;q=0.5, application/xml;q=0.9", XML),
        (SELECT, "application/json, text/csv;q=0.9", JSON),
        (SELECT, f"application/json, {JSON};q=0, text/csv;q=0.1", CSV),
        (SELECT, "text/plain", TSV),
        (SELECT, "text/csv;q=0.2, text/tab-separated-values;q=0.3", TSV),
        (SELECT, "text/html, */*;q=0.8", HTML),
        (SELECT, "*/*, text/html;q=0.9", JSON),
        (CONSTRUCT, None, TURTLE),
        (CONSTRUCT, "application/json", LD),
        (CONSTRUCT, "application/xml", RDF),
        (CONSTRUCT, "text/plain, */*;q=0.1", TRIPLES),
        (CONSTRUCT, "text/csv, application/trig;q=0.1", TRIG),
        (CONSTRUCT, "application/n-quads;q=1.0, text/turtle;q=0.999", QUADS),
    ],
)
def test_headers_of_the_world(form: QueryForm, accept: str | None, first: str) -> None:
    """Headers as clients send them lead to what they mean."""
    assert formats_for(form, accept, None)[0] == first


@pytest.mark.parametrize(
    ("form", "accept", "wanted"),
    [
        (SELECT, "image/png", None),
        (SELECT, TURTLE, None),
        (CONSTRUCT, CSV, None),
        (SELECT, "*/*;q=0", None),
        (SELECT, None, "ttl"),
        (CONSTRUCT, None, "csv"),
        (CONSTRUCT, None, "png"),
    ],
)
def test_nothing_that_fits(form: QueryForm, accept: str | None, wanted: str | None) -> None:
    """Who takes nothing that the answer can be gets an error, not another format."""
    with pytest.raises(NotAcceptableError):
        formats_for(form, accept, wanted)


@pytest.mark.parametrize(
    ("form", "wanted", "media_type"),
    [
        (SELECT, "json", JSON),
        (SELECT, "xml", XML),
        (SELECT, "tsv", TSV),
        (CONSTRUCT, "xml", RDF),
        (CONSTRUCT, "rdf+xml", RDF),
        (CONSTRUCT, "turtle", TURTLE),
        (CONSTRUCT, "n3", TURTLE),
        (CONSTRUCT, "json-ld", LD),
        (CONSTRUCT, "application/ld json", LD),
    ],
)
def test_names_that_clients_use(form: QueryForm, wanted: str, media_type: str) -> None:
    """Libraries name formats in the address, not all of them in the same way."""
    assert formats_for(form, None, wanted) == (media_type,)


@given(st.text(max_size=80), st.sampled_from(QueryForm))
def test_any_header_is_answered_or_refused(accept: str, form: QueryForm) -> None:
    """No header whatever leads to a format that the answer cannot have."""
    try:
        found = formats_for(form, accept, None)
    except NotAcceptableError:
        return
    assert set(found) <= {*media_types(form), HTML}
