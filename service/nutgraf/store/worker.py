"""A query worker: a process of its own that opens checkpoints read-only and answers queries.

    python -m nutgraf.store.worker --bytes N --answer-bytes M

Frames come on standard input and go to standard output (`frame`). The engine cannot be
interrupted, may crash and may eat memory: whoever starts a worker kills it at the deadline.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import resource
import signal
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from nutgraf.errors import StoreError
from nutgraf.store.checkpoint import hold
from nutgraf.store.frame import decode, encode

_PLACE = re.compile(r"error at (\d+):(\d+)")
_MESSAGE_LENGTH = 400


class _TooLargeError(Exception):
    """The answer passed the cap while it was being written."""


class _Sink(io.BytesIO):
    """Takes an answer up to a number of bytes."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, data: Any, /) -> int:
        """Take a piece; raise before the answer grows past the cap."""
        if self.tell() + len(data) > self._most:
            raise _TooLargeError
        return super().write(data)


@dataclass(frozen=True, slots=True)
class _Opened:
    """An open checkpoint and the descriptor that keeps it from being deleted."""

    path: Path
    store: ox.Store
    hold: int


class Worker:
    """Answers queries one after the other, each on the checkpoint it names."""

    def __init__(self, answer_bytes: int) -> None:
        self._answer_bytes = answer_bytes
        self._opened: _Opened | None = None

    def answer(self, request: dict[str, Any]) -> bytes:
        """Execute and serialise one query; give the frame of the answer or of the error."""
        try:
            store = self._open(Path(request["checkpoint"]))
            body = self._serialise(_execute(store, request), request)
        except StoreError as error:
            return _error("gone", error)
        except SyntaxError as error:
            return _error("syntax", error)
        except _TooLargeError as error:
            return _error("large", error)
        except MemoryError as error:
            return _error("memory", error)
        except (OSError, RuntimeError, ValueError) as error:
            return _error("evaluation", error)
        return encode({"error": ""}, body)

    def _open(self, path: Path) -> ox.Store:
        if self._opened is None or self._opened.path != path:
            descriptor = hold(path)
            former, self._opened = self._opened, None
            if former is not None:
                os.close(former.hold)
            del former
            self._opened = _Opened(path, _open(path), descriptor)
        return self._opened.store

    def _serialise(self, result: object, request: dict[str, Any]) -> bytes:
        sink = _Sink(self._answer_bytes)
        media_type: str = request["media_type"]
        if isinstance(result, ox.QueryTriples):
            # Not `result.serialize`: that one takes no prefixes.
            prefixes: dict[str, str] = request["prefixes"]
            rdf = ox.RdfFormat.from_media_type(media_type)
            ox.serialize(result, sink, rdf, prefixes=prefixes)
        elif isinstance(result, ox.QuerySolutions | ox.QueryBoolean):
            result.serialize(sink, ox.QueryResultsFormat.from_media_type(media_type))
        return sink.getvalue()


def _open(path: Path) -> ox.Store:
    try:
        return ox.Store.read_only(str(path))
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(f"the checkpoint {path.name} does not open: {error}") from error


def _execute(store: ox.Store, request: dict[str, Any]) -> object:
    default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]
    named: list[ox.NamedNode | ox.BlankNode]
    default = [ox.NamedNode(name) for name in request["default_graphs"]]
    named = [ox.NamedNode(name) for name in request["named_graphs"]]
    if not default and not named:
        # The engine's union ignores FROM, so it must be off where the query has its own.
        return store.query(request["query"], use_default_graph_as_union=request["union"])
    return store.query(request["query"], default_graph=default or None, named_graphs=named)


def _error(kind: str, error: Exception) -> bytes:
    message = " ".join(str(error).split())[:_MESSAGE_LENGTH]
    place = _PLACE.search(message)
    line, column = (int(part) for part in place.groups()) if place else (None, None)
    return encode({"error": kind, "message": message, "line": line, "column": column})


def _read_exactly(count: int) -> bytes:
    data = sys.stdin.buffer.read(count)
    if len(data) < count:
        raise EOFError
    return data


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def main() -> None:
    """Serve frames until standard input ends or the parent process is gone."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--bytes", type=int, required=True)
    parser.add_argument("--answer-bytes", type=int, required=True)
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (options.bytes, options.bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Ctrl-C reaches the whole terminal group; the parent decides when a worker ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
    worker = Worker(options.answer_bytes)
    while True:
        try:
            request, _ = decode(_read_exactly)
        except EOFError:
            return
        sys.stdout.buffer.write(worker.answer(request))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
