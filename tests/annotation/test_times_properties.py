from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.annotation.text.language import language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.annotation.times.literals import DIGIT, required
from nutgraf.annotation.times.time_mentions import time_expressions
from nutgraf.annotation.times.time_tables import time_tables
from nutgraf.model.annotation import Layers, TimeMention
from nutgraf.model.document import Block, BlockRole, Document, PublicationDate

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2049, 12, 31))
# Words and figures out of which sentences are thrown together, sense or none.
WORDS = {
    "de": "am im um seit bis vor nach von in der Nacht zum Montag Freitagabend 3. 31. Oktober 2021 "
    "99 8 8.30 Uhr (3.00 MEZ) Ende Anfang des Monats vergangenen drei Tagen Wochen später Woche "
    "Jahres und oder – , . ( ) wird brannte soll jeden heute gestern halb viertel Ostern KW 53",
    "en": "on in at since until before after from the night of Monday Friday evening 3rd 31 "
    "October 2021 99 8 8:30 am pm (GMT) end early month last next three days weeks ago later "
    "week year and "
    "or - , . ( ) will burned every today yesterday half quarter past Easter week 53 Q3",
}


def read(text: str, code: str, published: str | None) -> tuple[TimeMention, ...]:
    """All time expressions of a text of one block."""
    day = PublicationDate.parse(published) if published else None
    blocks = (Block(0, len(text), BlockRole.BODY),) if text else ()
    document = Document(text=text, language=code, blocks=blocks, published=day)
    return time_expressions(Layers(document, segment(document)), language(code))


def bounds_of(mention: TimeMention) -> Iterator[tuple[date, date]]:
    """Pairs of known bounds of which the first cannot be after the second."""
    value = mention.value
    first, last = value.begin_earliest, value.begin_latest
    for early, late in ((first, last), (value.end_earliest, value.end_latest)):
        if early and late:
            yield early, late
    if first and value.end_latest:
        yield first, value.end_latest


@pytest.mark.parametrize("code", ["de", "en"])
@given(data=st.data(), published=DAYS, known=st.sampled_from([10, 7, 4, 0]))
@settings(max_examples=150, deadline=None)
def test_any_words_give_well_formed_times(
    code: str, data: st.DataObject, published: date, known: int
) -> None:
    """Thrown-together words never fail, spans quote the text in order, bounds are ordered."""
    words = data.draw(st.lists(st.sampled_from(WORDS[code].split()), min_size=1, max_size=12))
    text = " ".join(words)
    found = read(text, code, published.isoformat()[:known] or None)
    for mention in found:
        assert text[mention.span.start : mention.span.end] == mention.span.quote
        assert all(early <= late for early, late in bounds_of(mention))
    for first, second in pairwise(found):
        assert first.span.end <= second.span.start
    assert found == read(text, code, published.isoformat()[:known] or None)


@pytest.mark.parametrize("code", ["de", "en"])
@given(text=st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read(code: str, text: str) -> None:
    """No text at all makes the reader fail."""
    for mention in read(text, code, "2022-01-13"):
        assert text[mention.span.start : mention.span.end] == mention.span.quote


@pytest.mark.parametrize("published", ["0001-01-01", "9998-12-31", "2024-02-29"])
@pytest.mark.parametrize("code", ["de", "en"])
def test_the_ends_of_the_calendar(code: str, published: str) -> None:
    """Arithmetic at the first and last days that a date can have does not fail."""
    texts = {
        "de": "Vor hundert Jahren, gestern, am Montag, in 99 Wochen, am 29. Februar und Ostern.",
        "en": "A century ago, yesterday, on Monday, in 99 weeks, on February 29 and at Easter.",
    }
    for mention in read(texts[code], code, published):
        assert all(early <= late for early, late in bounds_of(mention))


@pytest.mark.parametrize("code", ["de", "en"])
def test_forms_find_nothing_without_their_letters(code: str) -> None:
    """What a form matches always has the letters that the scan looks for."""
    tables = time_tables(language(code))
    examples = language(code).table("examples/times")
    text = "\n".join(examples["forms"])
    for pattern in tables.patterns:
        for match in pattern.regex.finditer(text):
            present = set(tables.finder.present(match.group()))
            assert not any(present.isdisjoint(clause) for clause in pattern.clauses)


@pytest.mark.parametrize(
    ("form", "clauses"),
    [
        ("vorjahre?s?", [{"vorjahr"}]),
        ("(?:gestern|heute)", [{"gestern", "heute"}]),
        ("(?:gestern|)", []),
        ("nacht(?: zum)? {weekday}", [{"nacht"}, {"montag"}]),
        (r"\d+ uhr", [{DIGIT}, {"uhr"}]),
        ("(?!bald)später", [{"später"}]),
        ("[a-z]+lang", [{"lang"}]),
        ("straße", [{"stra"}]),
    ],
)
def test_required_letters(form: str, clauses: list[set[str]]) -> None:
    """The letters of a form are those that no branch and no repetition leaves out."""
    slots = {"weekday": [frozenset({"montag"})]}
    assert [set(clause) for clause in required(form, slots)] == clauses
