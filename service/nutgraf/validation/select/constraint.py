"""`sh:sparql` of a shape: https://www.w3.org/TR/shacl/#sparql-constraints.

A constraint is a SELECT over `?this`. What pre-binding would make of sub-selects, VALUES,
MINUS and SERVICE is not allowed by SHACL either; `$shapesGraph` and `$currentShape` are not
supported. All of them are refused when the shapes are compiled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nutgraf.errors import ConfigurationError
from nutgraf.validation.data import NOTHING, Data, closure
from nutgraf.validation.literals import read_literal
from nutgraf.validation.paths import SH
from nutgraf.validation.report import Severity, ValidationResult
from nutgraf.validation.select.expressions import Evaluate, compile_expression
from nutgraf.validation.select.functions import written
from nutgraf.validation.select.operators import Operator, compile_group, identity
from nutgraf.validation.select.parsing import parse_select
from nutgraf.validation.select.setwise import SetwiseQuery
from nutgraf.validation.select.syntax import Bind, Select, UnsupportedError, variables
from nutgraf.validation.shape import Nested, Pairs, Run, Shape
from nutgraf.validation.written import address

_FORBIDDEN = re.compile(
    r"\b(?:VALUES|MINUS|SERVICE)\b|\{\s*SELECT\b|[?$](?:shapesGraph|currentShape)\b", re.IGNORECASE
)
_RESULT = ("this", "path", "value")
#: A solution: focus node, path and value, each empty where the query does not give it.
Solution = tuple[str, str, str]
#: From the data and the focus nodes to the solutions.
Solve = Callable[[Data, list[str]], Iterable[Solution]]


@dataclass(frozen=True, slots=True)
class SparqlConstraint:
    """A constraint as the shapes graph gives it."""

    term: str
    severity: Severity
    select: str
    prefixes: tuple[tuple[str, str], ...]
    messages: tuple[tuple[str, str], ...]
    path: str = ""


def compile_select(shapes: Data, shape: Shape, term: str) -> Nested:
    """Compile a constraint of a shape; raise `ConfigurationError` for one that cannot be."""
    constraint = read_constraint(shapes, shape, term)
    solve = solver(constraint)

    def check(run: Run, pairs: Pairs) -> Iterable[ValidationResult]:
        solutions = solve(run.data, list(dict.fromkeys(focus for focus, _ in pairs)))
        for focus, path, value in dict.fromkeys(solutions):
            # The only value node of a node shape is the focus node itself.
            of_node = focus if shape.path is None else ""
            yield _result(constraint, focus, path, value or of_node)

    return check


def solver(constraint: SparqlConstraint) -> Solve:
    """Compile the query to closures; what they cannot do runs on a throw-away store."""
    try:
        return compiled(constraint)
    except UnsupportedError:
        return SetwiseQuery(constraint.term, constraint.select, constraint.prefixes).solve


def compiled(constraint: SparqlConstraint) -> Solve:
    """Compile the query to closures; raise `UnsupportedError` where it has more than they."""
    query = parse_select(constraint.select, dict(constraint.prefixes))
    if any(isinstance(step, Bind) and step.name == "this" for step in query.group):
        raise ConfigurationError(f"{constraint.term}: BIND cannot set ?this, the focus node")
    used = {name for expression, _ in query.columns for name in variables(expression)}
    plan = compile_group(query.group, identity(("this",)), frozenset(used | {"this"}))
    columns = [_column(query, name, plan.columns) for name in _RESULT]
    return lambda data, focuses: _solutions(plan.run, columns, data, focuses)


def _solutions(
    run: Operator, columns: list[Evaluate], data: Data, focuses: list[str]
) -> Iterable[Solution]:
    for row in run(data, [(focus,) for focus in focuses]):
        this, path, value = (written(column(row)) or "" for column in columns)
        yield this, path, value


def _column(query: Select, name: str, columns: tuple[str, ...]) -> Evaluate:
    for expression, given in query.columns:
        if given == name:
            return compile_expression(expression, columns)
    return lambda row: None


def _result(constraint: SparqlConstraint, focus: str, path: str, value: str) -> ValidationResult:
    return ValidationResult(
        severity=constraint.severity,
        constraint=address(constraint.term),
        focus=focus,
        component="SPARQL",
        path=path or constraint.path,
        value=value,
        messages=constraint.messages,
    )


def read_constraint(shapes: Data, shape: Shape, term: str) -> SparqlConstraint:
    """Read a constraint of a shape; raise `ConfigurationError` for what SHACL forbids."""
    selects = list(shapes.forward(f"<{SH}select>").get(term, NOTHING))
    if len(selects) != 1:
        raise ConfigurationError(f"{term} needs exactly one sh:select")
    select = read_literal(selects[0]).lexical
    if _FORBIDDEN.search(select):
        raise ConfigurationError(
            f"{term}: write SELECT ?this … WHERE {{ … }} without sub-select, VALUES, MINUS, "
            "SERVICE, ?shapesGraph or ?currentShape"
        )
    if shape.path is not None:
        select = re.sub(r"[$?]PATH\b", lambda _: str(shape.path and shape.path.text), select)
    return SparqlConstraint(
        term,
        shape.severity,
        select,
        tuple(sorted(_prefixes(shapes, term))),
        _messages(shapes, term) or shape.messages,
        shape.path.predicate if shape.path else "",
    )


def _prefixes(shapes: Data, term: str) -> Iterable[tuple[str, str]]:
    owners = shapes.forward(f"<{SH}prefixes>").get(term, NOTHING)
    imports = shapes.forward("<http://www.w3.org/2002/07/owl#imports>")
    for owner in {each: None for start in owners for each in closure(imports, start)}:
        for declared in shapes.forward(f"<{SH}declare>").get(owner, NOTHING):
            names = shapes.forward(f"<{SH}prefix>").get(declared, NOTHING)
            spaces = shapes.forward(f"<{SH}namespace>").get(declared, NOTHING)
            for name, space in zip(names, spaces, strict=True):
                yield read_literal(name).lexical, read_literal(space).lexical


def _messages(shapes: Data, term: str) -> tuple[tuple[str, str], ...]:
    texts = shapes.forward(f"<{SH}message>").get(term, NOTHING)
    found = [read_literal(text) for text in texts]
    return tuple(sorted((literal.language or "en", literal.lexical) for literal in found))
