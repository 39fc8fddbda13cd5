"""Reading never falls below what it has reached on the seeds."""

from __future__ import annotations

from pathlib import Path

import yaml
from tests.quality.floors import FILE, below, digest, reached
from tests.quality.measuring import measure

PINNED = yaml.safe_load(FILE.read_text("utf-8"))


def test_floors_hold(tmp_path: Path) -> None:
    """Precision and recall of every kind are at least what is pinned."""
    assert below(PINNED["floors"], reached(measure(tmp_path))) == []


def test_floors_are_of_this_gold() -> None:
    """The floors were measured on the very seeds and gold that stand here."""
    assert PINNED["digest"] == digest(), "run `python -m tests.quality.floors raise`"


def test_a_fault_more_is_noticed() -> None:
    """A figure under its floor is named."""
    floors = {"events": {"precision": 0.9}}

    assert below(floors, {"events": {"precision": 0.89}}) == ["events precision 0.89 is below 0.9"]
    assert below(floors, {"events": {"precision": 0.9}}) == []
