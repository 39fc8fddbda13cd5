"""Shapes graph in, closures out: https://www.w3.org/TR/shacl/.

What this compiler does not know it refuses, so that no constraint is passed over in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from nutgraf.errors import ConfigurationError
from nutgraf.validation import logic, values
from nutgraf.validation.data import NOTHING, Data
from nutgraf.validation.lists import members
from nutgraf.validation.literals import read_literal
from nutgraf.validation.paths import SH, read_path
from nutgraf.validation.report import Severity
from nutgraf.validation.select.constraint import compile_select
from nutgraf.validation.shape import Check, Shape
from nutgraf.validation.targets import TARGETS, targets_of
from nutgraf.validation.written import is_literal

_TRUE = '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
_BELOW, _UP_TO = frozenset({-1}), frozenset({-1, 0})
_ABOVE, _FROM = frozenset({1}), frozenset({0, 1})
#: Parameters whose check needs nothing but their value.
_SIMPLE: dict[str, Callable[[str], Check | None]] = {
    "class": values.of_class,
    "datatype": values.of_datatype,
    "nodeKind": values.of_kind,
    "minCount": values.at_least,
    "maxCount": values.at_most,
    "minExclusive": values.bounded("MinExclusive", _ABOVE),
    "minInclusive": values.bounded("MinInclusive", _FROM),
    "maxExclusive": values.bounded("MaxExclusive", _BELOW),
    "maxInclusive": values.bounded("MaxInclusive", _UP_TO),
    "minLength": values.at_least_long,
    "maxLength": values.at_most_long,
    "uniqueLang": values.unique_languages,
    "equals": values.equal_to,
    "disjoint": values.disjoint_with,
    "lessThan": values.related("LessThan", _BELOW),
    "lessThanOrEquals": values.related("LessThanOrEquals", _UP_TO),
    "hasValue": values.having,
}
#: What else may stand on a shape: parameters that `_Compiler` builds, and what is no constraint.
_OTHERS = frozenset(
    {"in", "languageIn", "pattern", "flags", "and", "or", "xone", "not", "node", "closed"}
    | {"ignoredProperties", "qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount"}
    | {"qualifiedValueShapesDisjoint", "path", "property", "sparql", "select", "prefixes"}
    | {"severity", "message", "deactivated", "name", "description", "order", "group"}
    | {"defaultValue", "declare"}
)
_KNOWN = {f"<{SH}{name}>" for name in (*_SIMPLE, *_OTHERS)} | set(TARGETS)


def compile_shapes(shapes: Data) -> tuple[Shape, ...]:
    """Compile every shape that has a target; raise `ConfigurationError` for what is unknown."""
    for term in shapes.instances(f"<{SH}ConstraintComponent>"):
        raise ConfigurationError(f"{term}: constraint components of one's own are not supported")
    compiler = _Compiler(shapes)
    return tuple(compiler.shape(term) for term in sorted(compiler.targeted()))


class _Compiler:
    def __init__(self, shapes: Data) -> None:
        self._shapes = shapes
        self._compiled: dict[str, Shape] = {}

    def targeted(self) -> Iterator[str]:
        """The shapes with targets."""
        found = {term for name in TARGETS for term in self._shapes.forward(name)}
        kinds = (f"<{SH}NodeShape>", f"<{SH}PropertyShape>")
        classes = self._shapes.instances("<http://www.w3.org/2000/01/rdf-schema#Class>")
        found |= {
            term for kind in kinds for term in self._shapes.instances(kind) if term in classes
        }
        return iter(found)

    def shape(self, term: str) -> Shape:
        """The compiled shape of a node of the shapes graph."""
        if term not in self._compiled:
            self._compiled[term] = shape = Shape(term)
            self._fill(shape)
        return self._compiled[term]

    def _fill(self, shape: Shape) -> None:
        self._refuse_unknown(shape.term)
        path = self._one(shape.term, "path")
        shape.path = read_path(self._shapes, path) if path else None
        shape.severity = self._severity(shape.term)
        shape.messages = messages(self._shapes, shape.term)
        shape.deactivated = self._one(shape.term, "deactivated") == _TRUE
        shape.targets = targets_of(self._shapes, shape.term)
        shape.checks = tuple(self._checks(shape.term))
        inner = self._all(shape.term, "property")
        constraints = [
            compile_select(self._shapes, shape, each) for each in self._all(shape.term, "sparql")
        ]
        shape.nested = (*(logic.parts(self.shape(each)) for each in inner), *constraints)

    def _refuse_unknown(self, term: str) -> None:
        for predicate, _, _ in self._shapes.statements(term):
            if predicate.startswith(f"<{SH}") and predicate not in _KNOWN:
                raise ConfigurationError(f"{term}: {predicate} is not supported in shapes")

    def _checks(self, term: str) -> Iterator[Check]:
        for name, make in _SIMPLE.items():
            for parameter in self._all(term, name):
                check = make(parameter)
                if check is not None:
                    yield check
        for name, build in self._builders().items():
            for parameter in self._all(term, name):
                yield from build(term, parameter)

    def _builders(self) -> dict[str, Callable[[str, str], Iterator[Check]]]:
        return {
            "in": lambda _, each: iter((values.among(each, self._shapes),)),
            "languageIn": lambda _, each: iter((values.in_languages(each, self._shapes),)),
            "pattern": self._pattern,
            "and": partial(self._combined, "And"),
            "or": partial(self._combined, "Or"),
            "xone": partial(self._combined, "Xone"),
            "not": partial(self._single, "Not"),
            "node": partial(self._single, "Node"),
            "qualifiedValueShape": self._qualified,
            "closed": self._closed,
        }

    def _pattern(self, term: str, parameter: str) -> Iterator[Check]:
        flags = self._one(term, "flags")
        yield values.matching(parameter, read_literal(flags).lexical if flags else "")

    def _combined(self, component: str, term: str, parameter: str) -> Iterator[Check]:
        del term
        shapes = [self.shape(member) for member in members(self._shapes, parameter)]
        least = len(shapes) if component == "And" else 1
        yield logic.combined(component, shapes, least, 1 if component == "Xone" else None)

    def _single(self, component: str, term: str, parameter: str) -> Iterator[Check]:
        del term
        least, most = (0, 0) if component == "Not" else (1, None)
        yield logic.combined(component, [self.shape(parameter)], least, most)

    def _qualified(self, term: str, parameter: str) -> Iterator[Check]:
        least, most = self._one(term, "qualifiedMinCount"), self._one(term, "qualifiedMaxCount")
        disjoint = self._one(term, "qualifiedValueShapesDisjoint") == _TRUE
        siblings = self._siblings(term) - {parameter} if disjoint else set()
        shapes = [self.shape(each) for each in sorted(siblings)]
        yield logic.Qualified(
            self.shape(parameter),
            shapes,
            values.count(least) if least else None,
            values.count(most) if most else None,
        )

    def _siblings(self, term: str) -> set[str]:
        owners = self._shapes.inverse(f"<{SH}property>").get(term, NOTHING)
        properties = {each for owner in owners for each in self._all(owner, "property")}
        return {shape for each in properties for shape in self._all(each, "qualifiedValueShape")}

    def _closed(self, term: str, parameter: str) -> Iterator[Check]:
        if parameter != _TRUE:
            return
        ignored = self._one(term, "ignoredProperties")
        allowed = set(members(self._shapes, ignored)) if ignored else set()
        for member in self._all(term, "property"):
            allowed |= {path for path in self._all(member, "path") if path.startswith("<")}
        yield values.closed(frozenset(allowed))

    def _severity(self, term: str) -> Severity:
        # A severity of the shapes' own making is as bad as the worst.
        given = self._one(term, "severity").removeprefix(f"<{SH}").rstrip(">")
        return Severity(given) if given in set(Severity) else Severity.VIOLATION

    def _all(self, term: str, name: str) -> list[str]:
        return sorted(self._shapes.forward(f"<{SH}{name}>").get(term, NOTHING))

    def _one(self, term: str, name: str) -> str:
        found = self._all(term, name)
        if len(found) > 1:
            raise ConfigurationError(f"{term} has more than one sh:{name}")
        return found[0] if found else ""


def messages(shapes: Data, term: str) -> tuple[tuple[str, str], ...]:
    """Language and text of the messages of a shape or constraint, sorted."""
    found = [
        read_literal(text)
        for text in shapes.forward(f"<{SH}message>").get(term, NOTHING)
        if is_literal(text)
    ]
    return tuple(sorted((literal.language or "en", literal.lexical) for literal in found))
