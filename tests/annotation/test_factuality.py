from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from nutgraf.annotation.text.language import languages
from nutgraf.model.annotation import Layers

CASES_FOLDER = Path(__file__).parent / "cases"


def cases() -> list[Any]:
    """All cases of all languages, as pytest parameters."""
    found = []
    for code in languages():
        file = CASES_FOLDER / f"factuality-{code}.yaml"
        for case in yaml.safe_load(file.read_text("utf-8")):
            case["language"] = code
            found.append(pytest.param(case, id=f"{code}: {case['text'][:70]}"))
    return found


@pytest.mark.parametrize("case", cases())
def test_words_around_a_trigger_decide_its_factuality(
    case: dict[str, Any], drafted: Callable[[dict[str, Any]], list[Any]]
) -> None:
    """The one trigger of a sentence has the factuality, phase and voice that its words give."""
    (draft,) = drafted(case)
    assert draft.status.factuality == case["is"]
    assert draft.status.phase == case.get("phase", draft.status.phase)
    if "voice" in case:
        assert draft.attribution.kind == case["voice"]


def test_every_status_has_a_case(read: Callable[[dict[str, Any]], Layers]) -> None:
    """Each language has at least one case for every value of the code list."""
    for code in languages():
        file = CASES_FOLDER / f"factuality-{code}.yaml"
        told = {case["is"] for case in yaml.safe_load(file.read_text("utf-8"))}
        assert len(told) == 7
