"""The errors nutgraf raises, split by whose fault they are.

NutgrafError
├── DocumentError      the article cannot be read, or yields nothing that can be kept
├── RequestError       the caller's query, parameter or address is wrong
│   └── NotFoundError  what the caller names does not exist
├── LimitError         the request was sound but passed a limit (time, memory, rows, size)
├── ConfigurationError a setting, folder, lexicon, shape or report file is wrong
└── StoreError         the data directory is damaged, locked or of another version
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


class LimitError(NutgrafError):
    """A sound request passed a limit; `limit` names the setting that holds it."""

    def __init__(self, message: str, *, limit: str) -> None:
        super().__init__(message)
        self.limit = limit


class ConfigurationError(NutgrafError):
    """A setting, folder, lexicon, shape or report file is wrong."""


class StoreError(NutgrafError):
    """The data directory is damaged, locked or of another version."""
