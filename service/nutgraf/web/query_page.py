"""The page of the endpoint: a form, examples, and the answer to a query in a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request

from nutgraf.store.formats import RESULT_TYPES
from nutgraf.store.interface import QueryAnswer
from nutgraf.web.view import Views

#: What a page is made from: tables, or else a graph.
SHOWN = (RESULT_TYPES[0], "text/turtle")
#: The most rows that a page shows; whoever needs all takes another format.
_MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Example:
    """A query to start from: its name, its comment and its text."""

    name: str
    title: str
    text: str

    @classmethod
    def load(cls, folder: Path) -> tuple[Example, ...]:
        """Read the example queries of a folder."""
        texts = [(file.stem, file.read_text("utf-8")) for file in sorted(folder.glob("*.rq"))]
        return tuple(cls(name, text.splitlines()[0].lstrip("# "), text) for name, text in texts)


@dataclass(frozen=True, slots=True)
class QueryPage:
    """Renders the page."""

    views: Views
    examples: tuple[Example, ...]

    def empty(self, request: Request) -> bytes:
        """The page before anything was asked."""
        return self._render(request, self.examples[0].text if self.examples else "")

    def answered(self, request: Request, query: str, found: QueryAnswer) -> bytes:
        """The page with the answer to a query."""
        return self._render(request, query, found)

    def _render(self, request: Request, query: str, found: QueryAnswer | None = None) -> bytes:
        names: Sequence[str] = ()
        rows: list[list[dict[str, str] | None]] = []
        text, count = "", 0
        if found is not None and found.media_type != SHOWN[0]:
            text = found.body.decode()
        elif found is not None:
            results = json.loads(found.body)
            names = results["head"].get("vars", ())
            text = str(results.get("boolean", "")).lower()
            bindings = results.get("results", {}).get("bindings", [])
            count = len(bindings)
            rows = [[row.get(name) for name in names] for row in bindings[:_MOST_ROWS]]
        return self.views.of(request).render(
            "sparql.html",
            query=query,
            names=names,
            rows=rows,
            count=count,
            text=text,
            asked=found is not None,
            examples=self.examples,
        )
