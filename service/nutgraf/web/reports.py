"""Canned reports over HTTP: typed parameters, JSON, CSV or a page with form and SPARQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from nutgraf.reports.header import Column
from nutgraf.reports.parameters import Parameter, ParameterType
from nutgraf.reports.report import MOST_ROWS, Page, Report
from nutgraf.reports.table import ReportTable
from nutgraf.store.formats import GRAPH_TYPES
from nutgraf.web.answers import Answer, respond
from nutgraf.web.archive import Archive, Params
from nutgraf.web.negotiation import CSV, HTML, JSON, choose
from nutgraf.web.view import Views

_OWN = frozenset({"format", "limit", "offset"})
# An address of a report is where its evidence is shown; a value is shown with its bounds.
_KINDS = {"report": "evidence", "claim": "evidence", "figure": "evidence", "value": "amount"}
_SCHEMAS: dict[ParameterType, dict[str, Any]] = {
    ParameterType.DATE: {"type": "string", "format": "date"},
    ParameterType.INTEGER: {"type": "integer"},
    ParameterType.DECIMAL: {"type": "number"},
    ParameterType.BOOLEAN: {"type": "boolean"},
    ParameterType.IRI: {"type": "string", "format": "iri"},
}


@dataclass(frozen=True, slots=True)
class ReportCall:
    """What a caller asks of a report: its parameters and the page."""

    params: Params
    page: Page

    @classmethod
    def read(cls, request: Request, report: Report) -> ReportCall:
        """Read the query string; pages of ours have a language even where the report has none."""
        query = request.query_params
        ignored = _OWN if any(p.name == "lang" for p in report.parameters) else _OWN | {"lang"}
        params = {name: query.getlist(name) for name in query if name not in ignored}
        return cls(params, Page.of(query.get("limit"), query.get("offset")))

    def link(self, path: str, offset: int, **more: str) -> str:
        """The address of another page of the same report."""
        pairs = [(name, value) for name, values in self.params.items() for value in values]
        window = [("limit", str(self.page.limit)), ("offset", str(offset))]
        return f"{path}?{urlencode([*pairs, *window, *more.items()])}"


@dataclass(frozen=True, slots=True)
class ReportPages:
    """Answers `/reports` and `/reports/{name}`."""

    archive: Archive
    views: Views

    def listing(self, request: Request) -> Response:
        """All reports with what they answer."""
        reports = list(self.archive.reports)
        wanted = request.query_params.get("format")
        if choose(request.headers.get("accept"), wanted, (JSON, HTML)) == HTML:
            page = self.views.of(request).render("reports.html", reports=reports)
            return respond(request, Answer(page, HTML))
        return respond(request, Answer(_listing(reports), JSON))

    def report(self, request: Request, name: str) -> Response:
        """Run one report."""
        report = self.archive.reports.report(name)
        offered = (*GRAPH_TYPES, HTML) if report.is_graph else (JSON, CSV, HTML)
        wanted = request.query_params.get("format")
        chosen = choose(request.headers.get("accept"), wanted, offered)
        call = ReportCall.read(request, report)
        if chosen == HTML:
            return respond(request, self._page(request, report, call))
        if report.is_graph:
            found = self.archive.run(report, call.params, (chosen,))
            return respond(request, Answer(found.body, found.media_type, found.sequence))
        table, sequence = self.archive.table(report, call.params, call.page)
        text = table.to_csv() if chosen == CSV else table.to_json()
        headers = _page_links(request, call, table, chosen)
        return respond(request, Answer(text.encode(), chosen, sequence, headers))

    def _page(self, request: Request, report: Report, call: ReportCall) -> Answer:
        missing = any(
            p.required and not any(call.params.get(p.name, ())) for p in report.parameters
        )
        table, sequence, sparql = None, None, report.text
        if not missing:
            sparql = report.bind(call.params, call.page)
        if not missing and not report.is_graph:
            table, sequence = self.archive.table(report, call.params, call.page)
        page = self.views.of(request).render(
            "report.html",
            report=report,
            call=call,
            table=table,
            sparql=sparql,
            missing=missing,
            columns=shown_columns(report.columns),
        )
        return Answer(page, HTML, sequence)


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of a page; `named` is the column that names an address, or says where it stands.

    `kind` is the column's type, or `told` for an article with publisher, day and who says it,
    `time` for a time with its bounds, `amount` for the number of a figure with its bounds,
    `part` for a part of an event with its amount, `evidence` for a report (shown last), or
    `side` for one side of a comparison with who says it and where.
    """

    name: str
    kind: str
    named: str | None = None


