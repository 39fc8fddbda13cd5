"""Speed is measured in a process of its own and never pinned."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.reading import speed
from bench.reading.floors import load_floors


def test_speed_of_the_seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without corpora the seeds are annotated: words per second, cold start, memory."""
    monkeypatch.setenv("NUTGRAF_CORPORA", str(tmp_path))
    rows = speed.measure().rows
    assert [row.metric for row in rows] == [
        "words per second, warm",
        "cold start, seconds",
        "peak memory, MB",
    ]
    assert all(row.figure > 0 for row in rows)
    assert [row.less_is_better for row in rows] == [False, True, True]


def test_speed_is_not_pinned() -> None:
    """A slower machine breaks no floor."""
    assert [key for key in load_floors() if "speed" in key[0]] == []
