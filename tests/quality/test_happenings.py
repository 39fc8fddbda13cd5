from dataclasses import replace
from pathlib import Path

import pytest
from bench.reading.agreement.gold import load_gold
from bench.reading.agreement.happenings import happenings, score_identity
from bench.reading.agreement.scores import Count
from tests.quality.test_scoring import GOLD, READING, STRIKE

EXPECTED = {
    ("a", "e1-5"): "strike",
    ("b", "e7-9"): "strike",
    ("c", "e2-4"): "strike",
    ("c", "e9-12"): "protest",
}


@pytest.mark.parametrize(
    ("decided", "count"),
    [
        ({("a", "e1-5"): "x", ("b", "e7-9"): "x", ("c", "e2-4"): "x"}, Count(3, 3, 3)),
        ({("a", "e1-5"): "x", ("b", "e7-9"): "x"}, Count(1, 1, 3)),
        (dict.fromkeys(EXPECTED, "x"), Count(3, 6, 3)),
        ({("d", "e1-5"): "x"}, Count(0, 0, 3)),
    ],
    ids=["right", "too-cautious", "all-in-one", "unknown-report"],
)
def test_pairs_of_reports(decided: dict[tuple[str, str], str], count: Count) -> None:
    """Identity is right for each pair of reports that gold and the decisions both join."""
    assert score_identity(EXPECTED, decided) == count


def test_happenings_of_a_reading(tmp_path: Path) -> None:
    """Each report that belongs to a gold event with an id carries that id."""
    path = tmp_path / "own.gold.yaml"
    named = GOLD.replace("types: [strike],", "types: [strike], same_as: rail-strike,")
    path.write_text(named, encoding="utf-8")
    found = happenings(load_gold(path), replace(READING, events=(STRIKE,)))
    assert found == {(READING.document.version_id, STRIKE.key): "rail-strike"}
