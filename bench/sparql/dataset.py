"""A generated dataset of article graphs, fifty quads each, the same on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from nutgraf.store.entry import Entry

BASE = "https://nutgraf.example/"
#: Quads of one article.
QUADS = 50
_EVENTS = 6
_TERM = "https://bench.example/"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPES, _PLACES, _PEOPLE = 12, 500, 5_000


def graph(article: int) -> str:
    """Name of an article's graph."""
    return f"{BASE}graph/report/{article:012x}"


def event(article: int, number: int) -> str:
    """Address of one of the six events of an article."""
    return f"{_TERM}event/{article:012x}-{number}"


def text(article: int) -> str:
    """The fifty quads of an article as N-Quads."""
    name = graph(article)
    rows = [row for number in range(_EVENTS) for row in _event(article, number)]
    day = f'"2026-{article % 12 + 1:02}-{article % 28 + 1:02}"^^<{_XSD}date>'
    rows += [
        (name, "published", day),
        (name, "publisher", f"<{_TERM}publisher/{article % 40}>"),
    ]
    return "".join(f"<{s}> <{_TERM}{p}> {o} <{name}> .\n" for s, p, o in rows)


def lines(articles: int) -> Iterator[bytes]:
    """All articles as N-Quads, one article after the other."""
    return (text(number).encode() for number in range(articles))


def entry(article: int) -> Entry:
    """The article as the journal takes it."""
    digest = hashlib.sha256(str(article).encode()).hexdigest()
    return Entry(
        article_id=digest[:12],
        version_id=f"{article:012x}",
        source=f"bench-{article}.txt",
        raw=b"",
        document="{}",
        graphs=((graph(article), text(article)),),
        extractor="bench",
    )


def _event(article: int, number: int) -> list[tuple[str, str, str]]:
    own, seed = event(article, number), article * _EVENTS + number
    first, second = seed * 7_919 % _PEOPLE, seed * 104_729 % _PEOPLE
    return [
        (own, "type", f"<{_TERM}type/{seed % _TYPES}>"),
        (own, "label", f'"event {number} of article {article}"@en'),
        (own, "date", f'"2026-{seed % 12 + 1:02}-{seed % 28 + 1:02}"^^<{_XSD}date>'),
        (own, "place", f"<{_TERM}place/{seed * 31 % _PLACES}>"),
        (own, "agent", f"<{_TERM}person/{first}>"),
        (own, "addressee", f"<{_TERM}person/{second}>"),
        (own, "deaths", f'"{seed % 97}"^^<{_XSD}integer>'),
        (own, "reportedIn", f"<{graph(article)}>"),
    ]
