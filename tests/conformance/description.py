"""The three tests of the Service Description, which the suite names but does not spell out.

https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from urllib.parse import urljoin

import pyoxigraph as ox

from .datasets import Quads
from .federation import Federation
from .manifest import Case, rdf
from .results import Graph, answered
from .target import MismatchError, Service
from .terms import iri

_SD = "http://www.w3.org/ns/sparql-service-description#"
_ACCEPT = "text/turtle, application/rdf+xml;q=0.8, application/n-triples;q=0.5"
#: Properties of the vocabulary with the class of their subjects and of their values.
_SCHEMA = {
    "endpoint": ("Service", None),
    "feature": ("Service", "Feature"),
    "defaultEntailmentRegime": ("Service", "EntailmentRegime"),
    "defaultSupportedEntailmentProfile": ("Service", "EntailmentProfile"),
    "extensionFunction": ("Service", "Function"),
    "extensionAggregate": ("Service", "Aggregate"),
    "languageExtension": ("Service", "Feature"),
    "supportedLanguage": ("Service", "Language"),
    "propertyFeature": ("Service", "Feature"),
    "inputFormat": ("Service", None),
    "resultFormat": ("Service", None),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": (None, "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", "Graph"),
    "entailmentRegime": ("NamedGraph", "EntailmentRegime"),
    "supportedEntailmentProfile": ("NamedGraph", "EntailmentProfile"),
}
_CLASSES = {name for pair in _SCHEMA.values() for name in pair if name}
_KNOWN = {
    "Language": {"SPARQL10Query", "SPARQL11Query", "SPARQL11Update"},
    "Feature": {
        "DereferencesURIs",
        "UnionDefaultGraph",
        "RequiresDataset",
        "EmptyGraphs",
        "BasicFederatedQuery",
    },
}


def describe(case: Case, service: Service, federation: Federation) -> str:
    """Run the test that a case stands for."""
    quads = _description(service)
    if case.identifier.endswith("has-endpoint-triple"):
        _require_endpoint(quads, service)
    elif case.identifier.endswith("conforms-to-schema"):
        _require_schema(quads)
    return ""


def _description(service: Service) -> Quads:
    path = service.target.query
    answer = service.client.send("GET", path, {"accept": _ACCEPT})
    if not answer.good:
        raise MismatchError(f"GET {path}: {answer}")
    found = answered(answer.body, answer.media_type, urljoin(service.target.origin, path))
    if not isinstance(found, Graph) or not found.quads:
        raise MismatchError(f"GET {path} gives no RDF: {answer}")
    return found.quads


def _require_endpoint(quads: Quads, service: Service) -> None:
    address = ox.NamedNode(urljoin(service.target.origin, service.target.query))
    found = [quad.object for quad in quads if quad.predicate == _sd("endpoint")]
    if address not in found:
        raise MismatchError(f"no sd:endpoint {address}, but {found}")


def _require_schema(quads: Quads) -> None:
    """Only terms that the vocabulary has, each in its place; one service, with its endpoint."""
    problems = [problem for quad in quads if (problem := _misplaced(quad, quads))]
    services = [quad.subject for quad in quads if quad.object == _sd("Service")]
    if len(services) != 1:
        problems.append(f"{len(services)} services")
    if problems:
        raise MismatchError("; ".join(problems))


def _misplaced(quad: ox.Quad, quads: Quads) -> str:
    term = quad.object if quad.predicate == rdf("type") else quad.predicate
    if not isinstance(term, ox.NamedNode) or not term.value.startswith(_SD):
        return ""
    name = term.value.removeprefix(_SD)
    if quad.predicate == rdf("type"):
        return "" if name in _CLASSES else f"sd:{name} is no class"
    if name not in _SCHEMA:
        return f"sd:{name} is no property"
    domain, values = _SCHEMA[name]
    wrong = (_clashes(quad.subject, domain, quads), _clashes(quad.object, values, quads))
    return "; ".join(problem for problem in wrong if problem)


def _clashes(node: object, wanted: str | None, quads: Quads) -> str:
    """What makes a node no member of a class: a literal, or a member of another one."""
    if wanted is None:
        return ""
    if isinstance(node, ox.Literal):
        return f"{node} is no sd:{wanted}"
    if isinstance(node, ox.NamedNode) and node.value.startswith(_SD) and wanted in _KNOWN:
        known = node.value.removeprefix(_SD) in _KNOWN[wanted]
        return "" if known else f"{node} is no sd:{wanted} of the vocabulary"
    types = {iri(q.object) for q in quads if q.subject == node and q.predicate == rdf("type")}
    of_sd = {each.removeprefix(_SD) for each in types if each.startswith(_SD)}
    return "" if not of_sd or wanted in of_sd else f"{node} is a {sorted(of_sd)}, no sd:{wanted}"


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)
