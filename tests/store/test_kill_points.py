"""A writer killed at any named point leaves a directory that loses and doubles nothing."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nutgraf.settings import Settings
from nutgraf.store.checkpoint import Checkpoints
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.export import export

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

#: Takes articles and writes in, telling each that is durable; dies at its point.
WRITER = """
import importlib, os, signal, sys
from dataclasses import replace
from pathlib import Path
from nutgraf.settings import Settings
from nutgraf.store import writer
from nutgraf.store.delta import Delta
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.entry import Entry
home, base, ontology = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
path, when = sys.argv[4].split(" ")
countdown = int(sys.argv[5])
module, *owners, name = path.split(".")
owner = importlib.import_module("nutgraf.store." + module)
for each in owners:
    owner = getattr(owner, each)
real = getattr(owner, name)
def fatal(*values, **named):
    global countdown
    countdown -= 1
    if countdown == 0 and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    result = real(*values, **named)
    if countdown == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return result
setattr(owner, name, fatal)
writer._BULK = 6
store = EmbeddedStore(home, Settings(home=home, base=base), ontology=ontology)
event = f"{base}graph/event"
for number in range(9):
    graph = f"{base}graph/report/v{number}"
    quads = "\\n".join(f'<urn:v{number}> <urn:p> "{fact}" <{graph}> .' for fact in range(30))
    shared = f'<urn:shared{number % 3}> <urn:p> "s" <{base}graph/entity> .'
    graphs = ((graph, quads), (f"{base}graph/entity", shared))
    store.accept(Entry(f"a{number}", f"v{number}", "t", b"raw", "{}", graphs, "x"))
    print(f"v{number}", flush=True)
    store.write(Delta(added=(f'_:b{number} <urn:p> "{number}" <urn:mine> .',),
                      removed=(f'_:b{number - 2} <urn:p> "{number - 2}" <urn:mine> .',)))
    print(f"b{number}", flush=True)
    if number % 3 == 2:
        store.replace_graphs({event: f'<urn:e> <urn:p> "{number}" <{event}> .',
                              f"{base}graph/identity": ""})
        store.publish()
    if number == 7:
        store.rebuild()
store.close()
"""


def run(settings: Settings, ontology: Path, point: str, countdown: int) -> tuple[int, set[str]]:
    """Run the writer until its death or end; give its exit code and what it acknowledged."""
    place = [str(settings.home), settings.base, str(ontology), POINTS[point], str(countdown)]
    ended = subprocess.run(
        [sys.executable, "-c", WRITER, *place], stdout=subprocess.PIPE, check=False
    )
    return ended.returncode, set(ended.stdout.decode().split())


def check(store: EmbeddedStore, acknowledged: set[str]) -> None:
    """All that was acknowledged is there, whole and once; only the last may be there besides."""
    rows = store.select("SELECT ?s (COUNT(?o) AS ?n) { ?s <urn:p> ?o } GROUP BY ?s")
    counts = {row["s"].value: int(row["n"].value) for row in rows}
    articles = {name.removeprefix("urn:"): n for name, n in counts.items() if "urn:v" in name}
    assert set(articles.values()) <= {30}
    assert set(articles) == {record.version_id for record in store.articles()}
    told = {name for name in acknowledged if name.startswith("v")}
    assert told <= set(articles)
    assert len(set(articles) - told) <= 1
    written = [int(name[1:]) for name in acknowledged if name.startswith("b")]
    values = store.select("SELECT ?o { GRAPH <urn:mine> { ?s ?p ?o } } ORDER BY ?o")
    found = {int(row["o"].value) for row in values}
    newest = max(written, default=-1)
    standing = {n for n in (newest - 1, newest) if n >= 0}
    coming = {n for n in (newest, newest + 1) if n >= 0}
    assert found in (standing, coming)


@pytest.mark.parametrize("point", POINTS)
def test_killed_at(point: str, settings: Settings, ontology: Path, open_store: Any) -> None:
    """Killed there, the next opening has everything acknowledged, whole, and is sound."""
    code, acknowledged = run(settings, ontology, point, 2 if point != "rebuild" else 1)
    assert code == -signal.SIGKILL
    checkpoints = Checkpoints(settings.home)
    if checkpoints.find_current() is not None:
        assert b"".join(export(checkpoints)).count(b"<urn:v0>") == 30
    with open_store() as store:
        check(store, acknowledged)
        store.publish()
        assert store.verify() == ()


def test_lost_tails(settings: Settings, ontology: Path, open_store: Any) -> None:
    """Whatever tail of the store's log a power cut takes, the journal gives it back."""
    code, acknowledged = run(settings, ontology, "journal-commit", 8)
    assert code == -signal.SIGKILL
    chance = random.Random(7)  # noqa: S311 - the same cuts each time
    for _ in range(6):
        for log in (settings.home / "store").glob("*.log"):
            with log.open("r+b") as file:
                file.truncate(chance.randrange(log.stat().st_size + 1))
        with open_store() as store:
            check(store, acknowledged)
            assert store.verify() == ()
