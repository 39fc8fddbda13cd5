"""The ontology's files as graphs, and the terms they define."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from nutgraf.terms import NEV, NEVC, NEVT

ROOT = Path(__file__).resolve().parents[2]
ONTOLOGY = ROOT / "ontology"
FILES = ("nev.ttl", "codes.ttl", "event-types.ttl", "alignments.ttl")
TYPE_SCHEME = URIRef(NEVT["scheme"])
_PREFIXED = re.compile(r"\b(nev|nevc|nevt):([A-Za-z][\w-]*)")
_INDEXED = re.compile(r"\b(NEV|NEVC|NEVT)\[\"([\w-]+)\"\]")
_BASES = {"nev": NEV.base, "nevc": NEVC.base, "nevt": NEVT.base}


@cache
def graph(name: str) -> Graph:
    """One file of the ontology."""
    return Graph().parse(ONTOLOGY / name, format="turtle")


def names(kind: URIRef) -> set[str]:
    """Local names of the classes or properties of `nev.ttl`."""
    terms = graph("nev.ttl").subjects(RDF.type, kind)
    return {str(term).removeprefix(NEV.base) for term in terms}


def own_terms() -> set[str]:
    """Local names of all classes and properties."""
    return names(OWL.Class) | names(OWL.ObjectProperty) | names(OWL.DatatypeProperty)


def codes(scheme: str) -> set[str]:
    """Local names of the codes of one list."""
    members = graph("codes.ttl").subjects(SKOS.inScheme, URIRef(NEVC["scheme/" + scheme]))
    return {str(code).removeprefix(NEVC.base) for code in members}


def groups() -> set[URIRef]:
    """The groups of event types."""
    return set(graph("event-types.ttl").subjects(SKOS.topConceptOf, TYPE_SCHEME))


def event_types() -> set[URIRef]:
    """The event types without their groups."""
    return set(graph("event-types.ttl").subjects(SKOS.inScheme, TYPE_SCHEME)) - groups()


def defined() -> set[str]:
    """Addresses of everything the three vocabulary files define."""
    found = set()
    for name in FILES[:3]:
        found |= {str(subject) for subject in graph(name).subjects(RDFS.isDefinedBy)}
    return found


def used() -> dict[str, set[str]]:
    """Addresses of our terms that shapes, queries and code name, with the files that do."""
    found: dict[str, set[str]] = {}
    for path in _users():
        text = path.read_text(encoding="utf-8")
        pattern = _INDEXED if path.suffix == ".py" else _PREFIXED
        for prefix, name in pattern.findall(text):
            found.setdefault(_BASES[prefix.lower()] + name, set()).add(path.name)
    return found


def _users() -> list[Path]:
    rooms = ("mapping", "identity", "reports", "validation")
    code = [path for room in rooms for path in (ROOT / "service/nutgraf" / room).glob("*.py")]
    declared = [*(ROOT / "shapes").glob("*.ttl"), *(ROOT / "queries").rglob("*.rq")]
    return sorted(code + declared)
