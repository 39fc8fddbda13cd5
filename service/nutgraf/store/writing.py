"""The writer: a process of its own that journals deltas, applies and publishes them.

    python -m nutgraf.store.writing

Frames come on standard input and go to standard output (`frame`); the first holds the
settings. The data directory is locked only while there is work and shortly after it.
"""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Any

from nutgraf.errors import (
    ForbiddenError,
    NoSpaceError,
    NutgrafError,
    RequestError,
    StoreError,
)
from nutgraf.settings import Settings
from nutgraf.store.checkpoint import Checkpoints
from nutgraf.store.draft import Draft
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.frame import Frame, cut, encode
from nutgraf.store.graphs import GraphNames
from nutgraf.store.journal import Journal

_READ = 1 << 20

#: Seconds without a pause after which the data directory is let go for a moment, so that a
#: load gets its turn, and the moment: twice the pause in which others try the lock.
_HELD_SECONDS, _MOMENT = 3.0, 0.1
_KINDS: tuple[tuple[type[NutgrafError], str], ...] = (
    (NoSpaceError, "space"),
    (StoreError, "store"),
    (ForbiddenError, "forbidden"),
    (RequestError, "request"),
)


class Writing:
    """Does the tasks of the writer; the store is opened for them and closed when idle."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._store: EmbeddedStore | None = None
        self._since = 0.0

    def run(self, head: dict[str, Any], body: bytes) -> dict[str, Any]:
        """Do one task; give the head of the answer."""
        tasks: dict[str, Callable[[dict[str, Any], bytes], dict[str, Any]]] = {
            "open": self._prepare,
            "write": self._write,
        }
        return tasks[head["task"]](head, body)

    def rest(self) -> None:
        """Close the store, so that others may write."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def take_turns(self) -> None:
        """Give others a chance to write where this process has long held the directory."""
        if self._store is not None and time.monotonic() - self._since > _HELD_SECONDS:
            self.rest()
            time.sleep(_MOMENT)

    def _prepare(self, _: dict[str, Any], __: bytes) -> dict[str, Any]:
        """Publish what a crash left in the journal; make an empty directory an empty dataset."""
        current = Checkpoints(self._settings.home).find_current()
        try:
            if current is None or current.sequence < self._journaled():
                self._open().publish()
        except StoreError:
            # Who holds the lock publishes; there is something to read until then.
            if current is None:
                raise
        return {}

    def _journaled(self) -> int:
        names = GraphNames(self._settings.base)
        with closing(Journal(self._settings.home, names, read_only=True)) as journal:
            return journal.sequence

    def _write(self, head: dict[str, Any], body: bytes) -> dict[str, Any]:
        store = self._open()
        before = store.sequence
        place = 0
        for each in head["drafts"]:
            store.write(Draft.read(each, body[place:]).delta())
            place += each["removed"] + each["added"]
        return {"before": before, "sequence": store.publish()}

    def _open(self) -> EmbeddedStore:
        if self._store is None:
            self._store = EmbeddedStore(self._settings.home, self._settings)
            self._since = time.monotonic()
        return self._store


def _answer(writing: Writing, head: dict[str, Any], body: bytes) -> dict[str, Any]:
    try:
        return {"error": "", **writing.run(head, body)}
    except NutgrafError as error:
        kind = next((kind for each, kind in _KINDS if isinstance(error, each)), "store")
        return {"error": kind, "message": str(error)}


class _Inbox:
    """Frames from standard input."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def take(self, seconds: float | None) -> Frame | None:
        """The next frame, or nothing where none begins in time; raises `EOFError` at the end."""
        while (frame := cut(self._buffer)) is None:
            if not select.select([0], [], [], seconds)[0]:
                return None
            data = os.read(0, _READ)
            if not data:
                raise EOFError
            self._buffer += data
        return frame

    def wait(self) -> Frame:
        """The next frame, however long it takes."""
        while (frame := self.take(None)) is None:
            pass
        return frame


def _serve(writing: Writing, inbox: _Inbox, idle: float) -> None:
    while True:
        frame = inbox.take(idle)
        if frame is None:
            writing.rest()
            frame = inbox.wait()
        answer = _answer(writing, *frame)
        left = memoryview(encode(answer))
        while left:
            left = left[os.write(1, left) :]
        if answer["error"]:
            # After a failure the open store may not know what is on disk.
            writing.rest()
        writing.take_turns()


def main() -> None:
    """Serve frames until standard input ends; what was begun is finished."""
    # Ctrl-C reaches the whole terminal group; whoever started the writer ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    inbox = _Inbox()
    settings = Settings.from_environment(inbox.wait()[0]["settings"])
    writing = Writing(settings)
    with suppress(EOFError, BrokenPipeError):
        _serve(writing, inbox, settings.writer_idle_seconds)
    writing.rest()


if __name__ == "__main__":
    main()
