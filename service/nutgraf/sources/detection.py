"""Which language a text is in, among all that the detector knows."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from nutgraf.errors import DocumentError
from nutgraf.folders import language_files
from nutgraf.tables import read_table

# Enough text to be sure; the classifier's cost grows with the length.
_SAMPLE = 3000
_WORD = re.compile(r"[^\W\d_]+")
#: Fewer words than these tell nothing by their shares.
_FEWEST = 40
# 687 of 700 German articles reach this share; the model says German of all of them.
_SHARE = 0.2
_AHEAD = 8


def detect_language(text: str, readable: frozenset[str]) -> str:
    """Detect the language (ISO 639-1) of a text; raise when it is not a readable one."""
    sample = text[:_SAMPLE]
    code = _by_words(sample) or _identifier().classify(sample)[0]
    if code not in readable:
        names = ", ".join(sorted(readable))
        raise DocumentError(
            f"the text seems to be in {code!r}, which nutgraf cannot read ({names}); "
            "name the language with --language if this is wrong",
            reason="language",
        )
    return str(code)


def _by_words(sample: str) -> str | None:
    """The language that telltale words leave no doubt of, far ahead of all others."""
    words = _WORD.findall(sample.lower())
    if len(words) < _FEWEST:
        return None
    counts = [(sum(word in telling for word in words), code) for code, telling in _telltales()]
    (most, code), *others = sorted(counts, reverse=True)
    clear = most >= _SHARE * len(words) and all(most >= _AHEAD * count for count, _ in others)
    return code if clear else None


@lru_cache(maxsize=1)
def _telltales() -> tuple[tuple[str, frozenset[str]], ...]:
    files = language_files("detection.yaml")
    return tuple((file.parent.name, frozenset(read_table(file)["words"])) for file in files)


@lru_cache(maxsize=1)
def _identifier() -> Any:
    # Its model takes 0.7 s and 100 MB: only what the words leave open is put to it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - loads a model

    return LanguageIdentifier.from_model_file(MODEL_FILE)
