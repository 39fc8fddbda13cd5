"""The program's own log: JSON lines on standard error, plain ones at a terminal, no secrets."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from nutgraf.web.log_file import redacted


class JsonLines(logging.Formatter):
    """One JSON object per record; line breaks are escaped, secrets are taken out."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the record as a line."""
        members = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            members["traceback"] = self.formatException(record.exc_info)
        return redacted(json.dumps(members))


class PlainLines(logging.Formatter):
    """Lines for a person, with secrets taken out and control characters made visible."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the record as text."""
        lines = redacted(super().format(record)).splitlines()
        return "\n".join(line if line.isprintable() else repr(line) for line in lines)


@contextmanager
def logging_to_stderr() -> Iterator[None]:
    """Send warnings and errors of all loggers to standard error until the end of the block."""
    handler = logging.StreamHandler()
    handler.setFormatter(PlainLines() if sys.stderr.isatty() else JsonLines())
    handler.setLevel(logging.WARNING)
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
