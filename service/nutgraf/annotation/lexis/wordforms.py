"""What a word form is by itself: its tag, its lemma and the head of a compound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from nutgraf.annotation.text.language import Language

#: Tags of the analyser that are names and nouns.
_NAME, _NOUN = "NE", "NN"


class _Analyser(Protocol):
    """The part of HanTa's tagger that is used here."""

    def __hash__(self) -> int: ...

    def tag_word(self, word: str) -> Sequence[tuple[str, float]]: ...

    def analyze(self, word: str, taglevel: int) -> tuple[str, Sequence[tuple[str, str]], str]: ...


@dataclass(frozen=True, slots=True)
class WordForm:
    """The tag of a word form; `lean` is how much rather it is a name than a noun.

    `lean` is a difference of logarithms of probabilities, `None` where the analyser knows
    the word as only one of the two or as neither.
    """

    tag: str
    lean: float | None = None


class Lexis:
    """The word forms of one language; every answer is kept, the model is loaded once."""

    def __init__(self, model: str) -> None:
        self._analyser = _analyser(model)
        self._forms: dict[str, WordForm] = {}

    def form(self, word: str) -> WordForm:
        """The most probable tag of a word that stands alone, in the tags of the model."""
        known = self._forms.get(word)
        if known is None:
            known = self._forms[word] = self._read(word)
        return known

    def _read(self, word: str) -> WordForm:
        tags = {tag: float(logarithm) for tag, logarithm in self._analyser.tag_word(word)}
        best = max(tags, key=tags.__getitem__, default="")
        if _NAME in tags and _NOUN in tags:
            return WordForm(best, tags[_NAME] - tags[_NOUN])
        return WordForm(best)

    def lemma(self, word: str) -> str:
        """The dictionary form of a word ("getötet": "töten"); verbs keep their prefix."""
        return _analysis(self._analyser, word, 1)[0]

    def head(self, word: str) -> str:
        """The last noun of a compound ("Truppenabzug": "Abzug"), else the lemma."""
        parts = _analysis(self._analyser, word, 3)[1]
        nouns = [part for part, tag in parts if tag == _NOUN]
        return nouns[-1].capitalize() if len(nouns) > 1 else self.lemma(word)


@lru_cache(maxsize=8)
def _analyser(model: str) -> _Analyser:
    # The model takes about 0.2 s and 50 MB: whoever never asks for a word never pays.
    from HanTa.HanoverTagger import HanoverTagger  # noqa: PLC0415

    tagger: _Analyser = HanoverTagger(model)
    return tagger


@lru_cache(maxsize=65_536)
def _analysis(
    analyser: _Analyser, word: str, level: int
) -> tuple[str, Sequence[tuple[str, str]], str]:
    found = analyser.analyze(word, taglevel=level)
    return found if level > 1 else (found[0], (), found[-1])


@lru_cache(maxsize=16)
def lexis(language: Language) -> Lexis | None:
    """The word forms of a language, or nothing when its folder names no model."""
    if not (language.folder / "lexis.yaml").exists():
        return None
    return Lexis(language.table("lexis")["model"])
