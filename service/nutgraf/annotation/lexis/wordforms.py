"""What a word form is by itself: the stems it is known by, its tag, lemma and compound head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold

#: Shorter ends of a word are no compound head.
_SHORTEST_HEAD = 4
_LONGEST_HEAD = 16


class _Analyser(Protocol):
    """The part of HanTa's tagger that is used here; `LP_m_t` has the stems of each tag."""

    LP_m_t: Mapping[int, Mapping[str, float]]
    tag2int: Mapping[str, int]

    def tag_word(self, word: str) -> Sequence[tuple[str, float]]: ...

    def analyze(self, word: str, taglevel: int) -> tuple[str, Sequence[tuple[str, str]], str]: ...


@dataclass(frozen=True, eq=False)
class Lexis:
    """The word forms of one language; what was analysed once is kept.

    Looking stems up costs a microsecond, an analysis (`tag`, `lemma`, `head`) about half a
    millisecond: ask for those of words that matter.
    """

    analyser: _Analyser
    stems: Mapping[str, tuple[str, ...]]
    classes: tuple[str, ...]
    endings: tuple[str, ...]
    noun: str
    _kept: dict[tuple[str, int], tuple[str, Sequence[tuple[str, str]], str]] = field(
        default_factory=dict
    )

    def known(self, word: str) -> tuple[str, ...]:
        """The classes of words that have exactly this stem ("name", "noun", "other")."""
        return self.stems.get(word.lower(), ())

    def inflected(self, word: str) -> tuple[str, ...]:
        """The classes of words of which this is a stem with an ending."""
        cuts = (word[: -len(end)] for end in self.endings if word.endswith(end))
        found = (name for stem in cuts if len(stem) > 2 for name in self.known(stem))
        return tuple(sorted(set(found), key=self.classes.index))

    def ends_in_noun(self, word: str) -> bool:
        """Tell whether a known noun ends a longer word ("Truppenabzug")."""
        longest = min(len(word) - 3, _LONGEST_HEAD)
        ends = (word[-length:] for length in range(longest, _SHORTEST_HEAD - 1, -1))
        return any(self.noun in self.known(end) for end in ends)

    def tag(self, word: str) -> str:
        """The most probable tag of a word that stands alone, in the tags of the model."""
        return self._analysis(word, 1)[-1]

    def lemma(self, word: str) -> str:
        """The dictionary form of a word ("getötet": "töten"); verbs keep their prefix."""
        return self._analysis(word, 1)[0]

    def head(self, word: str) -> str:
        """The last noun of a compound ("Truppenabzug": "Abzug"), else the lemma."""
        nouns = [part for part, tag in self._analysis(word, 3)[1] if tag.startswith(_NOUN_TAG)]
        return nouns[-1].capitalize() if len(nouns) > 1 else self.lemma(word)

    def _analysis(self, word: str, level: int) -> tuple[str, Sequence[tuple[str, str]], str]:
        known = self._kept.get((word, level))
        if known is None:
            found = self.analyser.analyze(word, taglevel=level)
            known = found if level > 1 else (found[0], (), found[-1])
            self._kept[word, level] = known
        return known


#: Both models call nouns so.
_NOUN_TAG = "NN"


@lru_cache(maxsize=16)
def lexis(language: Language) -> Lexis | None:
    """The word forms of a language, or nothing when its folder names no model."""
    if not (language.folder / "lexis.yaml").exists():
        return None
    # The model takes about 0.2 s and 50 MB: whoever never asks for a word never pays.
    from HanTa.HanoverTagger import HanoverTagger  # noqa: PLC0415

    data = language.table("lexis")
    analyser: _Analyser = HanoverTagger(data["model"])
    endings = tuple(fold(end) for end in data["endings"])
    return Lexis(
        analyser, _stems(analyser, data["stems"]), tuple(data["stems"]), endings, data["noun"]
    )


def _stems(analyser: _Analyser, classes: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Each stem of the model with the classes of words that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for name, tags in classes.items():
        words = {word for tag in tags for word in analyser.LP_m_t[analyser.tag2int[tag]]}
        for word in words:
            found[word] = (*found.get(word, ()), name)
    return found
