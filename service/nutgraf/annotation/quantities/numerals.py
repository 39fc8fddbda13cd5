"""Numerals: digits in every grouping and number words, read by the tables of one language."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, localcontext
from functools import lru_cache

from nutgraf.annotation.quantities.numeral_sums import spelled_number
from nutgraf.annotation.quantities.numeral_tables import NumberWords, fold_number, number_words
from nutgraf.annotation.text.language import Language

# Marks that group digits in any language: apostrophes and the narrow and unbreakable spaces.
_SPACES = "\u00a0\u2007\u2009\u202f "
_MARKS = "'’" + _SPACES
#: Characters of fractions, as in "2½".
FRACTIONS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
#: Digits with grouping and decimals, with no digit, letter or mark of a code on either side.
DIGITS = (
    r"(?<![\w.,:/+])(?<!\w')"
    rf"(?:\d{{1,3}}(?P<mark>[.,{_MARKS}])\d{{3}}(?:(?P=mark)\d{{3}})*(?:[.,]\d+)?"
    r"|\d{1,2}(?:,\d\d)+,\d{3}(?:\.\d+)?|\d+(?:[.,]\d+)?|\.\d+)(?!\d)(?![.,]\d)"
)
_GROUPED = re.compile(rf"\d{{1,3}}(?:([.,{_MARKS}])\d{{3}})(?:\1\d{{3}})*(?:[.,]\d+)?")
# Groups of two before the last three, as in India.
_PAIRED = re.compile(r"\d{1,2}(?:,\d\d)+,\d{3}(?:\.\d+)?")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?|\.\d+")
_SOLIDUS = re.compile(r"(?:(?P<whole>\d+) +)?(?P<part>\d+)/(?P<of>\d+)")
_SIGNS = "-−"
# Longer runs of digits are codes, and would pass the precision of decimal arithmetic.
_LONGEST = 24
# "1/3": as many digits as are compared, and no more than decimal arithmetic gives.
_PRECISION = 20
_DECIMALS = 4


@lru_cache(maxsize=4096)
def parse_number(text: str, language: Language) -> Decimal | None:
    """Read a whole number expression; `None` when the text is not exactly one number.

    >>> from nutgraf.annotation.text.language import language
    >>> parse_number("2,5 Mio.", language("de"))
    Decimal('2500000')
    """
    tables = number_words(language)
    written = fold_number(text)
    if written in tables.fixed:
        return tables.fixed[written]
    positive = _unsigned(written, tables)
    if positive != written:
        value = parse_number(positive, language)
        return None if value is None else -value
    head, factor = _split_magnitude(written, tables)
    value = _simple(head, tables)
    if value is None and factor > 1:
        # "three lakh crore"
        head, more = _split_magnitude(head, tables)
        value, factor = _simple(head, tables), factor * more
    return None if value is None else plain(value * factor)


def plain(value: Decimal) -> Decimal:
    """Write a number without exponent and without needless zeros."""
    if value == value.to_integral_value():
        return value.to_integral_value()
    return value.normalize()


def quotient(part: int | Decimal, whole: int) -> Decimal:
    """One number divided by another, cut where nobody reads further."""
    with localcontext() as context:
        context.prec = _PRECISION
        return plain(Decimal(part) / whole)


def is_exact(value: Decimal) -> bool:
    """Tell whether a quotient ends within the decimals that an article could give."""
    return len(f"{value:f}".partition(".")[2]) <= _DECIMALS


def regrouped(written: str) -> Decimal | None:
    """The number with its only mark read as grouping ("10.000" of a text that writes "10.5")."""
    match = _GROUPED.fullmatch(written)
    if match is None or match.group(1) not in ".," or written[0] == "0" or len(written) > 7:
        return None
    return Decimal(written.replace(match.group(1), ""))


def _unsigned(written: str, tables: NumberWords) -> str:
    if written[:1] in set(_SIGNS):
        return written[1:].strip()
    signs = (sign for sign in tables.minus if written.startswith(f"{sign} "))
    return written.removeprefix(next(signs, "")).strip()


def _split_magnitude(written: str, tables: NumberWords) -> tuple[str, int]:
    """Cut "2,5 mio." into its head and factor."""
    for form in sorted(tables.magnitudes, key=len, reverse=True):
        head = written.removesuffix(form).rstrip()
        spoken = written.endswith(form) and head
        if not spoken or not (head[-1].isdigit() or written[len(head)] in " -"):
            continue
        # A spelled number multiplies its own scales ("two hundred thousand").
        own = head[-1].isdigit() or head in tables.fixed or form not in tables.scales
        if own or head.endswith(tables.halves or "\n"):
            return head, tables.magnitudes[form]
    return written, 1


def _simple(written: str, tables: NumberWords) -> Decimal | None:
    if written in tables.fixed:
        return tables.fixed[written]
    if written[:1].isdecimal() or written[:1] == ".":
        return _digits(written, tables) if len(written) <= _LONGEST else None
    if written and written in FRACTIONS:
        return _fraction(written)
    return spelled_number(written, tables)


def _fraction(character: str) -> Decimal:
    name = unicodedata.decomposition(character).split()[1:]
    part, _, whole = "".join(chr(int(code, 16)) for code in name).partition("\u2044")
    return quotient(int(part), int(whole))


def _digits(written: str, tables: NumberWords) -> Decimal | None:
    """Read digits: three behind a mark are a group unless the mark is the decimal one."""
    if written[-1] in FRACTIONS and written[:-1].strip().isdecimal():
        return Decimal(written[:-1].strip()) + _fraction(written[-1])
    match = _GROUPED.fullmatch(written)
    if match and _is_grouping(written, match.group(1), tables):
        mark = match.group(1)
        return Decimal(written.replace(mark, "").replace(",", "."))
    if _PAIRED.fullmatch(written):
        return Decimal(written.replace(",", ""))
    if _PLAIN.fullmatch(written):
        return Decimal(written.replace(",", "."))
    return _divided(written)


def _divided(written: str) -> Decimal | None:
    match = _SOLIDUS.fullmatch(written)
    if match is None or not int(match.group("of")):
        return None
    return int(match.group("whole") or 0) + quotient(int(match.group("part")), int(match["of"]))


def _is_grouping(written: str, mark: str, tables: NumberWords) -> bool:
    if written[0] == "0":
        return False
    return mark != tables.decimal or written.count(mark) > 1
