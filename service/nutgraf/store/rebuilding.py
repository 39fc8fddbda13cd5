"""From the whole journal to an empty store, in bulk."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from nutgraf.errors import StoreError
from nutgraf.store.checkpoint import Checkpoints, open_checkpoint
from nutgraf.store.engine import Engine
from nutgraf.store.graphs import GraphNames
from nutgraf.store.journal import Journal
from nutgraf.store.quads import stored_quads

#: Lines loaded at a time (about 40 MB of text).
_LOAD = 200_000


def fill(engine: Engine, journal: Journal, names: GraphNames) -> None:
    """Load what all standing articles give; writes and the watermark come after."""
    waiting: list[str] = []
    for lines in _contents(journal, names):
        waiting += lines
        if len(waiting) >= _LOAD:
            _load(engine, waiting)
            waiting = []
    _load(engine, waiting)


def computed_lines(
    checkpoints: Checkpoints, engine: Engine, journal: Journal, names: GraphNames
) -> tuple[str, ...]:
    """Lines of the computed graphs as readers last saw them; none where no file is readable.

    The journal does not hold them. They are taken over so that readers keep their events
    until these are derived anew.
    """
    try:
        with open_checkpoint(checkpoints) as store:
            return _lines(store, journal, names)
    except (StoreError, OSError, RuntimeError):
        pass  # the checkpoint shares most files with the store, but not all
    try:
        return _lines(engine.store, journal, names)
    except (StoreError, OSError, RuntimeError):
        return ()


def _lines(store: ox.Store, journal: Journal, names: GraphNames) -> tuple[str, ...]:
    graphs = sorted(_computed(store, journal, names))
    return tuple(line for graph in graphs for line in stored_quads(store, graph))


def _computed(store: ox.Store, journal: Journal, names: GraphNames) -> Iterator[str]:
    for graph in store.named_graphs():
        name = graph.value
        ours = names.is_managed(name) and not names.is_internal(name)
        if ours and not names.is_owned(name) and not journal.entries.gives(name):
            yield name


def _contents(journal: Journal, names: GraphNames) -> Iterator[list[str]]:
    for graph in journal.entries.standing_graphs():
        yield journal.entries.content(graph, first=names.is_report(graph))


def _load(engine: Engine, lines: list[str]) -> None:
    if lines:
        # Each line was parsed strictly when it came in; again would cost a third more.
        engine.store.bulk_load("\n".join(lines), ox.RdfFormat.N_QUADS, lenient=True)
