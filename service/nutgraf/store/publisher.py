"""Publishes drafts in groups: journaled in order, one checkpoint, then each is answered."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from typing import Any

from nutgraf.errors import NutgrafError, StoreError
from nutgraf.settings import Settings
from nutgraf.store.checkpoint import Checkpoint, Checkpoints
from nutgraf.store.draft import Draft
from nutgraf.store.interface import Written
from nutgraf.store.writer_process import WriterGoneError, WriterProcess

#: Drafts per group: what is answered together, and repeated together after a crash.
_GROUP = 64

_Waiting = tuple[Draft, "Future[Written]"]


class Publisher:
    """Hands drafts to the writer process, from a thread of its own.

    Drafts are differences to what was there when they were made: after one fails, all that
    were drafted on top of it fail too.
    """

    def __init__(self, settings: Settings) -> None:
        self._seconds = settings.lock_seconds + settings.update_seconds
        self._checkpoints = Checkpoints(settings.home.absolute())
        self.writer = WriterProcess(settings)
        self._waiting: queue.Queue[_Waiting | None] = queue.Queue()
        self._open = 0
        self._changed = threading.Condition()
        #: Newest change that drafts take account of; none before the first scratch.
        self._known = -1
        self._broken = False
        self._thread = threading.Thread(target=self._work, name="publisher", daemon=True)

    def start(self) -> None:
        """Start the writer and make sure that there is a checkpoint."""
        self._ask({"task": "open"}, b"")
        self._thread.start()

    def close(self) -> None:
        """Publish what waits, then end the writer."""
        if self._thread.is_alive():
            self._waiting.put(None)
            self._thread.join()
        self.writer.close(self._seconds)

    @property
    def is_ahead(self) -> bool:
        """Tell whether there are changes that the drafts do not know, of articles for example."""
        with self._changed:
            if self._broken or self._known < 0:
                return True
            return self._open == 0 and self._checkpoints.current().sequence != self._known

    def settle(self) -> Checkpoint:
        """Wait until nothing is on its way; give the checkpoint to go on from."""
        with self._changed:
            self._changed.wait_for(lambda: self._open == 0)
            checkpoint = self._checkpoints.current()
            self._known, self._broken = checkpoint.sequence, False
            return checkpoint

    def publish(self, draft: Draft, answer: Future[Written]) -> None:
        """Have a draft published and its request answered then."""
        with self._changed:
            self._open += 1
        self._waiting.put((draft, answer))

    def _work(self) -> None:
        ended = False
        while not ended:
            group = [self._waiting.get()]
            while len(group) < _GROUP and not self._waiting.empty():
                group.append(self._waiting.get())
            ended = group[-1] is None
            taken = [each for each in group if each is not None]
            if taken:
                self._publish(taken)

    def _publish(self, group: list[_Waiting]) -> None:
        try:
            sequence = self._write([draft for draft, _ in group if draft])
        except NutgrafError as error:
            self._close(group, broken=True)
            for _, answer in group:
                answer.set_exception(error)
            return
        self._close(group, broken=False)
        for draft, answer in group:
            answer.set_result(Written(sequence, created=bool(draft.created)))

    def _write(self, drafts: list[Draft]) -> int:
        if self._broken:
            raise StoreError(
                "a write before this one failed, so nothing was written; send it again"
            )
        if not drafts:
            return self._checkpoints.current().sequence
        frames = [draft.frame() for draft in drafts]
        head = {"task": "write", "drafts": [each for each, _ in frames]}
        answer = self._ask(head, b"".join(lines for _, lines in frames))
        if answer["before"] == self._known:
            self._known = answer["sequence"]
        else:
            # Others wrote in between: their changes are in no scratch of ours.
            self._known = -1
        return int(answer["sequence"])

    def _ask(self, head: dict[str, Any], body: bytes) -> dict[str, Any]:
        try:
            return self.writer.ask(head, body, self._seconds)
        except WriterGoneError:
            # Drafts can be written twice to the same end; whether they were, nobody knows.
            return self._ask_again(head, body)

    def _ask_again(self, head: dict[str, Any], body: bytes) -> dict[str, Any]:
        try:
            return self.writer.ask(head, body, self._seconds)
        except WriterGoneError as error:
            raise StoreError(
                f"the writer ended twice ({error}); whether the write stands is unknown: read it"
                " back, or see nutgraf doctor"
            ) from error

    def _close(self, group: list[_Waiting], *, broken: bool) -> None:
        with self._changed:
            self._broken = self._broken or broken
            self._open -= len(group)
            self._changed.notify_all()
