"""Shapes of numbers in words: runs of number words, fractions, decimals, magnitudes, signs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nutgraf.annotation.quantities.numeral_tables import NumberWords

#: A sign or international code of a currency right before a number.
CURRENCY = re.compile(
    r"(?<!\w)(?:(?:US|A|AU|C|CA|HK|NZ|R|S)?[$]|[€£¥₹₽₺₴₩₪₦₫]"
    r"|AUD|BRL|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HUF|ILS|INR|JPY|KRW|MXN|NOK|PLN|RON|RUB|SEK|TRY|UAH|USD"
    r"|ZAR|Fr\.|SFr\.|Rs\.?)[\s\u00a0\u202f]?$"
)
_NEVER = r"(?!)"


@dataclass(frozen=True, slots=True)
class NumberShapes:
    """Compiled patterns of one language; a pattern without words in the table never matches."""

    spelled: re.Pattern[str]
    magnitude: re.Pattern[str]
    attached: re.Pattern[str]
    signed: re.Pattern[str]
    denominator: re.Pattern[str]
    fraction: re.Pattern[str]
    bare_fraction: re.Pattern[str]
    pointed: re.Pattern[str]
    minus: re.Pattern[str]


def number_shapes(numbers: NumberWords) -> NumberShapes:
    """The patterns of the number words of a language."""
    magnitude = any_of(re.escape(form).replace(r"\ ", " ") for form in numbers.magnitudes)
    run, denominator = _run(numbers, magnitude), _denominator(numbers)
    of = rf"(?:\s+{numbers.linker})?" if numbers.linker else ""
    tail = rf"(?P<tail>{of}\s+(?:{magnitude}))?(?!\w|-\w)"
    small = any_of(form for form, value in numbers.words.items() if value < 100)
    rest = rf"(?P<rest>(?:{small})(?:[\s-]+(?:{small}))*)"
    return NumberShapes(
        spelled=_words(rf"(?:{run})(?!\w|-\w)"),
        magnitude=re.compile(rf"[ \u00a0\u202f-]?(?:{magnitude})(?!\w)", re.IGNORECASE),
        attached=re.compile(rf"(?:{any_of(numbers.attached)})(?!\w)"),
        signed=re.compile(rf"(?:{any_of(numbers.signed)})(?!\w)"),
        denominator=re.compile(rf"(?:{denominator})(?!\w)", re.IGNORECASE),
        fraction=_words(rf"(?P<part>{run}|\d{{1,3}})(?:\s*-\s*|\s+)(?P<of>{denominator}){tail}"),
        bare_fraction=_words(rf"(?P<of>{any_of(numbers.bare_fractions)}){tail}"),
        pointed=_words(rf"(?P<whole>{run})\s+{numbers.point}\s+{rest}{tail}")
        if numbers.point
        else re.compile(_NEVER),
        minus=re.compile(
            rf"(?:(?<![\w-])(?:{any_of(numbers.minus)})\s+|(?<![^\s(])[-−])$", re.IGNORECASE
        ),
    )


def loose(form: str) -> str:
    """A form as a pattern that takes ss for ß and any white space for a space."""
    return form.replace("ß", "(?:ß|ss)").replace(" ", r"(?:\s+)")


def any_of(forms: Iterable[str]) -> str:
    """The alternatives of a table, longest first; without any a pattern that never matches."""
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return "|".join(loose(form) for form in ordered) or _NEVER


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){pattern}", re.IGNORECASE)


def _denominator(numbers: NumberWords) -> str:
    forms = any_of(map(re.escape, numbers.denominators))
    return forms.replace(r"\-", "[ -]")


def _run(numbers: NumberWords, magnitude: str) -> str:
    """Number words: of parts written together, or apart with an optional joiner."""
    parts = any_of((*numbers.words, *numbers.scales)).replace("ss", "(?:ß|ss)")
    fixed = any_of(numbers.fixed).replace("ss", "(?:ß|ss)")
    joiner = numbers.joiner
    if numbers.spaced:
        word = f"(?:{parts}|{magnitude})"
        run = rf"{word}(?:(?:[\s-]+|\s+{joiner}\s+){word})*"
    else:
        half = f"(?:{any_of(numbers.halves)})?" if numbers.halves else ""
        more = rf"(?:\s+(?:{magnitude})(?:\s+(?:{parts}|{joiner})+)?)?"
        run = rf"(?:{parts}|{joiner})+{half}{more}"
    return rf"(?:{fixed})(?:\s+(?:{magnitude}))?|{run}"
