"""The SPARQL 1.1 Graph Store Protocol: which graph a request means, and what its body holds.

https://www.w3.org/TR/sparql11-http-rdf-update/. Nothing here knows a web framework.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote, urlsplit

from nutgraf.errors import RequestError
from nutgraf.store.formats import GRAPH_TYPES
from nutgraf.store.interface import GraphContent
from nutgraf.web.multipart import MULTIPART, read_form
from nutgraf.web.protocol import MediaTypeError, read_type

METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")
READING = frozenset({"GET", "HEAD"})
#: Formats whose documents may hold several graphs.
DATASETS = frozenset({"application/n-quads", "application/trig"})
_ALIASES = {
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
    "text/plain": "application/n-triples",
    "text/n3": "text/turtle",
    "application/x-turtle": "text/turtle",
    "application/x-trig": "application/trig",
    "text/x-nquads": "application/n-quads",
}
_SUFFIXES = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "trig": "application/trig",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "xml": "application/rdf+xml",
}


class Kind(Enum):
    """What a request is about: one graph, or the store that holds them all."""

    DEFAULT = "default"
    NAMED = "named"
    STORE = "store"


@dataclass(frozen=True, slots=True)
class Target:
    """The graph that a request means; `name` is empty but for a named one."""

    kind: Kind
    name: str = ""

    @property
    def graph(self) -> str | None:
        """The graph as a `WriteStore` takes it: None is the default graph."""
        return self.name or None


STORE = Target(Kind.STORE)


def read_target(query_string: str) -> Target:
    """The graph that `?graph=` or `?default` means; percent-encoding is decoded once.

    A plus sign stays one: no address has spaces, and unencoded addresses have plus signs.
    """
    pairs = [part.partition("=") for part in query_string.split("&") if part]
    graphs = [value for name, _, value in pairs if name == "graph"]
    defaults = [value for name, _, value in pairs if name == "default"]
    if len(graphs) + len(defaults) > 1:
        raise RequestError("name one graph: either ?default or ?graph= with an address, once")
    if defaults:
        if defaults[0]:
            raise RequestError("?default takes no value")
        return Target(Kind.DEFAULT)
    return Target(Kind.NAMED, _address(graphs[0])) if graphs else STORE


def _address(value: str) -> str:
    try:
        name = unquote(value, errors="strict")
    except UnicodeDecodeError as error:
        raise RequestError(f"the address of the graph is not UTF-8: {error}") from error
    if not scheme_of(name):
        raise RequestError(f"?graph= takes an absolute address, not {name[:60]!r}")
    return name


def scheme_of(address: str) -> str:
    """The scheme of an address; empty where it is relative or none at all.

    >>> scheme_of("urn:a"), scheme_of("a/b")
    ('urn', '')
    """
    try:
        return urlsplit(address).scheme
    except ValueError:
        return ""


def read_content(content_type: str, body: bytes, base: str) -> tuple[GraphContent, ...]:
    """What a request brings: its body, or each file of a form.

    Raises `MediaTypeError` for what is no RDF.
    """
    media_type = read_type(content_type)
    if media_type != MULTIPART:
        return (GraphContent(_known(media_type), body, base),)
    parts = read_form(content_type, body)
    return tuple(GraphContent(_of_file(p.media_type, p.file), p.body, base) for p in parts)


def are_datasets(parts: Sequence[GraphContent]) -> bool:
    """Tell whether some part may name graphs of its own."""
    return any(part.media_type in DATASETS for part in parts)


def _of_file(content_type: str, file: str) -> str:
    media_type = read_type(content_type)
    by_name = _SUFFIXES.get(file.rpartition(".")[2].lower())
    # Browsers and curl send this for files that they do not know.
    unknown = media_type in {"", "application/octet-stream"}
    return by_name if unknown and by_name else _known(media_type)


def _known(media_type: str) -> str:
    found = _ALIASES.get(media_type, media_type)
    if found not in GRAPH_TYPES:
        raise MediaTypeError(
            f"RDF comes as {', '.join(GRAPH_TYPES)}, not as {media_type[:60] or 'nothing'}"
        )
    return found
