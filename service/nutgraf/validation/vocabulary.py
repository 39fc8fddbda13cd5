"""What the shapes must know of the ontology: subclasses, list members and defined terms."""

from __future__ import annotations

from pathlib import Path

from rdflib import Graph
from rdflib.namespace import RDFS, SKOS

from nutgraf.errors import ConfigurationError
from nutgraf.validation.terms import Triple

_FILES = ("nev.ttl", "codes.ttl", "event-types.ttl")
_NEEDED = (
    RDFS.subClassOf,
    RDFS.isDefinedBy,
    SKOS.inScheme,
    SKOS.topConceptOf,
    SKOS.broader,
)


def load_vocabulary(folder: Path) -> tuple[Triple, ...]:
    """Membership triples of the ontology files, sorted; types and labels are left out.

    Without its types the vocabulary brings no focus nodes of its own into an article.
    """
    graph = Graph(bind_namespaces="none")
    for name in _FILES:
        try:
            graph.parse(folder / name, format="turtle")
        except (OSError, SyntaxError) as error:
            raise ConfigurationError(f"{folder / name} cannot be read: {error}") from error
    return tuple(sorted(triple for triple in graph if triple[1] in _NEEDED))


def subclasses(vocabulary: tuple[Triple, ...], name: str) -> tuple[str, ...]:
    """A class and everything below it, sorted."""
    found = {name}
    below = [(str(s), str(o)) for s, p, o in vocabulary if p == RDFS.subClassOf]
    while new := {narrow for narrow, wide in below if wide in found} - found:
        found |= new
    return tuple(sorted(found))
