"""The errors nutgraf raises, split by whose fault they are.

NutgrafError
├── DocumentError      the article cannot be read, or yields nothing that can be kept
├── RequestError       the caller's query, parameter or address is wrong
│   ├── NotFoundError  what the caller names does not exist
│   └── SyntaxProblem  a query, update or RDF text is not well-formed; with line and column
├── ForbiddenError     the caller may not do this here
├── LimitError         the request was sound but passed a limit (time, memory, rows, size)
│   └── BusyError      too much at once; the same request may succeed later
├── ConfigurationError a setting, folder, lexicon, shape or report file is wrong
└── StoreError         the data directory is damaged, locked or of another version
    └── NoSpaceError   the disk is full; reads go on
"""

from __future__ import annotations


class NutgrafError(Exception):
    """Root of every error that nutgraf raises on purpose.

    The message says what went wrong, where, and what to do next.
    """


class DocumentError(NutgrafError):
    """An article cannot be read; `reason` is a short code for the ledger."""

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class RequestError(NutgrafError):
    """The caller's query, parameter or address is wrong."""


class NotFoundError(RequestError):
    """What the caller names does not exist."""


class SyntaxProblem(RequestError):  # noqa: N818 - the caller's problem, as RFC 9457 says
    """A text is not well-formed at a line and column, both counted from 1 where known."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class ForbiddenError(NutgrafError):
    """The caller may not do this here; the message says why."""


class LimitError(NutgrafError):
    """A sound request passed a limit; `limit` names the setting that holds it."""

    def __init__(self, message: str, *, limit: str) -> None:
        super().__init__(message)
        self.limit = limit


class BusyError(LimitError):
    """Too much at once; `retry_after` seconds later the same request may succeed."""

    def __init__(self, message: str, *, limit: str, retry_after: float) -> None:
        super().__init__(message, limit=limit)
        self.retry_after = retry_after


class ConfigurationError(NutgrafError):
    """A setting, folder, lexicon, shape or report file is wrong."""


class StoreError(NutgrafError):
    """The data directory is damaged, locked or of another version."""


class NoSpaceError(StoreError):
    """The disk is full; nothing was written and reads go on."""
