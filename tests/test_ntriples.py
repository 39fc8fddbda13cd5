"""Terms written by hand are read back by a strict parser as what they were."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.ntriples import GraphWriter, iri, is_web_address, literal, number

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def parsed(term: str) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    """The object of a one-line N-Triples text."""
    (quad,) = ox.parse(f"<urn:a> <urn:b> {term} .", ox.RdfFormat.N_TRIPLES)
    return quad.object


@given(TEXT)
def test_literals_round_trip(value: str) -> None:
    """Any text comes back as it was."""
    assert parsed(literal(value, language="de")) == ox.Literal(value, language="de")


def test_hostile_strings_round_trip(corpora: Path) -> None:
    """Naughty strings neither break out of a literal nor change."""
    strings = json.loads((corpora / "hostile" / "blns.json").read_text("utf-8"))

    assert [parsed(literal(value)).value for value in strings] == strings


@pytest.mark.parametrize("address", ["http://a b", "http://a>", "http://a\n", 'http://a"', "a|b"])
def test_unsound_addresses_are_refused(address: str) -> None:
    """What cannot stand in an IRI is refused before it is written."""
    with pytest.raises(ValueError, match="cannot be an IRI"):
        iri(address)


@pytest.mark.parametrize(
    ("address", "sound"),
    [
        ("https://blatt.example/a", True),
        ("javascript:alert(1)", False),
        ("http://a b", False),
        (None, False),
    ],
)
def test_web_addresses(address: str | None, sound: bool) -> None:
    """Only sound http(s) addresses become links."""
    assert is_web_address(address) is sound


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, max_value=10**12))
def test_numbers_keep_their_value(value: object) -> None:
    """A number is written so that it reads back as the same number."""
    assert float(parsed(number(value)).value) == float(value)  # type: ignore[arg-type]


def test_a_graph_states_everything_once() -> None:
    """Stating the same twice writes one line."""
    graph = GraphWriter("urn:g")
    graph.add("urn:a", "urn:b", literal("c"))
    graph.add("urn:a", "urn:b", literal("c"))

    assert graph.lines == {'<urn:a> <urn:b> "c" <urn:g> .\n'}
