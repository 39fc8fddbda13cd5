"""The focus nodes of a shape: https://www.w3.org/TR/shacl/#targets."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from nutgraf.validation.data import NOTHING, Data
from nutgraf.validation.paths import SH
from nutgraf.validation.shape import Target

_CLASS = "<http://www.w3.org/2000/01/rdf-schema#Class>"


def _node(parameter: str) -> Target:
    return lambda data: (parameter,)


def _class(parameter: str) -> Target:
    return lambda data: data.instances(parameter)


def _subjects(parameter: str) -> Target:
    return lambda data: data.forward(parameter)


def _objects(parameter: str) -> Target:
    return lambda data: data.inverse(parameter)


TARGETS: dict[str, Callable[[str], Target]] = {
    f"<{SH}targetNode>": _node,
    f"<{SH}targetClass>": _class,
    f"<{SH}targetSubjectsOf>": _subjects,
    f"<{SH}targetObjectsOf>": _objects,
}


def targets_of(shapes: Data, term: str) -> tuple[Target, ...]:
    """The targets that a shape declares, and itself where it is a class."""
    return tuple(_declared(shapes, term))


def _declared(shapes: Data, term: str) -> Iterator[Target]:
    for name, make in TARGETS.items():
        for parameter in sorted(shapes.forward(name).get(term, NOTHING)):
            yield make(parameter)
    if term in shapes.instances(_CLASS):
        yield _class(term)
