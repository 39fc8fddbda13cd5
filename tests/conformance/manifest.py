"""Reading test manifests (https://www.w3.org/2001/sw/DataAccess/tests/README)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from .terms import Term, iri

BASE = "https://w3c.github.io/rdf-tests/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"


def mf(name: str) -> ox.NamedNode:
    """A term of the manifest vocabulary."""
    return ox.NamedNode(_MF + name)


def qt(name: str) -> ox.NamedNode:
    """A term of the vocabulary of query tests."""
    return ox.NamedNode(f"http://www.w3.org/2001/sw/DataAccess/tests/test-query#{name}")


def ut(name: str) -> ox.NamedNode:
    """A term of the vocabulary of update tests."""
    return ox.NamedNode(f"http://www.w3.org/2009/sparql/tests/test-update#{name}")


def rdf(name: str) -> ox.NamedNode:
    """A term of RDF itself."""
    return ox.NamedNode(_RDF + name)


LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


@dataclass(frozen=True, slots=True)
class Suites:
    """The folder of the test suites, and how the addresses of their files map to it."""

    folder: Path

    def file(self, address: Term) -> Path:
        """The file that stands for an address."""
        if not iri(address).startswith(BASE):
            raise ValueError(f"{address} is no file of the test suites")
        return self.folder / iri(address).removeprefix(BASE)

    def address(self, file: Path) -> str:
        """The address of a file."""
        return BASE + file.relative_to(self.folder).as_posix()


@dataclass(frozen=True, slots=True)
class Description:
    """The triples of one manifest."""

    store: ox.Store

    @classmethod
    def read(cls, file: Path, address: str) -> Description:
        """Parse a file of RDF; some old manifests spell addresses that are none."""
        store = ox.Store()
        form = ox.RdfFormat.from_extension(file.suffix[1:])
        store.load(path=file, format=form, base_iri=address, lenient=True)
        return cls(store)

    def values(self, subject: Term, predicate: ox.NamedNode) -> list[Term]:
        """All objects of a property, in an order that does not change."""
        found = self.store.quads_for_pattern(subject, predicate, None)  # type: ignore[arg-type]
        return sorted((quad.object for quad in found), key=str)

    def value(self, subject: Term, predicate: ox.NamedNode) -> Term | None:
        """The object of a property, or nothing."""
        return next(iter(self.values(subject, predicate)), None)

    def need(self, subject: Term, predicate: ox.NamedNode) -> Term:
        """The object of a property that must be there."""
        found = self.value(subject, predicate)
        if found is None:
            raise ValueError(f"{subject} has no {predicate}")
        return found

    def text(self, subject: Term, predicate: ox.NamedNode) -> str | None:
        """The object of a property as text."""
        found = self.value(subject, predicate)
        return found.value if isinstance(found, ox.Literal | ox.NamedNode) else None

    def subjects(self, predicate: ox.NamedNode) -> list[Term]:
        """All subjects that have a property."""
        found = self.store.quads_for_pattern(None, predicate, None)
        return sorted({quad.subject for quad in found}, key=str)

    def instances(self, kind: ox.NamedNode) -> list[Term]:
        """All members of a class."""
        found = self.store.quads_for_pattern(None, rdf("type"), kind)
        return sorted({quad.subject for quad in found}, key=str)

    def items(self, node: Term | None) -> Iterator[Term]:
        """The members of a list."""
        while node is not None and node != rdf("nil"):
            yield self.need(node, rdf("first"))
            node = self.value(node, rdf("rest"))


@dataclass(frozen=True, slots=True)
class Case:
    """One test of a manifest."""

    suite: str
    group: str
    suites: Suites
    about: Description
    node: Term

    @property
    def name(self) -> str:
        """What the manifest calls it."""
        return self.about.text(self.node, mf("name")) or ""

    @property
    def identifier(self) -> str:
        """The name under which our list of expected failures knows it."""
        local = self.address.rpartition("#")[2] if self.address else self.name
        return f"{self.group}#{local}"

    @property
    def address(self) -> str | None:
        """Its address; a few old tests have none."""
        return self.node.value if isinstance(self.node, ox.NamedNode) else None

    @property
    def kind(self) -> str:
        """The kind of test; what is of no kind evaluates a query."""
        kinds = self.about.values(self.node, rdf("type"))
        names = [kind.value.rpartition("#")[2] for kind in kinds if isinstance(kind, ox.NamedNode)]
        return next((name for name in names if "Test" in name), "QueryEvaluationTest")

    @property
    def action(self) -> Term:
        """What is to be done."""
        return self.about.need(self.node, mf("action"))

    @property
    def result(self) -> Term | None:
        """What must come out."""
        return self.about.value(self.node, mf("result"))

    def file(self, address: Term) -> Path:
        """The file that stands for an address."""
        return self.suites.file(address)


def cases(suites: Suites, suite: str, file: Path) -> Iterator[Case]:
    """The tests of a manifest in the order of its entries."""
    about = Description.read(file, suites.address(file))
    group = file.parent.relative_to(suites.folder).as_posix().partition("/")[2]
    for head in about.subjects(mf("entries")):
        for node in about.items(about.value(head, mf("entries"))):
            yield Case(suite, group, suites, about, node)
