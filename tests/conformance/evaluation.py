"""Tests of queries and updates: load the data, ask or change, compare."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

import pyoxigraph as ox

from .datasets import Data, Quads, data_of
from .federation import Federation
from .manifest import BASE, Case, mf, qt, ut
from .results import Expected, Result, Table, agree, answered, expected, same_quads
from .target import MismatchError, Service
from .terms import Term, by_value, exact, iri

_FROM = re.compile(rb"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)
_EVERYTHING = b"SELECT ?g ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
_JSON = "application/sparql-results+json"
_SORTED = re.compile(rb"\bORDER\s+BY\b[^}]*$", re.IGNORECASE)
_SHOWN = 12


def evaluate_query(case: Case, service: Service, federation: Federation) -> str:
    """Run a query test; gives a note on how the results agree."""
    text = _query(case)
    wanted = _wanted(case, ordered=_SORTED.search(text) is not None)
    federation.offer(case)
    service.hold(_data(case, text))
    answer = service.query(federation.rewritten(text), wanted.accept)
    if not answer.good:
        raise MismatchError(str(answer))
    if answer.media_type != wanted.accept:
        raise MismatchError(f"asked for {wanted.accept}, got {answer.media_type!r}")
    found = _parsed(answer.body, answer.media_type)
    note = agree(wanted, found)
    if note is None:
        raise MismatchError(f"wanted {_shown(wanted.result)}, got {_shown(found)}")
    return note


def evaluate_update(case: Case, service: Service, federation: Federation) -> str:
    """Run an update test; gives a note on how the datasets agree."""
    request = case.about.need(case.action, ut("request"))
    service.hold(data_of(case, case.action))
    answer = service.update(_based(case.file(request), request))
    if not answer.good:
        raise MismatchError(str(answer))
    wanted = data_of(case, case.result) if case.result else Data()
    return compare_datasets(wanted.quads, everything(service))


def everything(service: Service) -> Quads:
    """All quads that the server holds."""
    answer = service.query(_EVERYTHING, _JSON)
    if not answer.good:
        raise MismatchError(f"reading everything: {answer}")
    found = _parsed(answer.body, answer.media_type)
    if not isinstance(found, Table):
        raise MismatchError(f"reading everything: {answer.media_type}")
    graph, subject, predicate, value = (found.variables.index(name) for name in "gspo")
    return tuple(
        ox.Quad(row[subject], row[predicate], row[value], row[graph])  # type: ignore[arg-type]
        for row in found.rows
    )


def compare_datasets(wanted: Quads, found: Quads) -> str:
    """A note on how two datasets agree, or an error that shows both."""
    for reading, note in ((exact, ""), (by_value, "by value")):
        if same_quads(wanted, found, reading):
            return note
    raise MismatchError(f"wanted {_lines(wanted)}, got {_lines(found)}")


def query_file(case: Case) -> Term:
    """The file with the query of a test."""
    return case.about.value(case.action, qt("query")) or case.action


def _query(case: Case) -> bytes:
    address = query_file(case)
    return _based(case.file(address), address)


def _based(file: Path, address: Term) -> bytes:
    # The queries of the suites count on being resolved against their own address.
    return f"BASE {address}\n".encode() + file.read_bytes()


def _wanted(case: Case, *, ordered: bool) -> Expected:
    if case.result is None:
        raise MismatchError("the manifest names no result")
    lax = case.about.value(case.node, mf("resultCardinality")) == mf("LaxCardinality")
    wanted = expected(case.file(case.result), iri(case.result), lax)
    return wanted.sorted() if ordered else wanted


def _data(case: Case, text: bytes) -> Data:
    """The data of a test and the files that its query takes its dataset from."""
    base = iri(query_file(case))
    named = (urljoin(base, found.decode()) for found in _FROM.findall(text))
    files = [each for each in dict.fromkeys(named) if each.startswith(BASE)]
    return data_of(case, case.action, [each for each in files if _is_file(case, each)])


def _is_file(case: Case, address: str) -> bool:
    return case.file(ox.NamedNode(address)).is_file()


def _parsed(body: bytes, media_type: str) -> Result:
    try:
        return answered(body, media_type, BASE)
    except (ValueError, SyntaxError) as error:
        raise MismatchError(f"unreadable {media_type}: {error}") from error


def _shown(result: object) -> str:
    return str(result)[:1500]


def _lines(quads: Quads) -> str:
    return " ".join(sorted(f"{quad} ." for quad in quads)[:_SHOWN]) or "nothing"
