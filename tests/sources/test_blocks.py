"""Lines of an article get the roles they play."""

from pathlib import Path

import pytest
import yaml

from nutgraf.sources.blocks import outline

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "blocks.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_roles(case: dict) -> None:
    """Each block has the role that the case gives, and nothing but white space is left out."""
    text = case["text"]

    found = outline(text, has_title=case.get("has_title", False))

    expected = [tuple(pair) for pair in case["blocks"]]
    assert [(b.role.value, text[b.start : b.end]) for b in found.blocks] == expected
    left = "".join(set(text) - set("".join(words for _, words in expected)))
    assert not left.strip()


@pytest.mark.parametrize("case", [c for c in CASES if "dateline" in c], ids=lambda c: c["name"])
def test_dateline(case: dict) -> None:
    """The filing place and the agency come from the dateline only."""
    found = outline(case["text"], has_title=case.get("has_title", False))

    assert (found.dateline, found.agency) == (case["dateline"], case.get("agency"))
