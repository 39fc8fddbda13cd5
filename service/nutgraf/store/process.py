"""One worker process as the pool sees it: started, asked, killed at the deadline."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import IO, Any

from nutgraf.store.frame import decode, encode

_PASSED_ON = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")

#: The C library reserves 64 MB of addresses per thread, which RocksDB's threads exhaust under
#: the cap: 1 start in 60 then aborted. One arena ends that; the engine allocates elsewhere.
_ALLOCATION = {"MALLOC_ARENA_MAX": "1"}

#: What Rust, Python and the C++ of RocksDB (a thread without room for its stack) say then.
_OUT_OF_MEMORY = ("memory allocation", "MemoryError", "bad_alloc", "temporarily unavailable")


class DeadlineError(Exception):
    """The worker did not answer in time and was killed."""


class CrashError(Exception):
    """The worker died, by a signal (negative `code`) or by itself, saying `last_words`."""

    def __init__(self, code: int, last_words: str) -> None:
        super().__init__(last_words)
        self.code = code
        self.last_words = last_words

    @property
    def cause(self) -> str:
        """Name of the signal, else the exit code and the last line written."""
        if self.code < 0:
            return signal.Signals(-self.code).name
        return f"exit code {self.code}: {self.last_words.strip().rpartition(chr(10))[2]}"

    @property
    def memory(self) -> bool:
        """Tell whether the worker ran out of memory."""
        return any(sign in self.last_words for sign in _OUT_OF_MEMORY)


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """Address space of a worker and size of its answers, in bytes."""

    memory: int
    answer: int


class WorkerProcess:
    """A worker that is started when first needed and again after each death."""

    def __init__(self, limits: WorkerLimits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._stderr: IO[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Process id while the worker runs."""
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        """Start the process if it does not run; this does not wait until it is ready."""
        if self._process is not None and self._process.poll() is None:
            return
        self.kill()
        limits = self._limits
        command = [sys.executable, "-P", "-m", "nutgraf.store.worker"]
        command += ["--bytes", str(limits.memory), "--answer-bytes", str(limits.answer)]
        passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed in kill()
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            env={**passed_on, **_ALLOCATION},
            bufsize=0,
        )
        for pipe in (self._process.stdin, self._process.stdout):
            os.set_blocking(_number(pipe), False)

    def ask(self, request: dict[str, Any], deadline: float) -> tuple[dict[str, Any], bytes]:
        """Send a request and read the answer; `deadline` is a `time.monotonic` value.

        Raises `DeadlineError` or `CrashError`; the worker is then already started anew.
        """
        self.start()
        try:
            self._send(encode(request), deadline)
            return decode(lambda count: self._receive(count, deadline))
        except (TimeoutError, BrokenPipeError, EOFError) as error:
            outcome = self._bury(late=isinstance(error, TimeoutError))
            self.start()
            raise outcome from None

    def kill(self) -> None:
        """End the process at once and let go of its pipes."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._stderr):
            if pipe is not None:
                pipe.close()
        self._process = self._stderr = None

    def _send(self, data: bytes, deadline: float) -> None:
        file = _number(self._running.stdin)
        view = memoryview(data)
        while view:
            _await(file, select.POLLOUT, deadline)
            view = view[os.write(file, view) :]

    def _receive(self, count: int, deadline: float) -> bytes:
        file = _number(self._running.stdout)
        parts: list[bytes] = []
        while count:
            _await(file, select.POLLIN, deadline)
            part = os.read(file, min(count, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def _bury(self, *, late: bool) -> Exception:
        if late:
            self.kill()
            return DeadlineError()
        code = self._running.wait()
        last_words = ""
        if self._stderr is not None:
            self._stderr.seek(0)
            last_words = self._stderr.read(20_000).decode(errors="replace")
        self.kill()
        return CrashError(code, last_words)

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise EOFError
        return self._process


def _number(pipe: IO[bytes] | None) -> int:
    if pipe is None:
        raise EOFError
    return pipe.fileno()


def _await(file: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(file, event)
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise TimeoutError
