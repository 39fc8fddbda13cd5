"""The Oxigraph store of a data directory: opened, written, and opened again after a failure."""

from __future__ import annotations

import shutil
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from nutgraf.errors import NoSpaceError, StoreError


class DamagedStoreError(StoreError):
    """The store's files are damaged; only the journal can give the store back."""


class UnfinishedStoreError(DamagedStoreError):
    """A bulk load was broken off; it begins again."""


class Engine:
    """Holds the open store, which is opened when it is first needed.

    After one failed write every later one fails too, even when there is room again, until
    the store is opened anew (measured): so a failure closes it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._store: ox.Store | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether the store is open, so that what was read from it still holds."""
        return self._store is not None

    @property
    def store(self) -> ox.Store:
        """The open store; hold it no longer than a call, or it cannot be opened anew."""
        if self._store is None:
            self._store = self._open()
        return self._store

    @contextmanager
    def working(self) -> Iterator[None]:
        """Turn what goes wrong inside into our errors; close the store then, or drop it.

        A damaged one is worth nothing: the journal has everything that was in it.
        """
        try:
            yield
        except (OSError, RuntimeError) as error:
            # The frames of the failed call hold the store, and so its lock.
            traceback.clear_frames(error.__traceback__)
            self.close()
            told = as_store_error(error, self.path)
            if isinstance(told, DamagedStoreError):
                self.drop()
            raise told from error

    def close(self) -> None:
        """Let go of the store without a flush."""
        self._store = None

    def drop(self) -> None:
        """Delete the store; opening it again begins an empty one."""
        self.close()
        shutil.rmtree(self.path, ignore_errors=True)

    def _open(self) -> ox.Store:
        try:
            return ox.Store(self.path)
        except (OSError, RuntimeError, ValueError) as error:
            raise as_store_error(error, self.path) from error


def as_store_error(error: Exception, path: Path) -> StoreError:
    """Tell a full disk, damage, and everything else apart (the engine does so by words)."""
    if is_full(error):
        return NoSpaceError(
            f"the disk of {path} is full ({error}); what was accepted is safe in the journal,"
            " reads go on, and writing resumes by itself when there is room"
        )
    if "Corruption" in str(error) or isinstance(error, FileNotFoundError):
        return DamagedStoreError(
            f"the store {path} is damaged ({error}); it is built again from the journal by"
            " `nutgraf rebuild` or at the next opening"
        )
    return StoreError(
        f"the store {path} cannot be used ({error}); what was accepted is safe in the journal:"
        " run `nutgraf doctor`"
    )


def is_full(error: BaseException) -> bool:
    """Tell whether an error of the engine or of the system says that the disk is full."""
    return "No space left" in str(error) or "File too large" in str(error)
