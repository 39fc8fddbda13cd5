from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
import pytest

from nutgraf.settings import Settings
from nutgraf.store.checkpoint import Checkpoints
from nutgraf.store.graphs import GraphNames
from nutgraf.store.interface import UpdateRequest
from nutgraf.store.pool import QueryPool
from nutgraf.store.updates import check_syntax
from nutgraf.store.write_queue import WriteQueue

from .conftest import BASE

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
#: Evaluation and syntax tests of SPARQL 1.1 and 1.2 together.
EVALUATIONS, SYNTAXES = 97, 75


@dataclass(frozen=True, slots=True)
class Case:
    """One test of a manifest."""

    manifest: ox.Store
    name: ox.NamedNode
    kind: str

    def value(self, subject: Any, predicate: str) -> Any:
        """The one object of a property, or nothing."""
        return next(iter(self.values(subject, predicate)), None)

    def values(self, subject: Any, predicate: str) -> list[Any]:
        """The objects of a property."""
        if subject is None:
            return []
        quads = self.manifest.quads_for_pattern(subject, ox.NamedNode(predicate), None)
        return [quad.object for quad in quads]

    def data(self, predicate: str) -> dict[str | None, list[Path]]:
        """Files of the default graph and of each named graph, before or after the update."""
        node = self.value(self.name, MF + predicate)
        found: dict[str | None, list[Path]] = {None: []}
        found[None] += [path(file) for file in self.values(node, UT + "data")]
        for graph in self.values(node, UT + "graphData"):
            label = self.value(graph, LABEL).value
            found.setdefault(label, []).append(path(self.value(graph, UT + "graph")))
        return found


def path(address: ox.NamedNode) -> Path:
    """The file at an address."""
    return Path(unquote(urlsplit(address.value).path))


def cases(corpora: Path, kind: str) -> Iterator[Case]:
    """Tests of updates of one kind, by name."""
    for file in sorted(corpora.absolute().glob("w3c/rdf-tests/sparql/sparql1[12]/*/manifest.ttl")):
        store = ox.Store()
        store.load(path=file, base_iri=file.as_uri(), format=ox.RdfFormat.TURTLE)
        for quad in sorted(store.quads_for_pattern(None, ox.NamedNode(TYPE), None), key=str):
            name = quad.object.value.removeprefix(MF)
            if "Update" in name and kind in name:
                yield Case(store, quad.subject, name)


def canonical(quads: Any) -> list[str]:
    """Quads as text that is the same for isomorphic datasets."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return sorted(map(str, dataset))


def dataset(case: Case, predicate: str) -> ox.Store:
    """The dataset that a test names, before the update or after it."""
    store = ox.Store()
    for graph, files in case.data(predicate).items():
        for file in files:
            syntax = ox.RdfFormat.from_extension(file.suffix[1:])
            target = ox.NamedNode(graph) if graph else None
            store.load(path=file, base_iri=file.as_uri(), format=syntax, to_graph=target)
        if graph:
            store.add_graph(ox.NamedNode(graph))
    return store


def insertion(store: ox.Store) -> str:
    """An update that makes the dataset of a store."""
    text = f"INSERT DATA {{ {_triples(store, ox.DefaultGraph())} }}"
    for graph in store.named_graphs():
        data = f"INSERT DATA {{ GRAPH {graph} {{ {_triples(store, graph)} }} }}"
        text += f" ; CREATE SILENT GRAPH {graph} ; {data}"
    return text


def _triples(store: ox.Store, graph: Any) -> str:
    quads = store.quads_for_pattern(None, None, None, graph)
    return "\n".join(f"{quad.triple} ." for quad in quads)


def published(settings: Settings) -> list[str]:
    """The dataset that readers see."""
    store = ox.Store.read_only(str(Checkpoints(settings.home).current().path))
    names = GraphNames(settings.base)
    quads = [q for q in store if not names.is_managed(getattr(q.graph_name, "value", ""))]
    return canonical(quads)


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[WriteQueue, Settings]]:
    """A write queue on a data directory with the dataset that the W3C means."""
    home = tmp_path_factory.mktemp("w3c") / "home"
    settings = Settings(home=home, base=BASE, workers=1, default_graph="own")
    pool = QueryPool(settings, prefixes={})
    opened = WriteQueue(settings, pool.read_graph)
    opened.start()
    yield opened, settings
    opened.close()
    pool.close()


@pytest.mark.corpora
@pytest.mark.slow
def test_evaluation(corpora: Path, queue: tuple[WriteQueue, Settings]) -> None:
    """Every W3C update leaves the dataset that its test expects, as readers see it."""
    writes, settings = queue
    found = list(cases(corpora, "Evaluation"))
    wrong = []
    for case in found:
        writes.update(UpdateRequest(f"DROP ALL ; {insertion(dataset(case, 'action'))}"))
        request = path(case.value(case.value(case.name, MF + "action"), UT + "request"))
        writes.update(UpdateRequest(f"BASE <{request.as_uri()}>\n{request.read_text('utf-8')}"))
        if published(settings) != canonical(dataset(case, "result")):
            wrong.append(case.name.value)

    assert wrong == []
    assert len(found) == EVALUATIONS


@pytest.mark.corpora
def test_syntax(corpora: Path) -> None:
    """Every W3C update that is well-formed is read, and no other."""
    found = list(cases(corpora, "Syntax"))
    wrong = []
    for case in found:
        file = path(case.value(case.name, MF + "action"))
        if _is_read(file) == ("Negative" in case.kind):
            wrong.append(case.name.value)

    assert wrong == []
    assert len(found) == SYNTAXES


def _is_read(file: Path) -> bool:
    try:
        check_syntax(file.read_text("utf-8"), file.as_uri())
    except SyntaxError:
        return False
    return True
