"""Keys under which the spellings of one name meet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_FOLDS = str.maketrans({"ß": "ss", "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "‑": "-", "‐": "-"})
_LATIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ə": "a"})

#: Spellings of one Slavic, Turkic or Arabic sound in German and English, longest first.
_SOUNDS = (
    ("schtsch", "S"), ("shch", "S"), ("tsch", "C"), ("dsch", "J"), ("sch", "S"), ("dzh", "J"),
    ("tch", "C"), ("zh", "S"), ("sh", "S"), ("kh", "h"), ("ch", "h"), ("ph", "f"), ("th", "t"),
    ("ck", "k"), ("qu", "kv"), ("q", "k"), ("w", "v"), ("x", "ks"), ("ou", "u"), ("oe", "o"),
    ("ue", "u"), ("ts", "z"), ("tz", "z"), ("s", "z"), ("c", "k"),
)  # fmt: skip
_GLIDE = re.compile(r"(?<=[aeiou])[jyi](?=[aeiou])")
_GLIDE_AFTER_CONSONANT = re.compile(r"(?<=[^aeiou\W])[jyi]+(?=[aeou])")
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(maxsize=16_384)
def name_key(name: str) -> str:
    """Fold case, typography and white space of a name.

    >>> name_key("Côte d’Ivoire")
    "côte d'ivoire"
    """
    return " ".join(name.lower().translate(_FOLDS).split())


@lru_cache(maxsize=16_384)
def plain_key(name: str) -> str:
    """Fold a name and take its diacritics away.

    >>> plain_key("Recep Tayyip Erdoğan")
    'recep tayyip erdogan'
    """
    parts = unicodedata.normalize("NFD", name_key(name).translate(_LATIN))
    return "".join(mark for mark in parts if not unicodedata.combining(mark))


@lru_cache(maxsize=16_384)
def sound_key(name: str) -> str:
    """Reduce a romanised name so that its transliterations share one key.

    >>> {sound_key(spelling) for spelling in ("Tokajew", "Tokayev", "Tokaev", "Toqajew")}
    {'tokaev'}
    """
    return " ".join(_word_sound(word) for word in re.split(r"[\s-]+", plain_key(name)))


def _word_sound(word: str) -> str:
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    word = _GLIDE.sub("", word)
    word = _GLIDE_AFTER_CONSONANT.sub("", word)
    word = _DOUBLE.sub(r"\1", word.replace("y", "i").replace("j", "i"))
    return re.sub(r"(?:ij|ii|i)$", "i", word)
