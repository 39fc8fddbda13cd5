"""Figures in the graph: parts with their wholes, counts with their places."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.mapping.test_graphs import BASE, ask, linked, span

from nutgraf.mapping.graphs import map_document
from nutgraf.model.quantity import Qualifier, Quantity


def graphs() -> dict[str, str]:
    """The small document with a part of its figure, which is limited to a place."""
    document = linked()
    (whole,) = document.annotated.figures
    part = replace(
        whole,
        key="f62-67",
        quantity=Quantity(Qualifier.UNSTATED, "Mensch", Decimal(1)),
        evidence=(*whole.evidence, span("Menschen")),
        part_of=whole.key,
        places=("n1",),
    )
    annotated = replace(document.annotated, figures=(whole, part))
    return dict(map_document(replace(document, annotated=annotated), BASE))


def test_a_part_leads_to_its_whole() -> None:
    """A part is included in the figure of which it counts some, and only it is."""
    stated = graphs()
    assert ask(stated, '?p nev:includedIn ?w . ?w schema:text "Dutzende Menschen"@de')
    assert not ask(stated, "?p nev:includedIn ?w . ?w nev:includedIn ?x")


def test_a_count_has_its_places() -> None:
    """The places of a count are those of the entities, and the whole has none."""
    stated = graphs()
    assert ask(stated, "?p nev:includedIn ?w ; nev:countedIn ?place . ?e nev:place ?place")
    assert not ask(stated, "?p nev:includedIn ?w . ?w nev:countedIn ?place")
