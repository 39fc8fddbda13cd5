"""Where the evaluation corpora lie, and the digests that figures are pinned with."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

_VARIABLE = "NUTGRAF_CORPORA"
_DEFAULT = "../shared/data"
_DIGITS = 16


class CorpusAbsentError(FileNotFoundError):
    """A corpus is not on this machine; nothing is wrong, there is just no figure."""


def home() -> Path:
    """The folder that holds `corpora/`, named by NUTGRAF_CORPORA."""
    return Path(os.environ.get(_VARIABLE, _DEFAULT))


def file(*parts: str) -> Path:
    """A file of a corpus, as `file("mobie-de", "dev.jsonl.gz")`; absent when not there."""
    found = home().joinpath("corpora", *parts)
    if not found.is_file():
        raise CorpusAbsentError(errno.ENOENT, "no such corpus", str(found))
    return found


def absence(error: FileNotFoundError) -> str | None:
    """What to say when a file of a corpus is missing; `None` when another file is."""
    name = Path(os.fsdecode(error.filename or ""))
    if not name.is_relative_to(home()):
        return None
    return f"{name} is not there; {_VARIABLE} names the folder that holds corpora/"


def digest(*files: Path) -> str:
    """First 16 hexadecimal digits of the SHA-256 over the bytes of the files, in order."""
    total = hashlib.sha256()
    for each in files:
        total.update(each.read_bytes())
    return total.hexdigest()[:_DIGITS]


def folder_digest(folder: Path) -> str:
    """Digest of the names and bytes of all files of a folder but its descriptions."""
    total = hashlib.sha256()
    for each in sorted(folder.iterdir()):
        if each.is_file() and each.suffix != ".md":
            total.update(each.name.encode() + b"\0" + each.read_bytes())
    return total.hexdigest()[:_DIGITS]
