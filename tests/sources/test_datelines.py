"""Datelines are found at the head of a line, and nothing else is taken for one."""

from pathlib import Path

import pytest
import yaml

from nutgraf.sources.datelines import find_dateline
from nutgraf.sources.reading import read_documents
from nutgraf.sources.record import ArticleRecord
from nutgraf.sources.structure import structure

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "datelines.yaml").read_text("utf-8"))
BODY = "Bei einem Brand sind am Montag drei Menschen verletzt worden, teilte die Polizei mit."


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["head"] or case["line"][:20])
def test_dateline(case: dict) -> None:
    """The dateline ends where its sentence begins, with its places, agency and date."""
    found = find_dateline(case["line"], structure(), opening=True)

    if case["head"] is None:
        assert found is None
        return
    assert found is not None
    assert case["line"][: found.end].strip() == case["head"]
    given = (case["place"], case["agency"], case.get("date"))
    assert (found.place, found.agency, found.date) == given


@pytest.mark.parametrize(
    ("head", "stated", "published"),
    [
        ("Bern, 12. Jan. (sda) ", "2022-01", "2022-01-12"),
        ("Bern, 12. Jan. (sda) ", "2022", "2022-01-12"),
        ("Bern, 12. Jan. (sda) ", "2022-03", "2022-03"),
        ("Bern, 12. Jan. (sda) ", None, None),
        ("Berlin, 3. Mai 2021 (AFP) - ", None, "2021-05-03"),
        ("Berlin, 3. Mai 2021 (AFP) - ", "2021-05-04", "2021-05-04"),
    ],
)
def test_a_dateline_sharpens_the_date(head: str, stated: str | None, published: str | None) -> None:
    """The day of a dateline counts where the date stated is coarser and holds it."""
    given = ArticleRecord(published=stated, language="de")

    (found,) = read_documents((head + BODY).encode(), "a.txt", frozenset({"de"}), given)

    date = getattr(found, "published", None)
    assert (date.iso if date else None) == published


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Stand: 13. Januar 2022, 15.30 Uhr", "2022-01-13"),
        ("Veröffentlicht am 13.01.2022", "2022-01-13"),
        ("Stand: Januar 2022", "2022-01"),
        ("Published: January 13, 2022", "2022-01-13"),
        ("Updated 2022-01-13 10:00", "2022-01-13"),
        ("Published 01/02/2022", None),
    ],
)
def test_a_date_line_dates_the_article(line: str, published: str | None) -> None:
    """A line that states the date is read; one that could be two days is not."""
    given = ArticleRecord(language="de")
    raw = f"Brand in der Altstadt\n\n{line}\n\n{BODY}".encode()

    (found,) = read_documents(raw, "a.txt", frozenset({"de"}), given)

    date = getattr(found, "published", None)
    assert (date.iso if date else None) == published
