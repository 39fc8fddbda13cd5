"""What the shapes must know of the ontology: subclasses, list members and defined terms."""

from __future__ import annotations

from pathlib import Path

from nutgraf.validation.shapes_graph import read_turtle
from nutgraf.validation.written import Row, rows_of

_FILES = ("nev.ttl", "codes.ttl", "event-types.ttl")
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_NEEDED = frozenset(
    {
        f"<{_RDFS}subClassOf>",
        f"<{_RDFS}isDefinedBy>",
        f"<{_SKOS}inScheme>",
        f"<{_SKOS}topConceptOf>",
        f"<{_SKOS}broader>",
    }
)
#: The name of the graph in which the vocabulary stands beside an article.
GRAPH = "<urn:nutgraf:vocabulary>"


def load_vocabulary(folder: Path) -> tuple[Row, ...]:
    """Membership statements of the ontology files, sorted; types and labels are left out.

    Without its types the vocabulary brings no focus nodes of its own into an article.
    """
    rows = {
        (subject, predicate, value, GRAPH)
        for name in _FILES
        for subject, predicate, value, _ in rows_of(read_turtle(folder / name))
        if predicate in _NEEDED
    }
    return tuple(sorted(rows))
