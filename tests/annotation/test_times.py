from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.annotation.text.language import language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.annotation.times.calendar import UNITS, easter, month, shifted, third, week_of
from nutgraf.annotation.times.meanings import MEANINGS
from nutgraf.annotation.times.time_mentions import find_times
from nutgraf.model.annotation import Layers, TimeMention
from nutgraf.model.document import Block, BlockRole, Document, PublicationDate
from nutgraf.model.time import TimeValue

CASES = Path(__file__).parent / "cases"
ALL_CASES = [
    pytest.param(code, case, id=f"{code}: {case['text']} [{case['published']}]")
    for code in ("de", "en")
    for case in yaml.safe_load((CASES / f"times-{code}.yaml").read_text(encoding="utf-8"))
]
WEEKDAYS = {
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
PAST = {"de": "Am {} brannte das Werk ab.", "en": "The plant burned on {}."}
FUTURE = {"de": "Das Werk soll am {} schließen.", "en": "The plant will close on {}."}
NEXT = {"de": "Am kommenden {} schließt es.", "en": "It closes next {}."}
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2049, 12, 31))


def times_of(
    text: str, code: str, published: str | None, role: BlockRole = BlockRole.BODY
) -> tuple[TimeMention, ...]:
    """The times of a text of one block."""
    anchor = PublicationDate.parse(published) if published else None
    block = Block(0, len(text), role)
    document = Document(text=text, language=code, blocks=(block,), published=anchor)
    return find_times(Layers(document, segment(document)), language(code))


def only(text: str, code: str, published: str | None) -> TimeValue:
    """The value of the one time that a text has."""
    (mention,) = times_of(text, code, published)
    return mention.value


def bounds_of(value: TimeValue) -> list[str | None]:
    """The four bounds as ISO dates."""
    bounds = (value.begin_earliest, value.begin_latest, value.end_earliest, value.end_latest)
    return [None if bound is None else bound.isoformat() for bound in bounds]


def fields_of(value: TimeValue, expected: Any) -> Any:
    """The fields of a value that a case names, in the form of the case."""
    if not isinstance(expected, dict):
        return value.edtf
    told = {
        "edtf": value.edtf,
        "vague": value.vague,
        "weekday": value.weekday,
        "granularity": value.granularity.value,
        "bounds": bounds_of(value),
    }
    return {name: told[name] for name in expected}


@pytest.mark.parametrize(("code", "case"), ALL_CASES)
def test_cases(code: str, case: dict[str, Any]) -> None:
    """Every sentence of the case files gives exactly its times."""
    published = None if case["published"] is None else str(case["published"])
    found = times_of(case["text"], code, published)
    expected = case["times"]
    assert [mention.span.quote for mention in found] == list(expected)
    for mention in found:
        wanted = expected[mention.span.quote]
        assert fields_of(mention.value, wanted) == wanted


@pytest.mark.parametrize(("code", "case"), ALL_CASES)
def test_spans_quote_the_text_in_order(code: str, case: dict[str, Any]) -> None:
    """Each time quotes the text at its place, is its own label, and overlaps no other."""
    published = None if case["published"] is None else str(case["published"])
    found = times_of(case["text"], code, published)
    for mention in found:
        assert case["text"][mention.span.start : mention.span.end] == mention.value.label
    for first, second in pairwise(found):
        assert first.span.end <= second.span.start


@pytest.mark.parametrize("published", ["2022-01-13", "2022-01", "2022", None])
@pytest.mark.parametrize("code", ["de", "en"])
def test_bounds_are_in_order(code: str, published: str | None) -> None:
    """Whatever is known of the publication, no begin is after its end."""
    for case in yaml.safe_load((CASES / f"times-{code}.yaml").read_text(encoding="utf-8")):
        for mention in times_of(case["text"], code, published):
            value = mention.value
            known = [bound for bound in (value.begin_earliest, value.end_latest) if bound]
            assert known == sorted(known)
            known = [bound for bound in (value.begin_earliest, value.begin_latest) if bound]
            assert known == sorted(known)


@pytest.mark.parametrize(
    ("published", "edtf"),
    [("2022-01-11", "[2022-01-05,2022-01-12]"), ("2022-01-13", "2022-01-12")],
)
def test_present_headline_leaves_the_side_open(published: str, edtf: str) -> None:
    """A headline's present tense may tell of the last or the coming day where that is near."""
    text = "Fluglinie streicht am Mittwoch viele Flüge"
    (mention,) = times_of(text, "de", published, BlockRole.HEADLINE)
    assert mention.value.edtf == edtf


