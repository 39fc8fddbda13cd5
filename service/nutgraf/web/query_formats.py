"""Which media type answers a query: what the caller takes, and what its form can have."""

from __future__ import annotations

from functools import lru_cache

from nutgraf.store.formats import GRAPH_TYPES, RESULT_TYPES, media_types
from nutgraf.store.interface import QueryForm
from nutgraf.web.negotiation import (
    HTML,
    SHORT,
    NotAcceptableError,
    media_type_of,
    parse_accept,
    preferred,
)

#: What people and libraries ask for when they mean a SPARQL format: for tables, for graphs.
_ALIASES = {
    "application/json": ("application/sparql-results+json", "application/ld+json"),
    "application/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/plain": ("text/tab-separated-values", "application/n-triples"),
}
_XML = "application/xml"
#: Clients send the same short headers again and again.
_SHORT = 400
_REMEMBERED = 512


def formats_for(form: QueryForm, accept: str | None, wanted: str | None) -> tuple[str, ...]:
    """Media types to answer with, best first; HTML alone where a person asks.

    `wanted` is the value of `?format=`, which goes before the Accept header.
    """
    known = _known if len(accept or "") + len(wanted or "") <= _SHORT else _formats_for
    return known(form, accept, wanted)


def _formats_for(form: QueryForm, accept: str | None, wanted: str | None) -> tuple[str, ...]:
    possible = (*media_types(form), HTML)
    taken = _asked(wanted) if wanted else _accepted(accept, possible)
    fitting = tuple(dict.fromkeys(each for each in taken if each in possible))
    if not fitting:
        asked = wanted or accept or ""
        raise NotAcceptableError(
            f"{form.name} answers come as {', '.join(possible[:-1])}, not as {asked[:200]}"
        )
    return fitting[:1] if fitting[0] == HTML else tuple(f for f in fitting if f != HTML)


_known = lru_cache(_REMEMBERED)(_formats_for)


def _asked(wanted: str) -> tuple[str, ...]:
    media_type = _XML if wanted == "xml" else media_type_of(wanted)
    if media_type in _ALIASES:
        return _ALIASES[media_type]
    if media_type not in (*RESULT_TYPES, *GRAPH_TYPES, HTML):
        raise NotAcceptableError(f"format takes {', '.join(SHORT)}, not {wanted[:60]!r}")
    return (media_type,)


def _accepted(accept: str | None, possible: tuple[str, ...]) -> tuple[str, ...]:
    """Those possible media types that a header takes, by their names or by a common one."""
    if not accept or not accept.strip():
        return possible
    named = {f"{each.type}/{each.subtype}" for each in parse_accept(accept)}
    aliases = tuple(alias for alias in _ALIASES if alias in named)
    refused = {each for each in possible if each in named and not preferred(accept, (each,))}
    taken = preferred(accept, (*possible, *aliases))
    stored = (each for name in taken for each in _ALIASES.get(name, (name,)))
    return tuple(each for each in stored if each not in refused)
