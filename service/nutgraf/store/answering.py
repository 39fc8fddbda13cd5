"""The worker's task `query`: evaluates on a checkpoint and sends the answer in pieces."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from nutgraf.errors import StoreError
from nutgraf.store.checkpoint import hold
from nutgraf.store.frame import Send
from nutgraf.store.pieces import Pieces


@dataclass(frozen=True, slots=True)
class _Opened:
    """An open checkpoint and the descriptor that keeps it from being deleted."""

    path: str
    store: ox.Store
    hold: int


class Answering:
    """Answers queries one after the other, each on the checkpoint it names."""

    def __init__(self) -> None:
        self._opened: _Opened | None = None

    def run(self, head: dict[str, Any], body: bytes, send: Send) -> None:
        """Evaluate the query in the body and send the answer."""
        store = self._open(head["checkpoint"])
        sink = Pieces(head["answer_bytes"], send)
        _serialise(_execute(store, body.decode(), head), head, sink)
        sink.finish()

    def _open(self, path: str) -> ox.Store:
        if self._opened is None or self._opened.path != path:
            descriptor = hold(Path(path))
            former, self._opened = self._opened, None
            if former is not None:
                os.close(former.hold)
            del former
            self._opened = _Opened(path, _open(path), descriptor)
        return self._opened.store


def open_task() -> Answering:
    """The task of a fresh worker."""
    return Answering()


def _open(path: str) -> ox.Store:
    try:
        return ox.Store.read_only(path)
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(f"the checkpoint {Path(path).name} does not open: {error}") from error


def _execute(store: ox.Store, query: str, head: dict[str, Any]) -> object:
    default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]
    named: list[ox.NamedNode | ox.BlankNode]
    default = [ox.NamedNode(name) for name in head["default_graphs"]]
    named = [ox.NamedNode(name) for name in head["named_graphs"]]
    base: str = head["base"]
    if not default and not named:
        # The engine's union ignores FROM, so it must be off where the query has its own.
        return store.query(query, base_iri=base, use_default_graph_as_union=head["union"])
    return store.query(query, base_iri=base, default_graph=default or None, named_graphs=named)


def _serialise(result: object, head: dict[str, Any], sink: Pieces) -> None:
    media_type: str = head["media_type"]
    if isinstance(result, ox.QueryTriples):
        # Not `result.serialize`: that one takes no prefixes.
        prefixes: dict[str, str] = head["prefixes"]
        rdf = ox.RdfFormat.from_media_type(media_type)
        ox.serialize(result, sink, rdf, prefixes=prefixes)
    elif isinstance(result, ox.QuerySolutions | ox.QueryBoolean):
        result.serialize(sink, ox.QueryResultsFormat.from_media_type(media_type))
