"""A running worker process and its pipes, which are never waited for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from typing import IO

from nutgraf.store.frame import Frame, cut
from nutgraf.store.sandbox import Walls

_PASSED_ON = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")

#: The C library reserves 64 MB of addresses per thread, which RocksDB's threads exhaust under
#: the cap: 1 start in 60 then aborted. One arena ends that; the engine allocates elsewhere.
_ALLOCATION = {"MALLOC_ARENA_MAX": "1"}

#: What Rust, Python and the C++ of RocksDB (a thread without room for its stack) say then.
_OUT_OF_MEMORY = ("memory allocation", "MemoryError", "bad_alloc", "temporarily unavailable")
_READ = 1 << 18
_PATIENCE = 2.0


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


class Child:
    """A worker from its start to its death; one with a `home` follows its checkpoints."""

    def __init__(self, walls: Walls, home: str = "") -> None:
        self._stderr: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                "nutgraf.store.worker",
                *walls.arguments(),
                *filter(None, [home]),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            env={**passed_on, **_ALLOCATION},
            bufsize=0,
            start_new_session=True,
        )
        self.writer, self.reader = _number(self._process.stdin), _number(self._process.stdout)
        os.set_blocking(self.writer, False)
        os.set_blocking(self.reader, False)
        self._buffer = bytearray()
        #: What is missing of the walls; nothing is known until the worker has spoken.
        self.missing: str | None = None

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Tell whether the process runs; reaps it where it has ended."""
        return self._process.poll() is None

    def write(self, data: memoryview) -> memoryview:
        """Send as much as the pipe takes now; give what is left."""
        with suppress(BlockingIOError):
            return data[os.write(self.writer, data) :]
        return data

    def read(self) -> Frame | None:
        """Take one frame, or nothing while none is whole; `EOFError` when the worker is gone."""
        while True:
            frame = cut(self._buffer)
            if frame is None and not self._fill():
                return None
            if frame is not None and "ready" not in frame[0]:
                return frame
            if frame is not None:
                self.missing = frame[0]["missing"]

    def is_ready(self) -> bool:
        """Tell whether the worker has said that it is ready; `EOFError` when it is gone."""
        if self.missing is None:
            self.read()
        return self.missing is not None

    def kill(self) -> None:
        """End the process at once, without waiting for its memory to be freed."""
        self._process.kill()

    def close(self) -> None:
        """Wait for the end of a process that was killed or has ended, and let go of it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._stderr):
            if pipe is not None:
                pipe.close()

    def crash(self) -> CrashError:
        """How a worker died whose pipe has ended."""
        try:
            code = self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._stderr.seek(0)
        return CrashError(code, self._stderr.read(20_000).decode(errors="replace"))

    def _fill(self) -> bool:
        try:
            data = os.read(self.reader, _READ)
        except BlockingIOError:
            return False
        if not data:
            raise EOFError
        self._buffer += data
        return True


class Spares:
    """Gives fresh workers; after `refill` one is kept started ahead, so that nobody waits."""

    def __init__(self, walls: Walls, home: str = "") -> None:
        self._walls = walls
        self._home = home
        self._waiting: list[Child] = []

    def refill(self) -> None:
        """Start a worker where none waits."""
        if not self._waiting:
            self._waiting.append(Child(self._walls, self._home))

    def take(self) -> Child:
        """The worker that waits, and start the next; a cold one where spares are not kept."""
        try:
            child = self._waiting.pop()
        except IndexError:
            return Child(self._walls, self._home)
        self.refill()
        if child.is_alive():
            return child
        child.close()
        return Child(self._walls, self._home)

    def close(self) -> None:
        """End what waits."""
        while self._waiting:
            self._waiting.pop().close()


def _number(pipe: IO[bytes] | None) -> int:
    if pipe is None:
        raise EOFError
    return pipe.fileno()
