"""Checkpoints: hard-linked copies of the store that query workers open read-only."""

from __future__ import annotations

import os
import shutil
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
            lock = _lock_of(checkpoint.path)
            if checkpoint != self.current() and is_free(lock):
                shutil.rmtree(checkpoint.path)
                lock.unlink(missing_ok=True)

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


def _lock_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")
