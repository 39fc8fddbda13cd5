"""Constraints by way of other shapes: logical, shape-based and qualified ones.

https://www.w3.org/TR/shacl/#core-components-logical and #core-components-shape
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nutgraf.validation.report import ValidationResult
from nutgraf.validation.shape import Check, Finding, Nested, Pairs, Run, Shape


def combined(component: str, shapes: Sequence[Shape], least: int, most: int | None) -> Check:
    """Every value conforms to at least and at most so many of some shapes.

    This is `sh:and` (all), `sh:or` (one or more), `sh:xone` (exactly one), `sh:not` (none)
    and `sh:node` (the one) in turn.
    """

    def check(run: Run, pairs: Pairs) -> Iterable[Finding]:
        for focus, values in pairs:
            for value in values:
                met = sum(shape.conforms(run, value) for shape in shapes)
                if met < least or (most is not None and met > most):
                    yield Finding(focus, value, component)

    return check


def parts(shape: Shape) -> Nested:
    """`sh:property`: every value is a focus node of a property shape, whose results count."""

    def check(run: Run, pairs: Pairs) -> Iterable[ValidationResult]:
        return shape.results(run, [value for _, values in pairs for value in values])

    return check


@dataclass(frozen=True, slots=True)
class Qualified:
    """`sh:qualifiedValueShape`: how many values conform to a shape and to none of its siblings."""

    shape: Shape
    siblings: Sequence[Shape]
    least: int | None
    most: int | None

    def __call__(self, run: Run, pairs: Pairs) -> Iterable[Finding]:
        """Count the values of each focus node that qualify."""
        for focus, values in pairs:
            met = sum(self._qualifies(run, value) for value in values)
            if self.least is not None and met < self.least:
                yield Finding(focus, "", "QualifiedMinCount")
            if self.most is not None and met > self.most:
                yield Finding(focus, "", "QualifiedMaxCount")

    def _qualifies(self, run: Run, value: str) -> bool:
        if not self.shape.conforms(run, value):
            return False
        return not any(sibling.conforms(run, value) for sibling in self.siblings)
