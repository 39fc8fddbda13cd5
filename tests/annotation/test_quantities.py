from __future__ import annotations

from decimal import Decimal
from itertools import chain, pairwise, zip_longest
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.annotation.quantities.counted import measure_of
from nutgraf.annotation.quantities.numerals import parse_number
from nutgraf.annotation.quantities.quantity_mentions import find_quantities
from nutgraf.annotation.quantities.quantity_tables import quantity_tables
from nutgraf.annotation.text.language import language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.model.annotation import Layers, QuantityMention
from nutgraf.model.document import Block, BlockRole, Document
from nutgraf.model.quantity import Measure, Qualifier

CASES = Path(__file__).parent / "cases"
ALL_CASES = [
    pytest.param(code, case, id=f"{code}: {case['text']}")
    for code in ("de", "en")
    for case in yaml.safe_load((CASES / f"quantities-{code}.yaml").read_text(encoding="utf-8"))
]
# Samples over nine orders of magnitude: every number to 1100, then each digit pattern's edges.
SAMPLES = sorted(
    set(
        chain(
            range(1, 1101),
            (
                base * 10**power + rest
                for power in range(9)
                for base in (1, 3, 7, 9)
                for rest in (0, 1)
            ),
            (123_456_789, 999_999_999, 1_000_000_000, 110_011_011, 12_012_012, 20_020, 1_234_567),
        )
    )
)
UNITS = {
    "de": "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
    "fünfzehn sechzehn siebzehn achtzehn neunzehn",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
}
TENS = {
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
}
APPROXIMATORS = [
    pytest.param(code, name, phrase, id=f"{code}: {phrase}")
    for code in ("de", "en")
    for name, phrases in language(code).table("quantities")["approximators"].items()
    for phrase in phrases
    if phrase.replace(" ", "").isalpha()
]


def quantities_of(text: str, code: str) -> tuple[QuantityMention, ...]:
    """The quantities of a text of one block."""
    document = Document(text=text, language=code, blocks=(Block(0, len(text), BlockRole.BODY),))
    return find_quantities(Layers(document, segment(document)), language(code))


def spelled(number: int, code: str) -> str:
    """The number in words, by the grammar of the language, below a thousand."""
    units, tens = UNITS[code].split(), TENS[code].split()
    hundreds, rest = divmod(number, 100)
    below = "" if not rest else units[rest] if rest < 20 else _two(rest, units, tens, code)
    if code == "de":
        return (f"{units[hundreds]}hundert" if hundreds else "") + below
    parts = [f"{units[hundreds]} hundred"] if hundreds else []
    return " and ".join([*parts, *([below] if below else [])])


