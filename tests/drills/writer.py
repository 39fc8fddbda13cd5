"""The program that a drill kills: takes articles in and dies at its named point.

python -m tests.drills.writer HOME VOCABULARY FIRST POINT COUNTDOWN
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.drills.scene import fill, opened

from nutgraf.store import writer

#: Where the writer is killed: module, class and function, and whether before or after it.
POINTS = {
    "journal-begin": "journal.Journal.accept before",
    "journal-row": "journal.Journal._insert after",
    "journal-commit": "journal.Journal.accept after",
    "write-row": "written.Written.insert after",
    "write-commit": "journal.Journal.write after",
    "replay-writes": "replay.Replay.write after",
    "replay-operations": "replay.Replay.operations before",
    "store-commit": "writer.Writer._replay after",
    "vocabulary": "writer.Writer._refresh_vocabulary before",
    "load-articles": "writer.fill after",
    "load-end": "writer.Writer._load after",
    "checkpoint-copy": "checkpoint.write_sums before",
    "checkpoint-pointer": "checkpoint.Checkpoints._point_to before",
    "checkpoint-tidy": "checkpoint.Checkpoints.tidy before",
    "derived": "writer.Writer.replace_graphs after",
    "rebuild": "engine.Engine.drop after",
}

#: Articles that a run takes in when nothing kills it.
RUN = 9


def arm(point: str, countdown: int) -> None:
    """Let this process die when the point is reached for the `countdown`th time."""
    path, when = POINTS[point].split(" ")
    module, *owners, name = path.split(".")
    owner: Any = importlib.import_module(f"nutgraf.store.{module}")
    for each in owners:
        owner = getattr(owner, each)
    setattr(owner, name, _fatal(getattr(owner, name), when, countdown))


def _fatal(real: Callable[..., Any], when: str, countdown: int) -> Callable[..., Any]:
    left = [countdown]

    def fatal(*values: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] == 0 and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*values, **named)
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return fatal


def main() -> None:
    """Take articles in, telling each that is durable, until the end or the death."""
    home, words, first, point, countdown = sys.argv[1:]
    arm(point, int(countdown))
    writer._BULK = 6
    with opened(Path(home), Path(words)) as store:
        for name in fill(store, range(int(first), int(first) + RUN)):
            print(name, flush=True)


if __name__ == "__main__":
    main()
