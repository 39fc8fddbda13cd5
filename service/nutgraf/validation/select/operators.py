"""Groups as operators from rows to rows, each over all rows at once.

A query yields a set of results, so a column that nothing needs any more is dropped and equal
rows fall together: what is asked of each term is asked once, not once per solution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from nutgraf.validation.data import Data
from nutgraf.validation.select import matching
from nutgraf.validation.select.expressions import Cells, compile_expression
from nutgraf.validation.select.functions import truth, written
from nutgraf.validation.select.syntax import (
    Bind,
    Element,
    Exists,
    Filter,
    Graph,
    Group,
    Optional,
    Pattern,
    Union,
    UnsupportedError,
    names,
    variables,
)

Rows = list[Cells]
Operator = Callable[[Data, Rows], Rows]


@dataclass(frozen=True, slots=True)
class Plan:
    """An operator and what its rows hold: the columns, and which of them may be empty."""

    run: Operator
    columns: tuple[str, ...]
    partial: frozenset[str] = frozenset()


def compile_group(group: Group, start: Plan, needed: frozenset[str]) -> Plan:
    """Compile a group over the rows of a plan, down to the needed columns."""
    plan = start
    steps = _ordered(group, set(start.columns))
    later = [needed]
    for step in reversed(steps):
        later.append(later[-1] | set(variables(step)))
    for step, live in zip(steps, reversed(later[:-1]), strict=True):
        plan = _narrowed(_step(step, plan, live), live)
    return plan


def identity(columns: tuple[str, ...]) -> Plan:
    """The plan that hands rows on."""
    return Plan(lambda data, rows: rows, columns)


def take(indexes: Sequence[int]) -> Callable[[Cells], Cells]:
    """Give some cells of a row, always as a tuple."""
    if len(indexes) == 1:
        index = indexes[0]
        return lambda row: (row[index],)
    return itemgetter(*indexes) if indexes else lambda row: ()


def _ordered(group: Group, bound: set[str]) -> list[Element]:
    """Filters right after what they need; patterns such that each starts from a known end."""
    waiting = list(group)
    everything = set(names(group))
    found: list[Element] = []
    while waiting:
        step = _next(waiting, bound, everything)
        waiting.remove(step)
        found.append(step)
        bound |= set() if isinstance(step, Filter) else set(variables(step))
    return found


def _next(waiting: list[Element], bound: set[str], everything: set[str]) -> Element:
    others = [step for step in waiting if not isinstance(step, Filter)]
    for step in waiting:
        if isinstance(step, Filter) and (not others or _is_ready(step, others, bound, everything)):
            return step
    for step in others:
        if not isinstance(step, Pattern):
            break
        if matching.is_joined(step, bound):
            return step
    return others[0]


def _is_ready(
    step: Filter, others: Sequence[Element], bound: set[str], everything: set[str]
) -> bool:
    wanted = set(variables(step)) & everything
    given = {name for other in others for name in variables(other)}
    return not wanted & given and bool(wanted & bound)


def _step(step: Element, plan: Plan, live: frozenset[str]) -> Plan:
    match step:
        case Filter(Exists(group, negated)):
            return _then(plan, _existing(group, plan, negated=negated))
        case Filter():
            return _then(plan, _filtered(step, plan))
        case Bind():
            return _then(plan, _bound(step, plan))
        case Optional(group):
            return _then(plan, _optional(group, plan))
        case Union(groups):
            return _then(plan, _united(groups, plan))
        case Graph() | Pattern():
            _refuse_partial(step, plan)
            run, columns = matching.compile_match(step, plan.columns, live)
            return _then(plan, Plan(run, columns, plan.partial))


def _then(first: Plan, second: Plan) -> Plan:
    before, after = first.run, second.run

    def run(data: Data, rows: Rows) -> Rows:
        found = before(data, rows)
        return after(data, found) if found else found

    return Plan(run, second.columns, second.partial)


def _narrowed(plan: Plan, live: frozenset[str]) -> Plan:
    kept = tuple(name for name in plan.columns if name in live)
    if kept == plan.columns:
        return plan
    cut, run = take([plan.columns.index(name) for name in kept]), plan.run

    def narrow(data: Data, rows: Rows) -> Rows:
        return list(dict.fromkeys(map(cut, run(data, rows))))

    return Plan(narrow, kept, plan.partial & set(kept))


def _filtered(step: Filter, plan: Plan) -> Plan:
    wanted = set(variables(step))
    used = tuple(name for name in plan.columns if name in wanted)
    test = compile_expression(step.condition, used)
    key = take([plan.columns.index(name) for name in used])
    if used == plan.columns:
        return Plan(
            lambda data, rows: [row for row in rows if truth(test(row))], used, plan.partial
        )

    def keep(data: Data, rows: Rows) -> Rows:
        del data
        keys = list(map(key, rows))
        met = {each: truth(test(each)) for each in dict.fromkeys(keys)}
        return [row for row, each in zip(rows, keys, strict=True) if met[each]]

    return Plan(keep, plan.columns, plan.partial)


def _bound(step: Bind, plan: Plan) -> Plan:
    if step.name in plan.columns:
        raise UnsupportedError(f"?{step.name} is bound twice")
    value = compile_expression(step.expression, plan.columns)
    return Plan(
        lambda data, rows: [(*row, written(value(row))) for row in rows],
        (*plan.columns, step.name),
        plan.partial | {step.name},
    )


def _shared(parts: Iterable[str], plan: Plan) -> tuple[str, ...]:
    inside = set(parts)
    if inside & plan.partial:
        raise UnsupportedError("a group depends on variables that may be unbound")
    return tuple(name for name in plan.columns if name in inside)


def _existing(group: Group, plan: Plan, *, negated: bool) -> Plan:
    shared = _shared(names(group), plan)
    inner = compile_group(group, identity(shared), frozenset(shared)).run
    key = take([plan.columns.index(name) for name in shared])

    def keep(data: Data, rows: Rows) -> Rows:
        keys = list(map(key, rows))
        alive = set(inner(data, list(dict.fromkeys(keys))))
        return [row for row, each in zip(rows, keys, strict=True) if (each in alive) != negated]

    return Plan(keep, plan.columns, plan.partial)


def _optional(group: Group, plan: Plan) -> Plan:
    if any(isinstance(step, Bind) and set(variables(step)) != {step.name} for step in group):
        raise UnsupportedError("BIND over variables inside OPTIONAL")
    shared = _shared(names(group), plan)
    inner = compile_group(group, identity(shared), frozenset(names(group)))
    return _joined(plan, inner, shared, outer=True)


def _united(groups: Sequence[Group], plan: Plan) -> Plan:
    """Groups of their own: they see only the focus node, and are joined with the rest."""
    inside = frozenset(name for group in groups for name in names(group)) | {"this"}
    shared = _shared(inside, plan)
    branches = [compile_group(group, identity(("this",)), inside) for group in groups]
    columns = tuple(sorted(set.intersection(*(set(branch.columns) for branch in branches))))
    everything = {name for branch in branches for name in branch.columns}
    if everything != set(columns) or not set(shared) <= set(columns):
        raise UnsupportedError("a union whose groups bind different variables")
    cuts = [take([branch.columns.index(name) for name in columns]) for branch in branches]
    this = take([plan.columns.index("this")])

    def inner(data: Data, rows: Rows) -> Rows:
        starts = list(dict.fromkeys(map(this, rows)))
        parts = zip(cuts, branches, strict=True)
        return [cut(row) for cut, branch in parts for row in branch.run(data, starts)]

    partial = frozenset[str]().union(*(branch.partial for branch in branches))
    return _joined(plan, Plan(inner, columns, partial), shared, outer=False)


def _joined(plan: Plan, inner: Plan, shared: tuple[str, ...], *, outer: bool) -> Plan:
    new = tuple(name for name in inner.columns if name not in shared)
    left = take([plan.columns.index(name) for name in shared])
    right = take([inner.columns.index(name) for name in shared])
    added = take([inner.columns.index(name) for name in new])
    nothing: list[Cells] = [(None,) * len(new)] if outer else []
    given = left if outer else (lambda row: row)

    def join(data: Data, rows: Rows) -> Rows:
        found: dict[Cells, list[Cells]] = {}
        for row in inner.run(data, list(dict.fromkeys(map(given, rows)))):
            found.setdefault(right(row), []).append(added(row))
        return [(*row, *more) for row in rows for more in found.get(left(row), nothing)]

    partial = plan.partial | inner.partial | (set(new) if outer else set())
    return Plan(join, (*plan.columns, *new), frozenset(partial))


def _refuse_partial(step: Element, plan: Plan) -> None:
    if set(variables(step)) & plan.partial:
        raise UnsupportedError("a pattern depends on variables that may be unbound")
