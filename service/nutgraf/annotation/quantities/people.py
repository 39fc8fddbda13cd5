"""Counted nouns: which name persons, so that a count of them can be a toll."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold

# "Sprengstoffexperten": a head needs something before it that is a word of its own.
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class People:
    """Nouns of persons: whole words, and heads that compounds end in."""

    words: frozenset[str]
    heads: tuple[str, ...]
    unlike: frozenset[str]

    def names(self, word: str) -> bool:
        """Tell whether a noun names persons, itself or by the head of its compound."""
        folded = fold(word)
        last = folded.rsplit("-", 1)[-1]
        if folded in self.words or last in self.words:
            return True
        if folded in self.unlike:
            return False
        return any(
            folded.endswith(head) and len(folded) >= len(head) + _SHORTEST for head in self.heads
        )


@lru_cache(maxsize=8)
def people_of(language: Language) -> People:
    """The nouns of persons of a language, read once."""
    told = language.table("quantities").get("people") or {}
    has_grammar = (language.folder / "grammar.yaml").is_file()
    grammar = language.table("grammar") if has_grammar else {}
    singles = language.table("quantities").get("single_nouns") or ()
    words = {*(told.get("words") or ()), *(grammar.get("people") or ()), *singles}
    return People(
        frozenset(map(fold, words)),
        tuple(sorted(map(fold, told.get("heads") or ()))),
        frozenset(map(fold, told.get("unlike") or ())),
    )
