"""Backups: a copy of the journal, of the current checkpoint and of what else must not be lost.

A backup is a folder with a manifest of sums; it needs no lock and disturbs nobody.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from nutgraf.errors import NoSpaceError, NotFoundError, RequestError, StoreError
from nutgraf.store.checkpoint import Checkpoints, hold
from nutgraf.store.engine import is_full
from nutgraf.store.journal import FILE
from nutgraf.store.sums import file_sum

MANIFEST = "manifest.json"
_VERSION = 1

#: What a backup holds in its own way, or what the service makes anew; and tokens, as a restore
#: would make those valid again that were revoked since.
_LEFT_OUT = frozenset(
    {"store", "checkpoints", "scratch", "logs", "writer.lock", "tokens.json", "tokens.lock"}
)


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup: where it is, its sequence number, its files and their bytes."""

    folder: Path
    sequence: int
    files: int
    size: int


def back_up(home: Path, target: Path, *, time: str) -> Backup:
    """Copy a data directory to a new folder; `time` is noted in the manifest."""
    if target.exists():
        raise RequestError(f"{target} exists already; name a folder that does not")
    if not (home / FILE).is_file():
        raise NotFoundError(f"there is no journal in {home}; nothing to back up")
    unfinished = target.with_name(f".{target.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        unfinished.mkdir(parents=True)
        _copy_all(home, unfinished)
        made = _write_manifest(unfinished, target, time)
        unfinished.rename(target)
    except OSError as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        kind = NoSpaceError if is_full(error) else StoreError
        raise kind(f"the backup {target} cannot be written ({error}); nothing is left") from error
    return made


def check_backup(folder: Path) -> dict[str, str]:
    """Compare every file of a backup with its sum; give the sums, or raise with the first."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise NotFoundError(f"{folder} is no backup of nutgraf ({error})") from error
    if manifest["version"] != _VERSION:
        raise StoreError(f"{folder} is a backup of version {manifest['version']}, not {_VERSION}")
    sums: dict[str, str] = manifest["files"]
    for name, expected in sums.items():
        if ".." in Path(name).parts or Path(name).is_absolute():
            raise StoreError(f"{folder} names the file {name!r}, which lies outside of it")
        file = folder / name
        if not file.is_file() or file_sum(file) != expected:
            raise StoreError(f"{file} is missing or damaged; take another backup")
    return sums


def restore(folder: Path, home: Path) -> None:
    """Lay a checked backup out as a new data directory; opening it replays the rest."""
    sums = check_backup(folder)
    if home.exists() and any(home.iterdir()):
        raise RequestError(f"{home} is not empty; move it away or name another with --home")
    unfinished = home.with_name(f".{home.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        for name in sums:
            copy = unfinished / _place(name)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / name, copy)
            _sync(copy)
        if home.exists():
            home.rmdir()
        unfinished.rename(home)
    except OSError as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        kind = NoSpaceError if is_full(error) else StoreError
        raise kind(f"{home} cannot be restored ({error}); nothing is left") from error


def _copy_all(home: Path, target: Path) -> None:
    # The checkpoint first: the journal then knows all that is in it, and more.
    checkpoint = Checkpoints(home).find_current()
    if checkpoint is not None:
        held = hold(checkpoint.path)
        try:
            shutil.copytree(checkpoint.path, target / "checkpoint")
        finally:
            os.close(held)
    _copy_journal(home / FILE, target / FILE)
    for each in sorted(home.iterdir()):
        if each.name not in _LEFT_OUT and not each.name.startswith((".", "journal")):
            copy = shutil.copytree if each.is_dir() else shutil.copy2
            copy(each, target / each.name)


def _copy_journal(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as journal, closing(sqlite3.connect(target)) as copy:
            journal.execute("PRAGMA query_only = ON")
            journal.backup(copy)
            # One file: no WAL beside it that a copy of the backup could miss.
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        raise StoreError(f"the journal {source} cannot be copied: {error}") from error


def _write_manifest(folder: Path, target: Path, time: str) -> Backup:
    files = sorted(_files(folder))
    sums = {file.relative_to(folder).as_posix(): file_sum(file) for file in files}
    with closing(sqlite3.connect(folder / FILE)) as journal:
        (sequence,) = journal.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()
    content = {"version": _VERSION, "time": time, "sequence": sequence, "files": sums}
    (folder / MANIFEST).write_text(json.dumps(content, indent=1) + "\n")
    for file in (*files, folder / MANIFEST):
        _sync(file)
    return Backup(target, sequence, len(files), sum(file.stat().st_size for file in files))


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())


def _place(name: str) -> Path:
    """Where a file of a backup lies in a data directory: the checkpoint becomes the store."""
    path = Path(name)
    if path.parts[0] != "checkpoint":
        return path
    return Path("store", *path.parts[1:])


def _sync(file: Path) -> None:
    number = os.open(file, os.O_RDONLY)
    os.fsync(number)
    os.close(number)
