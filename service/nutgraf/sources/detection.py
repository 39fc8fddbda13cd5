"""Which language a text is in, among all that the detector knows."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from nutgraf.errors import DocumentError

# Enough text to be sure; the classifier's cost grows with the length.
_SAMPLE = 3000


def detect_language(text: str, readable: frozenset[str]) -> str:
    """Detect the language (ISO 639-1) of a text; raise when it is not a readable one."""
    code, _score = _identifier().classify(text[:_SAMPLE])
    if code not in readable:
        names = ", ".join(sorted(readable))
        raise DocumentError(
            f"the text seems to be in {code!r}, which nutgraf cannot read ({names}); "
            "name the language with --language if this is wrong",
            reason="language",
        )
    return str(code)


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - loads a model

    return LanguageIdentifier.from_model_file(MODEL_FILE)
