"""Log files of JSON lines that never fill a disk, never hold a token and never stop a request."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Mapping
from pathlib import Path

from nutgraf.web.tokens import PREFIX

#: Files that are kept of each log, with the one that is written.
KEPT = 5
_SECRET = re.compile(PREFIX + r"[\w-]{8,}")
_MODE = 0o640


def redacted(text: str) -> str:
    """Take secrets out of a text."""
    return _SECRET.sub(PREFIX + "***", text) if PREFIX in text else text


class LogFile:
    """Appends lines to a file and begins a new one when it is full.

    What cannot be written, on a full disk or without the data directory, is counted in
    `lost`; requests go on.
    """

    def __init__(self, home: Path, name: str, most: int) -> None:
        self._folder = home.absolute() / "logs"
        self._name = name
        self._most = most
        self._handle = -1
        self._size = 0
        self._lock = threading.Lock()
        #: Lines that could not be written.
        self.lost = 0

    def write(self, members: Mapping[str, object]) -> None:
        """Append one line; it is escaped, so that it cannot disturb a terminal or fake a line."""
        line = (redacted(json.dumps(members)) + "\n").encode("ascii")
        with self._lock:
            try:
                self._append(line)
            except OSError:
                self.lost += 1
                self._close()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._close()

    def _append(self, line: bytes) -> None:
        if self._handle < 0:
            self._open()
        if self._size + len(line) > self._most and self._size:
            self._close()
            self._rotate()
            self._open()
        self._size += os.write(self._handle, line)

    def _open(self) -> None:
        # The data directory itself is made by who puts data into it.
        self._folder.mkdir(exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        self._handle = os.open(self._path(0), flags, _MODE)
        self._size = os.fstat(self._handle).st_size

    def _close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _rotate(self) -> None:
        for number in range(KEPT - 1, 0, -1):
            if (older := self._path(number - 1)).exists():
                older.replace(self._path(number))

    def _path(self, number: int) -> Path:
        return self._folder / (f"{self._name}.{number}.jsonl" if number else f"{self._name}.jsonl")
