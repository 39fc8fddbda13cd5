"""The fixtures of the shapes: for each constraint, graphs that meet it and graphs that do not."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyoxigraph
from rdflib import Graph
from rdflib.namespace import RDF, SH

from nutgraf.folders import folder

HERE = Path(__file__).parent
SHAPES = "https://w3id.org/nutgraf/shapes/"
ARTICLE_FILES = ("core.ttl", "advice.ttl", "info.ttl", "groups.ttl")
OTHER_FILES = ("vocabulary.ttl", "queries.ttl", "groups.ttl")
_EXPECTS = re.compile(r"# expects: (\S+)\n")


@cache
def shapes(names: tuple[str, ...]) -> Graph:
    """Some shape files as one graph."""
    graph = Graph()
    for name in names:
        graph.parse(folder("shapes") / name, format="turtle")
    return graph


def constraints(names: tuple[str, ...]) -> set[str]:
    """Local names of all constraints of some shape files."""
    graph = shapes(names)
    found = set(graph.subjects(SH.path)) | set(graph.subjects(RDF.type, SH.SPARQLConstraint))
    found |= set(graph.subjects(SH.closed))
    return {str(each).removeprefix(SHAPES) for each in found if str(each).startswith(SHAPES)}


def fixtures(names: tuple[str, ...]) -> list[Path]:
    """The fixture files of all constraints of some shape files, sorted."""
    known = constraints(names)
    return sorted(path for path in HERE.glob("*/*.trig") if path.parent.name in known)


def expected(path: Path) -> set[str]:
    """Addresses of the constraints that a fixture does not meet."""
    return set(_EXPECTS.findall(path.read_text(encoding="utf-8")))


def quads(path: Path) -> str:
    """A fixture as N-Quads."""
    parsed = pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TRIG)
    return "".join(f"{quad} .\n" for quad in parsed)


def label(path: Path) -> str:
    """The name of a fixture in test reports."""
    return f"{path.parent.name}/{path.stem}"
