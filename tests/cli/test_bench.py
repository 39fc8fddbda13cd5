"""`nutgraf bench` runs the benchmark that lies beside the package."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., tuple[int, str, str]]
GOLD = """
article: own.txt
events:
  - {quote: Brand, types: [fire], factuality: occurred, attribution: own-voice, place: Bern}
figures:
  - {quote: drei Menschen, measure: killed, value: 3, min: null, max: null, qualifier: unstated}
claims: []
times: []
links: []
"""


def test_own_articles_are_measured(run: Run, tmp_path: Path) -> None:
    """The table, the cases and the file of figures are those of the folder."""
    text = "In Bern sind bei einem Brand am Montag drei Menschen getötet worden.\n"
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "own.txt").write_text(text, encoding="utf-8")
    (folder / "own.gold.yaml").write_text(GOLD, encoding="utf-8")
    figures = tmp_path / "figures.json"

    code, out, errors = run("bench", "reading", "--gold", folder, "--json", figures)

    rows = {row["metric"]: row["figure"] for row in json.loads(figures.read_text("utf-8"))["rows"]}
    assert (code, errors) == (0, "")
    assert out.splitlines()[1].startswith("mine ")
    assert rows["figures, F1"] == 1.0


def test_the_exit_code_is_that_of_the_benchmark(run: Run) -> None:
    """A corpus that is not known is a wrong request that names those there are."""
    code, _, errors = run("bench", "reading", "--only", "newspapers")

    assert code == 5
    assert "seeds, annotated" in errors


def test_lowering_without_a_reason(run: Run) -> None:
    """Floors do not fall without a sentence for the changelog."""
    code, _, errors = run("bench", "floors", "--lower")

    assert code == 5
    assert "--reason" in errors
