"""Addresses of the data: 303 from the thing to its description, in the format asked for."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from nutgraf.errors import NotFoundError
from nutgraf.store.formats import GRAPH_TYPES
from nutgraf.web.answers import Answer, respond
from nutgraf.web.archive import Archive
from nutgraf.web.links import Links
from nutgraf.web.negotiation import HTML, JSON, choose
from nutgraf.web.pages import ThingPages
from nutgraf.web.view import Views

_JSON_LD = "application/ld+json"
_SUFFIXES = {
    ".html": HTML,
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".jsonld": _JSON_LD,
}
_SAFE = "/-._~,:@!$&'()*+;="


@dataclass(frozen=True, slots=True)
class Thing:
    """What the data says an address is: its classes, or what it has gone up in."""

    address: str
    classes: tuple[str, ...]
    merged_into: str | None


@dataclass(frozen=True, slots=True)
class Resources:
    """Answers `/id/…` and `/doc/…`."""

    archive: Archive
    views: Views
    pages: ThingPages

    def redirect(self, request: Request, path: str) -> Response:
        """Send from the thing to its description (303), or to its successor (301)."""
        local, suffix = split_suffix(path)
        thing = self._thing(local)
        if not thing.classes:
            return self._moved(request, thing, "/id/", suffix)
        return RedirectResponse(_with_query(request, f"/doc/{quote(path, safe=_SAFE)}"), 303)

    def describe(self, request: Request, path: str) -> Response:
        """Describe a thing as a page or as a graph."""
        local, suffix = split_suffix(path)
        thing = self._thing(local)
        if not thing.classes:
            return self._moved(request, thing, "/doc/", suffix)
        wanted = _SUFFIXES[suffix] if suffix else request.query_params.get("format")
        chosen = choose(request.headers.get("accept"), wanted, (HTML, *GRAPH_TYPES, JSON))
        if chosen == HTML:
            view = self.views.of(request)
            page = self.pages.render(view, thing.address, thing.classes)
            return respond(request, Answer(page, HTML, self.archive.store.sequence))
        return respond(request, self._graph(thing, _JSON_LD if chosen == JSON else chosen))

    def _graph(self, thing: Thing, media_type: str) -> Answer:
        report = self.archive.pages.report("description")
        found = self.archive.run(report, {"thing": [thing.address]}, (media_type,))
        return Answer(found.body, found.media_type, found.sequence)

    def _thing(self, local: str) -> Thing:
        address = Links.address(self.views.base, local)
        rows = self.archive.about("thing", thing=address)
        classes = tuple(row["class"] for row in rows if row["class"])
        merged = next((row["mergedInto"] for row in rows if row["mergedInto"]), None)
        # A retired event may keep its description; it still leads on to its successor.
        if merged is not None:
            return Thing(address, (), merged)
        if not classes:
            raise NotFoundError(f"nothing is known of {address}")
        return Thing(address, classes, None)

    def _moved(self, request: Request, thing: Thing, start: str, suffix: str) -> Response:
        target = self.views.of(request).links.local(thing.merged_into)
        if target is None:
            raise NotFoundError(f"{thing.address} has gone up in {thing.merged_into}")
        there = f"{start}{quote(target, safe=_SAFE)}{suffix}"
        return RedirectResponse(_with_query(request, there), 301)


def split_suffix(path: str) -> tuple[str, str]:
    """Part an address from the suffix that names a format.

    >>> split_suffix("event/abc.ttl"), split_suffix("run/1-rules-0.1.0")
    (('event/abc', '.ttl'), ('run/1-rules-0.1.0', ''))
    """
    for suffix in _SUFFIXES:
        if path.endswith(suffix):
            return path.removesuffix(suffix), suffix
    return path, ""


def _with_query(request: Request, path: str) -> str:
    return f"{path}?{request.url.query}" if request.url.query else path
