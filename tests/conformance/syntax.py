"""Tests of syntax: whether the server takes a query or an update, or says that it is none."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from .client import Answer
from .datasets import Data
from .federation import Federation
from .manifest import Case
from .target import MismatchError, Service
from .terms import iri

_PRESUPPOSED = re.compile(rb"\b(?:CLEAR|DROP)\s+GRAPH\s+<([^>]*)>")
#: What a bad request may be refused with: its syntax, or a word in it that policy forbids.
_REFUSALS = {400: "", 403: "by policy"}
_ANY = "application/sparql-results+json, text/turtle;q=0.9, */*;q=0.1"


def query_taken(case: Case, service: Service, federation: Federation) -> str:
    """A query must be answered."""
    return _taken(_asked(case, service, federation))


def query_refused(case: Case, service: Service, federation: Federation) -> str:
    """A query must be refused as the caller's mistake."""
    return _refused(_asked(case, service, federation))


def update_taken(case: Case, service: Service, federation: Federation) -> str:
    """An update must be done."""
    text = case.file(case.action).read_bytes()
    address = iri(case.action)
    # Only the syntax is tested: the graphs that an update empties or drops are there.
    graphs = (urljoin(address, found.decode()) for found in _PRESUPPOSED.findall(text))
    service.hold(Data(names=frozenset({"", *graphs})))
    return _taken(service.update(f"BASE <{address}>\n".encode() + text))


def update_refused(case: Case, service: Service, federation: Federation) -> str:
    """An update must be refused as the caller's mistake."""
    held = service.held
    answer = service.update(case.file(case.action).read_bytes())
    if not answer.good:
        service.held = held
    return _refused(answer)


def _asked(case: Case, service: Service, federation: Federation) -> Answer:
    federation.offer_nothing()
    return service.query(federation.rewritten(case.file(case.action).read_bytes()), _ANY)


def _taken(answer: Answer) -> str:
    if not answer.good:
        raise MismatchError(f"must be taken: {answer}")
    return ""


def _refused(answer: Answer) -> str:
    if answer.status not in _REFUSALS:
        raise MismatchError(f"must be refused with 400: {answer}")
    return _REFUSALS[answer.status]
