"""`nutgraf annotate` tells what it read: to people, to programs, and to the next step."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from nutgraf.folders import folder
from nutgraf.pipeline.reading import reading_schema

SEEDS = folder("seeds")
ARTICLE = SEEDS / "kazakhstan-shoot-order-de.json"
PAGE = SEEDS / "beirut-explosion-en.html"
TEXT = "Am Montag sind in Bern bei einem Brand drei Menschen getötet worden, sagte Alain Berset.\n"

Run = Callable[..., tuple[int, str, str]]


def test_a_reading_has_names_and_numbers(run: Run, tmp_path: Path) -> None:
    """One line tells events with place and time, figures with value, claims with speaker."""
    article = tmp_path / "own.txt"
    article.write_text(TEXT, encoding="utf-8")

    code, out, _ = run("annotate", article, "--json", "--published", "2026-03-04")

    reading = json.loads(out)
    (event, *_) = reading["events"]
    (figure,) = reading["figures"]
    assert code == 0
    assert reading["document"]["text"].startswith("Am Montag")
    assert (event["place"]["name"], event["time"]["latest"]) == ("Bern", "2026-03-02")
    assert event["time"]["spans"] == [{"start": 0, "end": 9, "quote": "Am Montag"}]
    assert (figure["measure"], figure["value"], figure["event"]) == ("killed", 3, event["id"])
    assert [claim["speaker"]["name"] for claim in reading["claims"]] == ["Alain Berset"]
    (source,) = event["attribution"]["source"]["spans"]
    assert source["quote"] == "Alain Berset"


def test_files_of_every_kind(run: Run) -> None:
    """Pages and records are read, one reading a line."""
    lines = run("annotate", ARTICLE, PAGE, "--json")[1].splitlines()

    assert [json.loads(line)["document"]["source"] for line in lines] == [ARTICLE.name, PAGE.name]


def test_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With - the article is taken from standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(ARTICLE.read_bytes())))

    code, out, _ = run("annotate", "-", "--json")

    assert code == 0
    assert json.loads(out)["document"]["source"] == "standard input"


def test_the_schema_is_printed(run: Run) -> None:
    """The schema needs no article."""
    assert json.loads(run("annotate", "--schema")[1]) == reading_schema()


def test_no_file_is_a_wrong_request(run: Run) -> None:
    """Without a file the caller is told what to name."""
    code, _, errors = run("annotate")

    assert code == 5
    assert "standard input" in errors


def test_a_reading_can_be_handed_on(run: Run, tmp_path: Path) -> None:
    """Link and map give the same for a reading as for the article itself."""
    reading = tmp_path / "r.jsonl"
    reading.write_text(run("annotate", ARTICLE, "--json")[1], encoding="utf-8")

    assert run("link", reading)[1] == run("link", ARTICLE)[1]
    assert run("map", reading)[1] == run("map", ARTICLE)[1]
    assert run("annotate", reading, "--json")[1] == reading.read_text("utf-8")


def test_a_reading_of_another_reader_is_refused(run: Run, tmp_path: Path) -> None:
    """What another reader read is not read again in silence."""
    reading = json.loads(run("annotate", ARTICLE, "--json")[1])
    reading["extractor"] = "somebody-else-2"
    other = tmp_path / "r.jsonl"
    other.write_text(json.dumps(reading, separators=(",", ":")), encoding="utf-8")

    code, _, errors = run("link", other)

    assert code == 5
    assert "somebody-else-2" in errors
    assert "without --json" in errors


def test_the_form_for_link(run: Run) -> None:
    """Without --json what is piped on is the annotated document that link takes."""
    found = json.loads(run("annotate", ARTICLE)[1])

    assert set(found) >= {"document", "entities", "events", "extractor"}
