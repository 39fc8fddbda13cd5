"""Property paths as functions from a node to the nodes they lead to.

https://www.w3.org/TR/shacl/#property-paths
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nutgraf.errors import ConfigurationError
from nutgraf.validation.data import NOTHING, Data, Nodes
from nutgraf.validation.lists import members

SH = "http://www.w3.org/ns/shacl#"
_FIRST = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>"
#: Deeper paths than any shape needs are a loop in the shapes graph.
_DEPTH = 32

#: From the data and a node to what the path leads to.
Walk = Callable[[Data, str], Nodes]


@dataclass(frozen=True, slots=True)
class Path:
    """A path walked forwards and backwards, and its SPARQL form.

    `predicate` is its only predicate where it has just one, `steps` are the parts of a
    sequence. Equal paths have equal texts.
    """

    forward: Walk
    backward: Walk
    text: str
    predicate: str = ""
    steps: tuple[Path, ...] = ()


def read_path(shapes: Data, node: str, depth: int = _DEPTH) -> Path:
    """Read the path that a node of the shapes graph stands for."""
    if depth == 0:
        raise ConfigurationError(f"the path {node} does not end; break its loop")
    if node in shapes.forward(_FIRST):
        return sequence([read_path(shapes, each, depth - 1) for each in members(shapes, node)])
    if node.startswith("<"):
        return predicate(node)
    for name, make in _MAKERS.items():
        for inner in shapes.forward(f"<{SH}{name}>").get(node, NOTHING):
            return make(read_path(shapes, inner, depth - 1))
    for inner in shapes.forward(f"<{SH}alternativePath>").get(node, NOTHING):
        return alternative([read_path(shapes, each, depth - 1) for each in members(shapes, inner)])
    raise ConfigurationError(f"{node} is no property path; see section 2.3.1 of SHACL")


def predicate(name: str) -> Path:
    """The path along one predicate."""
    return Path(
        lambda data, node: data.forward(name).get(node, NOTHING),
        lambda data, node: data.inverse(name).get(node, NOTHING),
        name,
        name,
    )


def inverse(inner: Path) -> Path:
    """A path walked against its direction."""
    return Path(inner.backward, inner.forward, f"^({inner.text})")


def sequence(parts: list[Path]) -> Path:
    """One path after the other."""
    text = "/".join(f"({part.text})" for part in parts)
    forward = _in_turn([part.forward for part in parts])
    backward = _in_turn([part.backward for part in reversed(parts)])
    return Path(forward, backward, text, steps=tuple(parts))


def alternative(parts: list[Path]) -> Path:
    """Any of several paths."""
    text = "|".join(f"({part.text})" for part in parts)
    forward = _any_of([part.forward for part in parts])
    return Path(forward, _any_of([part.backward for part in parts]), text)


def zero_or_one(inner: Path) -> Path:
    """The node itself and what the path leads to."""
    return Path(_with_self(inner.forward), _with_self(inner.backward), f"({inner.text})?")


def zero_or_more(inner: Path) -> Path:
    """The node itself and what repeating the path leads to."""
    forward, backward = _repeated(inner.forward), _repeated(inner.backward)
    return Path(_with_self(forward), _with_self(backward), f"({inner.text})*")


def one_or_more(inner: Path) -> Path:
    """What repeating the path leads to."""
    return Path(_repeated(inner.forward), _repeated(inner.backward), f"({inner.text})+")


def _in_turn(walks: list[Walk]) -> Walk:
    def walk(data: Data, node: str) -> Nodes:
        found: Nodes = {node: None}
        for step in walks:
            found = {to: None for each in found for to in step(data, each)}
        return found

    return walk


def _any_of(walks: list[Walk]) -> Walk:
    return lambda data, node: {to: None for step in walks for to in step(data, node)}


def _with_self(walk: Walk) -> Walk:
    return lambda data, node: {node: None, **walk(data, node)}


def _repeated(step: Walk) -> Walk:
    def walk(data: Data, node: str) -> Nodes:
        found = dict(step(data, node))
        waiting = list(found)
        for each in waiting:
            for to in step(data, each):
                if to not in found:
                    found[to] = None
                    waiting.append(to)
        return found

    return walk


_MAKERS = {
    "inversePath": inverse,
    "zeroOrMorePath": zero_or_more,
    "oneOrMorePath": one_or_more,
    "zeroOrOnePath": zero_or_one,
}
