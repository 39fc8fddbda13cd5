"""The SPARQL endpoint: protocol in, store in the middle, negotiated answer out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from nutgraf.errors import LimitError
from nutgraf.settings import Settings
from nutgraf.store.formats import GRAPH_TYPES, RESULT_TYPES, media_types
from nutgraf.store.gate import Gate
from nutgraf.store.interface import QueryAnswer, QueryForm, QueryStore
from nutgraf.web.answers import Answer, respond
from nutgraf.web.negotiation import HTML, SHORT, NotAcceptableError, choose, preferred
from nutgraf.web.protocol import FORM, HttpCall, Operation, read_operation
from nutgraf.web.view import Views

# What people and libraries ask for when they mean a SPARQL format.
_ALIASES = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "text/plain": "application/n-triples",
}
# JSON and XML exist for tables and for graphs; the store takes what fits the query.
_FOR_GRAPHS = {
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
}
_TYPES = (*RESULT_TYPES, *GRAPH_TYPES, *_ALIASES)
_TURTLE = "text/turtle"
# The most rows that a page shows; whoever needs all takes another format.
_SHOWN = 500
_DESCRIPTION = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix format: <http://www.w3.org/ns/formats/> .

<> a sd:Service ;
    sd:endpoint <> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:feature sd:UnionDefaultGraph ;
    sd:resultFormat format:SPARQL_Results_JSON, format:SPARQL_Results_XML,
        format:SPARQL_Results_CSV, format:SPARQL_Results_TSV, format:Turtle,
        format:N-Triples, format:N-Quads, format:TriG, format:JSON-LD, format:RDF_XML .
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A query to start from: its comment and its text."""

    title: str
    text: str

    @classmethod
    def load(cls, folder: Path) -> tuple[Example, ...]:
        """Read the example queries of a folder."""
        texts = [file.read_text("utf-8") for file in sorted(folder.glob("*.rq"))]
        return tuple(cls(text.splitlines()[0].lstrip("# "), text) for text in texts)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Answers `/sparql`."""

    settings: Settings
    store: QueryStore
    views: Views
    examples: tuple[Example, ...]

    async def __call__(self, request: Request) -> Response:
        """Answer one call of the SPARQL protocol."""
        call = HttpCall(
            request.method,
            request.url.query,
            request.headers.get("content-type", ""),
            await self._body(request) if request.method == "POST" else b"",
        )
        operation = read_operation(call)
        if operation is None:
            return self._introduce(request)
        answer = await run_in_threadpool(self.answer, request, operation)
        return respond(request, answer)

    def answer(self, request: Request, operation: Operation) -> Answer:
        """Run a query; blocks until the store has answered."""
        taken = _formats(request.headers.get("accept"), operation.format)
        formats = _fitting(taken, Gate(self.settings).check(operation.query).form)
        if formats[0] == HTML:
            return self._page(request, operation)
        found = self.store.execute(operation.request(formats))
        return Answer(found.body, found.media_type, found.sequence)

    async def _body(self, request: Request) -> bytes:
        # Percent-encoding makes a query of a form up to three times as long.
        form = request.headers.get("content-type", "").startswith(FORM)
        most = self.settings.query_bytes * (3 if form else 1) + 4096
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise LimitError(
                    f"a query has at most {self.settings.query_bytes} bytes (setting query_bytes)",
                    limit="query_bytes",
                )
        return bytes(body)

    def _introduce(self, request: Request) -> Response:
        """The page of the endpoint, or its description for programs."""
        wanted = request.query_params.get("format")
        chosen = choose(request.headers.get("accept"), wanted, (_TURTLE, HTML))
        sequence = self.store.sequence
        if chosen == _TURTLE:
            return respond(request, Answer(_DESCRIPTION.encode(), _TURTLE, sequence))
        page = self._render(request, self.examples[0].text if self.examples else "")
        return respond(request, Answer(page, HTML, sequence))

    def _page(self, request: Request, operation: Operation) -> Answer:
        found = self.store.execute(operation.request((RESULT_TYPES[0], _TURTLE)))
        page = self._render(request, operation.query, found)
        return Answer(page, HTML, found.sequence)

    def _render(self, request: Request, query: str, found: QueryAnswer | None = None) -> bytes:
        names: Sequence[str] = ()
        rows: list[list[dict[str, str] | None]] = []
        text, count = "", 0
        if found is not None and found.media_type == _TURTLE:
            text = found.body.decode()
        elif found is not None:
            results = json.loads(found.body)
            names = results["head"].get("vars", ())
            text = str(results.get("boolean", "")).lower()
            bindings = results.get("results", {}).get("bindings", [])
            count = len(bindings)
            rows = [[row.get(name) for name in names] for row in bindings[:_SHOWN]]
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


def _formats(accept: str | None, wanted: str | None) -> tuple[str, ...]:
    """Media types to ask the store for, best first; HTML alone where a person asks."""
    if wanted:
        asked = "application/xml" if wanted == "xml" else SHORT.get(wanted, wanted)
        if asked != HTML and asked not in _TYPES:
            raise NotAcceptableError(f"format takes {', '.join(SHORT)}, not {wanted[:60]!r}")
        return _stored(asked)
    taken = preferred(accept, (*_TYPES, HTML))
    if not taken:
        raise NotAcceptableError(f"queries are answered with {', '.join(RESULT_TYPES)}, …")
    return tuple(dict.fromkeys(each for media_type in taken for each in _stored(media_type)))


def _stored(media_type: str) -> tuple[str, ...]:
    """The store's own media types for one that a caller names: for tables, then for graphs."""
    table = _ALIASES.get(media_type, media_type)
    return (table, _FOR_GRAPHS[media_type]) if media_type in _FOR_GRAPHS else (table,)


def _fitting(taken: tuple[str, ...], form: QueryForm) -> tuple[str, ...]:
    """Those media types that the answer to a form of query can have, best first."""
    possible = media_types(form)
    fitting = tuple(media_type for media_type in taken if media_type in (*possible, HTML))
    if not fitting:
        raise NotAcceptableError(
            f"{form.name} answers come as {', '.join(possible)}, not as {', '.join(taken)}"
        )
    return fitting
