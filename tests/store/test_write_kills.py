from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from random import Random

from nutgraf.errors import NutgrafError
from nutgraf.settings import Settings
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.interface import UpdateRequest
from nutgraf.store.pool import QueryPool
from nutgraf.store.write_queue import WriteQueue

from .conftest import BASE

#: Kills per drill; a long run sets the variable.
KILLS = int(os.environ.get("NUTGRAF_DRILL_KILLS", "12"))
#: Quads per update: those of an update are all there or none.
QUADS = 20

#: A service that updates from three threads for ever and prints what was answered.
SERVICE = """
import sys, threading
from pathlib import Path
from nutgraf.settings import Settings
from nutgraf.store.interface import UpdateRequest
from nutgraf.store.pool import QueryPool
from nutgraf.store.write_queue import WriteQueue
settings = Settings(home=Path(sys.argv[1]), base=sys.argv[2], workers=1)
queue = WriteQueue(settings, QueryPool(settings, prefixes={}).read_graph)
queue.start()
def write(thread):
    number = int(sys.argv[3]) + thread
    while True:
        quads = " . ".join(f"<urn:u{number}> <urn:p> {fact}" for fact in range(20))
        deletion = f"DELETE DATA {{ <urn:u{number - 30}> <urn:p> 0 }}"
        queue.update(UpdateRequest(f"INSERT DATA {{ {quads} }} ; {deletion}"))
        print(f"answered {number}\\n", end="", flush=True)
        number += 3
for thread in range(3):
    threading.Thread(target=write, args=(thread,), daemon=True).start()
threading.Event().wait()
"""


def update(number: int) -> str:
    """An update of which nothing or all is seen."""
    quads = " . ".join(f"<urn:u{number}> <urn:p> {fact}" for fact in range(QUADS))
    return f"INSERT DATA {{ {quads} }}"


def facts(home: Path, *, rebuild: bool = False) -> Counter[int]:
    """How many quads of each update the data directory holds."""
    settings = Settings(home=home, base=BASE, lock_seconds=20.0)
    with EmbeddedStore(home, settings, rebuild=rebuild) as store:
        rows = store.select("SELECT ?s (COUNT(?o) AS ?n) { ?s <urn:p> ?o } GROUP BY ?s")
    counts = {str(row["s"]): row["n"] for row in rows}
    return Counter({int(re.findall(r"\d+", name)[0]): int(n.value) for name, n in counts.items()})


def test_killed_writer_and_worker_lose_nothing(tmp_path: Path) -> None:
    """Whichever process dies whenever, answered updates stay and no update is halved."""
    settings = Settings(home=tmp_path / "home", base=BASE, workers=1, update_seconds=10.0)
    pool = QueryPool(settings, prefixes={})
    queue = WriteQueue(settings, pool.read_graph)
    queue.start()
    ended = threading.Event()
    answered: set[int] = set()

    def write(number: int) -> None:
        while not ended.is_set():
            with suppress(NutgrafError):
                queue.update(UpdateRequest(update(number)))
                answered.add(number)
            number += 3

    def kill() -> None:
        random = Random(7)  # noqa: S311 - moments of death
        for turn in range(KILLS):
            before, deadline = len(answered), time.monotonic() + 30
            while len(answered) == before and time.monotonic() < deadline:
                time.sleep(0.01)
            time.sleep(random.uniform(0.0, 0.2))
            pid = (queue.publisher.writer if turn % 3 else queue.drafter).pid
            if pid is not None:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        ended.set()

    with ThreadPoolExecutor(4) as threads:
        tasks = [threads.submit(write, thread) for thread in range(3)]
        threads.submit(kill).result()
        for task in tasks:
            task.result()
    queue.close()
    pool.close()

    kept = facts(settings.home)
    assert len(answered) > KILLS
    assert answered <= kept.keys()
    assert set(kept.values()) == {QUADS}
    assert facts(settings.home, rebuild=True) == kept


def test_killed_service_loses_nothing(tmp_path: Path) -> None:
    """After each death of the whole service, what it answered is there, each update whole."""
    home = tmp_path / "home"
    random = Random(11)  # noqa: S311 - moments of death
    answered: set[int] = set()
    for turn in range(max(3, KILLS // 3)):
        answered |= _killed_service(home, 1_000 * turn + 30, random.randint(1, 9))
        kept = facts(home)
        assert answered <= kept.keys()
        # The update thirty later takes one quad away; it too is whole or not there.
        assert set(kept.values()) <= {QUADS, QUADS - 1}
        assert all((kept[number] == QUADS) == (number + 30 not in kept) for number in kept)
    assert facts(home, rebuild=True) == kept


def _killed_service(home: Path, first: int, count: int) -> set[int]:
    command = [sys.executable, "-c", SERVICE, str(home), BASE, str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(count)]
        process.kill()
        lines += process.stdout.readlines()
    return {int(line.split()[1]) for line in lines if line.endswith(b"\n") and line.strip()}
