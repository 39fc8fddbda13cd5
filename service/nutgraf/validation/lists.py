"""RDF lists of the shapes graph."""

from __future__ import annotations

from nutgraf.errors import ConfigurationError
from nutgraf.validation.data import NOTHING, Data

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIRST, _REST, _NIL = f"<{_RDF}first>", f"<{_RDF}rest>", f"<{_RDF}nil>"


def members(shapes: Data, node: str) -> list[str]:
    """The members of a list; raise `ConfigurationError` where it is none."""
    found: list[str] = []
    seen: set[str] = set()
    while node != _NIL:
        first = list(shapes.forward(_FIRST).get(node, NOTHING))
        rest = list(shapes.forward(_REST).get(node, NOTHING))
        if node in seen or len(first) != 1 or len(rest) != 1:
            raise ConfigurationError(f"{node} is no well-formed list")
        seen.add(node)
        found.append(first[0])
        node = rest[0]
    return found
