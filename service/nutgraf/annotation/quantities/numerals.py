"""Numerals: digits in every grouping and number words, read by the tables of one language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from nutgraf.annotation.text.language import Language

# Marks that group digits in any language: apostrophes and the narrow and unbreakable spaces.
_SPACES = "\u00a0\u2007\u2009\u202f "
_MARKS = "'’" + _SPACES
#: Digits with grouping and decimals, with no digit, letter or point on either side.
DIGITS = (
    rf"(?<![\w.,:/+])(?<!\w')(?:\d{{1,3}}(?P<mark>[.,{_MARKS}])\d{{3}}(?:(?P=mark)\d{{3}})*|\d+)"
    r"(?:[.,]\d+)?(?!\d)"
)
_GROUPED = re.compile(rf"\d{{1,3}}(?:([.,{_MARKS}])\d{{3}})(?:\1\d{{3}})*(?:[.,]\d+)?")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
# Longer runs of digits are codes, and would pass the precision of decimal arithmetic.
_LONGEST = 24
_FRACTIONS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The number words of one language and how they are put together."""

    decimal: str
    grouping: str
    words: Mapping[str, int]
    scales: Mapping[str, int]
    magnitudes: Mapping[str, int]
    fixed: Mapping[str, Decimal]
    articles: frozenset[str]
    joiner: str
    inverted: bool
    parts: re.Pattern[str]

    @property
    def values(self) -> Mapping[str, int]:
        """Every part of a number word with its value."""
        return {**self.words, **self.scales}


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
    head, factor = _split_magnitude(written, tables)
    value = _simple(head, tables)
    return None if value is None else plain(value * factor)


def plain(value: Decimal) -> Decimal:
    """Write a number without exponent and without needless zeros."""
    if value == value.to_integral_value():
        return value.to_integral_value()
    return value.normalize()


def fold_number(text: str) -> str:
    """Lower-case a number expression, write ss for ß and single plain spaces."""
    return " ".join(text.lower().replace("ß", "ss").split(" ")).strip()


@lru_cache(maxsize=8)
def number_words(language: Language) -> NumberWords:
    """The number words of a language, read once."""
    data = language.table("numerals")
    words, scales = _folded(data["words"]), _folded(data["scales"])
    ordered = sorted((*words, *scales, data["joiner"]), key=lambda part: (-len(part), part))
    return NumberWords(
        decimal=data["decimal"],
        grouping=data["grouping"],
        words=words,
        scales=scales,
        magnitudes=_folded(data["magnitudes"]),
        fixed={fold_number(form): Decimal(str(value)) for form, value in data["fixed"].items()},
        articles=frozenset(fold_number(form) for form in data["articles"]),
        joiner=data["joiner"],
        inverted=data["inverted"],
        parts=re.compile("|".join(map(re.escape, ordered))),
    )


def _folded(table: Mapping[str, int]) -> dict[str, int]:
    return {fold_number(form): value for form, value in table.items()}


def _split_magnitude(written: str, tables: NumberWords) -> tuple[str, int]:
    """Cut "2,5 mio." into its head and factor."""
    for form in sorted(tables.magnitudes, key=len, reverse=True):
        head = written.removesuffix(form).rstrip()
        spoken = written.endswith(form) and head
        if not spoken or not (head[-1].isdigit() or written[len(head)] in " -"):
            continue
        # A spelled number multiplies its own scales ("two hundred thousand").
        if head[-1].isdigit() or head in tables.fixed or form not in tables.scales:
            return head, tables.magnitudes[form]
    return written, 1


def _simple(written: str, tables: NumberWords) -> Decimal | None:
    if written in tables.fixed:
        return tables.fixed[written]
    if written[:1].isdigit():
        return _digits(written, tables) if len(written) <= _LONGEST else None
    if written in _FRACTIONS:
        return _FRACTIONS[written]
    return _spelled(written, tables)


def _digits(written: str, tables: NumberWords) -> Decimal | None:
    """Read digits: three behind a mark are a group unless the mark is the decimal one."""
    if written[-1] in _FRACTIONS and written[:-1].strip().isdigit():
        return Decimal(written[:-1].strip()) + _FRACTIONS[written[-1]]
    match = _GROUPED.fullmatch(written)
    if match and _is_grouping(written, match.group(1), tables):
        mark = match.group(1)
        return Decimal(written.replace(mark, "").replace(",", "."))
    if _PLAIN.fullmatch(written):
        return Decimal(written.replace(",", "."))
    return None


def _is_grouping(written: str, mark: str, tables: NumberWords) -> bool:
    if written[0] == "0":
        return False
    return mark != tables.decimal or written.count(mark) > 1


def _spelled(written: str, tables: NumberWords) -> Decimal | None:
    """Read a number word by adding and multiplying its parts; a bad order gives `None`."""
    if written in tables.words:
        return Decimal(tables.words[written])
    parts = _parts(written, tables)
    return _Sum(tables).read(parts) if parts else None


def _parts(written: str, tables: NumberWords) -> list[str] | None:
    found: list[str] = []
    position = 0
    while position < len(written):
        if written[position] in " -" and position:
            position += 1
            continue
        match = tables.parts.match(written, position)
        if match is None:
            return None
        found.append(match.group())
        position = match.end()
    return found


class _Sum:
    """The running value of a number word: what is complete, and the group being read."""

    def __init__(self, tables: NumberWords) -> None:
        self.tables = tables
        self.total = 0
        self.group = 0
        self.last_scale = 10**18
        self.joined = True

    def read(self, parts: list[str]) -> Decimal | None:
        for part in parts:
            if not self._take(part):
                return None
        ends_open = parts[-1] == self.tables.joiner
        return None if ends_open else Decimal(self.total + self.group)

    def _take(self, part: str) -> bool:
        if part == self.tables.joiner:
            self.joined = True
            return bool(self.total or self.group)
        value = self.tables.values[part]
        fits = self._multiply(value) if part in self.tables.scales else self._add(value)
        self.joined = False
        return fits

    def _multiply(self, scale: int) -> bool:
        if scale == 100:
            fits = self.group < 100
            self.group = max(self.group, 1) * 100
            return fits
        fits = scale < self.last_scale
        self.total += max(self.group, 1) * scale
        self.group, self.last_scale = 0, scale
        return fits

    def _add(self, value: int) -> bool:
        rest = self.group % 100
        self.group += value
        if rest == 0:
            return value > 0
        if self.tables.inverted:
            return rest < 10 and self.joined and value >= 20
        return rest >= 20 and rest % 10 == 0 and value < 10
