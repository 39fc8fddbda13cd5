"""Checkpoints: hard-linked copies of the store that query workers open read-only."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from nutgraf.errors import StoreError
from nutgraf.store.lock import is_free, share
from nutgraf.store.sums import write_sums

#: Checkpoints kept even when nobody reads them: the current one and the one before, which
#: a worker may be about to open.
_KEPT = 2

#: Seconds between two looks at whether a checkpoint is still read.
_PAUSE = 0.1


@dataclass(frozen=True, slots=True, order=True)
class Checkpoint:
    """One checkpoint directory, `{sequence}-{number}`; `number` tells rewrites apart."""

    sequence: int
    number: int
    path: Path

    @classmethod
    def at(cls, path: Path) -> Checkpoint:
        """Read sequence and number from the name of a directory."""
        try:
            sequence, number = (int(part) for part in path.name.split("-"))
        except ValueError:
            raise StoreError(f"{path} is not named like a checkpoint (12-0)") from None
        return cls(sequence, number, path)


class Checkpoints:
    """The checkpoints of a data directory and the pointer to the current one."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "checkpoints"
        self._pointer = self.folder / "current"

    def stamp(self) -> tuple[int, int]:
        """What changes when another checkpoint becomes current; zeros where there is none."""
        try:
            status = self._pointer.stat()
        except FileNotFoundError:
            return (0, 0)
        return (status.st_mtime_ns, status.st_ino)

    def current(self) -> Checkpoint:
        """The checkpoint that queries read now."""
        checkpoint = self.find_current()
        if checkpoint is None:
            raise StoreError(f"there is no checkpoint in {self.folder}; load an article first")
        return checkpoint

    def find_current(self) -> Checkpoint | None:
        """The current checkpoint, or nothing where none was published yet."""
        try:
            name = self._pointer.read_text().strip()
        except FileNotFoundError:
            return None
        return Checkpoint.at(self.folder / name)

    def all(self) -> tuple[Checkpoint, ...]:
        """Every finished checkpoint, oldest first."""
        if not self.folder.is_dir():
            return ()
        names = [path for path in self.folder.iterdir() if path.is_dir() and path.name[0].isdigit()]
        return tuple(sorted(Checkpoint.at(path) for path in names))

    def publish(self, store: ox.Store, sequence: int, *, reuse: bool = True) -> Checkpoint:
        """Copy the store by hard links, point to the copy, drop what nobody reads.

        `reuse` takes the sums of files over that the current checkpoint shares.
        """
        self.folder.mkdir(exist_ok=True)
        taken = [known.number for known in self.all() if known.sequence == sequence]
        number = max(taken, default=-1) + 1
        checkpoint = Checkpoint.at(self.folder / f"{sequence}-{number}")
        # A name that starts with a dot is never taken for a finished checkpoint.
        unfinished = self.folder / f".{checkpoint.path.name}"
        shutil.rmtree(unfinished, ignore_errors=True)
        former = self.find_current() if reuse else None
        store.backup(unfinished)
        write_sums(unfinished, former.path if former else None)
        unfinished.rename(checkpoint.path)
        self._point_to(checkpoint)
        self.tidy()
        return checkpoint

    def tidy(self) -> None:
        """Delete old checkpoints that no worker has open, and copies a crash left unfinished."""
        for unfinished in self.folder.glob(".*"):
            shutil.rmtree(unfinished, ignore_errors=True)
        for checkpoint in self.all()[:-_KEPT]:
            if checkpoint != self.current() and is_free(_lock_of(checkpoint.path)):
                _delete(checkpoint)

    def keep_current(self, seconds: float) -> None:
        """Delete all but the current checkpoint, waiting for workers to let go of the others."""
        deadline = time.monotonic() + seconds
        while others := self._drop_others():
            if time.monotonic() >= deadline:
                raise StoreError(
                    f"a worker still reads {others[0].path}; it lets go with its next query:"
                    " try again, or stop the service first"
                )
            time.sleep(_PAUSE)

    def _drop_others(self) -> list[Checkpoint]:
        current = self.find_current()
        for checkpoint in self.all():
            if checkpoint != current and is_free(_lock_of(checkpoint.path)):
                _delete(checkpoint)
        return [checkpoint for checkpoint in self.all() if checkpoint != current]

    def _point_to(self, checkpoint: Checkpoint) -> None:
        fresh = self._pointer.with_name("next")
        with fresh.open("w") as file:
            file.write(f"{checkpoint.path.name}\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._pointer)
        folder = os.open(self.folder, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


@contextmanager
def open_checkpoint(checkpoints: Checkpoints) -> Iterator[ox.Store]:
    """Open the current checkpoint for reading; it is held as long."""
    checkpoint = checkpoints.current()
    file = hold(checkpoint.path)
    try:
        yield ox.Store.read_only(str(checkpoint.path))
    finally:
        os.close(file)


def hold(path: Path) -> int:
    """Keep a checkpoint from being deleted while the returned descriptor is open.

    A reader whose files vanish does not fail: it eats memory until it is killed.
    """
    file = share(_lock_of(path))
    if not path.is_dir():
        os.close(file)
        raise StoreError(f"the checkpoint {path} is gone; read the pointer again")
    return file


def _delete(checkpoint: Checkpoint) -> None:
    shutil.rmtree(checkpoint.path)
    _lock_of(checkpoint.path).unlink(missing_ok=True)


def _lock_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")
