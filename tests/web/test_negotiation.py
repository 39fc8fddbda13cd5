"""The caller's Accept header decides, by quality, then closeness, then our order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.web.negotiation import NotAcceptableError, choose, preferred

OFFERED = ("application/json", "text/csv", "text/html")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, OFFERED),
        ("", OFFERED),
        ("*/*", OFFERED),
        (BROWSER, ("text/html", "application/json", "text/csv")),
        ("text/csv", ("text/csv",)),
        ("TEXT/CSV", ("text/csv",)),
        ("text/*;q=0.5, text/csv", ("text/csv", "text/html")),
        ("text/*, text/html;q=0", ("text/csv",)),
        ("*/*;q=0.1, application/json;q=0", ("text/csv", "text/html")),
        ("text/csv;q=0.2, application/json;q=0.9", ("application/json", "text/csv")),
        ("text/csv; charset=utf-8; q=0.7", ("text/csv",)),
        ("image/png", ()),
        ("nonsense", ()),
        ("*/csv", ()),
        ("text/csv;q=a lot", ()),
        ("text/csv;q=nan", ()),
        ("text/csv;q=-1", ()),
    ],
)
def test_preference(accept: str | None, expected: tuple[str, ...]) -> None:
    """The media types that a caller takes come best first."""
    assert preferred(accept, OFFERED) == expected


def test_format_comes_before_accept() -> None:
    """A short name or media type in `?format=` decides alone."""
    assert choose(BROWSER, "csv", OFFERED) == "text/csv"
    assert choose(None, "text/html", OFFERED) == "text/html"


@pytest.mark.parametrize(("accept", "wanted"), [("image/png", None), (None, "ttl"), (None, "x")])
def test_what_is_not_on_offer(accept: str | None, wanted: str | None) -> None:
    """Who takes nothing of ours is told what there is."""
    with pytest.raises(NotAcceptableError, match="csv"):
        choose(accept, wanted, OFFERED)


@given(st.text(max_size=80))
def test_any_header_is_read(accept: str) -> None:
    """No header whatever breaks the negotiation, and nothing foreign is chosen."""
    assert set(preferred(accept, OFFERED)) <= set(OFFERED)
