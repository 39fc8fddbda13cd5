"""Checks find nothing in sound data and something in spoilt data; examples run."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

ROOT = Path(__file__).parents[2]
CHECKS = sorted((ROOT / "queries" / "checks").glob("*.rq"))
EXAMPLES = sorted((ROOT / "queries" / "examples").glob("*.rq"))
PREFIXES = """PREFIX nev: <https://w3id.org/nutgraf/nev#>
PREFIX nevc: <https://w3id.org/nutgraf/code/>
PREFIX nevt: <https://w3id.org/nutgraf/type/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX schema: <https://schema.org/>
PREFIX : <https://data.example/x/>
"""
SPOILT = {
    "span-without-article": ":s a nev:Mention",
    "span-outside-text": ":s oa:start 3 ; oa:end 9 ; oa:hasSource :v . :v nev:textLength 8",
    "quote-length": ':s oa:start 3 ; oa:end 5 ; oa:exact "drei"',
    "report-without-evidence": ":r a nev:Figure",
    "evidence-in-other-version": ":r nev:reportedIn :v ; nev:evidence :s . :s oa:hasSource :w",
    "words-without-evidence": ':r nev:reportedIn :v ; schema:text "Brand"@de',
    "own-voice-with-source": ":r nev:attribution nevc:own-voice ; nev:accordingTo :e",
    "named-source-without-source": ":r nev:attribution nevc:named-source",
    "event-typed-by-claims": ":e a nev:Event ; nev:eventType nevt:coup . :r nev:reportOf :e ;"
    " nev:eventType nevt:coup ; nev:attribution nevc:named-source",
    "figure-in-other-version": ":f nev:about :r ; nev:reportedIn :v . :r nev:reportedIn :w",
    "conveyed-in-other-version": ":c a nev:Claim ; nev:conveys :r ; nev:reportedIn :v ."
    " :r nev:reportedIn :w",
    "report-of-two-events": ":r nev:reportOf :a, :b",
    "merged-event-in-use": ":a nev:mergedInto :b . :r nev:reportOf :a",
}


def rows(store: ox.Store, file: Path) -> int:
    """How many rows a query of ours gives."""
    result = store.query(file.read_text("utf-8"), use_default_graph_as_union=True)
    assert isinstance(result, ox.QuerySolutions)
    return len(list(result))


@pytest.mark.parametrize("file", CHECKS, ids=lambda file: file.stem)
def test_checks_find_nothing_in_sound_data(file: Path, harbour: ox.Store) -> None:
    """No check finds a violation in mapped articles."""
    assert rows(harbour, file) == 0


@pytest.mark.parametrize("file", CHECKS, ids=lambda file: file.stem)
def test_checks_find_what_they_are_for(file: Path) -> None:
    """Every check finds the violation that it is named after."""
    store = ox.Store()
    store.update(f"{PREFIXES} INSERT DATA {{ {SPOILT[file.stem.removesuffix('-violation')]} }}")

    assert rows(store, file) > 0


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_examples_run(file: Path, harbour: ox.Store) -> None:
    """Every example begins with a comment and is a query for Oxigraph and rdflib."""
    text = file.read_text("utf-8")

    assert text.startswith("# ")
    assert rows(harbour, file) >= 0
    prepareQuery(text)


def test_examples_find_something(harbour: ox.Store) -> None:
    """Those about figures, months, publishers and denials have an answer in four articles."""
    found = {file.stem for file in EXAMPLES if rows(harbour, file)}

    assert found >= {"sources-of-figures", "events-by-month", "single-publisher", "denials"}
