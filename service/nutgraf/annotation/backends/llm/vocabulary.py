"""The event types that a model may choose from, with what they mean, from the ontology."""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox

from nutgraf.folders import folder
from nutgraf.terms import NEVT, SKOS

_DEFINITION = "http://www.w3.org/2004/02/skos/core#definition"
#: The model is instructed in English, whatever the article's language.
_LANGUAGE = "en"


@lru_cache(maxsize=1)
def event_types() -> tuple[tuple[str, str], ...]:
    """Pairs of type and English definition, sorted; groups of types are none."""
    file = folder("ontology") / "event-types.ttl"
    quads = list(ox.parse(path=str(file), format=ox.RdfFormat.TURTLE))
    members = {_name(quad) for quad in quads if quad.predicate.value == SKOS["broader"]}
    meanings = {
        _name(quad): quad.object.value
        for quad in quads
        if quad.predicate.value == _DEFINITION
        and isinstance(quad.object, ox.Literal)
        and quad.object.language == _LANGUAGE
    }
    return tuple((name, meanings.get(name, "")) for name in sorted(members))


def _name(quad: ox.Quad) -> str:
    return str(getattr(quad.subject, "value", "")).removeprefix(NEVT.base)
