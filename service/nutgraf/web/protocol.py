"""The SPARQL 1.1 Protocol: what came in over HTTP becomes a query or an update.

https://www.w3.org/TR/sparql11-protocol/. Nothing here knows a web framework.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from nutgraf.errors import NutgrafError, RequestError
from nutgraf.store.interface import QueryRequest, UpdateRequest

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
#: Methods with which a query can be sent; QUERY is safe like GET but has a body.
METHODS = ("GET", "HEAD", "POST", "QUERY")
_SAFE = frozenset({"GET", "HEAD"})
_UTF8 = frozenset({"utf-8", "utf8"})
_MOST_FIELDS = 1000
#: Parameters of the dataset: of queries, then of updates.
_DATASET = ("default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri")

Pairs = list[tuple[str, str]]


class MediaTypeError(RequestError):
    """The body is of a media type that it cannot come in here."""


class MethodError(NutgrafError):
    """The address does not have this method; `allowed` are those that it has."""

    def __init__(self, method: str, allowed: tuple[str, ...]) -> None:
        super().__init__(f"{method[:20]} does nothing here; there is {', '.join(allowed)}")
        self.allowed = allowed


@dataclass(frozen=True, slots=True)
class HttpCall:
    """What of an HTTP request the protocol looks at."""

    method: str
    query_string: str = ""
    content_type: str = ""
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Operation:
    """A query with its dataset; `format` and `min_sequence` are what the caller asks beside it."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None
    min_sequence: int = 0

    def request(self, formats: tuple[str, ...], client: str = "") -> QueryRequest:
        """Give it to the store as a request for one of some media types."""
        return QueryRequest(
            self.query,
            formats,
            default_graphs=self.default_graphs,
            named_graphs=self.named_graphs,
            client=client,
        )


def read_operation(call: HttpCall) -> Operation | UpdateRequest | None:
    """Read an operation; `None` for a GET that asks for nothing at all.

    Raises `RequestError` for what the protocol does not allow, `MediaTypeError` for a body
    of another kind and `MethodError` for another method.
    """
    if call.method not in METHODS:
        raise MethodError(call.method, METHODS)
    in_address = read_pairs(call.query_string)
    if call.method in _SAFE:
        return _from_address(in_address)
    media_type = read_type(call.content_type)
    if media_type == FORM:
        _refuse_in_address(in_address)
        found = _from_pairs(read_pairs(decoded(call.body)) + in_address)
    elif media_type in {QUERY, UPDATE}:
        _refuse_in_address(in_address)
        name = "query" if media_type == QUERY else "update"
        found = _from_pairs([(name, decoded(call.body)), *in_address])
    else:
        kinds = f"{FORM}, {QUERY} or {UPDATE}"
        raise MediaTypeError(f"a {call.method} is of type {kinds}, not {media_type[:60] or 'none'}")
    if call.method == "QUERY" and isinstance(found, UpdateRequest):
        raise RequestError("the method QUERY changes nothing; send updates by POST")
    return found


def read_pairs(text: str) -> Pairs:
    """Decode a query string or a form, once."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise RequestError(f"the parameters are not URL-encoded UTF-8: {error}") from error


def read_type(header: str) -> str:
    """The media type of a body without parameters; raises `MediaTypeError` unless in UTF-8."""
    media_type, *parameters = (part.strip().lower() for part in header.split(";"))
    charset = next((p[8:].strip('"') for p in parameters if p.startswith("charset=")), "utf-8")
    if charset not in _UTF8:
        raise MediaTypeError(f"bodies come in UTF-8, not in {charset[:40]}")
    return media_type


def decoded(body: bytes) -> str:
    """A body as text; raises `RequestError` where it is not UTF-8."""
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise RequestError(f"the body is not UTF-8: {error}") from error


def read_minimum(pairs: Pairs) -> int:
    """The sequence number that the caller wants to be reached before the answer."""
    value = next(iter(_values(pairs, "min-seq")), "0")
    if not (value.isascii() and value.isdigit() and len(value) <= 18):
        raise RequestError(f"min-seq takes a sequence number, not {value[:40]!r}")
    return int(value)


def _from_address(pairs: Pairs) -> Operation | None:
    if _values(pairs, "update"):
        raise RequestError("updates are sent by POST, in the body, never in the address")
    found = _from_pairs(pairs) if _values(pairs, "query") else None
    return found if isinstance(found, Operation) else None


def _refuse_in_address(pairs: Pairs) -> None:
    for name in ("query", "update"):
        if _values(pairs, name):
            raise RequestError(f"the {name} stands in the body; leave the parameter {name} out")


def _from_pairs(pairs: Pairs) -> Operation | UpdateRequest:
    queries, updates = _values(pairs, "query"), _values(pairs, "update")
    if len(queries) + len(updates) != 1:
        told = f"not {len(queries)} and {len(updates)}"
        raise RequestError(f"send exactly one parameter query or exactly one update, {told}")
    if updates:
        _refuse(pairs, "an update", ("default-graph-uri", "named-graph-uri"))
        using, named = _DATASET[2:]
        return UpdateRequest(updates[0], _graphs(pairs, using), _graphs(pairs, named))
    _refuse(pairs, "a query", ("using-graph-uri", "using-named-graph-uri"))
    formats = _values(pairs, "format")
    return Operation(
        queries[0],
        _graphs(pairs, "default-graph-uri"),
        _graphs(pairs, "named-graph-uri"),
        next((value for value in formats if value), None),
        read_minimum(pairs),
    )


def _refuse(pairs: Pairs, what: str, names: tuple[str, ...]) -> None:
    for name in names:
        if _values(pairs, name):
            raise RequestError(f"{what} takes no {name}")


def _graphs(pairs: Pairs, name: str) -> tuple[str, ...]:
    graphs = _values(pairs, name)
    for graph in graphs:
        if ":" not in graph:
            raise RequestError(f"{name} takes an absolute address, not {graph[:60]!r}")
    return graphs


def _values(pairs: Pairs, name: str) -> tuple[str, ...]:
    return tuple(value for key, value in pairs if key == name)
