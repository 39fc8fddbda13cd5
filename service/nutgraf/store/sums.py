"""Sums of a checkpoint's files, taken when it is made: they tell a flipped bit from the start.

The engine checks a block only when it reads it, and no scan reads every index.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

FILE = "SUMS"

#: Name, size, inode: files are never changed, and hard links share them.
_Known = dict[tuple[str, int, int], str]


def write_sums(folder: Path, former: Path | None = None) -> None:
    """Note the sum of every file of a fresh checkpoint; those of `former` are not read again."""
    known = _known(former) if former is not None else {}
    sums = {}
    for file in _files(folder):
        key = (file.name, file.stat().st_size, file.stat().st_ino)
        sums[file.name] = known.get(key) or file_sum(file)
    with (folder / FILE).open("w") as out:
        json.dump(sums, out, indent=0)
        out.flush()
        os.fsync(out.fileno())


def wrong_files(folder: Path) -> Iterator[tuple[str, str]]:
    """Name and problem of every file that is not as it was when the checkpoint was made."""
    try:
        sums = json.loads((folder / FILE).read_text())
    except FileNotFoundError:
        return  # made by a version that took no sums
    except ValueError:
        yield FILE, "the sums cannot be read"
        return
    for name, expected in sums.items():
        file = folder / name
        if not file.is_file():
            yield name, "the file is missing"
        elif file_sum(file) != expected:
            yield name, "the content has changed"


def file_sum(file: Path) -> str:
    """SHA-256 of a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _files(folder: Path) -> list[Path]:
    # The lock file is made anew by whoever opens the folder.
    return sorted(file for file in folder.iterdir() if file.name not in {FILE, "LOCK"})


def _known(former: Path) -> _Known:
    try:
        sums = json.loads((former / FILE).read_text())
        found = {name: (former / name).stat() for name in sums}
    except (OSError, ValueError):
        return {}
    return {(name, at.st_size, at.st_ino): sums[name] for name, at in found.items()}
