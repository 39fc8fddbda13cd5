"""Number words of one language: what its `numerals.yaml` says, read once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from nutgraf.annotation.text.language import Language


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The number words of one language and how they are put together."""

    decimal: str
    grouping: str
    words: Mapping[str, int]
    scales: Mapping[str, int]
    magnitudes: Mapping[str, int]
    attached: Mapping[str, int]
    signed: Mapping[str, int]
    fixed: Mapping[str, Decimal]
    articles: frozenset[str]
    joiner: str
    inverted: bool
    spaced: bool
    parts: re.Pattern[str]
    halves: tuple[str, ...]
    denominators: Mapping[str, int]
    bare_fractions: frozenset[str]
    linker: str
    point: str
    minus: tuple[str, ...]

    @property
    def values(self) -> Mapping[str, int]:
        """Every part of a number word with its value."""
        return {**self.words, **self.scales}


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
        attached=dict(data.get("attached") or {}),
        signed=dict(data.get("signed") or {}),
        fixed={fold_number(form): Decimal(str(value)) for form, value in data["fixed"].items()},
        articles=frozenset(fold_number(form) for form in data["articles"]),
        joiner=data["joiner"],
        inverted=data["inverted"],
        spaced=data["spaced"],
        parts=re.compile("|".join(map(re.escape, ordered))),
        halves=_longest_first(data.get("halves") or ()),
        denominators=_denominators(data),
        bare_fractions=frozenset(map(fold_number, data.get("bare_fractions") or ())),
        linker=data.get("fraction_of") or "",
        point=data.get("point") or "",
        minus=_longest_first(data.get("minus") or ()),
    )


def _denominators(data: Mapping[str, Any]) -> dict[str, int]:
    """Words of parts ("third", "twenty-fifths"): those told, and tens with the small ones."""
    told = {fold_number(form): value for form, value in (data.get("denominators") or {}).items()}
    small = {fold_number(form): value for form, value in (data.get("ordinals") or {}).items()}
    tens = {form: value for form, value in data["words"].items() if 20 <= value < 100}
    for ten, base in tens.items():
        told.update({f"{fold_number(ten)}-{form}": base + unit for form, unit in small.items()})
    return told


def _longest_first(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(map(fold_number, forms), key=lambda form: (-len(form), form)))


def _folded(table: Mapping[str, int]) -> dict[str, int]:
    return {fold_number(form): value for form, value in table.items()}
