"""The shipped catalogue and a small dataset for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest

from nutgraf.reports.catalogue import Catalogue
from nutgraf.reports.report import Page, Report
from nutgraf.reports.table import ReportTable

ROOT = Path(__file__).parents[2]
Run = Callable[..., ReportTable]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The reports that ship."""
    return Catalogue.load(ROOT / "queries" / "reports", ontology=ROOT / "ontology")


@pytest.fixture(scope="session")
def harbour() -> ox.Store:
    """Four articles about a fire and a strike, with the vocabulary."""
    store = ox.Store()
    store.load(path=ROOT / "tests/fixtures/harbour.nq", format=ox.RdfFormat.N_QUADS)
    for name in ("codes", "event-types"):
        graph = ox.NamedNode(f"https://data.example/graph/{name}")
        file = ROOT / "ontology" / f"{name}.ttl"
        store.load(path=file, format=ox.RdfFormat.TURTLE, to_graph=graph)
    return store


@pytest.fixture
def ask(harbour: ox.Store) -> Run:
    """Run a report over the small dataset with single values."""

    def ask_one(report: Report, page: Page | None = None, **params: str) -> ReportTable:
        given = {name.replace("_", "-"): [text] for name, text in params.items()}
        return run_report(harbour, report, given, page)

    return ask_one


@pytest.fixture
def run(harbour: ox.Store) -> Run:
    """Run a report over the small dataset with a mapping of parameters."""

    def run_one(report: Report, params: Mapping[str, Sequence[str]]) -> ReportTable:
        return run_report(harbour, report, params)

    return run_one


def run_report(
    store: ox.Store, report: Report, params: Mapping[str, Sequence[str]], page: Page | None = None
) -> ReportTable:
    """Give the table of a report over a store."""
    result = store.query(report.bind(params, page), use_default_graph_as_union=True)
    assert isinstance(result, ox.QuerySolutions)
    body = result.serialize(format=ox.QueryResultsFormat.JSON)
    assert body is not None
    return report.table(body, page)


@pytest.fixture
def table_of() -> Run:
    """Run a report over a store that a test has made itself."""
    return run_report
