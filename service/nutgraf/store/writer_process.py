"""The writer process as the service sees it: started when needed, asked, restarted."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import fields
from typing import IO, Any

from nutgraf.errors import (
    ForbiddenError,
    NoSpaceError,
    NutgrafError,
    RequestError,
    StoreError,
)
from nutgraf.settings import Settings
from nutgraf.store.frame import cut, encode

_READ = 1 << 20
_ERRORS: dict[str, type[NutgrafError]] = {
    "space": NoSpaceError,
    "forbidden": ForbiddenError,
    "request": RequestError,
}


class WriterGoneError(Exception):
    """The writer died or was killed at its deadline; what it had journaled stays."""


class WriterProcess:
    """The one process of a service that writes the data directory."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._buffer = bytearray()
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """Process id while the writer runs."""
        return None if self._process is None else self._process.pid

    def ask(self, head: dict[str, Any], body: bytes, seconds: float) -> dict[str, Any]:
        """Have a task done; raises `WriterGoneError` or what the writer says is wrong.

        Safe to call from threads, one task at a time.
        """
        with self._lock:
            answer = self._exchange(encode(head, body), time.monotonic() + seconds)
        if answer["error"]:
            raise _ERRORS.get(answer["error"], StoreError)(answer["message"])
        return answer

    def close(self, seconds: float) -> None:
        """Let the writer finish and end; kill it where that takes too long."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)
        self.kill()

    def kill(self) -> None:
        """End the process at once and let go of its pipes."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process = None
        self._buffer.clear()

    def _exchange(self, frame: bytes, deadline: float) -> dict[str, Any]:
        try:
            process = self._start(deadline)
            _send(process, frame, deadline)
            return self._receive(process, deadline)
        except (OSError, EOFError) as error:
            self.kill()
            raise WriterGoneError(str(error)) from error

    def _start(self, deadline: float) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.kill()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "nutgraf.store.writing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )
        for pipe in (self._process.stdin, self._process.stdout):
            os.set_blocking(_number(pipe), False)
        _send(self._process, encode({"settings": _told(self._settings)}), deadline)
        return self._process

    def _receive(self, process: subprocess.Popen[bytes], deadline: float) -> dict[str, Any]:
        file = _number(process.stdout)
        while (frame := cut(self._buffer)) is None:
            _await(file, select.POLLIN, deadline)
            data = os.read(file, _READ)
            if not data:
                raise EOFError("the writer ended")
            self._buffer += data
        return frame[0]


def _told(settings: Settings) -> dict[str, str]:
    """The settings as variables of an environment, secrets left out."""
    shown = [each.name for each in fields(settings) if each.repr]
    told = {f"NUTGRAF_{name.upper()}": str(getattr(settings, name)) for name in shown}
    return {**told, "NUTGRAF_HOME": str(settings.home.absolute())}


def _send(process: subprocess.Popen[bytes], data: bytes, deadline: float) -> None:
    file = _number(process.stdin)
    left = memoryview(data)
    while left:
        _await(file, select.POLLOUT, deadline)
        left = left[os.write(file, left) :]


def _number(pipe: IO[bytes] | None) -> int:
    if pipe is None:
        raise EOFError("the writer has no pipe")
    return pipe.fileno()


def _await(file: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(file, event)
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise TimeoutError("the writer did not answer in time")
