from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.annotation.attribution.quotes import find_quotes
from nutgraf.annotation.text.language import language

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "quotes.yaml").read_text("utf-8")
)
MARKS = "„“”\"'»«‚‘’‹› .,aB\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"])[:40])
def test_quotations_are_found(case: dict[str, Any]) -> None:
    """Each quotation of a case is found, and nothing else."""
    text = case["text"]

    found = find_quotes(text, 0, len(text), language(case["language"]))

    assert [text[q.first : q.last] for q in found] == case["quotes"]


def test_depth_counts_the_quotations_around() -> None:
    """An inner quotation is one deeper than the one around it."""
    text = "„Der Satz ‚alles wird gut‘ hilft nicht“, sagte sie."

    outer, inner = find_quotes(text, 0, len(text), language("de"))

    assert (outer.depth, inner.depth) == (0, 1)


def test_a_lost_mark_swallows_no_rest_of_a_long_text() -> None:
    """A quotation is never longer than the limit of the language."""
    text = "Er sagte: „Das hier schliesst nicht. " + "Wort " * 400 + "Ende“."

    assert find_quotes(text, 0, len(text), language("de")) == ()


def test_a_quotation_stays_in_its_block() -> None:
    """Marks before or after the block do not pair with marks inside it."""
    text = "„Erster Block\nzweiter“ Block"

    assert find_quotes(text, text.index("\n") + 1, len(text), language("de")) == ()


@given(st.text(alphabet=MARKS, max_size=60), st.sampled_from(["de", "en"]))
def test_quotations_nest_or_stand_apart(text: str, code: str) -> None:
    """Whatever the marks, found quotations lie in the text and never cross."""
    found = find_quotes(text, 0, len(text), language(code))

    assert all(0 <= q.start < q.first <= q.last <= q.end <= len(text) for q in found)
    for first in found:
        for other in found:
            crossing = first.start < other.start < first.end < other.end
            assert not crossing
