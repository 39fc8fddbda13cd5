from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from nutgraf.model.annotation import Layers

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "triggers.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:70] for case in CASES])
def test_only_words_that_tell_of_an_event_are_triggers(
    case: dict[str, Any], read: Callable[[dict[str, Any]], Layers]
) -> None:
    """The triggers of a sentence are those listed, and each veto is counted with its reason."""
    layers = read(case)
    spans = {span.quote for report in layers.events for span in report.evidence}
    best = [report.trigger.quote for report in layers.events]
    assert (best or []) == case["triggers"] or set(case["triggers"]) <= spans
    assert bool(best) == bool(case["triggers"])
    for reason, count in case.get("rejected", {}).items():
        assert layers.rejected.get(reason) == count
