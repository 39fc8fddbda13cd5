"""Export: every quad but the watermark as N-Quads, on request in one canonical order."""

from __future__ import annotations

import heapq
import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import IO

import pyoxigraph as ox

from nutgraf.errors import StoreError
from nutgraf.store.checkpoint import Checkpoints, hold
from nutgraf.store.graphs import WATERMARK

#: Lines sorted in memory at a time (about 100 MB); more are merged from files.
_RUN = 500_000


def export(
    source: ox.Store | Checkpoints, *, canonical: bool = False, graphs: Collection[str] = ()
) -> Iterator[bytes]:
    """Lines of N-Quads of a store or of the current checkpoint.

    `graphs` are names; one that ends in a slash selects every graph below it; without any,
    all are exported. A canonical export is sorted bytewise: equal content, equal bytes.
    Our data has no blank nodes, so there is nothing to relabel.
    """
    with ExitStack() as stack:
        store = source if isinstance(source, ox.Store) else _open(source, stack)
        file = stack.enter_context(tempfile.TemporaryFile())
        store.dump(file, ox.RdfFormat.N_QUADS)
        file.seek(0)
        lines = (line for line in file if _is_selected(_graph(line), graphs))
        yield from _sorted(lines, stack) if canonical else lines


def _open(checkpoints: Checkpoints, stack: ExitStack) -> ox.Store:
    checkpoint = checkpoints.current()
    stack.callback(os.close, hold(checkpoint.path))
    try:
        return ox.Store.read_only(str(checkpoint.path))
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(f"the checkpoint {checkpoint.path} does not open: {error}") from error


def _graph(line: bytes) -> str:
    return line.rsplit(b" ", 2)[1][1:-1].decode()


def _is_selected(graph: str, graphs: Collection[str]) -> bool:
    if graph == WATERMARK:
        return False
    below = tuple(name for name in graphs if name.endswith("/"))
    return not graphs or graph in graphs or graph.startswith(below)


def _sorted(lines: Iterator[bytes], stack: ExitStack) -> Iterator[bytes]:
    runs: list[IO[bytes]] = []
    while run := sorted(islice(lines, _RUN)):
        if len(run) < _RUN and not runs:
            yield from run
            return
        file = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
        file.writelines(run)
        file.seek(0)
        runs.append(file)
    yield from heapq.merge(*runs)
