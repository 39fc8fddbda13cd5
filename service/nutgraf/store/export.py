"""Export: every quad as N-Quads, on request in one canonical order."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import IO

import pyoxigraph as ox

from nutgraf.errors import StoreError
from nutgraf.store.checkpoint import Checkpoints, open_checkpoint

#: Lines sorted in memory at a time (about 100 MB); more are merged from files.
_RUN = 500_000


def export(
    source: ox.Store | Checkpoints, *, canonical: bool = False, graphs: Collection[str] = ()
) -> Iterator[bytes]:
    """Lines of N-Quads of a store or of the current checkpoint.

    `graphs` are names; one that ends in a slash selects every graph below it; without any,
    all are exported, the default graph too. A canonical export is sorted bytewise: equal
    content, equal bytes. Our data has no blank nodes; those of users keep their labels.
    """
    with ExitStack() as stack:
        store = source if isinstance(source, ox.Store) else _open(source, stack)
        file = stack.enter_context(tempfile.TemporaryFile())
        try:
            _dump(store, file, graphs)
        except (OSError, RuntimeError) as error:
            raise StoreError(
                f"the store cannot be read or its export be written ({error}); free some space,"
                " or run `nutgraf verify --repair`"
            ) from error
        file.seek(0)
        yield from _sorted(file, stack) if canonical else file


def _dump(store: ox.Store, file: IO[bytes], graphs: Collection[str]) -> None:
    if not graphs:
        store.dump(file, ox.RdfFormat.N_QUADS)
        return
    for graph in _selected(store, graphs):
        quads = store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
        ox.serialize(quads, file, ox.RdfFormat.N_QUADS)


def _selected(store: ox.Store, graphs: Collection[str]) -> list[str]:
    below = tuple(name for name in graphs if name.endswith("/"))
    names = (graph.value for graph in store.named_graphs())
    return sorted(name for name in names if name in graphs or name.startswith(below))


def _open(checkpoints: Checkpoints, stack: ExitStack) -> ox.Store:
    try:
        return stack.enter_context(open_checkpoint(checkpoints))
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(
            f"the checkpoint {checkpoints.current().path} does not open: {error}"
        ) from error


def _sorted(lines: Iterable[bytes], stack: ExitStack) -> Iterator[bytes]:
    runs: list[IO[bytes]] = []
    waiting = iter(lines)
    while run := sorted(islice(waiting, _RUN)):
        if len(run) < _RUN and not runs:
            yield from run
            return
        file = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
        file.writelines(run)
        file.seek(0)
        runs.append(file)
    yield from heapq.merge(*runs)
