"""Advisory locks on files of the data directory (flock: gone when its process is gone)."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from nutgraf.errors import StoreError

#: Seconds between two attempts to take a lock.
_PAUSE = 0.05


class WriterLock:
    """The right to write a data directory; one process holds it at a time.

    Others wait `seconds` for it, so that a load and the service take turns.
    """

    def __init__(self, home: Path, seconds: float = 0.0) -> None:
        home.mkdir(parents=True, exist_ok=True)
        path = home / "writer.lock"
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        if not _wait(self._file, seconds):
            holder = os.read(self._file, 32).decode(errors="replace").strip() or "unknown"
            os.close(self._file)
            raise StoreError(
                f"process {holder} is writing {home} (lock {path}) and did not end within"
                f" lock_seconds ({seconds:g} s); wait for it, stop it, or choose another data"
                " directory"
            )
        os.ftruncate(self._file, 0)
        os.write(self._file, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Let the next process write."""
        os.close(self._file)


def holder(path: Path) -> str:
    """Process number of who holds the writer lock; empty where nobody does."""
    if not path.exists() or is_free(path):
        return ""
    return path.read_text().strip()


def share(path: Path) -> int:
    """Take a shared lock on a file, made where missing; give the descriptor that holds it."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    fcntl.flock(file, fcntl.LOCK_SH)
    return file


def is_free(path: Path) -> bool:
    """Tell whether nobody holds a lock on the file."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        return _take(file)
    finally:
        os.close(file)


def _wait(file: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not _take(file):
        if time.monotonic() >= deadline:
            return False
        # flock has no time-out; a signal would reach the caller's other work.
        time.sleep(_PAUSE)
    return True


def _take(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