@pytest.mark.parametrize("code", ["de", "en"])
@given(published=DAYS, number=st.integers(0, 6))
@settings(max_examples=60, deadline=None)
def test_past_weekday_is_the_latest_one(code: str, published: date, number: int) -> None:
    """A weekday told in the past is the latest such day, the day of publication included."""
    value = only(PAST[code].format(WEEKDAYS[code][number]), code, published.isoformat())
    assert value.begin_earliest == value.end_latest
    assert value.begin_earliest is not None
    assert value.begin_earliest.weekday() == number
    assert 0 <= (published - value.begin_earliest).days <= 6


@pytest.mark.parametrize("code", ["de", "en"])
@given(published=DAYS, number=st.integers(0, 6))
@settings(max_examples=60, deadline=None)
def test_planned_weekday_is_the_next_one(code: str, published: date, number: int) -> None:
    """A weekday of a plan is the next such day, the day of publication included."""
    value = only(FUTURE[code].format(WEEKDAYS[code][number]), code, published.isoformat())
    assert value.begin_earliest is not None
    assert value.begin_earliest.weekday() == number
    assert 0 <= (value.begin_earliest - published).days <= 6


@pytest.mark.parametrize("code", ["de", "en"])
@given(published=DAYS, number=st.integers(0, 6))
@settings(max_examples=60, deadline=None)
def test_next_weekday_is_after_publication(code: str, published: date, number: int) -> None:
    """A coming weekday is never the day of publication."""
    value = only(NEXT[code].format(WEEKDAYS[code][number]), code, published.isoformat())
    assert value.begin_earliest is not None
    assert 1 <= (value.begin_earliest - published).days <= 7


@given(year=st.integers(1950, 2049), number=st.integers(1, 12), weekday=st.integers(0, 6))
@settings(max_examples=60, deadline=None)
def test_month_anchor_gives_no_made_up_day(year: int, number: int, weekday: int) -> None:
    """With only the month known, a weekday is one of all such days of the month."""
    value = only(PAST["de"].format(WEEKDAYS["de"][weekday]), "de", f"{year}-{number:02}")
    assert value.weekday == weekday + 1
    assert value.edtf is not None
    days = [date.fromisoformat(day) for day in value.edtf.strip("[]").split(",")]
    assert {day.weekday() for day in days} == {weekday}
    assert {(day.year, day.month) for day in days} == {(year, number)}
    assert (value.begin_earliest, value.begin_latest) == (days[0], days[-1])
    assert (value.end_earliest, value.end_latest) == (None, None)


@given(day=DAYS)
@settings(max_examples=60, deadline=None)
def test_written_dates_need_no_publication(day: date) -> None:
    """A date with a year is that day, whatever its form and whenever it was published."""
    month_name = (
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
    )
    forms = (
        f"{day.day}. {month_name.split()[day.month - 1]} {day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        day.isoformat(),
    )
    for form in forms:
        assert only(f"Das Werk schloss am {form} endgültig.", "de", None).edtf == day.isoformat()


@given(day=DAYS)
def test_thirds_cover_a_month(day: date) -> None:
    """Beginning, middle and end of a month follow on each other and leave out no day."""
    whole = month(day.year, day.month)
    parts = [third(whole, part) for part in range(3)]
    assert (parts[0].first, parts[2].last) == (whole.first, whole.last)
    assert [part.last.day for part in parts[:2]] == [10, 20]
    for before, after in pairwise(parts):
        assert (after.first - before.last).days == 1


@given(day=DAYS, count=st.integers(-40, 40))
def test_units_shift_by_whole_units(day: date, count: int) -> None:
    """Months and years shift the calendar unit by their count, weeks by seven days."""
    months = (shifted(day, UNITS["month"], count).year - day.year) * 12
    months += shifted(day, UNITS["month"], count).month - day.month
    assert months == count
    assert shifted(day, UNITS["year"], count).year == day.year + count
    assert (shifted(day, UNITS["week"], count) - day).days == 7 * count
    assert week_of(day).first.isocalendar()[:2] == day.isocalendar()[:2]


@pytest.mark.parametrize(
    ("year", "day"),
    [(1961, "1961-04-02"), (2000, "2000-04-23"), (2021, "2021-04-04"), (2038, "2038-04-25")],
)
def test_easter(year: int, day: str) -> None:
    """Easter Sunday falls on the days the church calendar gives."""
    assert easter(year).isoformat() == day


@pytest.mark.parametrize("code", ["de", "en"])
def test_patterns_have_a_known_meaning(code: str) -> None:
    """Every pattern of the table has a meaning that can be read."""
    patterns = language(code).table("times")["patterns"]
    assert {pattern["meaning"] for pattern in patterns} <= MEANINGS.keys()
    known = {"meaning", "form", "exact", "with", "needs", "after", "not_after", "alone"}
    assert {key for pattern in patterns for key in pattern} <= known
