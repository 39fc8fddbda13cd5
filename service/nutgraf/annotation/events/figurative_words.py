"""Words of figures of speech: the optional table of a language, folded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold

EXAMPLES = "examples"


@dataclass(frozen=True, slots=True)
class FigurativeWords:
    """What the keys of `figurative.yaml` hold; without it nothing is figurative."""

    works: frozenset[str] = frozenset()
    work_heads: frozenset[str] = frozenset()
    titled: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()
    plots: frozenset[str] = frozenset()
    story_prepositions: frozenset[str] = frozenset()
    pretending: frozenset[str] = frozenset()
    comparing: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    images: frozenset[str] = frozenset()
    realms: frozenset[str] = frozenset()
    anyone: frozenset[str] = frozenset()
    consequences: frozenset[str] = frozenset()
    resuming: frozenset[str] = frozenset()
    laws: frozenset[str] = frozenset()
    by_law: frozenset[str] = frozenset()
    reviews: frozenset[str] = frozenset()
    past: frozenset[str] = frozenset()
    past_endings: frozenset[str] = frozenset()
    drills: frozenset[str] = frozenset()
    drill_heads: frozenset[str] = frozenset()
    scripts: frozenset[str] = frozenset()
    by_script: frozenset[str] = frozenset()
    resuming_script: frozenset[str] = frozenset()
    copulas: frozenset[str] = frozenset()
    assuming: frozenset[str] = frozenset()

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> FigurativeWords:
        """Fold the words of the table."""
        lists = {key: words for key, words in table.items() if key != EXAMPLES}
        return cls(**{key: frozenset(map(fold, words or ())) for key, words in lists.items()})


def load_figurative_words(language: Language) -> FigurativeWords:
    """Read the table of a language; it may be absent."""
    if not (language.folder / "figurative.yaml").is_file():
        return FigurativeWords()
    return FigurativeWords.of(language.table("figurative") or {})
