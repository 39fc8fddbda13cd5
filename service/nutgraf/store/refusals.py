"""What the status of another server's answer means: whose fault, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from nutgraf.errors import (
    BusyError,
    ForbiddenError,
    LimitError,
    NoSpaceError,
    NotFoundError,
    NutgrafError,
    RequestError,
    StoreError,
)

#: Characters of the other server's words that are passed on.
_WORDS = 500
_RETRY_SECONDS = 2.0
_PLAIN: dict[int, type[NutgrafError]] = {
    400: RequestError,
    401: ForbiddenError,
    403: ForbiddenError,
    404: NotFoundError,
    406: RequestError,
    410: NotFoundError,
    415: RequestError,
    422: RequestError,
    507: NoSpaceError,
}
_LIMITS = {408: "query_seconds", 413: "upload_bytes", 414: "query_bytes", 504: "query_seconds"}


def refusal(status: int, headers: Mapping[str, str], body: bytes) -> NutgrafError:
    """The error that a status which is no success stands for."""
    words = " ".join(body.decode("utf-8", "replace").split())[:_WORDS]
    message = f"the store's server answered {status}: {words or 'without a reason'}"
    if status in {429, 503}:
        wait = headers.get("retry-after", "")
        seconds = float(wait) if wait.isdigit() else _RETRY_SECONDS
        return BusyError(message, limit="server", retry_after=seconds)
    if status in _LIMITS:
        return LimitError(message, limit=_LIMITS[status])
    return _PLAIN.get(status, StoreError)(message)
