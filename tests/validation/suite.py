"""The W3C test suite for SHACL: manifests read, and reports brought to one comparable form."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from nutgraf.validation.compiler import compile_shapes
from nutgraf.validation.data import Data
from nutgraf.validation.lists import members
from nutgraf.validation.paths import SH, read_path
from nutgraf.validation.report import ValidationResult
from nutgraf.validation.shape import Run
from nutgraf.validation.written import rows_of

_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_SHT = "http://www.w3.org/ns/shacl-test#"
_BASE = "urn:suite:"
#: Focus node, path, value, severity, component, source shape and messages of a result.
Result = tuple[str, str, str, str, str, str, tuple[str, ...]]


def root() -> Path:
    """The folder of the suite, which may not be there."""
    corpora = os.environ.get("NUTGRAF_CORPORA", "../shared/data")
    return Path(corpora).resolve() / "w3c" / "data-shapes-test-suite" / "tests"


@dataclass(frozen=True, slots=True)
class Case:
    """One test: its file and name, what to check against which shapes, and what must come out."""

    file: Path
    name: str
    data: Path
    shapes: Path
    result: str

    def graph(self) -> Data:
        """The file of the test itself."""
        return read(self.file)


def cases(part: str) -> list[Case]:
    """All tests of a part of the suite (core, sparql), by manifest."""
    manifest = root() / part / "manifest.ttl"
    return list(_cases(manifest)) if manifest.exists() else []


@cache
def read(file: Path) -> Data:
    """A Turtle file, read once so that its blank nodes keep their labels.

    Addresses of the suite's own files become addresses below one base.
    """
    base = _BASE + file.relative_to(root()).as_posix()
    return Data(rows_of(ox.parse(path=file, format=ox.RdfFormat.TURTLE, base_iri=base)))


def expected(case: Case) -> Counter[Result] | None:
    """The results that the test wants; `None` where it wants a failure."""
    graph = case.graph()
    if case.result == f"<{_SHT}Failure>":
        return None
    nodes = graph.forward(f"<{SH}result>").get(case.result, {})
    return Counter(_wanted(graph, node) for node in nodes)


def found(case: Case) -> Counter[Result]:
    """The results of the compiled shapes."""
    shapes = read(case.shapes)
    data = shapes if case.shapes == case.data else read(case.data)
    run = Run(data)
    found: Counter[Result] = Counter()
    says = _says(case)
    for shape in compile_shapes(shapes):
        for result in shape.results(run, shape.focuses(data)):
            found[_given(shapes, result, says=says)] += 1
    return found


def _given(shapes: Data, result: ValidationResult, *, says: bool) -> Result:
    owner = _owner(shapes, _term(result.constraint))
    return (
        result.focus,
        result.path or _path(shapes, owner),
        result.value,
        _severity(shapes, owner),
        result.component,
        owner,
        tuple(text for _, text in result.messages) if says else (),
    )


def _says(case: Case) -> bool:
    return bool(case.graph().forward(f"<{SH}resultMessage>"))


def _wanted(graph: Data, node: str) -> Result:
    path = _one(graph, node, "resultPath")
    source = _one(graph, node, "sourceShape")
    messages = graph.forward(f"<{SH}resultMessage>").get(node, {})
    return (
        _one(graph, node, "focusNode"),
        read_path(graph, path).text if path else "",
        _one(graph, node, "value"),
        _one(graph, node, "resultSeverity"),
        _one(graph, node, "sourceConstraintComponent")
        .rpartition("#")[2]
        .removesuffix("ConstraintComponent>"),
        source,
        tuple(sorted(text.split('"')[1] for text in messages)),
    )


def _owner(shapes: Data, term: str) -> str:
    """The shape of a result: a SPARQL constraint belongs to the shape that has it."""
    return next(iter(shapes.inverse(f"<{SH}sparql>").get(term, {})), term)


def _path(shapes: Data, term: str) -> str:
    path = _one(shapes, term, "path")
    return read_path(shapes, path).text if path else ""


def _severity(shapes: Data, term: str) -> str:
    return _one(shapes, term, "severity") or f"<{SH}Violation>"


def _one(graph: Data, node: str, name: str) -> str:
    return next(iter(graph.forward(f"<{SH}{name}>").get(node, {})), "")


def _term(constraint: str) -> str:
    return constraint if constraint.startswith("_:") else f"<{constraint}>"


def _cases(manifest: Path) -> Iterator[Case]:
    graph = read(manifest)
    for included in graph.inverse(f"<{_MF}include>"):
        yield from _cases(root() / included.removeprefix(f"<{_BASE}").rstrip(">"))
    for listed in graph.inverse(f"<{_MF}entries>"):
        for entry in members(graph, listed):
            yield _case(manifest, graph, entry)


def _case(file: Path, graph: Data, entry: str) -> Case:
    action = next(iter(graph.forward(f"<{_MF}action>")[entry]))
    result = next(iter(graph.forward(f"<{_MF}result>")[entry]))
    data = next(iter(graph.forward(f"<{_SHT}dataGraph>")[action]))
    shapes = next(iter(graph.forward(f"<{_SHT}shapesGraph>")[action]))
    return Case(file, entry.rpartition("/")[2].rstrip(">"), _file(data), _file(shapes), result)


def _file(address: str) -> Path:
    return root() / address.removeprefix(f"<{_BASE}").rstrip(">")
