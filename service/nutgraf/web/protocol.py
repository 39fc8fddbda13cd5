"""The SPARQL 1.1 Protocol, query operation: what came in over HTTP becomes a request.

https://www.w3.org/TR/sparql11-protocol/#query-operation. Nothing here knows a web framework.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from nutgraf.errors import RequestError
from nutgraf.store.interface import QueryRequest

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_UTF8 = frozenset({"utf-8", "utf8"})

Pairs = list[tuple[str, str]]


class MediaTypeError(RequestError):
    """The body is of a media type that a query cannot come in."""


@dataclass(frozen=True, slots=True)
class HttpCall:
    """What of an HTTP request the protocol looks at."""

    method: str
    query_string: str = ""
    content_type: str = ""
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Operation:
    """A query with its dataset; `format` is what `?format=` asks for."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None

    def request(self, formats: tuple[str, ...]) -> QueryRequest:
        """Give it to the store as a request for one of some media types."""
        return QueryRequest(
            self.query,
            formats,
            default_graphs=self.default_graphs,
            named_graphs=self.named_graphs,
        )


def read_operation(call: HttpCall) -> Operation | None:
    """Read a query operation; `None` for a GET that asks for nothing at all.

    Raises `RequestError` for what the protocol does not allow, `MediaTypeError` for a body
    of another kind.
    """
    if call.method == "GET":
        pairs = _pairs(call.query_string)
        return _operation(pairs) if _has(pairs, "query", "update") else None
    media_type, charset = _content_type(call.content_type)
    if charset not in _UTF8:
        raise MediaTypeError(f"queries come in UTF-8, not in {charset[:40]}")
    text = _decoded(call.body)
    if media_type == FORM:
        form = _pairs(text)
        shown = [pair for pair in _pairs(call.query_string) if pair[0] == "format"]
        return _operation(form + shown)
    if media_type == QUERY:
        return _operation([("query", text), *_without_query(_pairs(call.query_string))])
    if media_type == UPDATE:
        raise RequestError("this endpoint only answers queries; it takes no updates")
    raise MediaTypeError(f"a POST is of type {FORM} or {QUERY}, not {media_type[:60] or 'none'}")


def _operation(pairs: Pairs) -> Operation:
    if _has(pairs, "update"):
        raise RequestError("this endpoint only answers queries; it takes no updates")
    queries = _values(pairs, "query")
    if len(queries) != 1:
        raise RequestError(f"send exactly one parameter query, not {len(queries)}")
    formats = _values(pairs, "format")
    return Operation(
        queries[0],
        _graphs(pairs, "default-graph-uri"),
        _graphs(pairs, "named-graph-uri"),
        next((value for value in formats if value), None),
    )


def _without_query(pairs: Pairs) -> Pairs:
    if _has(pairs, "query"):
        raise RequestError("the query stands in the body; leave the parameter query out")
    return pairs


def _graphs(pairs: Pairs, name: str) -> tuple[str, ...]:
    graphs = _values(pairs, name)
    for graph in graphs:
        if ":" not in graph:
            raise RequestError(f"{name} takes an absolute address, not {graph[:60]!r}")
    return graphs


def _values(pairs: Pairs, name: str) -> tuple[str, ...]:
    return tuple(value for key, value in pairs if key == name)


def _has(pairs: Pairs, *names: str) -> bool:
    return any(key in names for key, _ in pairs)


def _pairs(text: str) -> Pairs:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise RequestError(f"the parameters are not URL-encoded UTF-8: {error}") from error


def _content_type(header: str) -> tuple[str, str]:
    media_type, *parameters = (part.strip().lower() for part in header.split(";"))
    charset = next((p[8:].strip('"') for p in parameters if p.startswith("charset=")), "utf-8")
    return media_type, charset


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise RequestError(f"the body is not UTF-8: {error}") from error
