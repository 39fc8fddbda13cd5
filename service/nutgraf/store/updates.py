"""The worker's task `update`: runs updates and graph requests on a scratch, gives the delta."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from nutgraf.errors import NotFoundError, NutgrafError, RequestError, StoreError
from nutgraf.store.changes import Changes, Graph, in_graph
from nutgraf.store.draft import Draft
from nutgraf.store.frame import Send
from nutgraf.store.graphs import GraphNames
from nutgraf.store.operations import first_operation, outline
from nutgraf.store.territory import Territory
from nutgraf.store.updater import Updater, in_dataset

_PLACE = re.compile(r"error at (\d+):(\d+)(: )?")

#: An operation that fails before any other runs: the engine then has read the whole text.
_HALT = "DROP GRAPH <urn:nutgraf:nothing> ;\n"


@dataclass(frozen=True, slots=True)
class _Opened:
    """An open scratch."""

    path: str
    store: ox.Store


class Updates:
    """Runs requests one after the other; each sees what those before it changed.

    Heads have `scratch`, `base`, `names` (base of the graph names), `union`, `most_quads`
    and either `using` and `using_named` or `way` and `graph`; the body is the update or
    N-Quads lines. The answer is a `Draft`. A request that fails after it changed something
    leaves the scratch unusable: `StoreError` for every later one.
    """

    def __init__(self) -> None:
        self._opened: _Opened | None = None
        self._spoiled = ""

    def run(self, head: dict[str, Any], body: bytes, send: Send) -> None:
        """Run one request and send its delta; without a scratch, close the one that is open."""
        if not head["scratch"]:
            self._opened = None
            send({"error": ""}, b"")
            return
        store = self._open(head["scratch"])
        changes = Changes(store, head["most_quads"])
        try:
            self._change(head, body, store, changes)
            # What the writer would refuse fails here, where it fails alone.
            delta = changes.delta().checked(GraphNames(head["names"]))
        except (NutgrafError, SyntaxError, MemoryError, OSError, RuntimeError, ValueError):
            self._spoiled = head["scratch"] if changes.any else ""
            raise
        told, lines = Draft.of(delta).frame()
        send({"error": "", **told}, lines)

    def _change(self, head: dict[str, Any], body: bytes, store: ox.Store, changes: Changes) -> None:
        territory = Territory(GraphNames(head["names"]), head["union"], head["most_quads"])
        if head.get("way") == "dataset":
            _add_dataset(changes, territory, body)
            return
        if "way" in head:
            graph = ox.NamedNode(head["graph"]) if head["graph"] else ox.DefaultGraph()
            territory.check(graph)
            _WAYS[head["way"]](changes, graph, body)
            return
        update, base = body.decode(), head["base"]
        check_syntax(update, base)
        updater = Updater(store, changes, territory)
        dataset = _dataset(head["using"], head["using_named"])
        for operation in outline(update, base):
            updater.run(in_dataset(operation, dataset) if dataset else operation)

    def _open(self, path: str) -> ox.Store:
        if path == self._spoiled:
            raise StoreError("the scratch was left half changed; make a new one")
        if self._opened is None or self._opened.path != path:
            self._opened = None
            self._opened = _Opened(path, _open(path))
        return self._opened.store


def open_task() -> Updates:
    """The task of a fresh worker."""
    return Updates()


def _open(path: str) -> ox.Store:
    try:
        return ox.Store(path)
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(f"the scratch does not open: {error}") from error


def check_syntax(update: str, base: str) -> None:
    """Let the engine read a whole update without running it; raise `SyntaxError` with the place.

    Labels of blank nodes, for example, are checked across operations.
    """
    start = first_operation(update)
    halted = update if start is None else f"{update[:start]}{_HALT}{_indent(update, start)}"
    try:
        ox.Store().update(halted, base_iri=base or None)
    except RuntimeError:
        return
    except SyntaxError as error:
        raise _placed(error, None if start is None else update.count("\n", 0, start)) from None


def _indent(update: str, start: int) -> str:
    # What follows the halt stands in the column where it stood.
    return " " * (start - update.rfind("\n", 0, start) - 1) + update[start:]


def _placed(error: SyntaxError, halt: int | None) -> SyntaxError:
    found = _PLACE.search(str(error))
    if found is None:
        return error
    line, column = int(found[1]), int(found[2])
    line -= halt is not None and line > halt + 1
    message = _PLACE.sub("", str(error))
    return SyntaxError(f"line {line}, column {column}: {message}", ("", line, column, ""))


def _dataset(using: list[str], using_named: list[str]) -> str:
    clauses = [f"FROM {_address(graph)} " for graph in using]
    clauses += [f"FROM NAMED {_address(graph)} " for graph in using_named]
    return "".join(clauses)


def _address(graph: str) -> str:
    try:
        return str(ox.NamedNode(graph))
    except ValueError as error:
        raise RequestError(f"{graph[:200]!r} is no address of a graph: {error}") from error


def _put(changes: Changes, graph: Graph, body: bytes) -> None:
    changes.make(graph, in_graph(_triples(body), graph))


def _post(changes: Changes, graph: Graph, body: bytes) -> None:
    changes.create(graph)
    changes.replace((), in_graph(_triples(body), graph))


def _delete(changes: Changes, graph: Graph, _: bytes) -> None:
    if not changes.exists(graph):
        raise NotFoundError(f"there is no graph {graph}")
    changes.drop(graph)


def _add_dataset(changes: Changes, territory: Territory, body: bytes) -> None:
    memory = ox.Store()
    memory.extend(ox.parse(body, ox.RdfFormat.N_QUADS))
    for graph in memory.named_graphs():
        territory.check(graph)
    changes.replace((), memory)


_WAYS = {"put": _put, "post": _post, "delete": _delete}


def _triples(body: bytes) -> Iterator[ox.Quad]:
    for quad in ox.parse(body, ox.RdfFormat.N_QUADS):
        if not isinstance(quad.graph_name, ox.DefaultGraph):
            raise RequestError(
                f"the content names a graph of its own ({quad.graph_name}); send triples, or each"
                " graph to its own address"
            )
        yield quad
