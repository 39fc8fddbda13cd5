"""Partitions of an export: sorted N-Quads files for bulk loaders that work side by side."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from nutgraf.errors import RequestError, StoreError

_MOST = 256
#: A line as the engine writes it; the group is the graph, absent in the default graph.
_LINE = re.compile(
    rb"(?:<[^>]*>|_:\S+) <[^>]*> "
    rb'(?:<(?!<)[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@[A-Za-z0-9-]+)?|<<\(.*\)>>)'
    rb"(?: (<[^>]*>|_:\S+))? \.\n"
)


def write_partitions(
    lines: Iterable[bytes], folder: Path, count: int, *, compress: bool = False
) -> tuple[Path, ...]:
    """Write lines of N-Quads to `part-0.nq` and so on, in their order; give the files.

    A graph is in one file as a whole, chosen by the digest of its name: equal lines, equal
    files. Blank nodes that several graphs share fall apart where these are in different
    files; our data has none. Raises `RequestError` for a folder that is not empty.
    """
    if not 1 <= count <= _MOST:
        raise RequestError(f"{count} partitions: take a number from 1 to {_MOST}")
    width, ending = len(str(count - 1)), ".nq.gz" if compress else ".nq"
    paths = tuple(folder / f"part-{number:0{width}}{ending}" for number in range(count))
    try:
        _prepare(folder)
        with ExitStack() as stack:
            files = [stack.enter_context(_create(path)) for path in paths]
            for line in lines:
                files[partition_of(line, count)].write(line)
    except OSError as error:
        raise RequestError(f"{folder} cannot be written: {error.strerror or error}") from error
    return paths


def partition_of(line: bytes, count: int) -> int:
    r"""The number of the file that a line of N-Quads belongs to.

    >>> lines = (b"<a:s> <a:p> <a:o> <a:g> .\n", b'_:x <a:q> "1" <a:g> .\n')
    >>> len({partition_of(line, 8) for line in lines})
    1
    """
    found = _LINE.fullmatch(line)
    if found is None:
        raise StoreError(f"the store gave {line[:200]!r}, which is no line of N-Quads")
    digest = hashlib.sha256(found[1] or b"").digest()
    return int.from_bytes(digest[:8]) % count


def _prepare(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise RequestError(f"{folder} is not empty; name a new folder, or empty it first")


def _create(path: Path) -> IO[bytes]:
    if path.suffix != ".gz":
        return path.open("wb")
    # No time and no name in the head: equal content, equal bytes.
    return gzip.GzipFile(path, "wb", compresslevel=6, mtime=0)  # type: ignore[return-value]
