"""Event loops for callers that block: each is used by one thread at a time."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Coroutine
from typing import Any, TypeVar

_Answer = TypeVar("_Answer")


class Loops:
    """Runs asynchronous work for threads without a loop; a fresh loop each would cost more."""

    def __init__(self) -> None:
        self._free: deque[asyncio.Runner] = deque()

    def run(self, work: Coroutine[Any, Any, _Answer]) -> _Answer:
        """Run some work to its end; raises `RuntimeError` inside of a running loop."""
        try:
            runner = self._free.pop()
        except IndexError:
            runner = asyncio.Runner()
        try:
            return runner.run(work)
        finally:
            work.close()
            self._free.append(runner)

    def close(self) -> None:
        """Close the loops that nobody uses."""
        while self._free:
            self._free.pop().close()
