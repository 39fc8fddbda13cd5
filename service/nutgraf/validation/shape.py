"""A compiled shape: its targets and checks as closures over the data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from nutgraf.validation.data import NOTHING, Data
from nutgraf.validation.paths import Path
from nutgraf.validation.report import Severity, ValidationResult
from nutgraf.validation.written import address

#: Focus nodes with their value nodes; a focus node may come twice.
Pairs = Sequence[tuple[str, Collection[str]]]


class Finding(NamedTuple):
    """One result before it is written: where, what, and by which component.

    `path` is given where it is not that of the shape.
    """

    focus: str
    value: str
    component: str
    path: str = ""


@dataclass(slots=True)
class Run:
    """One check of some data: the data, and what is known of nodes and shapes in it."""

    data: Data
    conforming: dict[tuple[int, str], bool] = field(default_factory=dict)


#: From a run and pairs to what is wrong with them.
Check = Callable[[Run, Pairs], Iterable[Finding]]
#: A check whose results are those of other shapes.
Nested = Callable[[Run, Pairs], Iterable[ValidationResult]]
#: From the data to focus nodes.
Target = Callable[[Data], Iterable[str]]


@dataclass(slots=True)
class Shape:
    """A node shape, or with a path a property shape.

    It is filled after it was made, so that shapes can refer to each other.
    """

    term: str
    severity: Severity = Severity.VIOLATION
    path: Path | None = None
    messages: tuple[tuple[str, str], ...] = ()
    deactivated: bool = False
    targets: tuple[Target, ...] = ()
    checks: tuple[Check, ...] = ()
    nested: tuple[Nested, ...] = ()

    def focuses(self, data: Data) -> list[str]:
        """The focus nodes of all targets, each once."""
        return list(dict.fromkeys(node for target in self.targets for node in target(data)))

    def results(self, run: Run, focuses: Iterable[str]) -> Iterator[ValidationResult]:
        """Check focus nodes against this shape and the shapes it has as parts."""
        if self.deactivated:
            return
        pairs = self.pairs(run.data, focuses)
        if not pairs:
            return
        for check in self.checks:
            for finding in check(run, pairs):
                yield self._result(finding)
        for nested in self.nested:
            yield from nested(run, pairs)

    def pairs(self, data: Data, focuses: Iterable[str]) -> Pairs:
        """Each focus node with its value nodes."""
        if self.path is None:
            return [(focus, (focus,)) for focus in focuses]
        if self.path.predicate:
            edges = data.forward(self.path.predicate)
            return [(focus, edges.get(focus, NOTHING)) for focus in focuses]
        walk = self.path.forward
        return [(focus, walk(data, focus)) for focus in focuses]

    def conforms(self, run: Run, node: str) -> bool:
        """Tell whether a node has no result against this shape."""
        key = (id(self), node)
        known = run.conforming.get(key)
        if known is None:
            # A shape that leads back to itself holds unless something else speaks against it.
            run.conforming[key] = True
            known = next(self.results(run, (node,)), None) is None
            run.conforming[key] = known
        return known

    def _result(self, finding: Finding) -> ValidationResult:
        return ValidationResult(
            severity=self.severity,
            constraint=address(self.term),
            focus=finding.focus,
            component=finding.component,
            path=finding.path or (self.path.predicate if self.path else ""),
            value=finding.value,
            messages=self.messages,
        )
