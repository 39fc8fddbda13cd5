"""Days and times as people write them."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from nutgraf.reports.schemes import Schemes
from nutgraf.web.links import Links
from nutgraf.web.view import View
from nutgraf.web.wording import write_date, write_time

WEDNESDAYS = "[2022-01-05,2022-01-12]"
ONE_OF_TWO = "on one of these days: 5 January 2022, 12 January 2022"


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("2022-03-05", "en", "5 March 2022"),
        ("2022-03-05", "de", "5. März 2022"),
        ("2022-03", "en", "March 2022"),
        ("2022", "de", "2022"),
        (None, "en", "not stated"),
        ("", "de", "nicht genannt"),
        ("2022-13", "en", "2022-13"),
        ("soon", "en", "soon"),
    ],
)
def test_dates(text: str | None, language: str, shown: str) -> None:
    """A day, month or year is written out; what is none stays as it is."""
    assert write_date(text, language) == shown


@pytest.mark.parametrize(
    ("earliest", "latest", "told", "shown"),
    [
        ("2022-01-05", "2022-01-05", "2022-01-05", "5 January 2022"),
        ("2022-01-01", "2022-01-31", "2022-01", "January 2022"),
        ("2022-01-05", "2022-01-11", "2022-01-05/2022-01-11", "5 January 2022 to 11 January 2022"),
        ("2022-01-05", "2022-01-12", WEDNESDAYS, ONE_OF_TWO),
        ("2022-01-05", "2022-01-26", None, "between 5 January 2022 and 26 January 2022"),
        ("2022-01-05", None, "2022-01-05/..", "from 5 January 2022"),
        (None, "2022-01-05", "../2022-01-05", "until 5 January 2022"),
        ("2022-01-05", "2022-01-05", "2022-01-05/", "from 5 January 2022"),
        (None, "2022-01-31", "in recent days", "until 31 January 2022"),
        (None, None, "am Mittwoch", "“am Mittwoch”, as the article says"),
        (None, None, "XXXX-XX-XX", "not stated"),
        (None, None, None, "not stated"),
    ],
)  # fmt: skip
def test_times(earliest: str | None, latest: str | None, told: str | None, shown: str) -> None:
    """A time shows no more than is known."""
    assert write_time(earliest, latest, told, "en") == shown


@pytest.fixture
def view() -> View:
    """A view without templates."""
    return View(Environment(autoescape=True), Schemes({}, {}, {}), Links("https://data.example/"))


def test_quotes_are_marked_and_escaped(view: View) -> None:
    """Quotes are marked where they stand; the rest is text."""
    marked = view.marked("<i> a fire, a fire & smoke", ["fire", "a fire", "smoke", "gone"])

    assert marked == "&lt;i&gt; <mark>a fire</mark>, a fire &amp; <mark>smoke</mark>"


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("https://data.example/id/event/a", "/doc/event/a"),
        ("https://data.example/id/version/a#char=1,2", "/doc/version/a"),
        ('https://data.example/id/"><script>', "/doc/%22%3E%3Cscript%3E"),
        ("https://elsewhere.example/a", "https://elsewhere.example/a"),
        ("javascript:alert(1)", None),
        ("urn:a:b", None),
        (None, None),
    ],
)
def test_links(view: View, address: str | None, href: str | None) -> None:
    """Things of the data link to their page, others to the web, and nothing to scripts."""
    assert view.href(address) == href
