"""What a query is made of: terms, expressions and the elements of groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nutgraf.validation.paths import Path


class UnsupportedError(Exception):
    """The query is not of the dialect that is compiled; it may be sound all the same."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable, without its mark."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A term as written."""

    term: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function or operator with its arguments."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Exists:
    """Whether a group has a solution, or has none."""

    group: Group
    negated: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """Subject, path (or predicate variable) and object."""

    subject: Term
    path: Path | Variable
    value: Term


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on the solutions of the group it stands in."""

    condition: Expression


@dataclass(frozen=True, slots=True)
class Optional:
    """A group that adds to solutions where it can."""

    group: Group


@dataclass(frozen=True, slots=True)
class Bind:
    """A variable given the value of an expression."""

    expression: Expression
    name: str


@dataclass(frozen=True, slots=True)
class Graph:
    """Patterns inside one named graph."""

    name: Term
    group: Group


@dataclass(frozen=True, slots=True)
class Union:
    """Alternative groups; just one is a nested group."""

    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Select:
    """A query: each column's expression and name, and the group."""

    columns: tuple[tuple[Expression, str], ...]
    group: Group


Term = Variable | Constant
Expression = Variable | Constant | Call | Exists
Element = Pattern | Filter | Optional | Bind | Graph | Union
Group = tuple[Element, ...]


def variables(part: Element | Expression | Path) -> Iterator[str]:
    """The names of all variables in an element or expression, however deep."""
    match part:
        case Variable(name):
            yield name
        case Call(_, arguments):
            for each in arguments:
                yield from variables(each)
        case Pattern(subject, path, value):
            for end in (subject, path, value):
                yield from variables(end)
        case Filter(condition):
            yield from variables(condition)
        case Bind(expression, name):
            yield name
            yield from variables(expression)
        case Graph(name, group):
            yield from variables(name)
            yield from names(group)
        case Exists(group, _) | Optional(group):
            yield from names(group)
        case Union(groups):
            for each_group in groups:
                yield from names(each_group)
        case _:
            return


def names(group: Group) -> Iterator[str]:
    """The names of all variables of a group, however deep."""
    for element in group:
        yield from variables(element)
