"""Media types of answers, best first, and the choice among them."""

from __future__ import annotations

from nutgraf.errors import RequestError
from nutgraf.store.interface import QueryForm

#: Answers to SELECT and ASK.
RESULT_TYPES = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)

#: Answers to CONSTRUCT and DESCRIBE.
GRAPH_TYPES = (
    "text/turtle",
    "application/n-triples",
    "application/n-quads",
    "application/trig",
    "application/ld+json",
    "application/rdf+xml",
)


def media_types(form: QueryForm) -> tuple[str, ...]:
    """Media types an answer to this form of query can have, the default first."""
    return RESULT_TYPES if form in {QueryForm.SELECT, QueryForm.ASK} else GRAPH_TYPES


def choose(formats: tuple[str, ...], form: QueryForm) -> str:
    """The first acceptable media type that fits the form; the default where none is asked."""
    possible = media_types(form)
    for media_type in formats or possible:
        if media_type in possible:
            return media_type
    raise RequestError(
        f"{form.value} answers come as {', '.join(possible)}, not as {', '.join(formats)}"
    )
