"""Code lists of the ontology: their concepts, labels, and the prefixes that shorten them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from nutgraf.errors import ConfigurationError
from nutgraf.folders import read_prefixes
from nutgraf.terms import SKOS

_FILES = ("codes.ttl", "event-types.ttl")


@dataclass(frozen=True, slots=True)
class Concept:
    """A member of a code list with its labels by language."""

    address: str
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Short name: what follows the last slash of the address."""
        return self.address.rsplit("/", 1)[-1]

    def label(self, language: str) -> str:
        """Label in a language, else in English, else the short name."""
        return self.labels.get(language) or self.labels.get("en") or self.name


@dataclass(frozen=True, slots=True)
class Schemes:
    """All code lists by their address, and the prefixes of the service."""

    members: Mapping[str, tuple[Concept, ...]]
    prefixes: Mapping[str, str]
    concepts: Mapping[str, Concept]

    @classmethod
    def load(cls, ontology: Path) -> Schemes:
        """Read the code lists and prefixes of an ontology folder."""
        store = ox.Store()
        for name in _FILES:
            _load(store, ontology / name)
        concepts: dict[str, Concept] = {}
        members: dict[str, list[Concept]] = {}
        for quad in store.quads_for_pattern(None, ox.NamedNode(SKOS["inScheme"]), None):
            concept = Concept(_address(quad.subject), _labels(store, quad.subject))
            concepts[concept.address] = concept
            members.setdefault(_address(quad.object), []).append(concept)
        ordered = {
            scheme: tuple(sorted(found, key=lambda concept: concept.address))
            for scheme, found in sorted(members.items())
        }
        return cls(ordered, read_prefixes(ontology / "prefixes.yaml"), concepts)

    def of(self, scheme: str) -> tuple[Concept, ...]:
        """Members of a code list; an unknown list is a configuration error."""
        if scheme not in self.members:
            raise ConfigurationError(f"no code list {scheme}; there are {', '.join(self.members)}")
        return self.members[scheme]

    def expand(self, text: str) -> str:
        """Write a CURIE of the service's prefixes out; other texts stay as they are."""
        prefix, colon, local = text.partition(":")
        if colon and prefix in self.prefixes and not local.startswith("//"):
            return self.prefixes[prefix] + local
        return text


def _load(store: ox.Store, file: Path) -> None:
    try:
        store.load(path=file, format=ox.RdfFormat.TURTLE)
    except (OSError, SyntaxError) as error:
        raise ConfigurationError(f"{file} cannot be read as Turtle: {error}") from error


def _labels(store: ox.Store, concept: ox.NamedNode | ox.BlankNode | ox.Triple) -> dict[str, str]:
    found = store.quads_for_pattern(concept, ox.NamedNode(SKOS["prefLabel"]), None)
    labels = (quad.object for quad in found)
    return {label.language or "": label.value for label in labels if isinstance(label, ox.Literal)}


def _address(term: object) -> str:
    return str(getattr(term, "value", term))
