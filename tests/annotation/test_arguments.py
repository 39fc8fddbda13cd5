from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from nutgraf.model.annotation import Layers
from nutgraf.model.event import EventReport

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "arguments.yaml").read_text("utf-8"))
Told = Callable[[EventReport, Layers, dict[str, Any]], dict[str, Any]]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:70] for case in CASES])
def test_participants_place_and_time_are_those_told(
    case: dict[str, Any], read: Callable[[dict[str, Any]], Layers], told: Told
) -> None:
    """Each report has exactly the roles, the place and the time that its clause gives."""
    layers = read(case)
    wanted = case["events"]
    assert len(layers.events) == len(wanted)
    for report, expected in zip(layers.events, wanted, strict=True):
        assert told(report, layers, expected) == expected


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:70] for case in CASES])
def test_evidence_is_verbatim_and_complete(
    case: dict[str, Any], read: Callable[[dict[str, Any]], Layers]
) -> None:
    """Every span stands in the text as quoted; trigger, participants and time are among them."""
    layers = read(case)
    text = layers.document.text
    for report in layers.events:
        assert report.trigger in report.evidence
        for span in report.evidence:
            assert text[span.start : span.end] == span.quote
        for part in report.participations:
            assert set(part.evidence) <= set(report.evidence)
        if report.time is not None:
            assert any(report.time.label in span.quote for span in report.evidence)
