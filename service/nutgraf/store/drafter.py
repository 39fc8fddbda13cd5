"""Drafts of writes: requests become deltas in a sandboxed worker, on a scratch store."""

from __future__ import annotations

import time
from typing import Any

from nutgraf.errors import LimitError, NoSpaceError, NutgrafError
from nutgraf.settings import Settings
from nutgraf.store.checkpoint import Checkpoint
from nutgraf.store.draft import Draft
from nutgraf.store.engine import DamagedStoreError, as_store_error
from nutgraf.store.failures import crashed, raise_for
from nutgraf.store.process import CrashError, DeadlineError, Walls, WorkerProcess
from nutgraf.store.scratch import FOLDER, Scratch

#: Largest file that the engine may write in a scratch; its own are 64 MB and a few more.
_FILE_BYTES = 4_000_000_000

#: Seconds that the worker may take to start, or to close a scratch, before it is killed.
_PATIENCE = 20.0


class LostError(Exception):
    """The scratch can no longer be used; make a new one and ask again."""


class Drafter:
    """Runs requests one after the other on one scratch; each sees those before it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._worker = WorkerProcess(Walls(settings.worker_bytes, _FILE_BYTES))
        self._scratch: Scratch | None = None
        self._former: list[Scratch] = []

    @property
    def lost(self) -> bool:
        """Tell whether there is no scratch to draft on."""
        return self._scratch is None

    @property
    def pid(self) -> int | None:
        """Process id of the worker while it runs."""
        return self._worker.pid

    def start(self) -> None:
        """Start the worker ahead of the first request."""
        self._worker.start()

    def renew(self, checkpoint: Checkpoint) -> None:
        """Go on from a checkpoint."""
        self.forget()
        self._scratch = Scratch(self._settings.home.absolute(), checkpoint)

    def forget(self) -> None:
        """Give the scratch up; its files go as soon as the worker has closed them."""
        if self._scratch is not None:
            self._former.append(self._scratch)
            self._scratch = None

    def draft(self, head: dict[str, Any], body: bytes) -> Draft:
        """Run one request; raises `LostError` or what is wrong with the request."""
        if self._worker.requests >= self._settings.worker_queries:
            self._worker.close()
            self._delete_all()
        if self._scratch is None:
            raise LostError
        if self._worker.requests == 0:
            # A cold start is not the request's fault.
            self._close_scratch()
        seconds = self._settings.update_seconds
        request = {**self._surroundings(self._scratch), **head, "seconds": seconds}
        try:
            answer, lines = self._worker.ask(request, time.monotonic() + seconds, body)
        except (DeadlineError, CrashError) as error:
            self._delete_all()
            self._worker.start()
            raise self._meaning(error) from None
        self._delete_former()
        self._check_engine(answer.get("message", ""))
        if answer["error"] == "gone":
            self.forget()
            raise LostError
        raise_for(answer, self._settings)
        return Draft.read(answer, lines)

    def rest(self) -> None:
        """Give the scratch up and have its files deleted, as before a long pause."""
        self.forget()
        if self._former and self._worker.pid is not None:
            self._close_scratch()
        self._delete_former()

    def close(self) -> None:
        """End the worker and delete its scratch."""
        self._worker.close()
        self._delete_all()

    def _surroundings(self, scratch: Scratch) -> dict[str, Any]:
        settings = self._settings
        return {
            "task": "update",
            "scratch": str(scratch.path),
            "names": settings.base,
            "union": settings.default_graph == "union",
            "most_quads": settings.update_quads,
        }

    def _close_scratch(self) -> None:
        try:
            closing = {"task": "update", "scratch": "", "seconds": _PATIENCE}
            self._worker.ask(closing, time.monotonic() + _PATIENCE)
        except (DeadlineError, CrashError):
            self._worker.kill()

    def _check_engine(self, message: str) -> None:
        """Raise where the disk or the checkpoint is at fault, which the engine says in words."""
        error = as_store_error(OSError(message), self._settings.home / FOLDER)
        if isinstance(error, NoSpaceError | DamagedStoreError):
            self.forget()
            raise error

    def _meaning(self, error: DeadlineError | CrashError) -> NutgrafError:
        if isinstance(error, CrashError):
            return crashed(error, self._settings)
        seconds = self._settings.update_seconds
        return LimitError(
            f"the request was stopped after {seconds:g} seconds (setting update_seconds); nothing"
            " of it was written; make it narrower or send it in parts",
            limit="update_seconds",
        )

    def _delete_all(self) -> None:
        self.forget()
        self._delete_former()

    def _delete_former(self) -> None:
        while self._former:
            self._former.pop().delete()
