"""Errors as problem documents (RFC 9457), and as a page where a person asked."""

from __future__ import annotations

import json
import logging
import math
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from nutgraf.errors import (
    BusyError,
    ConfigurationError,
    DocumentError,
    ForbiddenError,
    LimitError,
    NoSpaceError,
    NotFoundError,
    NutgrafError,
    RequestError,
    StoreError,
    SyntaxProblem,
)
from nutgraf.web.auth import AccessError
from nutgraf.web.negotiation import HTML, PROBLEM, NotAcceptableError, preferred
from nutgraf.web.protocol import MediaTypeError, MethodError
from nutgraf.web.view import Views
from nutgraf.web.writes import ConditionError

_LOG = logging.getLogger("nutgraf.web")

#: The first class that fits gives the status; limits have a table of their own.
STATUS: tuple[tuple[type[NutgrafError], int], ...] = (
    (NotFoundError, 404),
    (NotAcceptableError, 406),
    (MethodError, 405),
    (ConditionError, 412),
    (MediaTypeError, 415),
    (RequestError, 400),
    (ForbiddenError, 403),
    (DocumentError, 422),
    (ConfigurationError, 500),
    (NoSpaceError, 507),
    (StoreError, 503),
)
#: Which limit was passed: the request is too large (413), its time is up (504), we are busy
#: (503), it needs more memory than there is for one (507), the client has used up what it may
#: (429), or we refuse an answer of that size, which the SPARQL protocol (2.1.7) gives as 500.
LIMIT_STATUS: Mapping[str, int] = {
    "query_bytes": 413,
    "query_depth": 413,
    "query_tokens": 413,
    "query_unions": 413,
    "query_operators": 413,
    "query_annotations": 413,
    "update_bytes": 413,
    "update_tokens": 413,
    "update_quads": 413,
    "upload_bytes": 413,
    "article_bytes": 413,
    "answer_bytes": 500,
    "client_seconds": 429,
    "client_errors": 429,
    "client_parallel": 429,
    "queue_length": 503,
    "queue_seconds": 503,
    "workers": 503,
    "fatal_runs": 503,
    "min_seq_seconds": 503,
    "cancelled": 503,
    "query_seconds": 504,
    "report_seconds": 504,
    "service_seconds": 504,
    "parse_seconds": 504,
    "update_seconds": 504,
    "write_seconds": 504,
    "worker_bytes": 507,
}
_OPERATOR = "Something is wrong on our side; the operator finds the reason in the log"


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, as the caller is told it."""

    status: int
    detail: str
    limit: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, object] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The status in words."""
        return HTTPStatus(self.status).phrase

    def document(self) -> bytes:
        """The problem document."""
        members: dict[str, object] = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        if self.limit:
            members["limit"] = self.limit
        members |= self.more
        return json.dumps(members, ensure_ascii=False).encode()


def problem_of(error: Exception) -> Problem:
    """Give the problem that an error is to the caller; our own faults stay in the log."""
    if isinstance(error, LimitError):
        return _beyond(error)
    if isinstance(error, AccessError):
        return Problem(error.status, str(error), headers={"WWW-Authenticate": error.challenge})
    if isinstance(error, MethodError):
        return Problem(405, str(error), headers={"Allow": ", ".join(error.allowed)})
    if isinstance(error, SyntaxProblem):
        place = {"line": error.line, "column": error.column}
        return Problem(400, str(error), more={k: v for k, v in place.items() if v is not None})
    if isinstance(error, HTTPException):
        return Problem(error.status_code, str(error.detail), headers=error.headers or {})
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
    return Problem(status, str(error)) if status < 500 else _ours(status, error)


def _beyond(error: LimitError) -> Problem:
    status = LIMIT_STATUS.get(error.limit, 503)
    headers = {}
    if isinstance(error, BusyError):
        headers = {"Retry-After": str(max(1, math.ceil(error.retry_after)))}
    elif error.limit == "workers":
        headers = {"Retry-After": "5"}
    return Problem(status, str(error), error.limit, headers)


def _ours(status: int, error: Exception) -> Problem:
    """Our own fault: the reason stays in the log, under the id that the caller is told."""
    incident = f"urn:uuid:{uuid.uuid4()}"
    _LOG.error("%s: %s", incident, error, exc_info=error)
    told = str(error) if isinstance(error, NoSpaceError) else f"{_OPERATOR} under {incident}"
    return Problem(status, told, more={"instance": incident})


@dataclass(frozen=True, slots=True)
class ProblemHandler:
    """Answers an exception with its problem."""

    views: Views

    async def __call__(self, request: Request, error: Exception) -> Response:
        """Give the problem as a page or as a document."""
        problem = problem_of(error)
        taken = preferred(request.headers.get("accept"), (PROBLEM, HTML))
        headers = {**problem.headers, "Vary": "Accept"}
        if taken[:1] == (HTML,) and "format" not in request.query_params:
            page = self.views.of(request).render("problem.html", problem=problem)
            return Response(page, problem.status, headers, HTML)
        return Response(problem.document(), problem.status, headers, PROBLEM)
