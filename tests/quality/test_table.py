"""The table of `nutgraf bench reading` and the cases behind it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bench.reading.__main__ import cases, main, untrained
from bench.reading.floors import Floor
from bench.reading.measurement import Fault, Measurement, Row
from bench.reading.runs import CORPORA, Outcome, chosen, measured
from bench.reading.table import categories, table, verdict

from nutgraf.errors import RequestError

ROW = Row("lake", "0123456789abcdef", "events, F1", 0.7504, 0.7, 0.8, "rules elsewhere .48")
FAULTS = (Fault("lake/missed", "storm"), Fault("lake/wrong", "calm"), Fault("sea/missed", "tide"))


def test_a_row_tells_all() -> None:
    """A line has corpus, digest, metric, figure, targets, verdict and baseline."""
    _, line = table([ROW]).splitlines()
    assert [cell.strip() for cell in line.split("  ") if cell.strip()] == [
        "lake",
        "0123456789abcdef",
        "events, F1",
        "0.750",
        "0.700",
        "0.800",
        "must",
        "rules elsewhere .48",
    ]


@pytest.mark.parametrize(
    ("figure", "must", "should", "told"),
    [
        (0.69, 0.7, 0.8, "below"),
        (0.7, 0.7, 0.8, "must"),
        (0.7996, 0.7, 0.8, "should"),
        (0.6, 0.5, 0.2, "below"),
        (0.5, 0.5, 0.2, "must"),
        (0.2, 0.5, 0.2, "should"),
        (0.2, None, None, ""),
    ],
)
def test_verdict(figure: float, must: float | None, should: float | None, told: str) -> None:
    """A figure is judged to three digits; less is better where `should` is the smaller."""
    assert verdict(Row("lake", "", "m", figure, must, should)) == told


def test_an_absent_corpus_has_a_line() -> None:
    """A corpus that is not there is listed with what to do, under the figures of the others."""
    assert table([ROW], [("germeval", "absent: set NUTGRAF_CORPORA")]).splitlines()[-1] == (
        "germeval  absent: set NUTGRAF_CORPORA"
    )


def test_a_costly_measure_tells_what_it_last_reached() -> None:
    """Where nothing is trained the pinned figure is told, and how to measure it anew."""
    floors = [
        Floor("lake-trained/folds", "names, F1", "0123456789abcdef", 0.74),
        Floor("lake", "events, F1", "0123456789abcdef", 0.75),
    ]
    lake, folds = Outcome("lake", Measurement(())), Outcome("lake-trained", Measurement(()))
    ((corpus, note),) = untrained([lake], floors)
    assert corpus == "lake-trained/folds"
    assert note.endswith("names, F1: 0.740 when last pinned; measured with --train")
    assert list(untrained([lake, folds], floors)) == []


def test_categories_are_counted() -> None:
    """Errors are counted by category, sorted by name."""
    assert categories(FAULTS).split() == ["lake/missed", "1", "lake/wrong", "1", "sea/missed", "1"]
    assert categories(()) == "no errors"


def test_cases_of_a_kind() -> None:
    """A category of one corpus or of all, a corpus, or all cases can be listed."""
    assert list(cases(FAULTS, "lake/wrong")) == ["lake/wrong: calm"]
    assert list(cases(FAULTS, "missed")) == ["lake/missed: storm", "sea/missed: tide"]
    assert len(list(cases(FAULTS, "lake"))) == 2
    assert len(list(cases(FAULTS, "all"))) == 3


def test_an_unknown_kind_names_those_there_are() -> None:
    """Asking for a category that is not there is an error that lists the others."""
    with pytest.raises(RequestError, match="lake/missed, lake/wrong, sea/missed"):
        cases(FAULTS, "lake/late")


def test_an_unknown_corpus_names_those_there_are() -> None:
    """Asking for a corpus that is not there is an error that lists the others."""
    assert chosen(["speed", "seeds"]) == ("seeds", "speed")
    with pytest.raises(RequestError, match=", ".join(CORPORA)):
        chosen(["seed"])


@pytest.mark.parametrize("name", [name for name in chosen(()) if name not in {"seeds", "speed"}])
def test_missing_corpora_are_no_crash(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the corpora a measurement says what is missing, or needs none."""
    monkeypatch.setenv("NUTGRAF_CORPORA", str(tmp_path))
    outcome = measured(name)
    assert outcome.measurement.rows or "NUTGRAF_CORPORA" in (outcome.absent or "")


def test_own_articles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder of articles with gold beside them is scored like the seeds."""
    text = "Am Montag hat in Bern ein Streik begonnen, wie die Bahn mitteilte.\n"
    (tmp_path / "own.txt").write_text(text, encoding="utf-8")
    gold = "{quote: ein Streik, types: [strike], factuality: occurred, attribution: own-voice}"
    lists = "figures: []\nclaims: []\ntimes: []\nlinks: []\n"
    (tmp_path / "own.gold.yaml").write_text(
        f"article: own.txt\nevents:\n  - {gold}\n{lists}", encoding="utf-8"
    )
    figures = tmp_path / "figures.json"
    words = ["reading", "--gold", str(tmp_path), "--json", str(figures), "--errors", "all"]
    assert main(words) == 0
    written = json.loads(figures.read_text("utf-8"))
    recall = next(row for row in written["rows"] if row["metric"] == "events, recall")
    assert recall["figure"] == 1.0
    out = capsys.readouterr().out
    assert "events, recall" in out
    assert len(written["errors"]) > 0
    assert f"{tmp_path.name}/" in out.splitlines()[-1]


def test_a_folder_without_gold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without gold is a wrong request that says where to read on."""
    assert main(["reading", "--gold", str(tmp_path)]) == 5
    assert "score-the-reader.md" in capsys.readouterr().err


def test_lowering_needs_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is measured before the reason is given."""
    assert main(["floors", "--lower"]) == 5
    assert "--reason" in capsys.readouterr().err
