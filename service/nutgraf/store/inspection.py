"""Inspection: how a data directory and its surroundings stand, without changing anything."""

from __future__ import annotations

import platform
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox

from nutgraf.errors import StoreError
from nutgraf.settings import Settings
from nutgraf.store.checkpoint import Checkpoints, open_checkpoint
from nutgraf.store.entry import State
from nutgraf.store.graphs import GraphNames
from nutgraf.store.journal import FILE, Journal
from nutgraf.store.lock import WriterLock, holder
from nutgraf.store.migrations import SCHEMA_VERSION
from nutgraf.store.space import Space
from nutgraf.store.watermark import Watermark

#: Tries the walls in a process of its own, as they cannot be taken down again.
_WALLS = (
    "from nutgraf.store.sandbox import Walls, enter; print(enter(Walls(memory={memory})), end='')"
)


class Health(StrEnum):
    """How bad an observation is."""

    FINE = "fine"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Observation:
    """One line of an inspection: what was looked at, how it stands, and what to do."""

    what: str
    health: Health
    found: str
    advice: str = ""


def inspect(settings: Settings) -> Iterator[Observation]:
    """Look at versions, settings, space, journal, checkpoint, store, lock and walls."""
    yield _versions()
    yield _settings(settings)
    if not settings.home.is_dir():
        advice = "load an article, or name the right directory with --home"
        yield Observation("data directory", Health.NOTE, f"{settings.home} is not there", advice)
    else:
        yield _space(settings)
        yield from _journal(settings)
        yield _lock(settings.home)
    yield _walls(settings)


def _versions() -> Observation:
    found = (
        f"nutgraf {version('nutgraf')}, Python {platform.python_version()},"
        f" pyoxigraph {version('pyoxigraph')}, SQLite {sqlite3.sqlite_version},"
        f" journal schema {SCHEMA_VERSION}"
    )
    return Observation("versions", Health.FINE, found)


def _settings(settings: Settings) -> Observation:
    shown = [each for each in fields(settings) if each.repr and each.name not in {"home", "base"}]
    changed = [
        f"{each.name}={getattr(settings, each.name)}"
        for each in shown
        if getattr(settings, each.name) != each.default
    ]
    found = ", ".join((f"home={settings.home.absolute()}", f"base={settings.base}", *changed))
    return Observation("settings", Health.FINE, found)


def _space(settings: Settings) -> Observation:
    space = Space(settings.home, settings.free_bytes, settings.free_share)
    found = f"{space.free:,} bytes free, {space.floor:,} are kept"
    if space.free < space.floor:
        advice = "free some space; until then nothing is taken in, reads go on"
        return Observation("disk", Health.WRONG, found, advice)
    return Observation("disk", Health.FINE, found)


def _journal(settings: Settings) -> Iterator[Observation]:
    if not (settings.home / FILE).exists():
        yield Observation("journal", Health.NOTE, "none yet", "load an article first")
        return
    try:
        journal = Journal(settings.home, GraphNames(settings.base), read_only=True)
    except StoreError as error:
        yield Observation("journal", Health.WRONG, str(error), "see what the message says")
        return
    try:
        articles = len(journal.entries.records(State.ACCEPTED))
        kept_out = len(journal.entries.records(State.QUARANTINED))
        found = f"change {journal.sequence}, {articles} article versions"
        yield Observation("journal", Health.FINE, found)
        if kept_out:
            advice = "`nutgraf quarantine list` says why, `retry` and `drop` empty it"
            yield Observation("quarantine", Health.NOTE, f"{kept_out} articles", advice)
        yield _checkpoint(settings.home, journal.sequence)
        yield _store(settings.home, journal.sequence)
    finally:
        journal.close()


def _checkpoint(home: Path, sequence: int) -> Observation:
    checkpoints = Checkpoints(home)
    current = checkpoints.find_current()
    if current is None:
        advice = "`nutgraf rebuild` publishes one"
        return Observation("checkpoint", Health.WRONG, "none: queries cannot be answered", advice)
    found = f"change {current.sequence}, {len(checkpoints.all())} on disk"
    try:
        with open_checkpoint(checkpoints):
            pass
    except (StoreError, OSError, RuntimeError) as error:
        advice = "`nutgraf rebuild` makes a new one from the journal"
        return Observation("checkpoint", Health.WRONG, f"{found}: {error}", advice)
    return _lag("checkpoint", found, sequence - current.sequence, "the next load publishes it")


def _store(home: Path, sequence: int) -> Observation:
    """The watermark of the store; only while nobody writes it, by the engine's rules."""
    try:
        lock = WriterLock(home)
    except StoreError:
        return Observation("store", Health.FINE, "in use by the writer")
    try:
        mark = Watermark.read(ox.Store.read_only(str(home / "store")))
    except (OSError, RuntimeError, ValueError) as error:
        advice = "the next opening builds it again from the journal, or `nutgraf rebuild` now"
        return Observation("store", Health.WRONG, f"does not open: {error}", advice)
    finally:
        lock.release()
    return _lag("store", f"change {mark.seq}", sequence - mark.seq, "the next opening replays it")


def _lag(what: str, found: str, behind: int, advice: str) -> Observation:
    if behind == 0:
        return Observation(what, Health.FINE, found)
    return Observation(what, Health.NOTE, f"{found}, {behind} behind the journal", advice)


def _lock(home: Path) -> Observation:
    pid = holder(home / "writer.lock")
    found = f"process {pid} writes" if pid else "nobody writes"
    return Observation("writer lock", Health.FINE, found)


def _walls(settings: Settings) -> Observation:
    """Try the walls of a query worker in a process that ends with the trial."""
    command = [sys.executable, "-c", _WALLS.format(memory=settings.worker_bytes)]
    trial = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    problem = trial.stdout or trial.stderr.strip().rsplit("\n", 1)[-1]
    if problem:
        advice = "do not offer queries to strangers from this machine"
        return Observation("sandbox", Health.WRONG, problem, advice)
    return Observation("sandbox", Health.FINE, "no network, no new programs, memory limited")