def shown_columns(columns: Sequence[Column]) -> tuple[Cell, ...]:
    """Columns of the page: what belongs together stands in one cell.

    >>> shown_columns([Column("place", "iri"), Column("placeName", "string")])
    (Cell(name='place', kind='iri', named='placeName'),)
    """
    names = {column.name for column in columns}
    hidden = {f"{column.name}Name" for column in columns} | (
        names & {"label", "earliest", "latest"}
    )
    if "sentence" in names:
        hidden.add("quote")
    if "value" in names:
        hidden |= {"qualifier", "least", "most"}
    if {"name", "address"} <= names:
        hidden |= {"address", "value"}
    if "article" in names:
        hidden |= {"headline", "publisher", "published", "version", "who"}
    for side in ("A", "B"):
        if f"words{side}" in names:
            hidden |= {name for name in names if name.endswith(side)} - {f"words{side}"}
    cells = (_cell(column, names) for column in columns if column.name not in hidden)
    return tuple(sorted(cells, key=lambda cell: cell.kind == "evidence"))


def _cell(column: Column, names: set[str]) -> Cell:
    name = column.name
    if name in {"wordsA", "wordsB"}:
        return Cell(name, "side", name[-1])
    if name in _KINDS:
        return Cell(name, _KINDS[name])
    if name == "name" and "address" in names:
        return Cell("address", "part", name)
    if name == "article" and "publisher" in names:
        return Cell(name, "told", "")
    if name == "time" and "earliest" in names:
        return Cell(name, "time")
    named = "label" if name == "event" else f"{name}Name"
    return Cell(name, column.type, named if named in names else None)


def _listing(reports: list[Report]) -> bytes:
    return json.dumps(
        [{"name": r.name, "summary": r.summary(), "href": f"/reports/{r.name}"} for r in reports],
        ensure_ascii=False,
        indent=1,
    ).encode()


def _page_links(
    request: Request, call: ReportCall, table: ReportTable, media_type: str
) -> dict[str, str]:
    """Link headers to the pages around this one (RFC 8288)."""
    more = {"format": media_type} if "format" in request.query_params else {}
    path, page = request.url.path, call.page
    links = []
    if page.offset:
        links.append(("prev", max(0, page.offset - page.limit)))
    if table.more:
        links.append(("next", page.offset + page.limit))
    found = (f'<{call.link(path, offset, **more)}>; rel="{rel}"' for rel, offset in links)
    return {"Link": ", ".join(found)} if links else {}


def operation(report: Report) -> dict[str, Any]:
    """The OpenAPI description of a report's parameters and answers."""
    formats = GRAPH_TYPES if report.is_graph else (JSON, CSV, HTML)
    window = [] if report.is_graph else [_window("limit", 1, MOST_ROWS, 100), _window("offset", 0)]
    shorts = ["ttl", "nt", "jsonld"] if report.is_graph else ["json", "csv", "html"]
    form = {"name": "format", "in": "query", "schema": {"type": "string", "enum": shorts}}
    return {
        "parameters": [*(_described(p) for p in report.parameters), *window, form],
        "responses": {
            "200": {
                "description": report.summary(),
                "content": {media_type: {} for media_type in formats},
            },
            "default": {
                "description": "What went wrong (RFC 9457)",
                "content": {"application/problem+json": {}},
            },
        },
    }


def _described(parameter: Parameter) -> dict[str, Any]:
    schema = dict(_SCHEMAS.get(parameter.type, {"type": "string"}))
    if parameter.allowed and parameter.type is not ParameterType.BOOLEAN:
        schema["enum"] = list(parameter.allowed)
    if parameter.default is not None:
        schema["default"] = parameter.default
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.description(),
        "schema": {"type": "array", "items": schema} if parameter.multiple else schema,
    }
    if parameter.example is not None:
        shown = parameter.example.rpartition(":")[2] if parameter.concepts else parameter.example
        described["example"] = [shown] if parameter.multiple else shown
    return described


def _window(name: str, least: int, most: int | None = None, default: int = 0) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": least, "default": default}
    if most is not None:
        schema["maximum"] = most
    return {"name": name, "in": "query", "schema": schema}
