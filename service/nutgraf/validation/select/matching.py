"""Patterns as operators: rows extended along the edges of the data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from operator import itemgetter

from nutgraf.validation.data import NOTHING, Data, Nodes
from nutgraf.validation.paths import Path, Walk
from nutgraf.validation.select.expressions import Cells
from nutgraf.validation.select.syntax import (
    Constant,
    Graph,
    Pattern,
    Term,
    UnsupportedError,
    Variable,
)

Rows = list[Cells]
Match = Callable[[Data, Rows], Rows]
#: From a row to one of its terms.
Pick = Callable[[Cells], str]
#: Whether a statement (predicate, object, graph) fits a row.
Accept = Callable[[Cells, tuple[str, str, str]], bool]
#: From a node, and what to give for none, to the nodes next to it.
Step = Callable[[str, Nodes], Nodes]


def is_joined(pattern: Pattern, bound: set[str]) -> bool:
    """Tell whether a pattern starts or ends at something known."""
    ends = (pattern.subject, pattern.value)
    return any(isinstance(end, Constant) or end.name in bound for end in ends)


def compile_match(
    step: Pattern | Graph, columns: tuple[str, ...], live: AbstractSet[str]
) -> tuple[Match, tuple[str, ...]]:
    """Compile a pattern, or the pattern in a graph; give also the columns that it leaves.

    A variable that is not `live` gets no column: that it has a value is enough.
    """
    if isinstance(step, Graph):
        if len(step.group) != 1 or not isinstance(step.group[0], Pattern):
            raise UnsupportedError("GRAPH around more than one pattern")
        return _statements(step.group[0], step.name, columns, live)
    if isinstance(step.path, Variable):
        return _statements(step, None, columns, live)
    return _edges(step, step.path, columns, live)


def _edges(
    pattern: Pattern, path: Path, columns: tuple[str, ...], live: AbstractSet[str]
) -> tuple[Match, tuple[str, ...]]:
    subject, value = _pick(pattern.subject, columns), _pick(pattern.value, columns)
    if subject and value:
        return _tested(_forward(path), subject, value), columns
    if not subject and not value:
        return _all_edges(pattern, path, columns)
    start, step = (subject, _forward(path)) if subject else (value, _backward(path))
    end = pattern.value if subject else pattern.subject
    if not start or not isinstance(end, Variable):
        raise UnsupportedError("a pattern without a variable")
    if end.name in live:
        return _extended(step, start), (*columns, end.name)
    return _leading(step, start), columns


def _all_edges(
    pattern: Pattern, path: Path, columns: tuple[str, ...]
) -> tuple[Match, tuple[str, ...]]:
    names = [end.name for end in (pattern.subject, pattern.value) if isinstance(end, Variable)]
    if not path.predicate or len(set(names)) != 2:
        raise UnsupportedError("a path between two unknown ends")

    def match(data: Data, rows: Rows) -> Rows:
        edges = data.forward(path.predicate)
        return [(*row, one, to) for row in rows for one, nodes in edges.items() for to in nodes]

    return match, (*columns, *names)


def _tested(step: Callable[[Data], Step], subject: Pick, value: Pick) -> Match:
    def match(data: Data, rows: Rows) -> Rows:
        get = step(data)
        return [row for row in rows if value(row) in get(subject(row), NOTHING)]

    return match


def _extended(step: Callable[[Data], Step], start: Pick) -> Match:
    def match(data: Data, rows: Rows) -> Rows:
        get = step(data)
        return [(*row, node) for row in rows for node in get(start(row), NOTHING)]

    return match


def _leading(step: Callable[[Data], Step], start: Pick) -> Match:
    def match(data: Data, rows: Rows) -> Rows:
        get = step(data)
        return [row for row in rows if get(start(row), NOTHING)]

    return match


def _forward(path: Path) -> Callable[[Data], Step]:
    if path.predicate:
        return lambda data: data.forward(path.predicate).get
    return partial(_walked, path.forward)


def _backward(path: Path) -> Callable[[Data], Step]:
    if path.predicate:
        return lambda data: data.inverse(path.predicate).get
    return partial(_walked, path.backward)


def _walked(walk: Walk, data: Data) -> Step:
    return lambda node, nothing: walk(data, node)


def _statements(
    pattern: Pattern, graph: Term | None, columns: tuple[str, ...], live: AbstractSet[str]
) -> tuple[Match, tuple[str, ...]]:
    """Statements about a known subject, by predicate, object and graph."""
    subject = _pick(pattern.subject, columns)
    if subject is None:
        raise UnsupportedError("a variable predicate or GRAPH without a known subject")
    slots = (_predicate(pattern), pattern.value, graph)
    tests = [
        (place, pick)
        for place, term in enumerate(slots)
        if term is not None and (pick := _pick(term, columns))
    ]
    new = [
        (place, term.name)
        for place, term in enumerate(slots)
        if isinstance(term, Variable) and term.name not in columns
    ]
    if len({name for _, name in new}) != len(new):
        raise UnsupportedError("a pattern with a variable twice")
    kept = [(place, name) for place, name in new if name in live]
    names = [name for _, name in kept]
    added = _cells([place for place, _ in kept])
    accept = _acceptable(tests, named=graph is not None)

    def match(data: Data, rows: Rows) -> Rows:
        about = data.statements
        if accept is None:
            found = [row + added(each) for row in rows for each in about(subject(row))]
        else:
            pairs = ((row, each) for row in rows for each in about(subject(row)))
            found = [row + added(each) for row, each in pairs if accept(row, each)]
        return list(dict.fromkeys(found))

    return match, (*columns, *names)


def _acceptable(tests: Sequence[tuple[int, Pick]], *, named: bool) -> Accept | None:
    """What tells the statements that fit a row; `None` if all do."""
    if not tests:
        # Only statements of named graphs have a graph.
        return (lambda row, statement: statement[2] != "") if named else None
    return lambda row, statement: (
        (not named or statement[2] != "")
        and all(statement[place] == pick(row) for place, pick in tests)
    )


def _predicate(pattern: Pattern) -> Term:
    if isinstance(pattern.path, Variable):
        return pattern.path
    if not pattern.path.predicate:
        raise UnsupportedError("a property path in GRAPH")
    return Constant(pattern.path.predicate)


def _pick(term: Term, columns: Sequence[str]) -> Pick | None:
    if isinstance(term, Constant):
        return lambda row: term.term
    return itemgetter(columns.index(term.name)) if term.name in columns else None


def _cells(places: Sequence[int]) -> Callable[[tuple[str, str, str]], Cells]:
    if len(places) == 1:
        place = places[0]
        return lambda statement: (statement[place],)
    return itemgetter(*places) if places else lambda statement: ()
