"""Canned reports over HTTP."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

Call = Callable[..., httpx.Response]
NAMES = sorted(f.stem for f in (Path(__file__).parents[2] / "queries" / "reports").glob("*.rq"))
TABLES = [name for name in NAMES if name != "event-card"]


@pytest.mark.parametrize("name", TABLES)
def test_formats_have_the_same_rows(call: Call, name: str) -> None:
    """JSON, CSV and the page of a report tell of equally many rows."""
    rows = call(f"/reports/{name}").json()["rows"]
    lines = list(csv.reader(io.StringIO(call(f"/reports/{name}?format=csv").text, newline="")))
    page = call(f"/reports/{name}", headers={"Accept": "text/html"})

    assert len(lines) == len(rows) + 1 > 1
    assert page.status_code == 200
    assert page.text.split("<tbody>")[1].count("<tr>") == len(rows)


@pytest.mark.parametrize("name", NAMES)
def test_pages_show_form_and_sparql(call: Call, name: str) -> None:
    """The page of a report has a field for each parameter and the SPARQL behind it."""
    page = call(f"/reports/{name}?format=html").text
    described = call("/openapi.json").json()["paths"][f"/reports/{name}"]["get"]["parameters"]

    for parameter in described:
        if parameter["name"] not in {"limit", "offset", "format"}:
            assert f'id="p-{parameter["name"]}"' in page
    assert "VALUES ?" in page


def test_openapi_has_the_codes(call: Call) -> None:
    """A code list is an enumeration, and each report is described once."""
    paths = call("/openapi.json").json()["paths"]

    by_name = {p["name"]: p for p in paths["/reports/events"]["get"]["parameters"]}
    assert "occurred" in by_name["factuality"]["schema"]["items"]["enum"]
    assert by_name["from"]["schema"]["format"] == "date"
    assert {f"/reports/{name}" for name in NAMES} <= set(paths)


def test_pages_lead_to_each_other(call: Call) -> None:
    """Link headers lead through all rows, keeping the parameters."""
    path: str | None = "/reports/evidence?limit=10"
    rows = []
    while path is not None:
        response = call(path)
        rows += response.json()["rows"]
        path = response.links.get("next", {}).get("url")

    assert rows == call("/reports/evidence").json()["rows"]
    assert "prev" in response.links


def test_parameters_are_bound(call: Call) -> None:
    """What is asked for is in the rows."""
    rows = call("/reports/conflicting-figures?measure=injured&strict=false").json()["rows"]

    assert {row["measure"].rsplit("/")[-1] for row in rows} == {"injured"}
    words = {frozenset((row["wordsA"], row["wordsB"])) for row in rows}
    assert frozenset(("Dutzende", "more than 100")) in words


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/reports/events?form=x", 400, "no parameter 'form'"),
        ("/reports/events?type=murder", 400, "one of"),
        ("/reports/events?from=yesterday", 400, "2022-01-05"),
        ("/reports/events?from=2022-01-01&from=2022-01-02", 400, "1 value"),
        ("/reports/events?limit=0", 400, "whole number"),
        ("/reports/event-card", 400, "needs parameter event"),
        ("/reports/events?format=ttl", 406, "csv"),
        ("/reports/horoscope", 404, "timeline"),
        ("/no/such/page", 404, ""),
    ],
)
def test_wrong_calls(call: Call, path: str, status: int, told: str) -> None:
    """A wrong call is told what is right."""
    response = call(path)

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert told in response.json()["detail"]


def test_csv_is_harmless(call: Call) -> None:
    """A quote that a spreadsheet would run is shown as text."""
    text = call("/reports/who-said-what?format=csv&speech-act=refuses").text

    assert "'=SUM(A1)" in text


def test_the_card_of_an_event(call: Call) -> None:
    """The card of an event answers like any other report: JSON, CSV and a page."""
    params = {"event": call("/reports/events").json()["rows"][0]["event"]}
    rows = call("/reports/event-card", params=params).json()["rows"]
    text = call("/reports/event-card", params={**params, "format": "csv"}).text
    page = call("/reports/event-card", params={**params, "format": "html"}).text

    assert len(list(csv.reader(io.StringIO(text, newline="")))) == len(rows) + 1
    assert page.split("<tbody>")[1].count("<tr>") == len(rows) > 5
    assert "least 24" in page
    assert "fire service" in page
    assert "not stated" not in page.split("<td>figure</td>")[1].split("</tr>")[0]


def test_the_card_asks_for_its_event(call: Call) -> None:
    """Without an event, people get the form and the way to the list of events."""
    page = call("/reports/event-card", headers={"Accept": "text/html"}).text

    assert "Fill in what is needed" in page
    assert 'href="/reports/events"' in page


def test_the_list(call: Call) -> None:
    """All reports are listed for programs and for people."""
    assert [report["name"] for report in call("/reports").json()] == NAMES
    assert "conflicting-figures" in call("/reports", headers={"Accept": "text/html"}).text
