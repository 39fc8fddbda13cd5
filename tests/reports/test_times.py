"""Times and voices of events in reports: no more is shown than the reports tell."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from nutgraf.reports.catalogue import Catalogue
from nutgraf.reports.table import ReportTable

TableOf = Callable[..., ReportTable]
BASE = "https://data.example/x/"
PREFIXES = f"""PREFIX nev: <https://w3id.org/nutgraf/nev#>
PREFIX nevc: <https://w3id.org/nutgraf/code/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX : <{BASE}>
"""
EVENT = """
:{name} a nev:Event ; nev:factuality nevc:occurred ; rdfs:label "{name}"@en ; nev:time :t-{name} .
:r-{name} a nev:EventReport ; nev:reportOf :{name} ; nev:reportedIn :v ; nev:time :t-{name} ;
  nev:factuality nevc:occurred ; nev:attribution nevc:{voice} ; prov:wasQuotedFrom :s ;
  nev:participation :p-{name} .
:p-{name} nev:role nevc:victim ; nev:participant :town .
"""
# Bounds of each event, as "in recent days", "since the 5th" and a plain day give them.
DATA = """
:v nev:versionOf :a . :s oa:exact "fire" . :town rdfs:label "the town" .
:t-recent nev:beginLatest "2022-01-31"^^xsd:date ; nev:endLatest "2022-01-31"^^xsd:date .
:t-since nev:beginEarliest "2022-01-05"^^xsd:date .
:t-begun nev:beginLatest "2022-02-02"^^xsd:date ; nev:endEarliest "2022-02-01"^^xsd:date .
:t-day nev:beginEarliest "2022-01-10"^^xsd:date ; nev:endLatest "2022-01-10"^^xsd:date .
:t-unknown rdfs:label "on Sunday"@en .
"""
VOICES = {
    "recent": "own-voice",
    "since": "named-source",
    "begun": "unnamed-source",
    "day": "own-voice",
    "unknown": "own-voice",
}
BOUNDS = {
    "recent": (None, "2022-01-31"),
    "since": ("2022-01-05", None),
    "begun": (None, "2022-02-02"),
    "day": ("2022-01-10", "2022-01-10"),
    "unknown": (None, None),
}


@pytest.fixture(scope="module")
def timed() -> ox.Store:
    """Events with one bound, with both, and with none."""
    events = "".join(EVENT.format(name=name, voice=voice) for name, voice in VOICES.items())
    store = ox.Store()
    store.update(f"{PREFIXES} INSERT DATA {{ {DATA} {events} }}")
    return store


def name_of(address: object) -> str:
    """The last part of an event's address."""
    return str(address).removeprefix(BASE)


@pytest.mark.parametrize("report", ["events", "timeline", "event-versions", "events-of-entity"])
def test_a_bound_that_is_not_told_is_not_shown(
    report: str, catalogue: Catalogue, table_of: TableOf, timed: ox.Store
) -> None:
    """The first day is that of the begin alone; a last day never stands for a first one."""
    rows = table_of(timed, catalogue.report(report), {}).records()
    shown = {name_of(row["event"]): (row["earliest"], row["latest"]) for row in rows}

    assert {"unknown": (None, None), **shown} == BOUNDS


@pytest.mark.parametrize("event", sorted(BOUNDS))
def test_the_card_shows_the_same_bounds(
    event: str, catalogue: Catalogue, table_of: TableOf, timed: ox.Store
) -> None:
    """The card of an event gives it and its report the bounds that the lists give, people none."""
    card = table_of(timed, catalogue.report("event-card"), {"event": [f"{BASE}{event}"]})
    shown = {row["part"]: (row["earliest"], row["latest"]) for row in card.records()}

    assert shown == {"event": BOUNDS[event], "report": BOUNDS[event], "participant": (None, None)}


@pytest.mark.parametrize("report", ["events", "timeline"])
@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"from": "2022-01-01"}, {"recent", "since", "begun", "day"}),
        ({"from": "2022-01-11"}, {"recent", "begun"}),
        ({"to": "2022-01-31"}, {"recent", "since", "day"}),
        ({"to": "2022-01-09"}, {"since"}),
        ({"from": "2022-01-06", "to": "2022-01-31"}, {"recent", "day"}),
    ],
)
def test_days_asked_for(
    report: str,
    params: dict[str, str],
    found: set[str],
    catalogue: Catalogue,
    table_of: TableOf,
    timed: ox.Store,
) -> None:
    """Where one bound is unknown the other one is compared; without any nothing is found."""
    given = {name: [value] for name, value in params.items()}
    rows = table_of(timed, catalogue.report(report), given).records()

    assert {name_of(row["event"]) for row in rows} == found


@pytest.mark.parametrize("report", ["events", "timeline"])
def test_what_only_sources_tell_is_claimed(
    report: str, catalogue: Catalogue, table_of: TableOf, timed: ox.Store
) -> None:
    """An event has a voice of its own only where an article lends it its own."""
    rows = table_of(timed, catalogue.report(report), {}).records()

    assert rows
    for row in rows:
        own = VOICES[name_of(row["event"])] == "own-voice"
        assert row["voice"] == ("own voice" if own else "claimed")
