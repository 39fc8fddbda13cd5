"""Errors as problem documents (RFC 9457), and as a page where a person asked."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from nutgraf.errors import (
    ConfigurationError,
    DocumentError,
    ForbiddenError,
    LimitError,
    NotFoundError,
    NutgrafError,
    RequestError,
    StoreError,
)
from nutgraf.web.auth import AccessError
from nutgraf.web.negotiation import HTML, PROBLEM, NotAcceptableError, preferred
from nutgraf.web.protocol import MediaTypeError
from nutgraf.web.view import Views

_LOG = logging.getLogger("nutgraf.web")

#: The first class that fits gives the status; limits have a table of their own.
STATUS: tuple[tuple[type[NutgrafError], int], ...] = (
    (NotFoundError, 404),
    (NotAcceptableError, 406),
    (MediaTypeError, 415),
    (RequestError, 400),
    (ForbiddenError, 403),
    (DocumentError, 422),
    (ConfigurationError, 500),
    (StoreError, 503),
)
#: Which limit was passed: the request is too large (413), its time is up (504), we are busy
#: (503), or we refuse an answer of that size, which the SPARQL protocol (2.1.7) gives as 500.
LIMIT_STATUS: Mapping[str, int] = {
    "query_bytes": 413,
    "query_depth": 413,
    "query_tokens": 413,
    "answer_bytes": 500,
    "article_bytes": 413,
    "query_seconds": 504,
    "report_seconds": 504,
    "worker_bytes": 503,
    "workers": 503,
}
_OPERATOR = "Something is wrong on our side; the operator finds the reason in the log."


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, as the caller is told it."""

    status: int
    detail: str
    limit: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

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
        return json.dumps(members, ensure_ascii=False).encode()


def problem_of(error: Exception) -> Problem:
    """Give the problem that an error is to the caller; our own faults stay in the log."""
    if isinstance(error, LimitError):
        status = LIMIT_STATUS.get(error.limit, 503)
        headers = {"Retry-After": "5"} if error.limit == "workers" else {}
        return Problem(status, str(error), error.limit, headers)
    if isinstance(error, AccessError):
        return Problem(error.status, str(error), headers={"WWW-Authenticate": error.challenge})
    if isinstance(error, HTTPException):
        return Problem(error.status_code, str(error.detail), headers=error.headers or {})
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
    if status >= 500:
        _LOG.error("%s", error, exc_info=error)
        return Problem(status, _OPERATOR)
    return Problem(status, str(error))


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
