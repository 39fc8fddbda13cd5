"""Words that make counted people killed, injured, arrested and so on, from `casualties.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.quantity import Measure


@dataclass(frozen=True, slots=True)
class CasualtyWords:
    """Nouns that are counted, and verb forms (one or more words) by the measure they give."""

    nouns: Mapping[str, Measure]
    verbs: Mapping[str, tuple[tuple[tuple[str, ...], Measure], ...]]

    def verb_at(self, folds: Sequence[str], index: int) -> tuple[Measure, int] | None:
        """The measure of the verb that begins at a token, and the token after it."""
        for words, measure in self.verbs.get(folds[index], ()):
            end = index + len(words)
            if tuple(folds[index:end]) == words:
                return measure, end
        return None


@lru_cache(maxsize=16)
def load_casualty_words(language: Language) -> CasualtyWords:
    """Read the table of a language; longer phrases are tried before shorter ones."""
    rows: Iterable[Mapping[str, Any]] = language.table("casualties") or ()
    nouns: dict[str, Measure] = {}
    verbs: dict[str, list[tuple[tuple[str, ...], Measure]]] = {}
    for row in rows:
        measure = Measure(row["measure"])
        nouns.update({fold(noun): measure for noun in row.get("nouns") or ()})
        for form in row.get("verbs") or ():
            words = tuple(fold(form).split())
            verbs.setdefault(words[0], []).append((words, measure))
    ordered = {first: tuple(sorted(each, key=_longest)) for first, each in verbs.items()}
    return CasualtyWords(nouns, ordered)


def _longest(entry: tuple[tuple[str, ...], Measure]) -> tuple[int, tuple[str, ...]]:
    return -len(entry[0]), entry[0]
