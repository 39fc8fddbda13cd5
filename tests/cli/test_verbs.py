"""The command line does what its verbs say, and its exit codes tell what went wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from nutgraf.cli.app import EXIT_CODES, app
from nutgraf.folders import folder

SEEDS = folder("seeds")
ARTICLE = SEEDS / "kazakhstan-shoot-order-de.json"
OTHER = SEEDS / "kazakhstan-death-toll-en.json"

Run = Callable[..., tuple[int, str, str]]


def test_load_then_ask(run: Run, tmp_path: Path) -> None:
    """What was loaded can be reported, queried and exported."""
    code, out, _ = run("load", ARTICLE, OTHER)
    assert (code, out.split(";")[0]) == (0, "2 added")

    code, out, _ = run("report", "who-said-what", "--format", "json")
    assert code == 0
    assert json.loads(out)["rows"]

    query = tmp_path / "query.rq"
    query.write_text("SELECT (COUNT(*) AS ?n) { ?e a <https://w3id.org/nutgraf/nev#Event> }")
    code, out, _ = run("query", query, "--format", "csv")
    assert code == 0
    assert int(out.splitlines()[1]) > 0

    code, first, _ = run("export", "--canonical")
    assert code == 0
    assert first.splitlines() == sorted(first.splitlines())


def test_the_card_of_an_event(run: Run) -> None:
    """The card of an event comes as a table, as JSON and as CSV."""
    run("load", ARTICLE)
    event = json.loads(run("report", "events", "--format", "json")[1])["rows"][0]["event"]
    card = ("report", "event-card", "--param", f"event={event}")

    rows = json.loads(run(*card, "--format", "json")[1])["rows"]
    code, text, _ = run(*card, "--format", "csv")

    assert (code, rows[0]["part"], rows[0]["address"]) == (0, "event", event)
    assert {"event", "report"} <= {row["part"] for row in rows}
    assert text.splitlines()[1].startswith("event,")
    assert "sentence" in run(*card)[1]


def test_loading_twice_changes_nothing(run: Run) -> None:
    """The second load says so."""
    run("load", ARTICLE)

    assert run("load", ARTICLE)[1].startswith("1 unchanged")


def test_steps_hand_on_files(run: Run, tmp_path: Path) -> None:
    """read, annotate, link, map and check can each start from the step before."""
    document, annotated, linked, mapped = (
        tmp_path / name for name in ("d.jsonl", "a.jsonl", "l.jsonl", "m.trig")
    )
    document.write_text(run("read", ARTICLE)[1], "utf-8")
    annotated.write_text(run("annotate", document)[1], "utf-8")
    run("link", annotated, "--output", linked)
    run("map", linked, "-o", mapped)

    assert json.loads(annotated.read_text("utf-8"))["events"]
    assert run("map", ARTICLE)[1] == mapped.read_text("utf-8")
    assert run("check", mapped)[0] == 0

    exported = tmp_path / "e.nq"
    run("load", ARTICLE)
    exported.write_text(run("export")[1], "utf-8")
    assert run("check", exported)[0] == 0


def test_a_format_must_fit_the_query(run: Run, tmp_path: Path) -> None:
    """Asking for Turtle from a SELECT query is an error that lists what fits."""
    run("load", ARTICLE)
    query = tmp_path / "query.rq"
    query.write_text("SELECT * { ?s ?p ?o } LIMIT 1")

    code, out, errors = run("query", query, "--format", "ttl")

    assert (code, out) == (5, "")
    assert "csv" in errors


def test_a_home_that_cannot_be(run: Run, tmp_path: Path) -> None:
    """A data directory that is a file is told, with what to do."""
    (tmp_path / "home").write_text("a file")

    code, _, errors = run("ledger")

    assert code == 8
    assert "--home" in errors


def test_ledger_and_quarantine(run: Run, tmp_path: Path) -> None:
    """An article that cannot be read is listed with its reason, can be shown and dropped."""
    bad = tmp_path / "bad.txt"
    bad.write_text("El gobierno cerró sus fronteras el miércoles por la noche.", "utf-8")

    code, _, errors = run("load", bad, ARTICLE)
    assert code == 3
    assert "'es'" in errors

    rows = [json.loads(line) for line in run("ledger", "--json")[1].splitlines()]
    assert {row["state"] for row in rows} == {"accepted", "quarantined"}
    assert all(row["events"] or row["reason"] for row in rows)

    (kept,) = [json.loads(line) for line in run("quarantine", "list", "--json")[1].splitlines()]
    assert "language" in kept["reason"]
    assert "bad.txt" in run("quarantine", "show", kept["number"])[1]
    assert run("quarantine", "retry", kept["number"])[0] == 3
    (kept,) = [json.loads(line) for line in run("quarantine", "list", "--json")[1].splitlines()]
    assert run("quarantine", "drop", kept["number"])[0] == 0
    assert run("quarantine", "list", "--json")[1] == ""


def test_identity_verbs(run: Run) -> None:
    """Decisions are listed; rebuilding writes the same bytes each time."""
    run("load", ARTICLE, OTHER)

    rows = [json.loads(line) for line in run("identity", "decisions", "--json")[1].splitlines()]

    assert rows
    assert all(row["why"] for row in rows)
    assert run("identity", "rebuild") == run("identity", "rebuild")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("load", "no-such-file.txt"), 5, "no such file"),
        (("ledger", "nobody"), 4, "nobody"),
        (("report", "no-such-report"), 4, "no-such-report"),
        (("report", "events", "--param", "typ=protest"), 5, "typ"),
        (("report", "events", "--param", "protest"), 5, "key=value"),
        (("quarantine", "show", "99"), 4, "99"),
        (("identity", "revoke", "0000"), 4, "0000"),
        (("report", "event-card"), 5, "needs parameter event"),
        (("serve", "--port", "70000"), 5, "65535"),
        (("query", "no-such-query.rq"), 5, "no-such-query"),
        (("load", ARTICLE, "--published", "2022-13"), 5, "--published"),
        (("load", ARTICLE, "--language", "xx"), 5, "de, en"),
        (("annotate", "no-such-file.txt"), 5, "no-such-file.txt"),
        (("check", ARTICLE), 5, "neither N-Quads nor TriG"),
        (("no-such-verb",), 2, "no-such-verb"),
    ],
)
def test_errors_say_what_and_where(
    run: Run, arguments: tuple[object, ...], code: int, told: str
) -> None:
    """A wrong call ends with its documented code and names what is wrong."""
    run("load", ARTICLE)

    found, _, errors = run(*arguments)

    assert found == code
    assert told in errors
    assert "Traceback" not in errors


def test_exit_codes_are_documented() -> None:
    """The documentation lists every exit code."""
    page = (Path(__file__).parents[2] / "docs" / "reference" / "command-line.md").read_text("utf-8")

    assert all(f"| {code} |" in page for code in {0, 1, 2, *(code for _, code in EXIT_CODES)})


def test_verbs_are_documented() -> None:
    """The documentation has a heading for every verb."""
    page = (Path(__file__).parents[2] / "docs" / "reference" / "command-line.md").read_text("utf-8")
    verbs = [command.name for command in app.registered_commands]
    for group in app.registered_groups:
        verbs += [
            f"{group.name} {c.name or c.callback.__name__}"
            for c in group.typer_instance.registered_commands
        ]

    assert [verb for verb in verbs if f"## nutgraf {verb}\n" not in page] == []
