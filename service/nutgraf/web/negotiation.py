"""Content negotiation: which of the offered media types a caller likes best.

After https://www.rfc-editor.org/rfc/rfc9110#name-accept, with `?format=` before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nutgraf.errors import RequestError

HTML = "text/html"
JSON = "application/json"
CSV = "text/csv"
PROBLEM = "application/problem+json"

#: Short names for `?format=` and for suffixes of addresses.
SHORT = {
    "html": HTML,
    "json": JSON,
    "csv": CSV,
    "tsv": "text/tab-separated-values",
    "xml": "application/sparql-results+xml",
    "srj": "application/sparql-results+json",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "trig": "application/trig",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
#: Other names that clients use, SPARQLWrapper among them.
_SYNONYMS = {
    "turtle": "ttl",
    "n3": "ttl",
    "ntriples": "nt",
    "n-triples": "nt",
    "nquads": "nq",
    "n-quads": "nq",
    "json-ld": "jsonld",
    "rdf+xml": "rdf",
    "rdfxml": "rdf",
}


class NotAcceptableError(RequestError):
    """None of the media types on offer is one that the caller takes."""


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One member of an Accept header."""

    type: str
    subtype: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """How closely it names a media type: 3 exactly, 1 by wildcard, 0 not at all."""
        kind, _, subtype = media_type.partition("/")
        if self.type == "*":
            return 1
        if self.type != kind:
            return 0
        return 2 if self.subtype == "*" else 3 * (self.subtype == subtype)


def parse_accept(header: str) -> tuple[MediaRange, ...]:
    """Read an Accept header; members that are none are left out.

    >>> parse_accept("text/*;q=0.5, nonsense")
    (MediaRange(type='text', subtype='*', quality=0.5),)
    """
    found = (_range(member) for member in header.split(",")[:100])
    return tuple(each for each in found if each is not None)


def preferred(accept: str | None, offered: Sequence[str]) -> tuple[str, ...]:
    """Give the offered media types that the caller takes, best first.

    Without an Accept header all are taken; between equals the order of the offer decides.
    """
    if not accept or not accept.strip():
        return tuple(offered)
    ranges = parse_accept(accept)
    marked = [(_quality(media_type, ranges), media_type) for media_type in offered]
    taken = sorted((pair for pair in marked if pair[0] > 0), key=lambda pair: -pair[0])
    return tuple(media_type for _, media_type in taken)


def choose(accept: str | None, wanted: str | None, offered: Sequence[str]) -> str:
    """Give the one media type to answer with; `wanted` is the value of `?format=`."""
    if wanted:
        return _asked(wanted, offered)
    found = preferred(accept, offered)
    if not found:
        raise NotAcceptableError(f"this address answers with {', '.join(offered)}")
    return found[0]


def media_type_of(wanted: str) -> str:
    """The media type that a value of `?format=` names.

    A plus sign that was not encoded has become a space, which no media type has.

    >>> media_type_of("json-ld"), media_type_of("application/ld json")
    ('application/ld+json', 'application/ld+json')
    """
    name = wanted.replace(" ", "+").lower()
    return SHORT.get(_SYNONYMS.get(name, name), name)


def _asked(wanted: str, offered: Sequence[str]) -> str:
    media_type = media_type_of(wanted)
    if media_type not in offered:
        known = [short for short, long in SHORT.items() if long in offered]
        raise NotAcceptableError(f"format takes {', '.join(known)}, not {wanted[:60]!r}")
    return media_type


def _range(member: str) -> MediaRange | None:
    name, *parameters = (part.strip().lower() for part in member.split(";"))
    kind, slash, subtype = name.partition("/")
    if not slash or not kind or not subtype or (kind == "*" and subtype != "*"):
        return None
    quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    return MediaRange(kind, subtype, _number(quality))


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return min(value, 1.0) if value >= 0 else 0.0


def _quality(media_type: str, ranges: Sequence[MediaRange]) -> float:
    """Quality of a media type: that of the closest range, 0 where none fits."""
    fits = [(each.specificity(media_type), each.quality) for each in ranges]
    return max((fit for fit in fits if fit[0]), default=(0, 0.0))[1]
