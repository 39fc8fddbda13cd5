"""Pages for people: the start, articles, events, entities, and anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from nutgraf.terms import NEV, NEVC
from nutgraf.web.answers import Answer, respond
from nutgraf.web.archive import Archive, Record
from nutgraf.web.negotiation import HTML
from nutgraf.web.view import View, Views

# The start page lists this many events and articles and links to the rest.
_NEWEST = 5
# A page shows this many rows of a report and links to the report for the rest.
_ROWS = 200


@dataclass(frozen=True, slots=True)
class StartPage:
    """Answers `/`: what is here, newest first, and where to go on."""

    archive: Archive
    views: Views

    def __call__(self, request: Request) -> Response:
        """Show events, articles and reports."""
        view = self.views.of(request)
        page = view.render(
            "start.html",
            events=self.archive.records("events", _NEWEST, lang=view.language),
            articles=self.archive.records("articles", _NEWEST),
            reports=list(self.archive.reports),
        )
        return respond(request, Answer(page, HTML, self.archive.store.sequence))


@dataclass(frozen=True, slots=True)
class ThingPages:
    """Renders the page of a thing by its class; the general page where none fits."""

    archive: Archive

    def render(self, view: View, address: str, classes: Iterable[str]) -> bytes:
        """Render the page of a thing."""
        kinds = set(classes)
        for kind, page in _PAGES.items():
            if NEV[kind] in kinds:
                return page(self, view, address)
        return self.thing(view, address)

    def event(self, view: View, address: str) -> bytes:
        """The page of an event: how it is told, its figures, claims and names."""
        ask = {"event": address, "lang": view.language}
        versions = self.archive.records("event-versions", _ROWS, **ask)
        return view.render(
            "event.html",
            address=address,
            event=self.archive.about("event", **ask)[0],
            versions=[row for row in versions if _in_own_voice(row)],
            attributed=[row for row in versions if not _in_own_voice(row)],
            articles=len({row["article"] for row in versions}),
            publishers=len({row["publisher"] for row in versions if row["publisher"]}),
            figures=_by("measure", self.archive.records("figure-history", _ROWS, **ask)),
            conflicts=_by("measure", self.archive.records("conflicting-figures", _ROWS, **ask)),
            claims=self.archive.records("who-said-what", _ROWS, **ask),
            framing=self.archive.records("framing", _ROWS, **ask),
        )

    def article(self, view: View, address: str) -> bytes:
        """The page of an article: its newest version."""
        versions = self.archive.about("article", article=address)
        return self._version(view, address, versions, versions[0])

    def version(self, view: View, address: str) -> bytes:
        """The page of one version of an article, which names the others."""
        current = self.archive.about("article", version=address)[0]
        versions = self.archive.about("article", article=current["article"])
        return self._version(view, address, versions, current)

    def _version(self, view: View, address: str, versions: list[Record], current: Record) -> bytes:
        """Show the sentences that tell something, and what each one tells."""
        rows = self.archive.records("article", 1000, version=current["version"], lang=view.language)
        return view.render(
            "article.html",
            address=address,
            article=current,
            versions=versions,
            sentences=[(sentence, list(found)) for sentence, found in groupby(rows, _sentence_of)],
        )

    def entity(self, view: View, address: str) -> bytes:
        """The page of an entity: names, links, deeds and words."""
        facts = self.archive.about("entity", thing=address)
        names = [row for row in facts if row["property"].endswith("ame")]
        here = {"place": address, "lang": view.language}
        return view.render(
            "entity.html",
            address=address,
            names=names,
            title=_title(names, view.language) or address,
            facts=_by("property", [row for row in facts if row not in names]),
            deeds=self.archive.records(
                "events-of-entity", _ROWS, entity=address, lang=view.language
            ),
            claims=self.archive.records(
                "who-said-what", _ROWS, speaker=address, lang=view.language
            ),
            events=self.archive.records("events", _ROWS, **here),
        )

    def thing(self, view: View, address: str) -> bytes:
        """The page of anything else: its statements."""
        rows = self.archive.about("statements", thing=address)
        return view.render(
            "thing.html",
            address=address,
            statements=[row for row in rows if not row["subject"]],
            pointers=[row for row in rows if row["subject"]],
            evidence=self.archive.records("evidence", _ROWS, report=address),
        )


_PAGES: dict[str, Callable[[ThingPages, View, str], bytes]] = {
    "Event": ThingPages.event,
    "Article": ThingPages.article,
    "ArticleVersion": ThingPages.version,
    "Entity": ThingPages.entity,
    "Group": ThingPages.entity,
    "Place": ThingPages.entity,
}


def _by(column: str, rows: list[Record]) -> dict[Any, list[Record]]:
    """Rows by the value of a column, in the order of first appearance."""
    found: dict[Any, list[Record]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def _in_own_voice(row: Record) -> bool:
    return bool(row["attribution"] == NEVC["own-voice"])


def _sentence_of(row: Record) -> str:
    return str(row["sentence"])


def _title(names: list[Record], language: str) -> str | None:
    """The name in a language, else in English, else the first one."""
    proper = [row for row in names if row["property"].endswith("/name")]
    for wanted in (language, "en"):
        for row in proper:
            if row["language"] == wanted:
                return str(row["value"])
    return str(proper[0]["value"]) if proper else None
