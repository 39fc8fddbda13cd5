"""Every accident of the drills, a few times; `make drills` has them by the hundred."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.drills.accidents import flipped, full_disk, power_cut, run_writer
from tests.drills.scene import Tally, fill, judge, opened, served, vocabulary
from tests.drills.writer import POINTS


@pytest.mark.parametrize("point", POINTS)
def test_killed_at(point: str, tmp_path: Path) -> None:
    """Killed there, the next opening has everything acknowledged, whole and once, and is sound."""
    words, home = vocabulary(tmp_path / "words"), tmp_path / "home"
    rare = point in {"rebuild", "replay-operations", "store-commit"}
    acknowledged = run_writer(home, words, 0, point, 1 if rare else 2)
    assert len(acknowledged) < 18, "it was not killed"
    answer = served(home) if (home / "checkpoints" / "current").exists() else None
    assert answer is None or sum("urn:v0>" in quad for quad in answer) == 30
    with opened(home, words) as store:
        assert judge(store, acknowledged) == Tally(1, 0, 0)
        store.publish()
        assert store.verify() == ()


@pytest.mark.parametrize(("drill", "cycles"), [(power_cut, 3), (flipped, 6)])
def test_accident(drill: Callable[[Path, int], Tally], cycles: int, tmp_path: Path) -> None:
    """Nothing acknowledged is lost and no answer is wrong."""
    assert drill(tmp_path, cycles) == Tally(cycles, 0, 0)


def test_full_disk(tmp_path: Path) -> None:
    """A disk that fills up loses nothing, and the same process goes on when there is room."""
    try:
        assert full_disk(tmp_path, 1) == Tally(1, 0, 0)
    except subprocess.CalledProcessError:
        pytest.skip("file systems cannot be mounted here")


def test_the_judge_sees_losses(tmp_path: Path) -> None:
    """The judgement finds an article or write that is not there, one too many, and half of one."""
    words, home = vocabulary(tmp_path / "words"), tmp_path / "home"
    with opened(home, words) as store:
        acknowledged = set(fill(store, range(5)))
        assert judge(store, acknowledged) == Tally(1, 0, 0)
        assert judge(store, acknowledged | {"v9"}) == Tally(1, 1, 0)
        assert judge(store, acknowledged | {"b9"}).lost == 1
        assert judge(store, acknowledged - {"v1", "v2", "v3"}).wrong == 2
        half = 'DELETE WHERE { GRAPH ?g { <urn:v1> <urn:p> "7" } }'
        store._writer._engine.store.update(half)
        assert judge(store, acknowledged).wrong == 1
