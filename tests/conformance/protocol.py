"""The executable tests of the SPARQL Protocol and of the Graph Store Protocol.

Each is a connection: requests in HTTP's own vocabulary (https://www.w3.org/TR/HTTP-in-RDF10/)
with what must be answered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

from .client import Answer
from .datasets import data_of
from .federation import Federation
from .manifest import BASE, Case, mf
from .results import Graph, answered, same_quads
from .target import UPDATE, MismatchError, Service
from .terms import Term, exact, iri

_STATUS = {
    "OK": {200},
    "Created": {201},
    "NoContent": {204},
    "NotFound": {404},
    "StatusCode2xx": set(range(200, 300)),
    "StatusCode3xx": set(range(300, 400)),
    "StatusCode4xx": set(range(400, 500)),
}
_FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {
        "text/turtle",
        "application/n-triples",
        "application/rdf+xml",
        "application/ld+json",
        "application/n-quads",
        "application/trig",
    },
}


def ht(name: str) -> ox.NamedNode:
    """A term of the vocabulary of HTTP."""
    return ox.NamedNode(f"http://www.w3.org/2011/http#{name}")


def cnt(name: str) -> ox.NamedNode:
    """A term of the vocabulary of content."""
    return ox.NamedNode(f"http://www.w3.org/2011/content#{name}")


def converse(case: Case, service: Service, federation: Federation) -> str:
    """Send the requests of a test in order and check each answer."""
    service.hold(data_of(case, case.node))
    service.held = None
    conversation = Conversation(case, service)
    requests = case.about.items(case.about.need(case.action, ht("requests")))
    for number, request in enumerate(requests, 1):
        conversation.step(request, number)
    return ""


@dataclass(slots=True)
class Conversation:
    """The requests of one test; `variables` hold what later requests refer to."""

    case: Case
    service: Service
    variables: dict[str, str] = field(default_factory=dict)

    def step(self, request: Term, number: int) -> None:
        """Send one request and check the answer."""
        about = self.case.about
        method = about.text(request, ht("methodName")) or "GET"
        headers, body = self._headers(request), self._body(request)
        path = self._path(about.text(request, ht("absolutePath")) or "", headers, body)
        answer = self.service.client.send(method, path, headers, body)
        problem = self._problem(about.need(request, ht("resp")), answer)
        if problem:
            raise MismatchError(f"request {number}, {method} {path}: {problem}; {answer}")

    def _headers(self, node: Term) -> dict[str, str]:
        about, found = self.case.about, {}
        for header in about.items(about.value(node, ht("headers"))):
            name = about.text(header, ht("fieldName")) or ""
            found[name.lower()] = about.text(header, ht("fieldValue")) or ""
        return found

    def _body(self, node: Term) -> bytes | None:
        body = self.case.about.value(node, ht("body"))
        if body is None:
            return None
        coding = self.case.about.text(body, cnt("characterEncoding")) or "utf-8"
        return self._filled(self.case.about.text(body, cnt("chars")) or "").encode(coding)

    def _filled(self, text: str) -> str:
        for name, value in self.variables.items():
            text = text.replace(name, value)
        return text

    def _path(self, path: str, headers: dict[str, str], body: bytes | None) -> str:
        """The path of a manifest as a path of the server."""
        path, target = self._filled(path), self.service.target
        if path.startswith("/gsp/"):
            return target.direct + path.removeprefix("/gsp/")
        if path.startswith("/gsp"):
            return target.store + path.removeprefix("/gsp")
        rest = path.removeprefix("/sparql/")
        return (target.update if _updates(path, headers, body) else target.query) + rest

    def _problem(self, wanted: Term, answer: Answer) -> str:
        """What is wrong with an answer; empty where nothing is."""
        checks = (
            self._status,
            self._format,
            self._boolean,
            self._header,
            self._graph,
            self._location,
        )
        return next((found for check in checks if (found := check(wanted, answer))), "")

    def _status(self, wanted: Term, answer: Answer) -> str:
        terms = self.case.about.values(wanted, mf("expectedStatus"))
        names = [iri(term).rpartition("#")[2] for term in terms]
        fits = any(answer.status in _STATUS[name] for name in names)
        return "" if fits else f"wanted {' or '.join(names)}"

    def _format(self, wanted: Term, answer: Answer) -> str:
        name = self.case.about.text(wanted, mf("expectedFormat"))
        fits = name is None or answer.media_type in _FORMATS[name]
        return "" if fits else f"wanted a format for {name}, got {answer.media_type}"

    def _boolean(self, wanted: Term, answer: Answer) -> str:
        value = self.case.about.text(wanted, mf("expectedBoolean"))
        if value is None:
            return ""
        found = answered(answer.body, answer.media_type, BASE)
        return "" if found is (value == "true") else f"wanted {value}"

    def _header(self, wanted: Term, answer: Answer) -> str:
        media_type = self._headers(wanted).get("content-type", "").partition(";")[0]
        fits = not media_type or answer.media_type == media_type
        return "" if fits else f"wanted {media_type}"

    def _graph(self, wanted: Term, answer: Answer) -> str:
        body = self._body(wanted)
        if body is None:
            return ""
        triples = answered(body, "text/turtle", BASE)
        found = answered(answer.body, answer.media_type, BASE)
        if not isinstance(triples, Graph) or not isinstance(found, Graph):
            return "wanted a graph"
        return "" if same_quads(triples.quads, found.quads, exact) else "another graph"

    def _location(self, wanted: Term, answer: Answer) -> str:
        name = self.case.about.text(wanted, mf("expectedLocation"))
        if name is None:
            return ""
        self.variables[name] = answer.headers.get("location", "")
        return "" if self.variables[name] else "wanted a Location"


def _updates(path: str, headers: dict[str, str], body: bytes | None) -> bool:
    """Whether a request is meant for the address that takes updates."""
    parameters = parse_qs(urlsplit(path).query)
    if "update" in parameters or "using-graph-uri" in parameters:
        return True
    written = headers.get("content-type", "").startswith(UPDATE)
    return written or bool(re.match(rb"update=|CLEAR|C\x00L\x00|\xff\xfeC", body or b""))
