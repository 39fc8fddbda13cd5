"""RDF that the service says about itself: built term by term, written by the store's writer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyoxigraph as ox

Value = ox.NamedNode | ox.BlankNode | ox.Literal
Node = ox.NamedNode | ox.BlankNode


PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "format": "http://www.w3.org/ns/formats/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def term(curie: str) -> ox.NamedNode:
    """The term that a prefixed name of `PREFIXES` stands for.

    >>> term("void:Dataset").value
    'http://rdfs.org/ns/void#Dataset'
    """
    prefix, _, local = curie.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


class Description:
    """A graph that grows; nodes without an address get labels in the order of their making."""

    def __init__(self) -> None:
        self._quads: list[ox.Quad] = []
        self._nodes = 0

    def node(self) -> ox.BlankNode:
        """A new node without an address."""
        self._nodes += 1
        return ox.BlankNode(f"n{self._nodes}")

    def say(self, subject: Node, curie: str, *values: Value | str | int) -> None:
        """State a property of a subject; texts become strings, numbers integers."""
        predicate = term(curie)
        self._quads += [ox.Quad(subject, predicate, _value(value)) for value in values]

    def type(self, subject: Node, *curies: str) -> None:
        """State the classes of a subject."""
        self.say(subject, "rdf:type", *map(term, curies))

    def tell(self, subject: Node, values: Mapping[str, Sequence[Value | str | int]]) -> None:
        """State several properties of a subject."""
        for curie, each in values.items():
            self.say(subject, curie, *each)

    def write(self, media_type: str) -> bytes:
        """Write the graph in a format."""
        syntax = ox.RdfFormat.from_media_type(media_type)
        if syntax is None:
            raise ValueError(media_type)
        written = ox.serialize(self._quads, format=syntax, prefixes=PREFIXES)
        return written or b""


def _value(value: Value | str | int) -> Value:
    if isinstance(value, str):
        return ox.Literal(value)
    return ox.Literal(value) if isinstance(value, int) else value