def _two(number: int, units: list[str], tens: list[str], code: str) -> str:
    ten, unit = tens[number // 10 - 2], number % 10
    if not unit:
        return ten
    return f"{units[unit]}und{ten}" if code == "de" else f"{ten}-{units[unit]}"


@pytest.mark.parametrize(("code", "case"), ALL_CASES)
def test_cases(code: str, case: dict[str, Any]) -> None:
    """Every sentence of the case files gives exactly its quantities."""
    found = {mention.quantity.quoted: mention for mention in quantities_of(case["text"], code)}
    assert list(found) == list(case["quantities"])
    for quoted, expected in case["quantities"].items():
        qualifier, value, minimum, maximum, unit, measure = expected
        quantity = found[quoted].quantity
        assert quantity.qualifier == Qualifier(qualifier)
        numbers = [
            None if number is None else Decimal(str(number)) for number in (value, minimum, maximum)
        ]
        assert [quantity.value, quantity.minimum, quantity.maximum] == numbers
        assert quantity.unit == unit
        assert found[quoted].measure == (None if measure is None else Measure(measure))


@pytest.mark.parametrize(("code", "case"), ALL_CASES)
def test_subsets(code: str, case: dict[str, Any]) -> None:
    """What stands behind "including" is marked as a part, and nothing else is."""
    found = quantities_of(case["text"], code)
    marked = [mention.quantity.quoted for mention in found if mention.subset]
    assert marked == case.get("subset", [])


@pytest.mark.parametrize(("code", "case"), ALL_CASES)
def test_spans_quote_the_text(code: str, case: dict[str, Any]) -> None:
    """All spans quote the text; a whole holds its number, its noun unless the next one does."""
    found = quantities_of(case["text"], code)
    for mention, following in zip_longest(found, found[1:]):
        for span in filter(None, (mention.span, mention.whole, mention.noun)):
            assert case["text"][span.start : span.end] == span.quote
        assert mention.whole.contains(mention.span)
        shared = following is not None and mention.noun == following.noun
        assert mention.noun is None or shared or mention.whole.contains(mention.noun)
    for first, second in pairwise(found):
        assert first.whole.end <= second.whole.start


@pytest.mark.parametrize("number", [SAMPLES])
def test_digits_in_every_grouping(number: list[int]) -> None:
    """Apostrophes, narrow spaces and the language's own mark group digits; none is needed."""
    marks = {"de": "'’.\u00a0\u202f\u2009", "en": "'’,\u00a0\u202f\u2009"}
    for code, grouping in marks.items():
        tables = language(code)
        for value in number:
            assert parse_number(str(value), tables) == value
            for mark in grouping:
                assert parse_number(f"{value:,}".replace(",", mark), tables) == value


@pytest.mark.parametrize("code", ["de", "en"])
def test_numbers_in_words(code: str) -> None:
    """Every number below a thousand and its thousands and millions are read from words."""
    tables = language(code)
    for number in range(1, 1000):
        words = spelled(number, code)
        glue, million = ("", "Millionen") if code == "de" else (" ", "million")
        thousand = "tausend" if code == "de" else "thousand"
        assert parse_number(words, tables) == number
        assert parse_number(f"{words}{glue}{thousand}", tables) == number * 1000
        assert parse_number(f"{words} {million}", tables) == number * 1_000_000


@given(value=st.decimals(min_value=Decimal("0.1"), max_value=Decimal("999.9"), places=1))
def test_decimals_and_magnitudes(value: Decimal) -> None:
    """A decimal mark is no grouping mark, and a magnitude multiplies it exactly."""
    german, english = str(value).replace(".", ","), str(value)
    assert parse_number(german, language("de")) == value
    assert parse_number(f"{german} Mio.", language("de")) == value * 1_000_000
    assert parse_number(f"{german} Milliarden", language("de")) == value * 1_000_000_000
    assert parse_number(f"{english} million", language("en")) == value * 1_000_000
    assert parse_number(f"{english}bn", language("en")) == value * 1_000_000_000


@pytest.mark.parametrize("text", ["", "und", "zwanzigeins", "zweidrei", "Mund", "1.2.3", "Mio."])
def test_no_number(text: str) -> None:
    """What is not exactly one number of the language is none."""
    assert parse_number(text, language("de")) is None


@pytest.mark.parametrize(("code", "qualifier", "phrase"), APPROXIMATORS)
def test_approximators(code: str, qualifier: str, phrase: str) -> None:
    """Each approximator gives its qualifier and the bounds it entails, and no others."""
    frame = {"de": "Es kamen {} 500 Gäste.", "en": "There were {} 500 guests."}
    (mention,) = quantities_of(frame[code].format(phrase), code)
    quantity = mention.quantity
    bounds = {"more-than": (501, None), "at-least": (500, None)}
    bounds |= {"at-most": (None, 500), "less-than": (None, 499)}
    assert quantity.qualifier == Qualifier(qualifier)
    assert quantity.value == 500
    assert (quantity.minimum, quantity.maximum) == bounds.get(qualifier, (None, None))


@pytest.mark.parametrize(
    ("noun", "measure"),
    [
        ("Todesopfer", Measure.KILLED),
        ("Schwerverletzte", Measure.INJURED),
        ("US-Dollar", Measure.MONEY),
        ("Stunden", Measure.DURATION),
        ("Soldaten", None),
        ("Menschen", None),
    ],
)
def test_measure_of_the_noun_alone(noun: str, measure: Measure | None) -> None:
    """Only a noun that names the outcome entails a measure, also as the head of a compound."""
    assert measure_of(noun, quantity_tables(language("de"))) is measure


@settings(deadline=None)
@given(text=st.text(alphabet="0123456789.,'’ -–:/%€ abMT", max_size=40))
def test_any_text_is_read_without_harm(text: str) -> None:
    """Digits and marks in any order give quantities whose spans fit the text, or none."""
    if not text.strip():
        return
    for mention in quantities_of(text, "de"):
        assert text[mention.whole.start : mention.whole.end] == mention.quantity.quoted
