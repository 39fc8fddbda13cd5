"""Whole numbers in German and English words, as dictionaries write them."""

from __future__ import annotations

_DE = ["null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"]
_DE += ["elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn"]
_DE += ["neunzehn"]
_DE_TENS = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
_EN = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_EN += ["eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"]
_EN += ["nineteen"]
_EN_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def german(value: int) -> str:
    """A whole number up to a billion in German words, as the dictionary writes it."""
    parts = []
    for scale, one, many in ((10**9, "Milliarde", "Milliarden"), (10**6, "Million", "Millionen")):
        count, value = divmod(value, scale)
        parts += [f"eine {one}" if count == 1 else f"{_below(count)} {many}"] if count else []
    thousands, value = divmod(value, 1000)
    low = (f"{_below(thousands)}tausend" if thousands else "") + (_below(value) if value else "")
    parts += [f"{low}s" if low.endswith("ein") else low] if low else []
    return " ".join(parts)


def _below(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    head = f"{_DE[hundreds]}hundert" if hundreds else ""
    if not rest:
        return head
    if rest < 20:
        return head + _DE[rest]
    tens, unit = divmod(rest, 10)
    return head + (f"{_DE[unit]}und" if unit else "") + _DE_TENS[tens - 2]


def english(value: int) -> str:
    """A whole number up to a billion in British English words."""
    parts = []
    for scale, word in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        count, value = divmod(value, scale)
        parts += [f"{_under(count)} {word}"] if count else []
    if value:
        joiner = "and " if parts and value < 100 else ""
        parts.append(joiner + _under(value))
    return " ".join(parts)


def _under(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    parts = [f"{_EN[hundreds]} hundred"] if hundreds else []
    if rest:
        tens, unit = divmod(rest, 10)
        word = _EN_TENS[tens - 2] + (f"-{_EN[unit]}" if unit else "")
        parts.append(_EN[rest] if rest < 20 else word)
    return " and ".join(parts)
