"""The walls around a worker: limits of the process, closed files, filtered system calls."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from nutgraf.errors import ConfigurationError
from nutgraf.store.seccomp import install

_PR_SET_DUMPABLE = 4
#: RocksDB opens every file of a store and wants at least 96 descriptors.
_FILES = 1_024
#: Processor seconds allowed per second of wall clock, and on top: the engine may use two
#: cores, and the wall clock ends a query first unless the parent is stopped.
_CPU_FACTOR, _CPU_MARGIN = 2, 5
_PARENT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Walls:
    """What a worker may use: bytes of addresses, bytes of a file it writes, the network."""

    memory: int
    file_bytes: int = 1_000_000
    network: bool = False

    def arguments(self) -> list[str]:
        """The walls as arguments of a command line, for `read`."""
        return [f"{name}={int(value)}" for name, value in asdict(self).items()]

    @classmethod
    def read(cls, arguments: list[str]) -> Walls:
        """Read what `arguments` gave."""
        values = {
            name: int(value) for name, _, value in (each.partition("=") for each in arguments)
        }
        return cls(values["memory"], values["file_bytes"], bool(values["network"]))


def enter(walls: Walls) -> str:
    """Put this process behind the walls for good; give what is missing, or an empty text.

    Call it before any thread starts. Without call filters (other systems than Linux on
    x86_64 and aarch64) the other walls stand, and only the gate keeps queries from the
    network.
    """
    _set(resource.RLIMIT_AS, walls.memory)
    _set(resource.RLIMIT_FSIZE, walls.file_bytes)
    _set(resource.RLIMIT_NOFILE, _FILES)
    _set(resource.RLIMIT_CORE, 0)
    # Ctrl-C reaches the whole terminal group; the parent decides when a worker ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    os.closerange(3, _FILES)
    try:
        install(network=walls.network)
    except ConfigurationError as error:
        return str(error)
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    return ""


def allow_seconds(seconds: float) -> None:
    """Let this process compute for so many seconds from now; then the system ends it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = usage.ru_utime + usage.ru_stime
    most = int(used + _CPU_FACTOR * seconds) + _CPU_MARGIN
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def leave_with_parent(meanwhile: Callable[[], None] = lambda: None) -> None:
    """End this process soon after its parent is gone, even while it computes.

    `meanwhile` is called once a second, in a thread of its own.
    """
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            meanwhile()
            time.sleep(_PARENT_SECONDS)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def _set(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    value = most if hard == resource.RLIM_INFINITY else min(most, hard)
    # macOS knows no cap on addresses; a worker without one still has its deadline.
    if sys.platform != "darwin" or kind != resource.RLIMIT_AS:
        resource.setrlimit(kind, (value, value))
