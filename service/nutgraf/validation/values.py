"""Constraints on each value node: type, range, length, pattern, membership.

https://www.w3.org/TR/shacl/#core-components-value-type to #core-components-string
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from nutgraf.errors import ConfigurationError
from nutgraf.validation.data import NOTHING, Data
from nutgraf.validation.datatypes import has_datatype
from nutgraf.validation.lists import members
from nutgraf.validation.literals import compare, compare_values, read_literal, value_of
from nutgraf.validation.patterns import compile_pattern
from nutgraf.validation.shape import Check, Finding, Pairs, Run
from nutgraf.validation.written import address

Test = Callable[[str], bool]
_KINDS = {
    "IRI": "<",
    "BlankNode": "_",
    "Literal": '"',
    "BlankNodeOrIRI": "<_",
    "BlankNodeOrLiteral": '_"',
    "IRIOrLiteral": '<"',
}


def each_value(component: str, test: Test) -> Check:
    """The check that every value node passes a test."""

    def check(run: Run, pairs: Pairs) -> Iterable[Finding]:
        del run
        return [
            Finding(focus, value, component)
            for focus, values in pairs
            for value in values
            if not test(value)
        ]

    return check


def of_class(parameter: str) -> Check:
    """`sh:class`: every value is an instance of a class or of one below it."""

    def check(run: Run, pairs: Pairs) -> Iterable[Finding]:
        instances = run.data.instances(parameter)
        return [
            Finding(focus, value, "Class")
            for focus, values in pairs
            for value in values
            if value not in instances
        ]

    return check


def of_datatype(parameter: str) -> Check:
    """`sh:datatype`: every value is a well-formed literal of a datatype."""
    name = address(parameter)
    return each_value("Datatype", lambda value: has_datatype(value, name))


def of_kind(parameter: str) -> Check:
    """`sh:nodeKind`: every value is an address, blank node or literal."""
    name = parameter.rpartition("#")[2].rstrip(">")
    if name not in _KINDS:
        raise ConfigurationError(f"{parameter} is no node kind")
    kinds = _KINDS[name]
    return each_value("NodeKind", lambda value: value[0] in kinds)


def bounded(component: str, orders: frozenset[int]) -> Callable[[str], Check]:
    """`sh:minInclusive` and its three siblings: values that compare to a bound as allowed."""

    def make(parameter: str) -> Check:
        bound = value_of(parameter)
        return each_value(component, lambda each: compare_values(value_of(each), bound) in orders)

    return make


def at_least_long(parameter: str) -> Check:
    """`sh:minLength`: addresses and lexical forms of so many characters at least."""
    least = count(parameter)
    return each_value("MinLength", lambda value: _length(value) >= least)


def at_most_long(parameter: str) -> Check:
    """`sh:maxLength`: addresses and lexical forms of so many characters at most."""
    most = count(parameter)
    return each_value("MaxLength", lambda value: 0 <= _length(value) <= most)


def matching(parameter: str, flags: str) -> Check:
    """`sh:pattern` with `sh:flags`: addresses and lexical forms that match."""
    test = compile_pattern(read_literal(parameter).lexical, flags)
    return each_value("Pattern", lambda value: value[0] != "_" and test(_text(value)))


def in_languages(parameter: str, shapes: Data) -> Check:
    """`sh:languageIn`: literals with one of some language tags."""
    ranges = [read_literal(member).lexical.lower() for member in members(shapes, parameter)]

    def test(value: str) -> bool:
        if value[0] != '"':
            return False
        tag = read_literal(value).language
        return any(tag == each or tag.startswith(each + "-") for each in ranges)

    return each_value("LanguageIn", test)


def among(parameter: str, shapes: Data) -> Check:
    """`sh:in`: values from a list."""
    allowed = frozenset(members(shapes, parameter))
    return each_value("In", lambda value: value in allowed)


def having(parameter: str) -> Check:
    """`sh:hasValue`: one of the values is this one."""

    def check(run: Run, pairs: Pairs) -> Iterable[Finding]:
        del run
        return [
            Finding(focus, "", "HasValue") for focus, values in pairs if parameter not in values
        ]

    return check


def at_least(parameter: str) -> Check:
    """`sh:minCount`: so many values at least."""
    least = count(parameter)

    def check(run: Run, pairs: Pairs) -> Iterable[Finding]:
        del run
        return [Finding(focus, "", "MinCount") for focus, values in pairs if len(values) < least]

    return check


def at_most(parameter: str) -> Check:
    """`sh:maxCount`: so many values at most."""
    most = count(parameter)

    def check(run: Run, pairs: Pairs) -> Iterable[Finding]:
        del run
        return [Finding(focus, "", "MaxCount") for focus, values in pairs if len(values) > most]

    return check


def unique_languages(parameter: str) -> Check | None:
    """`sh:uniqueLang`: no two values with the same language tag; only `true` says so."""
    if parameter != '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>':
        return None

    def check(run: Run, pairs: Pairs) -> Iterable[Finding]:
        del run
        for focus, values in pairs:
            tags = Counter(read_literal(value).language for value in values if value[0] == '"')
            repeated = [tag for tag, times in tags.items() if tag and times > 1]
            yield from (Finding(focus, "", "UniqueLang") for _ in repeated)

    return check


def related(component: str, orders: frozenset[int]) -> Callable[[str], Check]:
    """`sh:lessThan` and `sh:lessThanOrEquals`: every value against those of a property."""

    def make(parameter: str) -> Check:
        def check(run: Run, pairs: Pairs) -> Iterable[Finding]:
            edges = run.data.forward(parameter)
            return [
                Finding(focus, value, component)
                for focus, values in pairs
                for bound in edges.get(focus, NOTHING)
                for value in values
                if compare(value, bound) not in orders
            ]

        return check

    return make


def equal_to(parameter: str) -> Check:
    """`sh:equals`: the values are those of a property."""

    def check(run: Run, pairs: Pairs) -> Iterable[Finding]:
        edges = run.data.forward(parameter)
        for focus, values in pairs:
            others = edges.get(focus, NOTHING)
            differing = [value for value in values if value not in others]
            differing += [other for other in others if other not in values]
            yield from (Finding(focus, value, "Equals") for value in differing)

    return check


def disjoint_with(parameter: str) -> Check:
    """`sh:disjoint`: no value is one of a property."""

    def check(run: Run, pairs: Pairs) -> Iterable[Finding]:
        edges = run.data.forward(parameter)
        for focus, values in pairs:
            others = edges.get(focus, NOTHING)
            yield from (Finding(focus, value, "Disjoint") for value in values if value in others)

    return check


def closed(allowed: frozenset[str]) -> Check:
    """`sh:closed`: no statement about a value but with the properties of the shape."""

    def check(run: Run, pairs: Pairs) -> Iterable[Finding]:
        for focus, values in pairs:
            for value in values:
                told = {each[:2]: None for each in run.data.statements(value)}
                others = (each for each in told if each[0] not in allowed)
                yield from (Finding(focus, end, "Closed", property_) for property_, end in others)

    return check


def count(parameter: str) -> int:
    """A count that a parameter gives."""
    try:
        return int(read_literal(parameter).lexical)
    except ValueError:
        raise ConfigurationError(f"{parameter} is no whole number") from None


def _text(value: str) -> str:
    return read_literal(value).lexical if value[0] == '"' else value[1:-1]


def _length(value: str) -> int:
    return -1 if value[0] == "_" else len(_text(value))
