"""What a word form is by itself: the stems it is known by, its tag, lemma and compound head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.util import find_spec
from json import dumps
from pathlib import Path
from typing import Protocol

from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.errors import ConfigurationError
from nutgraf.tables import kept

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

    model: str
    stems: Mapping[str, tuple[str, ...]]
    classes: tuple[str, ...]
    endings: tuple[str, ...]
    noun: str
    _kept: dict[tuple[str, int], tuple[str, Sequence[tuple[str, str]], str]] = field(
        default_factory=dict
    )

    @cached_property
    def analyser(self) -> _Analyser:
        """The model, which takes 0.2 s and 50 MB: who asks for stems alone never pays."""
        return _analyser(self.model)

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
    data = language.table("lexis")
    endings = tuple(fold(end) for end in data["endings"])
    stems = _stems(data["model"], data["stems"])
    return Lexis(data["model"], stems, tuple(data["stems"]), endings, data["noun"])


@lru_cache(maxsize=4)
def _analyser(model: str) -> _Analyser:
    from HanTa.HanoverTagger import HanoverTagger  # noqa: PLC0415 - loads numpy

    analyser: _Analyser = HanoverTagger(model)
    return analyser


def _stems(model: str, classes: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Each stem of the model with the classes of words that have it."""
    key = _content(model) + dumps(classes).encode()
    groups = kept(key, lambda: _grouped(_analyser(model), classes))
    found: dict[str, tuple[str, ...]] = {}
    for names, words in groups.items():
        found |= dict.fromkeys(words.split("\n"), tuple(names.split()))
    return found


def _grouped(analyser: _Analyser, classes: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The stems of the model, a line each, under the names of their classes."""
    found: dict[str, list[str]] = {}
    for name, tags in classes.items():
        for word in {word for tag in tags for word in analyser.LP_m_t[analyser.tag2int[tag]]}:
            found.setdefault(word, []).append(name)
    groups: dict[str, list[str]] = {}
    for word in sorted(found):
        groups.setdefault(" ".join(found[word]), []).append(word)
    return {names: "\n".join(words) for names, words in groups.items()}


def _content(model: str) -> bytes:
    package = find_spec("HanTa")
    folders = package.submodule_search_locations if package else None
    for folder in folders or ():
        file = Path(folder) / model
        if file.exists():
            return file.read_bytes()
    raise ConfigurationError(f"the model of word forms {model} is not there; reinstall HanTa")
