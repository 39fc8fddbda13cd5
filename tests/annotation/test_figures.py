from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from nutgraf.model.annotation import Layers
from nutgraf.model.event import Figure

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "figures.yaml").read_text("utf-8"))


def view(figure: Figure, layers: Layers, wanted: dict[str, Any]) -> dict[str, Any]:
    """What a figure says, limited to what the case asks for."""
    triggers = {report.key: report.trigger.quote for report in layers.events}
    quotes = {each.key: each.quantity.quoted for each in layers.figures}
    quantity = figure.quantity
    everything = {
        "quoted": quantity.quoted,
        "measure": str(figure.measure),
        "value": int(quantity.value) if quantity.value is not None else None,
        "minimum": int(quantity.minimum) if quantity.minimum is not None else None,
        "about": triggers[figure.about],
        "part": quotes[figure.part_of] if figure.part_of else None,
        "places": list(figure.places),
        "factuality": str(figure.factuality),
        "voice": figure.attribution.source or str(figure.attribution.kind),
    }
    return {key: everything[key] for key in wanted}


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:70] for case in CASES])
def test_a_quantity_measures_the_event_it_is_told_of(
    case: dict[str, Any], read: Callable[[dict[str, Any]], Layers]
) -> None:
    """Figures have the measure of noun, verb or event, and are about the report that is meant."""
    layers = read(case)
    assert len(layers.figures) == len(case["figures"])
    for figure, expected in zip(layers.figures, case["figures"], strict=True):
        assert view(figure, layers, expected) == expected
    for reason, count in case.get("rejected", {}).items():
        assert layers.rejected.get(reason) == count


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:70] for case in CASES])
def test_a_figure_is_about_a_report_of_the_same_document(
    case: dict[str, Any], read: Callable[[dict[str, Any]], Layers]
) -> None:
    """Every figure points at a report that was kept, and quotes its own words."""
    layers = read(case)
    keys = {report.key for report in layers.events}
    for figure in layers.figures:
        assert figure.about in keys
        assert any(figure.quantity.quoted in span.quote for span in figure.evidence)
