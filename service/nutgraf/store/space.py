"""Free space of the data directory: writing stops before the disk is full, reading never."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from nutgraf.errors import NoSpaceError, StoreError

#: SQLite's word for a full disk; an I/O error says it too when a page of the WAL fails.
_FULL = sqlite3.SQLITE_FULL
_FAILED = sqlite3.SQLITE_IOERR

#: With less than one block of a RocksDB log left, an I/O error is a full disk.
_NOTHING = 65_536


@dataclass(frozen=True, slots=True)
class Space:
    """How much of a file system stays free: `share` of it, but no more than `limit` bytes."""

    folder: Path
    limit: int
    share: float

    @property
    def free(self) -> int:
        """Bytes that an ordinary process can still write."""
        status = os.statvfs(self.folder)
        return status.f_bavail * status.f_frsize

    @property
    def floor(self) -> int:
        """Bytes that are kept free."""
        status = os.statvfs(self.folder)
        return min(self.limit, int(status.f_blocks * status.f_frsize * self.share))

    def check(self) -> None:
        """Raise `NoSpaceError` where writing would eat into what is kept free."""
        free, floor = self.free, self.floor
        if free < floor:
            raise NoSpaceError(
                f"{self.folder} has {free:,} bytes free, fewer than the {floor:,} that"
                " free_bytes and free_share keep; nothing was written, reads go on, and writing"
                " resumes by itself when there is room"
            )


def journal_error(error: sqlite3.Error, path: Path) -> StoreError:
    """Tell a full disk, a held file and damage apart."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    nothing = Space(path.parent, _NOTHING, 1.0)
    if code == _FULL or (code == _FAILED and nothing.free < nothing.limit):
        return NoSpaceError(
            f"the disk of {path} is full ({error}); nothing was changed, reads go on, and"
            " writing resumes by itself when there is room"
        )
    if isinstance(error, sqlite3.OperationalError):
        return StoreError(
            f"the journal {path} cannot be written ({error}); nothing was changed;"
            " check free space, permissions and that no other program holds it"
        )
    return StoreError(f"the journal {path} is damaged ({error}); restore a backup")
