"""A worker: a process of its own, behind walls, that runs one task after the other.

    python -m nutgraf.store.worker memory=N file_bytes=N network=0 [data directory]

Frames come on standard input and go to standard output (`frame`). The engine cannot be
interrupted, may crash and may eat memory: whoever starts a worker kills it at the deadline.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from nutgraf.errors import ForbiddenError, LimitError, NotFoundError, NutgrafError, StoreError
from nutgraf.store.frame import Frame, Send, decode, encode
from nutgraf.store.sandbox import Walls, allow_seconds, enter, leave_with_parent


class Task(Protocol):
    """One kind of work; the object lives as long as the worker and may keep what it opened."""

    def run(self, head: dict[str, Any], body: bytes, send: Send) -> None:
        """Do the work of one request and send its answer, or raise."""
        ...


#: Module of each task; its `open_task()` gives the `Task`. Imported when first asked for.
_MODULES = {
    "query": "nutgraf.store.answering",
    "parse": "nutgraf.store.parsing",
    "update": "nutgraf.store.updates",
}
#: The first class that fits names the kind of an error.
_KINDS: tuple[tuple[type[Exception], str], ...] = (
    (ForbiddenError, "forbidden"),
    (NotFoundError, "missing"),
    (LimitError, "limit"),
    (StoreError, "gone"),
    (NutgrafError, "request"),
    (SyntaxError, "syntax"),
    (MemoryError, "memory"),
)
_FAILURES = (NutgrafError, SyntaxError, MemoryError, OSError, RuntimeError, ValueError)
_PLACE = re.compile(r"error at (\d+):(\d+)")
_MESSAGE_LENGTH = 400
#: Where the data directory stands among the arguments.
_HOME = 4


def _error(error: Exception) -> Frame:
    kind = next((kind for each, kind in _KINDS if isinstance(error, each)), "evaluation")
    message = " ".join(str(error).split())[:_MESSAGE_LENGTH]
    line, column = _place(error, message)
    limit = error.limit if isinstance(error, LimitError) else ""
    head = {"error": kind, "message": message, "limit": limit, "line": line, "column": column}
    return head, b""


def _place(error: Exception, message: str) -> tuple[int | None, int | None]:
    if isinstance(error, SyntaxError) and error.lineno is not None:
        return error.lineno, error.offset
    place = _PLACE.search(message)
    return (int(place[1]), int(place[2])) if place else (None, None)


def _send(head: dict[str, Any], body: bytes = b"") -> None:
    left = memoryview(encode(head, body))
    while left:
        left = left[os.write(1, left) :]


class _Desk:
    """The tasks of this worker, opened when first asked for."""

    def __init__(self) -> None:
        self.tasks: dict[str, Task] = {}

    def answer(self, head: dict[str, Any], body: bytes) -> None:
        """Run one request to its last frame."""
        allow_seconds(head["seconds"])
        try:
            self._task(head["task"]).run(head, body, _send)
        except _FAILURES as error:
            _send(*_error(error))

    def _task(self, name: str) -> Task:
        if name not in self.tasks:
            task: Task = importlib.import_module(_MODULES[name]).open_task()
            self.tasks[name] = task
        return self.tasks[name]


def _follow(desk: _Desk, home: str) -> Callable[[], None]:
    """Open the newest checkpoint ahead, and what keeps it so: no old one is held for long."""
    answering = importlib.import_module(_MODULES["query"])
    task = answering.open_task()
    desk.tasks["query"] = task
    refresh: Callable[[], None] = partial(task.refresh, Path(home))
    refresh()
    return refresh


def _read_exactly(count: int) -> bytes:
    data = sys.stdin.buffer.read(count)
    if len(data) < count:
        raise EOFError
    return data


def main() -> None:
    """Serve frames until standard input ends or the parent process is gone."""
    missing = enter(Walls.read(sys.argv[1:_HOME]))
    desk = _Desk()
    leave_with_parent(_follow(desk, sys.argv[_HOME]) if len(sys.argv) > _HOME else lambda: None)
    # The pool reads this before the first answer.
    _send({"ready": True, "missing": missing})
    while True:
        try:
            request = decode(_read_exactly)
        except EOFError:
            return
        desk.answer(*request)


if __name__ == "__main__":
    main()
