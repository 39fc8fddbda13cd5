"""What a worker's failures mean to the caller: whose fault, which setting, what next."""

from __future__ import annotations

import signal
from typing import Any

from nutgraf.errors import (
    ForbiddenError,
    LimitError,
    NotFoundError,
    NutgrafError,
    RequestError,
    StoreError,
    SyntaxProblem,
)
from nutgraf.settings import Settings
from nutgraf.store.child import CrashError
from nutgraf.store.interface import Lane

#: The setting that holds the time of each lane.
TIME = {
    Lane.REPORT: "report_seconds",
    Lane.ADHOC: "query_seconds",
    Lane.FEDERATION: "service_seconds",
    Lane.PARSE: "parse_seconds",
}
_PLAIN: dict[str, type[NutgrafError]] = {
    "forbidden": ForbiddenError,
    "missing": NotFoundError,
    "request": RequestError,
}


def raise_for(head: dict[str, Any], settings: Settings) -> None:
    """Raise what the head of a frame reports, if anything."""
    kind, message = head["error"], head.get("message", "")
    if kind == "syntax":
        place = {"line": head["line"], "column": head["column"]}
        raise SyntaxProblem(f"the text is not valid: {message}", **place)
    if kind == "limit" and head["limit"] == "answer_bytes":
        raise _beyond("answer_bytes", "answer is larger than", settings.answer_bytes)
    if kind == "limit":
        raise LimitError(message, limit=head["limit"])
    if kind == "memory":
        raise _beyond("worker_bytes", "evaluation needs more than", settings.worker_bytes)
    if kind in _PLAIN:
        raise _PLAIN[kind](message)
    if kind:
        raise RequestError(f"the request failed: {message}")


def crashed(crash: CrashError, settings: Settings) -> NutgrafError:
    """The error of a request whose worker died."""
    # Nobody but the system itself, short of memory, kills a worker that we did not kill.
    if crash.memory or crash.code == -signal.SIGKILL:
        return _beyond("worker_bytes", "evaluation needs more than", settings.worker_bytes)
    if crash.code >= 0:
        return StoreError(f"a worker ended by itself ({crash.cause})")
    return RequestError(
        f"the request brought the engine down ({crash.cause}), as very long chains of operators"
        " or patterns do; make it shorter or simpler"
    )


def late(lane: Lane, seconds: float) -> LimitError:
    """The error of a request that was stopped at its deadline."""
    return LimitError(
        f"the request was stopped after {seconds:g} seconds (setting {TIME[lane]}); make it"
        " narrower",
        limit=TIME[lane],
    )


def slow_reader(settings: Settings) -> LimitError:
    """The error of an answer that its reader did not take."""
    return LimitError(
        f"the answer was not read within {settings.write_seconds:g} seconds per piece (setting"
        f" write_seconds) or {settings.answer_seconds:g} seconds in all (setting answer_seconds)",
        limit="write_seconds",
    )


def _beyond(limit: str, what: str, most: int) -> LimitError:
    return LimitError(
        f"the query's {what} {most} bytes (setting {limit}); ask for less, or in parts with LIMIT",
        limit=limit,
    )
