"""Floors hold, rise by one command, and fall only with a reason in the changelog."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bench.reading.floors import load_floors, pin, problems
from bench.reading.measurement import Row
from bench.reading.runs import SPEED, chosen, measured

from nutgraf.errors import ConfigurationError, RequestError

ROWS = (
    Row("lake", "0123456789abcdef", "events, F1", 0.7504, must=0.7, should=0.8),
    Row("lake", "0123456789abcdef", "false facts per article", 0.4, must=0.5, should=0.2),
)
WORSE = (replace(ROWS[0], figure=0.7), replace(ROWS[1], figure=0.45))
LOG = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n* Something.\n\n## [0.1.0]\n\n* Begun.\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with a changelog and the floors of the own rows."""
    (tmp_path / "CHANGELOG.md").write_text(LOG, encoding="utf-8")
    pin(ROWS, folder=tmp_path)
    return tmp_path


def test_the_seeds_are_read_as_well_as_pinned() -> None:
    """No figure of the seeds is under its floor, and the floors are of these very seeds."""
    assert problems(load_floors(), measured("seeds").measurement.rows) == []


def test_every_measure_is_pinned() -> None:
    """Each measure but speed has floors; `nutgraf bench floors --only NAME` pins a new one."""
    pinned = {floor.measure for floor in load_floors().values()}
    assert {name for name in chosen(()) if name != SPEED} - pinned == set()


def test_floors_are_read_back(checkout: Path) -> None:
    """What was pinned holds for the rows it was pinned from."""
    assert problems(load_floors(checkout / "floors.yaml"), ROWS) == []


def test_a_fault_more_is_noticed(checkout: Path) -> None:
    """A figure under its floor is named, and so is one above it where less is better."""
    assert problems(load_floors(checkout / "floors.yaml"), WORSE) == [
        "lake: events, F1 0.700 is below 0.750",
        "lake: false facts per article 0.450 is above 0.400",
    ]


def test_a_changed_corpus_is_told_with_what_to_do(checkout: Path) -> None:
    """Figures of other texts are not compared in silence."""
    other = tuple(replace(row, digest="f" * 16) for row in ROWS)
    (told,) = problems(load_floors(checkout / "floors.yaml"), other)
    assert "nutgraf bench floors" in told
    assert "0123456789abcdef" in told


def test_what_is_pinned_must_be_measured(checkout: Path) -> None:
    """A metric that is gone, or has no floor yet, is told."""
    renamed = (ROWS[0], replace(ROWS[1], metric="false facts"))
    told = problems(load_floors(checkout / "floors.yaml"), renamed)
    assert [problem.split(";")[0] for problem in told] == [
        "lake: false facts per article is pinned and was not measured",
        "lake: false facts has no floor",
    ]


def test_a_measure_may_have_several_corpora(checkout: Path) -> None:
    """A corpus that its measure no longer gives is missed, one of another measure is not."""
    pool = (Row("lake/pool", "0" * 16, "events, F1", 0.5),)
    pin((*ROWS, *pool), folder=checkout)
    pinned = load_floors(checkout / "floors.yaml")
    assert problems(pinned, ROWS) == ["lake/pool: events, F1 is pinned and was not measured"]
    with pytest.raises(RequestError, match=r"lake/pool: .* would be dropped"):
        pin(ROWS, folder=checkout)


def test_other_corpora_keep_their_floors(checkout: Path) -> None:
    """Measuring one corpus neither checks nor changes the floors of another."""
    river = (Row("river", "0" * 16, "events, F1", 0.5),)
    pin(river, folder=checkout)
    pinned = load_floors(checkout / "floors.yaml")
    assert problems(pinned, river) == []
    assert problems(pinned, ROWS) == []


def test_raising_lowers_nothing(checkout: Path) -> None:
    """Floors rise by one command, which refuses to let any fall."""
    pin((replace(ROWS[0], figure=0.8), ROWS[1]), folder=checkout)
    assert load_floors(checkout / "floors.yaml")["lake", "events, F1"].figure == 0.8
    with pytest.raises(RequestError, match="--reason"):
        pin(WORSE, folder=checkout)
    assert load_floors(checkout / "floors.yaml")["lake", "events, F1"].figure == 0.8


def test_dropping_a_floor_is_lowering(checkout: Path) -> None:
    """A metric that vanishes from a corpus needs a reason."""
    with pytest.raises(RequestError, match="would be dropped"):
        pin(ROWS[:1], folder=checkout)


def test_the_reason_stands_in_the_changelog(checkout: Path) -> None:
    """Lowering writes why, and what fell, under the release that is being made."""
    pin(WORSE, reason="Gold now lists rumours", folder=checkout)
    pin((replace(ROWS[0], figure=0.65), WORSE[1]), reason="One more", folder=checkout)
    log = (checkout / "CHANGELOG.md").read_text("utf-8")
    unreleased, released = log.split("## [0.1.0]")
    assert "* Gold now lists rumours: lake: events, F1 0.700 is below 0.750;" in unreleased
    assert "* One more: lake: events, F1 0.650 is below 0.700.\n" in unreleased
    assert unreleased.count("### Lowered floors") == 1
    assert "* Something.\n" in unreleased
    assert released == "\n\n* Begun.\n"
    assert load_floors(checkout / "floors.yaml")["lake", "events, F1"].figure == 0.65


def test_floors_are_pinned_in_a_checkout(tmp_path: Path) -> None:
    """Without a changelog to write to nothing is pinned."""
    with pytest.raises(RequestError, match="checkout"):
        pin(ROWS, folder=tmp_path)


def test_a_broken_file_of_floors_is_named(tmp_path: Path) -> None:
    """What is no list of floors is an error of configuration that names the file."""
    broken = tmp_path / "floors.yaml"
    broken.write_text("- {corpus: lake, size: 3}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"floors\.yaml"):
        load_floors(broken)
