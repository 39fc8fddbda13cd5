"""Scratch stores: writable copies of a checkpoint, made by hard links, on which updates run."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from nutgraf.errors import StoreError
from nutgraf.store.checkpoint import Checkpoint, hold
from nutgraf.store.engine import as_store_error
from nutgraf.store.lock import is_free, share

FOLDER = "scratch"

#: Files that the engine never writes again once they are finished.
_FINISHED = ".sst"


class Scratch:
    """A writable copy of a checkpoint; nothing of it is ever served or kept."""

    def __init__(self, home: Path, checkpoint: Checkpoint) -> None:
        folder = home / FOLDER
        try:
            folder.mkdir(exist_ok=True)
            number, name = tempfile.mkstemp(suffix=".lock", dir=folder)
            os.close(number)
            # A purge or a second service tells by the lock a copy in use from one left behind.
            self._lock = share(Path(name))
            self.path = Path(name).with_suffix("")
        except OSError as error:
            raise as_store_error(error, folder) from error
        try:
            self.path.mkdir()
            _copy(checkpoint.path, self.path)
        except OSError as error:
            self.delete()
            raise as_store_error(error, self.path) from error
        except StoreError:
            self.delete()
            raise

    def delete(self) -> None:
        """Delete the copy; whoever has it open lets go first."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.with_suffix(".lock").unlink(missing_ok=True)
        os.close(self._lock)


def tidy(home: Path) -> None:
    """Delete every scratch that a process left behind."""
    for lock in sorted((home / FOLDER).glob("*.lock")):
        if is_free(lock):
            shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
            lock.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    held = hold(source)
    try:
        for file in sorted(source.iterdir()):
            if file.suffix == _FINISHED:
                os.link(file, target / file.name)
            elif file.name != "LOCK":
                shutil.copyfile(file, target / file.name)
    finally:
        os.close(held)
