"""Every way to write a number that German and English articles have, with its exact value."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from bench.reading.number_words import english, german

_SEED = 20261120
_SPACES = {"space": " ", "no-break": "\u00a0", "thin": "\u2009", "narrow": "\u202f"}
_APOSTROPHES = {"apostrophe": "'", "typographic": "’"}
# Sentences around a number, without and with a unit; `{}` is the number as written.
FRAMES = {
    "de": {
        "count": "Die Behörde zählte {} Menschen auf dem Platz.",
        "end": "Die Zahl stieg auf {}.",
        "brackets": "Viele kamen ({} Menschen), andere blieben fern.",
        "percent": "Der Anteil lag bei {} Prozent.",
        "sign": "Der Anteil lag bei {} % aller Stimmen.",
        "tight": "Der Anteil lag bei {}% aller Stimmen.",
        "minus": "Der Wert sank um minus {} Prozent.",
        "dash": "Der Wert lag bei -{} Prozent.",
        "euro": "Das Land zahlte {} Euro an die Stadt.",
        "symbol": "Das Land zahlte {} € an die Stadt.",
        "code": "Der Bund zahlte CHF {} an die Stadt.",
        "dollar": "Der Preis betrug $ {} je Stück.",
    },
    "en": {
        "count": "Officials counted {} people on the square.",
        "end": "The number rose to {}.",
        "brackets": "Many came ({} people), others stayed away.",
        "percent": "The share was {} percent.",
        "sign": "The share was {} % of the votes.",
        "tight": "The share was {}% of the votes.",
        "minus": "The value fell by minus {} percent.",
        "dash": "The value stood at -{} percent.",
        "dollar": "The state paid ${} to the town.",
        "pound": "The state paid £{} to the town.",
        "code": "The state paid EUR {} to the town.",
        "unit": "The state paid {} euros to the town.",
    },
}
_NEGATIVE = frozenset({"minus", "dash"})


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence with one number: the form and frame it shows, and its value."""

    code: str
    form: str
    frame: str
    text: str
    number: str
    value: Decimal


def written_numbers() -> Iterator[Written]:
    """All forms in all frames that can hold them, with seeded values of every magnitude."""
    dice = random.Random(_SEED)  # noqa: S311 - values of a benchmark, the same in each run
    for code, frames in FRAMES.items():
        for form, number, value in _forms(code, dice):
            for frame, sentence in frames.items():
                if not _fits(code, form, frame):
                    continue
                signed = -value if frame in _NEGATIVE else value
                yield Written(code, form, frame, sentence.format(number), number, signed)


def _fits(code: str, form: str, frame: str) -> bool:
    """Words take no signs, and letters right behind digits need their currency sign before."""
    if form.startswith(("words", "half", "article")):
        return frame in {"count", "end", "brackets", "percent", "minus", "euro", "unit"}
    if form.startswith("signed"):
        return frame in {"dollar", "pound"}
    if frame == "end":
        return not form.endswith(".")
    return not (frame == "tight" and form.startswith("magnitude"))


def _forms(code: str, dice: random.Random) -> Iterator[tuple[str, str, Decimal]]:
    yield from _digits(code, dice)
    yield from _magnitudes(code, dice)
    yield from _worded(code, dice)


def _values(dice: random.Random, low: int = 0, high: int = 9) -> Iterator[int]:
    """Two numbers of each power of ten, and the power itself."""
    for power in range(low, high + 1):
        yield 10**power
        for _ in range(2 if power < high else 0):
            yield dice.randrange(10**power, 10 ** (power + 1))


def _digits(code: str, dice: random.Random) -> Iterator[tuple[str, str, Decimal]]:
    own, point = (".", ",") if code == "de" else (",", ".")
    marks = {"own": own, **_APOSTROPHES, **_SPACES}
    for value in _values(dice):
        if not 1900 <= value <= 2100:
            yield "plain", str(value), Decimal(value)
    for name, mark in marks.items():
        for value in _values(dice, low=3):
            grouped = f"{value:,}".replace(",", mark)
            yield f"grouped-{name}", grouped, Decimal(value)
            decimals = dice.randrange(1, 99)
            exact = Decimal(f"{value}.{decimals:02}")
            yield f"grouped-decimal-{name}", f"{grouped}{point}{decimals:02}", exact
    for value in _values(dice, low=6):
        yield "grouped-foreign", f"{value:,}".replace(",", point), Decimal(value)
    for value in _values(dice, high=6):
        for places in (1, 2):
            rest = str(dice.randrange(1, 10**places)).zfill(places)
            yield f"decimal-{places}", f"{value}{point}{rest}", Decimal(f"{value}.{rest}")
    if code == "en":
        yield from (("pairs", pairs(value), Decimal(value)) for value in _values(dice, low=5))


