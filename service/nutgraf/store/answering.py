"""The worker's task `query`: evaluates on a checkpoint and sends the answer in pieces."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from nutgraf.errors import StoreError
from nutgraf.store.checkpoint import Checkpoints, hold
from nutgraf.store.frame import Send
from nutgraf.store.pieces import Pieces, XmlPieces


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
        self._working = threading.Lock()

    def run(self, head: dict[str, Any], body: bytes, send: Send) -> None:
        """Evaluate the query in the body and send the answer."""
        with self._working:
            store = self._open(head["checkpoint"])
            sort = XmlPieces if head["media_type"].endswith("xml") else Pieces
            pieces = sort(head["answer_bytes"], send)
            _serialise(_execute(store, body.decode(), head), head, pieces)
            pieces.finish()

    def refresh(self, home: Path) -> None:
        """Open the current checkpoint of a data directory, unless a query is evaluated now."""
        if not self._working.acquire(blocking=False):
            return
        try:
            current = Checkpoints(home).find_current()
            if current is not None:
                self._open(str(current.path))
        except (StoreError, OSError):
            # Deleted meanwhile, or damaged: the next query says so to whoever asks.
            return
        finally:
            self._working.release()

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
    return store.query(query, base_iri=base, default_graph=default, named_graphs=named)


def _serialise(result: object, head: dict[str, Any], pieces: Pieces) -> None:
    media_type: str = head["media_type"]
    if isinstance(result, ox.QueryTriples):
        # Not `result.serialize`: that one takes no prefixes.
        prefixes: dict[str, str] = head["prefixes"]
        rdf = ox.RdfFormat.from_media_type(media_type)
        ox.serialize(result, pieces, rdf, prefixes=prefixes)
    elif isinstance(result, ox.QuerySolutions | ox.QueryBoolean):
        result.serialize(pieces, ox.QueryResultsFormat.from_media_type(media_type))
