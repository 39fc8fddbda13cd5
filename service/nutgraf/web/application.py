"""The application: every address, and who answers it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

from nutgraf import __version__
from nutgraf.errors import NutgrafError
from nutgraf.folders import folder
from nutgraf.reports.catalogue import Catalogue
from nutgraf.reports.report import Report
from nutgraf.settings import Settings
from nutgraf.store.interface import QueryStore, WriteStore
from nutgraf.web.answers import Answer, respond
from nutgraf.web.archive import Archive
from nutgraf.web.auth import Guard
from nutgraf.web.headers import Head, Protection
from nutgraf.web.limits_page import LimitsPage
from nutgraf.web.negotiation import HTML
from nutgraf.web.pages import StartPage, ThingPages
from nutgraf.web.problems import ProblemHandler
from nutgraf.web.protocols import Parts, Protocols, describe_protocols
from nutgraf.web.raw_routes import RawRoutes
from nutgraf.web.reports import ReportPages, operation
from nutgraf.web.resources import Resources
from nutgraf.web.view import Views

_STATIC = Path(__file__).parent / "static"
_SUMMARY = "News articles as an event knowledge graph: events, claims and figures with evidence."


def create_app(
    settings: Settings,
    store: QueryStore,
    catalogue: Catalogue,
    writer: WriteStore | None = None,
    guard: Guard | None = None,
) -> FastAPI:
    """Build the application over a store and the canned reports; without a writer it only reads."""
    views = Views.build(catalogue.schemes, settings.base)
    archive = Archive(store, catalogue, Catalogue.load(folder("queries") / "pages"))
    app = FastAPI(
        title="nutgraf",
        version=__version__,
        description=_SUMMARY,
        docs_url=None,
        redoc_url=None,
    )
    problems = _add_problems(app, views)
    _add_health(app, store)
    _add_reports(app, ReportPages(archive, views))
    _add_things(app, Resources(archive, views, ThingPages(archive)))
    _add_pages(app, archive, views, LimitsPage(settings, views))
    parts = Parts(settings, store, writer, guard or Guard(settings), views)
    protocols = Protocols(parts, tuple(catalogue))
    describe_protocols(app)
    app.add_middleware(Head)
    app.add_middleware(RawRoutes, exact=protocols.exact, below=protocols.below, problems=problems)
    app.add_middleware(Protection)
    return app


def _add_problems(app: FastAPI, views: Views) -> ProblemHandler:
    handler = ProblemHandler(views)
    for kind in (NutgrafError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, handler)
    return handler


def _add_health(app: FastAPI, store: QueryStore) -> None:
    def healthz() -> Response:
        """Tell that the service answers, and on which data."""
        sequence = store.sequence
        return JSONResponse({"status": "ok", "sequence": sequence})

    app.add_api_route("/healthz", healthz, tags=["service"])


def _add_reports(app: FastAPI, pages: ReportPages) -> None:
    def reports(request: Request) -> Response:
        """List all reports."""
        return pages.listing(request)

    def unknown(request: Request, name: str) -> Response:
        """Answer for a name that no report has."""
        return pages.report(request, name)

    app.add_api_route("/reports", reports, tags=["reports"], response_class=Response)
    for report in pages.archive.reports:
        app.add_api_route(
            f"/reports/{report.name}",
            _report_route(pages, report),
            name=report.name,
            summary=report.summary(),
            description=report.description(),
            tags=["reports"],
            response_class=Response,
            openapi_extra=operation(report),
        )
    app.add_api_route("/reports/{name}", unknown, include_in_schema=False)


def _report_route(pages: ReportPages, report: Report) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        return pages.report(request, report.name)

    return answer


def _add_things(app: FastAPI, resources: Resources) -> None:
    def thing(request: Request, path: str) -> Response:
        """Lead from the address of a thing to its description."""
        return resources.redirect(request, path)

    def description(request: Request, path: str) -> Response:
        """Describe a thing as a page or as RDF: Turtle, JSON-LD, N-Triples."""
        return resources.describe(request, path)

    options: dict[str, Any] = {"tags": ["things"], "response_class": Response}
    app.add_api_route("/id/{path:path}", thing, status_code=303, **options)
    app.add_api_route("/doc/{path:path}", description, **options)


def _add_pages(app: FastAPI, archive: Archive, views: Views, limits_page: LimitsPage) -> None:
    start = StartPage(archive, views)

    def home(request: Request) -> Response:
        """Show what is here."""
        return start(request)

    def limits(request: Request) -> Response:
        """List what the service allows, and the status of the answer beyond each limit."""
        return limits_page(request)

    def listing(request: Request) -> Response:
        """Show every address of the service."""
        paths = app.openapi()["paths"]
        page = views.of(request).render("api.html", paths=paths)
        return respond(request, Answer(page, HTML))

    app.add_api_route("/", home, include_in_schema=False)
    app.add_api_route("/api", listing, include_in_schema=False)
    app.add_api_route("/limits", limits, tags=["service"], response_class=Response)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
