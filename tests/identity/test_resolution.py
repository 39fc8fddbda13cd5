"""The derived graphs follow from the report layer and people's rulings alone."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox
import pytest

from nutgraf.identity.decisions import Ruling
from nutgraf.identity.events import event_address
from nutgraf.identity.resolution import Resolution, resolve

BASE = "https://nutgraf.example/"
REPORTS = """
@prefix nev: <https://w3id.org/nutgraf/nev#> . @prefix nevc: <https://w3id.org/nutgraf/code/> .
@prefix nevt: <https://w3id.org/nutgraf/type/> . @prefix schema: <https://schema.org/> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://nutgraf.example/id/> .
:v1 nev:versionOf :a1 ; schema:datePublished "2023-02-06"^^xsd:date .
:v2 nev:versionOf :a2 ; schema:datePublished "2023-02-07"^^xsd:date .
:m1 oa:hasSource :v1 ; nev:refersTo :tr . :m2 oa:hasSource :v2 ; nev:refersTo :tr .
:tr a nev:Place, schema:Country ; schema:addressCountry "TR" ;
  schema:name "Türkei"@de, "Turkey"@en .
:r1 a nev:EventReport ; nev:reportedIn :v1 ; nev:eventType nevt:earthquake ; schema:text "Beben" ;
  nev:factuality nevc:occurred ; nev:attribution nevc:own-voice ; nev:place :tr ; nev:time :t .
:r2 a nev:EventReport ; nev:reportedIn :v2 ; nev:eventType nevt:earthquake ; schema:text "quake" ;
  nev:factuality nevc:occurred ; nev:attribution nevc:own-voice ; nev:place :tr .
:t a nev:TimeSpan ; nev:beginEarliest "2023-02-06"^^xsd:date ;
  nev:endLatest "2023-02-06"^^xsd:date .
"""
R1, R2 = f"{BASE}id/r1", f"{BASE}id/r2"
RULING = Ruling(R2, event_address(R1, BASE), "different", "Archiv", "2026-11-20T10:00:00Z", "why")


def resolution(*rulings: Ruling) -> Resolution:
    """The derived graphs of the two reports."""
    store = ox.Store()
    store.load(REPORTS, ox.RdfFormat.TURTLE)

    def select(query: str) -> list[Mapping[str, str]]:
        found = store.query(query)
        names = [variable.value for variable in found.variables]
        rows = [{name: row[name] for name in names} for row in found]
        return [{n: t.value for n, t in row.items() if t is not None} for row in rows]

    return resolve(select, rulings, BASE)


def ask(found: Resolution, pattern: str) -> bool:
    """Tell whether a pattern holds in the derived graphs."""
    store = ox.Store()
    store.load("".join(found.graphs.values()), ox.RdfFormat.N_QUADS)
    prefix = """PREFIX nev: <https://w3id.org/nutgraf/nev#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX nevc: <https://w3id.org/nutgraf/code/> PREFIX prov: <http://www.w3.org/ns/prov#>"""
    return bool(store.query(f"{prefix} ASK {{ {pattern} }}", use_default_graph_as_union=True))


def test_two_reports_of_one_quake_are_one_event() -> None:
    """The event has both reports, a label in two languages, and the other's address leads to it."""
    found = resolution()

    assert (found.reports, found.events) == (2, 1)
    event = event_address(R1, BASE)
    assert ask(found, f"<{R1}> nev:reportOf <{event}> . <{R2}> nev:reportOf <{event}>")
    assert ask(found, f'<{event}> rdfs:label "earthquake, Turkey, 2023-02-06"@en')
    assert ask(found, f"<{event_address(R2, BASE)}> nev:mergedInto <{event}>")


def test_every_report_has_one_decision_with_reasons() -> None:
    """Each report's place in its event is a decision that says why."""
    found = resolution()

    assert ask(found, f"?d nev:decidesReport <{R2}> ; nev:verdict nevc:same ; rdfs:comment ?why")


def test_resolving_twice_gives_the_same_bytes() -> None:
    """The derived graphs are a function of what is in the store."""
    assert resolution().graphs == resolution().graphs


def test_a_revoked_merge_leaves_no_trace_in_the_events() -> None:
    """With the merge taken back each report has its event; the decision stays on record."""
    found = resolution(RULING)

    assert found.events == 2
    assert ask(found, "?d nev:verdict nevc:same ; prov:invalidatedAtTime ?when")
    assert "mergedInto" not in found.graphs[f"{BASE}graph/event"]


@pytest.mark.parametrize("revoked", [None, "2026-11-21T10:00:00Z"])
def test_a_ruling_counts_until_it_is_taken_back(revoked: str | None) -> None:
    """Taking back the ruling gives the very graph of never having ruled."""
    ruling = Ruling(
        *[getattr(RULING, n) for n in ("report", "event", "verdict", "by", "time")], revoked=revoked
    )
    events = f"{BASE}graph/event"

    same = resolution(ruling).graphs[events] == resolution().graphs[events]

    assert same is (revoked is not None)
