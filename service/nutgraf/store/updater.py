"""Runs the operations of an update on a scratch store (https://www.w3.org/TR/sparql11-update/).

The engine reads the texts and evaluates the patterns, but it never writes: templates are
filled in here, so that each quad is checked before anything changes, and the difference
is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

import pyoxigraph as ox

from nutgraf.errors import ForbiddenError, LimitError, RequestError
from nutgraf.store.changes import Changes, Graph, in_graph
from nutgraf.store.operation import Operation, OperationKind, Template
from nutgraf.store.templates import FilledTemplate, Solution, read_data
from nutgraf.store.territory import Territory

#: Solutions whose quads are kept at once; one transaction in memory each.
_BATCH = 1_000


class Updater:
    """Runs operations one after the other on the store of some changes."""

    def __init__(self, store: ox.Store, changes: Changes, territory: Territory) -> None:
        self._store = store
        self._changes = changes
        self._territory = territory

    def run(self, operation: Operation) -> None:
        """Run one operation; where it fails, it has changed nothing."""
        runners: dict[OperationKind, Callable[[Operation], None]] = {
            OperationKind.INSERT_DATA: self._data,
            OperationKind.DELETE_DATA: self._data,
            OperationKind.DELETE_WHERE: self._modify,
            OperationKind.MODIFY: self._modify,
            OperationKind.LOAD: _load,
            OperationKind.CLEAR: self._clear,
            OperationKind.DROP: self._clear,
            OperationKind.CREATE: self._create,
            OperationKind.ADD: self._transfer,
            OperationKind.MOVE: self._transfer,
            OperationKind.COPY: self._transfer,
        }
        runners[operation.kind](operation)

    def _data(self, operation: Operation) -> None:
        removed = read_data(operation.prologue, operation.removed.text)
        added = read_data(operation.prologue, operation.added.text)
        for graph in {quad.graph_name for quad in (*removed, *added)}:
            self._territory.check(graph)
        self._changes.replace(removed, added)

    def _modify(self, operation: Operation) -> None:
        outside = _graph(operation, operation.with_graph or "DEFAULT")
        removed = self._template(operation, operation.removed, outside)
        added = self._template(operation, operation.added, outside)
        gone, fresh = ox.Store(), ox.Store()
        solutions = self._solutions(operation, outside)
        while batch := list(islice(solutions, _BATCH)):
            gone.extend([quad for each in batch for quad in self._quads(removed, each)])
            fresh.extend([quad for each in batch for quad in self._quads(added, each)])
        self._changes.replace((quad for quad in gone if quad not in fresh), fresh)

    def _template(self, operation: Operation, template: Template, outside: Graph) -> FilledTemplate:
        filled = FilledTemplate(template, operation.prologue, outside)
        for graph in filled.graphs:
            self._territory.check(graph)
        return filled

    def _solutions(self, operation: Operation, outside: Graph) -> Iterator[Solution]:
        names = dict.fromkeys((*operation.removed.variables, *operation.added.variables))
        selected = " ".join(f"?{name}" for name in names) or "*"
        query = f"{operation.prologue}SELECT {selected} {operation.dataset}WHERE"
        rows = self._rows(f"{query} {operation.pattern}", operation, outside)
        most = self._territory.most_quads
        for count, row in enumerate(rows):
            if count == most:
                raise LimitError(
                    f"the pattern of the update has more than {most} solutions (setting"
                    " update_quads); make it narrower",
                    limit="update_quads",
                )
            yield row

    def _rows(self, query: str, operation: Operation, outside: Graph) -> ox.QuerySolutions:
        if operation.dataset:
            # The engine's union ignores FROM, so it must be off here.
            found = self._store.query(query)
        elif isinstance(outside, ox.NamedNode):
            found = self._store.query(query, default_graph=outside)
        else:
            union = self._territory.union
            found = self._store.query(query, use_default_graph_as_union=union)
        return _solutions(found)

    def _quads(self, template: FilledTemplate, solution: Solution) -> Iterator[ox.Quad]:
        for quad in template.quads(solution):
            self._territory.check(quad.graph_name)
            yield quad

    def _clear(self, operation: Operation) -> None:
        end = self._changes.drop if operation.kind is OperationKind.DROP else self._changes.clear
        for graph in self._targets(operation):
            self._territory.check(graph)
            if self._changes.exists(graph):
                end(graph)
            elif not operation.silent:
                raise _missing(operation, graph)

    def _targets(self, operation: Operation) -> tuple[Graph, ...]:
        (name,) = operation.graphs
        if name not in {"NAMED", "ALL"}:
            return (_graph(operation, name),)
        # Both mean what updates may write; articles come and go by other ways.
        named = self._store.named_graphs()
        own = [graph for graph in named if not self._territory.is_managed(graph)]
        return (*own, ox.DefaultGraph()) if name == "ALL" else tuple(own)

    def _create(self, operation: Operation) -> None:
        graph = _graph(operation, operation.graphs[0])
        self._territory.check(graph)
        if self._changes.exists(graph) and not operation.silent:
            raise RequestError(f"CREATE: the graph {graph} exists already")
        self._changes.create(graph)

    def _transfer(self, operation: Operation) -> None:
        source, target = (_graph(operation, name) for name in operation.graphs)
        moved = operation.kind is OperationKind.MOVE
        for graph in (source, target) if moved else (target,):
            self._territory.check(graph)
        if not self._changes.exists(source):
            if not operation.silent:
                raise _missing(operation, source)
        elif source != target:
            self._copy(source, target, whole=operation.kind is not OperationKind.ADD)
            if moved:
                self._changes.drop(source)

    def _copy(self, source: Graph, target: Graph, *, whole: bool) -> None:
        fresh = in_graph(self._changes.content(source), target)
        if whole:
            self._changes.make(target, fresh)
        else:
            self._changes.create(target)
            self._changes.replace((), fresh)


def in_dataset(operation: Operation, dataset: str) -> Operation:
    """The operation with the dataset that the protocol gives, as clauses FROM.

    Raises `RequestError` where the operation names its own (SPARQL 1.1 Protocol, 2.2.3).
    """
    if operation.dataset or operation.with_graph:
        raise RequestError(
            "an update with USING or WITH takes no using-graph-uri or using-named-graph-uri;"
            " say it in one place"
        )
    return replace(operation, dataset=dataset)


def _graph(operation: Operation, name: str) -> Graph:
    """Read the address of a graph as the engine does, with the prologue."""
    if name == "DEFAULT":
        return ox.DefaultGraph()
    query = f"{operation.prologue}SELECT ({name} AS ?graph) {{}}"
    graph = next(_solutions(ox.Store().query(query)))["graph"]
    if not isinstance(graph, ox.NamedNode):
        raise RequestError(f"{name} is no address of a graph")
    return graph


def _solutions(found: object) -> ox.QuerySolutions:
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError("a SELECT query gave no solutions")
    return found


def _load(operation: Operation) -> None:
    if not operation.silent:
        raise ForbiddenError(
            f"LOAD {operation.graphs[0]}: the service makes no connections; fetch the document"
            " yourself and send it to the graph store"
        )


def _missing(operation: Operation, graph: Graph) -> RequestError:
    return RequestError(f"{operation.kind.value}: there is no graph {graph}")