def pairs(value: int) -> str:
    """Digits in groups of two before the last three, as in India."""
    head, last = str(value)[:-3], str(value)[-3:]
    groups = [head[max(end - 2, 0) : end] for end in range(len(head), 0, -2)]
    return ",".join([*reversed(groups), last])


_WORDED = {
    "de": {
        "Tsd.": 10**3,
        "Millionen": 10**6,
        "Mio.": 10**6,
        "Mio": 10**6,
        "Milliarden": 10**9,
        "Mrd.": 10**9,
        "Mrd": 10**9,
        "Mia.": 10**9,
        "Billionen": 10**12,
        "Dutzend": 12,
    },
    "en": {
        "thousand": 10**3,
        "million": 10**6,
        "mn": 10**6,
        "mln": 10**6,
        "billion": 10**9,
        "bn": 10**9,
        "trillion": 10**12,
        "dozen": 12,
        "lakh": 10**5,
        "crore": 10**7,
    },
}
_ATTACHED = {"m": 10**6, "k": 10**3, "bn": 10**9, "b": 10**9}
_HALVES = {"½": "0.5", "¼": "0.25", "¾": "0.75"}


def _magnitudes(code: str, dice: random.Random) -> Iterator[tuple[str, str, Decimal]]:
    point = "," if code == "de" else "."
    for word, factor in _WORDED[code].items():
        for value in (2, 12, dice.randrange(20, 999)):
            yield f"magnitude-{word}", f"{value} {word}", Decimal(value * factor)
            yield f"magnitude-no-break-{word}", f"{value}\u00a0{word}", Decimal(value * factor)
            tenth = dice.randrange(1, 10)
            exact = Decimal(f"{value}.{tenth}") * factor
            yield f"magnitude-decimal-{word}", f"{value}{point}{tenth} {word}", exact
        for sign, part in _HALVES.items():
            yield f"magnitude-{sign}-{word}", f"3{sign} {word}", (3 + Decimal(part)) * factor
    if code == "en":
        for letters, factor in _ATTACHED.items():
            for digits in ("2", "1.5", "300"):
                yield f"signed-{letters}", f"{digits}{letters}", Decimal(digits) * factor


_GERMAN_HALVES = {
    "anderthalb": "1.5", "eineinhalb": "1.5", "zweieinhalb": "2.5", "fünfeinhalb": "5.5",
    "zwölfeinhalb": "12.5",
}  # fmt: skip
_ENGLISH_HALVES = {
    "one and a half": "1.5", "two and a half": "2.5", "five and a quarter": "5.25",
    "three and three-quarters": "3.75", "two point five": "2.5", "twelve point seven five": "12.75",
}  # fmt: skip


def _worded(code: str, dice: random.Random) -> Iterator[tuple[str, str, Decimal]]:
    spell = german if code == "de" else english
    forms: dict[str, Callable[[int], str]] = {"words": spell}
    forms |= {"words-ss": lambda value: german(value).replace("ß", "ss")} if code == "de" else {}
    forms |= {"words-without-and": _without_and} if code == "en" else {}
    for name, form in forms.items():
        yield from ((name, form(value), Decimal(value)) for value in _values(dice) if value > 1)
    halves = _GERMAN_HALVES if code == "de" else _ENGLISH_HALVES
    scales = ("Millionen", "Milliarden") if code == "de" else ("million", "billion")
    for words, half in halves.items():
        for scale in scales:
            yield f"half-{words}", f"{words} {scale}", Decimal(half) * _WORDED[code][scale]


def _without_and(value: int) -> str:
    return english(value).replace(" and ", " ")
