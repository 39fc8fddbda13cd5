from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from nutgraf.model.annotation import Layers
from nutgraf.model.event import EventReport

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "merging.yaml").read_text("utf-8"))
Told = Callable[[EventReport, Layers, dict[str, Any]], dict[str, Any]]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:70] for case in CASES])
def test_one_event_is_one_report(
    case: dict[str, Any], read: Callable[[dict[str, Any]], Layers], told: Told
) -> None:
    """Repetitions join into one report; other times, places, people and voices stay apart."""
    layers = read(case)
    assert len(layers.events) == len(case["events"])
    for report, expected in zip(layers.events, case["events"], strict=True):
        assert told(report, layers, expected) == expected
    for reason, count in case.get("rejected", {}).items():
        assert layers.rejected.get(reason) == count


@pytest.mark.parametrize("case", [c for c in CASES if "conveys" in c], ids=lambda c: c["text"][:70])
def test_a_claim_conveys_the_reports_inside_its_content(
    case: dict[str, Any], read: Callable[[dict[str, Any]], Layers]
) -> None:
    """A claim names what it conveys, also a report in own voice that it only refers to."""
    layers = read(case)
    triggers = {report.key: report.trigger.quote for report in layers.events}
    conveyed = [[triggers[key] for key in claim.conveys] for claim in layers.claims]
    assert conveyed == case["conveys"]


@pytest.mark.parametrize("case", [c for c in CASES if "about" in c], ids=lambda c: c["text"][:70])
def test_a_claim_is_about_the_event_it_calls_by_another_name(
    case: dict[str, Any], read: Callable[[dict[str, Any]], Layers]
) -> None:
    """Another name for a told conflict points to its report in own voice; a mere word does not."""
    layers = read(case)
    triggers = {report.key: report.trigger.quote for report in layers.events}
    assert [triggers.get(claim.about or "") for claim in layers.claims] == case["about"]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:70] for case in CASES])
def test_reading_twice_gives_the_same(
    case: dict[str, Any], read: Callable[[dict[str, Any]], Layers]
) -> None:
    """The same layers give the same reports, in the same order, with the same evidence."""
    assert read(case) == read(case)
