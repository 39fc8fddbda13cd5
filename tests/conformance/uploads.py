"""Tests of RDF syntax by upload: put a document, read it back."""

from __future__ import annotations

import re
from pathlib import Path

from .client import Answer
from .datasets import Data, Quads, read
from .evaluation import compare_datasets, everything
from .federation import Federation
from .manifest import Case
from .results import Graph, answered
from .target import MismatchError, Service
from .terms import iri

_TYPES = {
    ".nt": "application/n-triples",
    ".nq": "application/n-quads",
    ".ttl": "text/turtle",
    ".trig": "application/trig",
    ".rdf": "application/rdf+xml",
}
_DATASETS = frozenset({".nq", ".trig"})
_LABEL = re.compile(r"_:[0-9A-Za-z]+")
_TURTLE = "text/turtle"


def upload_taken(case: Case, service: Service, federation: Federation) -> str:
    """A document must be taken, and what is read back must be what it says."""
    file, address = _document(case)
    found = _put_and_get(service, file, address)
    wanted = case.result
    if wanted is not None:
        return compare_datasets(tuple(read(case.file(wanted), address)), found)
    return compare_datasets(tuple(read(file, address)), found)


def upload_refused(case: Case, service: Service, federation: Federation) -> str:
    """A document must be refused as the caller's mistake."""
    file, address = _document(case)
    answer = _put(service, file, address)
    if answer.good:
        service.held = None
    if answer.status != 400:
        raise MismatchError(f"must be refused with 400: {answer}")
    return ""


def upload_canonical(case: Case, service: Service, federation: Federation) -> str:
    """A document read back must have the canonical spelling."""
    file, address = _document(case)
    upload_taken(case, service, federation)
    if case.result is None:
        raise MismatchError("the manifest names no result")
    lines = case.file(case.result).read_text("utf-8")
    quads = tuple(read(case.file(case.result), address))
    graphs = sorted(Data(quads).graphs) if file.suffix in _DATASETS else [address]
    found = "".join(_lines(service, graph, dataset=file.suffix in _DATASETS) for graph in graphs)
    if _spelling(found) != _spelling(lines):
        raise MismatchError(f"wanted {lines!r}, got {found!r}")
    return ""


def _lines(service: Service, graph: str, *, dataset: bool) -> str:
    """The N-Triples of a graph, as N-Quads where it is one of a dataset."""
    name = f" <{graph}>" if graph and dataset else ""
    body = _get(service, graph, _TYPES[".nt"]).body.decode()
    return "".join(f"{line.removesuffix(' .')}{name} .\n" for line in body.split("\n") if line)


def _spelling(text: str) -> list[str]:
    """The lines of a document; that blank nodes are the same has been checked before."""
    return sorted(_LABEL.sub("_:b", text).splitlines(keepends=True))


def _document(case: Case) -> tuple[Path, str]:
    return case.file(case.action), iri(case.action)


def _put_and_get(service: Service, file: Path, address: str) -> Quads:
    answer = _put(service, file, address)
    service.held = None
    if not answer.good:
        raise MismatchError(f"must be taken: {answer}")
    if file.suffix in _DATASETS:
        return everything(service)
    found = _get(service, address, _TURTLE)
    try:
        graph = answered(found.body, found.media_type, address)
    except (ValueError, SyntaxError) as error:
        raise MismatchError(f"unreadable {found.media_type}: {error}") from error
    return graph.quads if isinstance(graph, Graph) else ()


def _put(service: Service, file: Path, address: str) -> Answer:
    headers = {"content-type": _TYPES[file.suffix]}
    if file.suffix not in _DATASETS:
        return service.graph("PUT", address, headers, file.read_bytes())
    service.hold(Data())
    return service.add_dataset(headers, _based(file, address))


def _based(file: Path, address: str) -> bytes:
    # A whole dataset has no address of its own that relative addresses could be read against.
    head = f"@base <{address}> .\n" if file.suffix == ".trig" else ""
    return head.encode() + file.read_bytes()


def _get(service: Service, graph: str, media_type: str) -> Answer:
    answer = service.graph("GET", graph, {"accept": media_type})
    if not answer.good:
        raise MismatchError(f"reading it back: {answer}")
    return answer
