from __future__ import annotations

from decimal import Decimal

import pytest
from bench.reading.number_forms import pairs, written_numbers
from bench.reading.number_words import english, german
from bench.reading.numbers import reads
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.annotation.quantities.number_spans import read_numbers
from nutgraf.annotation.quantities.numerals import parse_number
from nutgraf.annotation.quantities.quantity_mentions import find_quantities
from nutgraf.annotation.text.language import language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.model.annotation import Layers
from nutgraf.model.document import Block, BlockRole, Document

# Letters, marks and words that numbers, signs, fractions and quotations are made of.
_PIECES = [
    "12",
    "0",
    "½",
    "/",
    "-",
    "−",
    "–",
    ".",
    ",",
    "'",
    "’",
    " ",
    "\u00a0",
    "%",
    "€",
    "$",
    "²",
]
_WORDS = {
    "de": [
        "zwei",
        "drei",
        "viertel",
        "Million",
        "und",
        "komma",
        "minus",
        "mehr als",
        "bis",
        "Tote",
    ],
    "en": ["two", "a", "thirds", "million", "and", "point", "minus", "more than", "to", "dead"],
}


def values(text: str, code: str) -> list[Decimal | None]:
    """The values of all that is read as a number."""
    return [number.value for number in read_numbers(text, language(code))]


@pytest.mark.parametrize("code", ["de", "en"])
def test_every_form_is_read_in_every_frame(code: str) -> None:
    """The generator's sentences give their number exactly; every seventh is enough here."""
    written = [each for each in written_numbers() if each.code == code][::7]
    assert [each.text for each in written if not reads(each)] == []


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("de", "fünf und drei Viertel Milliarden", 5_750_000_000),
        ("de", "zwei Komma null drei", Decimal("2.03")),
        ("de", "drei halbe", Decimal("1.5")),
        ("de", "einundhalb", Decimal("1.5")),
        ("de", "minus 3,5", Decimal("-3.5")),
        ("en", "one hundred and three quarters", Decimal("100.75")),
        ("en", "one hundred and thirty-two fifths", Decimal("26.4")),
        ("en", "3 million and a half", 3_500_000),
        ("en", "one billion and a half million", 1_000_500_000),
        ("en", "4 thousand 3 hundred and 21", 4321),
        ("en", "three lakh crore", 3_000_000_000_000),
        ("en", "negative two point seven five", Decimal("-2.75")),
        ("en", "2 1/4", Decimal("2.25")),
        ("en", "-½", Decimal("-0.5")),
    ],
)
def test_compound_numbers(code: str, text: str, value: Decimal | int) -> None:
    """Fractions, spoken decimals, signs and sums are one number each."""
    assert values(text, code) == [value]


@pytest.mark.parametrize("text", ["192.168.1.2", "22,24,26,31", "Su-25", "007", "9/11"])
def test_codes_are_no_numbers(text: str) -> None:
    """Digits that marks tie together, or that begin with zeros, are not read."""
    assert values(text, "en") == []


@settings(deadline=None)
@given(number=st.integers(min_value=1, max_value=10**9))
def test_words_and_digits_say_the_same(number: int) -> None:
    """A number written in words, in groups and in pairs is the number."""
    assert parse_number(german(number), language("de")) == number
    assert parse_number(english(number), language("en")) == number
    assert parse_number(f"{number:,}", language("en")) == number
    assert number < 1000 or parse_number(pairs(number), language("en")) == number


@pytest.mark.parametrize("code", ["de", "en"])
@settings(deadline=None)
@given(data=st.data())
def test_any_pieces_are_read_without_harm(code: str, data: st.DataObject) -> None:
    """Any mixture gives spans that quote the text, bounds in order and values between them."""
    pieces = st.sampled_from([*_PIECES, *_WORDS[code]])
    text = "".join(data.draw(st.lists(pieces, min_size=1, max_size=14)))
    if not text.strip():
        return
    document = Document(text=text, language=code, blocks=(Block(0, len(text), BlockRole.BODY),))
    for mention in find_quantities(Layers(document, segment(document)), language(code)):
        quantity = mention.quantity
        assert text[mention.span.start : mention.span.end] == mention.span.quote
        assert mention.whole.contains(mention.span)
        told = [quantity.minimum, quantity.value, quantity.maximum]
        ordered = [number for number in told if number is not None]
        assert ordered == sorted(ordered)


@settings(deadline=None)
@given(text=st.text(max_size=30))
def test_hostile_strings_are_read_without_harm(text: str) -> None:
    """Whatever the characters, reading numbers ends, and each stands where it says."""
    for code in ("de", "en"):
        for number in read_numbers(text, language(code)):
            assert 0 <= number.start < number.end <= len(text)
