"""Parts of a toll and tolls of single places are not held against the toll of all."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
from tests.reports.conftest import ROOT, run_report

from nutgraf.reports.catalogue import Catalogue

BASE = "https://data.example/"
LATER = f"{BASE}id/report/995fee1894c438a3/f71-73"
WHOLE = f"{BASE}id/report/995fee1894c438a3/f41-51"
FIRST = f"{BASE}id/report/a810369ba415b246/f73-93"
OTHER = f"{BASE}id/report/a810369ba415b246/f103-121"


def store_with(*triples: tuple[str, str, str]) -> ox.Store:
    """The small dataset with more said of some of its figures."""
    store = ox.Store()
    store.load(path=Path(ROOT) / "tests/fixtures/harbour.nq", format=ox.RdfFormat.N_QUADS)
    nev, graph = "https://w3id.org/nutgraf/nev#", ox.NamedNode(f"{BASE}graph/report/added")
    for subject, name, other in triples:
        terms = (ox.NamedNode(subject), ox.NamedNode(nev + name), ox.NamedNode(other))
        store.add(ox.Quad(*terms, graph))
    return store


def place(store: ox.Store) -> str:
    """The address of the place that the fire has."""
    (found,) = {
        str(row["place"].value)
        for row in store.query(
            "SELECT ?place { ?r a <https://w3id.org/nutgraf/nev#EventReport> ;"
            " <https://w3id.org/nutgraf/nev#place> ?place }",
            use_default_graph_as_union=True,
        )
    }
    return found


def pairs(store: ox.Store, catalogue: Catalogue) -> set[frozenset[str]]:
    """The figures of deaths and injuries that are shown as differing."""
    table = run_report(store, catalogue.report("conflicting-figures"), {})
    return {frozenset((str(row["figureA"]), str(row["figureB"]))) for row in table.records()}


def test_a_part_is_no_rival_of_a_toll(catalogue: Catalogue) -> None:
    """What is included in another figure is compared with no toll."""
    assert any(LATER in pair for pair in pairs(store_with(), catalogue))
    added = store_with((LATER, "includedIn", WHOLE))
    assert not any(LATER in pair for pair in pairs(added, catalogue))


def test_parts_of_other_words_are_no_rivals(catalogue: Catalogue) -> None:
    """Two parts are compared only where they count the same."""
    added = store_with((LATER, "includedIn", WHOLE), (FIRST, "includedIn", OTHER))
    assert not any(LATER in pair for pair in pairs(added, catalogue))


def test_the_toll_of_a_place_is_no_rival(catalogue: Catalogue) -> None:
    """The toll of one place is compared with that of the same place only."""
    town = place(store_with())
    one = store_with((LATER, "countedIn", town))
    assert not any(LATER in pair for pair in pairs(one, catalogue))
    everywhere = {
        figure for pair in pairs(store_with(), catalogue) if LATER in pair for figure in pair
    }
    both = store_with(*((figure, "countedIn", town) for figure in sorted(everywhere)))
    assert any(LATER in pair for pair in pairs(both, catalogue))


def test_history_names_wholes_and_places(catalogue: Catalogue) -> None:
    """The history of figures tells what a part is of and which places a count has."""
    town = place(store_with())
    store = store_with((LATER, "includedIn", WHOLE), (LATER, "countedIn", town))
    records = run_report(store, catalogue.report("figure-history"), {}).records()
    (row,) = [row for row in records if str(row["figure"]) == LATER]
    assert (row["whole"], row["places"]) == ("140", "Almaty")
