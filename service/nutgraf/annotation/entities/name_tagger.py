"""The tagger of unknown names: a linear-chain conditional random field over a sentence.

Lafferty, McCallum and Pereira 2001. A word form is looked up once: what it says of itself
and of its neighbours is kept as a row of numbers for each place it may stand at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nutgraf.annotation.entities.name_evidence import REACH, Evidence, between
from nutgraf.annotation.entities.name_weights import Floats, Weights, weights
from nutgraf.annotation.text.language import Language
from nutgraf.model.annotation import Token

#: The table of a language that has a tagger.
TABLE = "unknown-names"
#: The classes of names that count: persons, places, organisations.
CLASSES = ("PER", "LOC", "ORG")
_OFFSETS = tuple(range(-REACH, REACH + 1))


@dataclass(frozen=True, slots=True)
class Tagged:
    """Tokens `first..last` (exclusive) that are a name of a class, and how surely."""

    first: int
    last: int
    label: str
    probability: float


class _Form:
    """What a word form adds at each place it is seen from, summed when first asked for."""

    def __init__(self, near: Sequence[str], own: Sequence[str], stem: str, of: Weights) -> None:
        self.stem = stem
        self._near, self._own, self._of = near, own, of
        self._rows: dict[int, Floats] = {}

    def row(self, offset: int) -> Floats:
        """What the form adds to a word that stands so far before it."""
        known = self._rows.get(offset)
        if known is None:
            known = self._rows[offset] = self._of.sum(self._features(offset))
        return known

    def _features(self, offset: int) -> Sequence[str]:
        return placed(self._near, offset) if offset else (*self._near, *self._own)


class _Edge(_Form):
    """A place outside the sentence."""

    def __init__(self, of: Weights) -> None:
        super().__init__((), (), "", of)

    def _features(self, offset: int) -> Sequence[str]:
        return (edge(offset),)


class NameTagger:
    """Tags the sentences of one language; word forms once seen are kept."""

    def __init__(self, evidence: Evidence, weighed: Weights) -> None:
        self.evidence = evidence
        self.weights = weighed
        # The words of articles repeat; a form takes two kilobytes.
        self._form = lru_cache(maxsize=16_384)(self._read)
        self.leans = lru_cache(maxsize=65_536)(self._leans)
        self._named = [n for n, label in enumerate(weighed.labels) if label[2:] in CLASSES]
        self._none = weighed.labels.index("O")
        self._edge = _Edge(weighed)

    def tag(
        self, tokens: Sequence[Token], told: Sequence[str], stretch: range | None = None
    ) -> list[Tagged]:
        """The names of a sentence, or of a stretch of it, with what stands around in sight.

        `told` are the marks of what the rules have found.
        """
        stretch = stretch or range(len(tokens))
        scores = self.scores(tokens, told, stretch)
        path = _best_path(scores, self.weights.transitions)
        spans = list(chunks([self.weights.labels[number] for number in path]))
        if not spans:
            return []
        shares = _marginals(scores, self.weights.transitions)
        sure = [float(shares[at, label]) for at, label in enumerate(path)]
        return [
            Tagged(first + stretch.start, last + stretch.start, label, min(sure[first:last]))
            for first, last, label in spans
        ]

    def scores(self, tokens: Sequence[Token], told: Sequence[str], stretch: range) -> Floats:
        """How much all evidence speaks for each label at each token of a stretch."""
        seen = range(stretch.start - REACH, stretch.stop + REACH)
        inside = range(len(tokens))
        forms = [self._form(tokens[at].text) if at in inside else self._edge for at in seen]
        scores = np.zeros((len(stretch), len(self.weights.labels)))
        for number, at in enumerate(stretch):
            row = scores[number]
            for place, offset in enumerate(_OFFSETS):
                row += forms[number + place].row(offset)
            stems = [form.stem for form in forms[number + REACH - 1 : number + REACH + 2]]
            row += self.weights.sum(between(tokens, told, stems, at))
        return scores

    def leaning(self, word: str) -> float:
        """How much rather a word alone is part of a name than none, as scores differ."""
        row = self._form(word).row(0)
        return float(row[self._named].max() - row[self._none])

    def _leans(self, word: str, beyond: float, sure: bool) -> bool:
        """Tell whether a word is known as a name, or as nothing, and leans to names so far."""
        return self.evidence.namelike(word, sure=sure) and self.leaning(word) > beyond

    def _read(self, word: str) -> _Form:
        said = self.evidence
        return _Form(said.near(word), said.own(word), said.stem(word), self.weights)


def placed(features: Sequence[str], offset: int) -> tuple[str, ...]:
    """The features of a word as another sees them that stands so far before it."""
    return tuple(f"{offset}{name}" for name in features) if offset else tuple(features)


def edge(offset: int) -> str:
    """The feature of a place outside the sentence."""
    return f"{offset}-"


def features(tokens: Sequence[Token], told: Sequence[str], evidence: Evidence) -> list[list[str]]:
    """All features of the tokens of a sentence, as the tagger is trained on them."""
    near = [evidence.near(token.text) for token in tokens]
    stems = ["", *(evidence.stem(token.text) for token in tokens), ""]
    rows = []
    for at, token in enumerate(tokens):
        row = [*between(tokens, told, stems[at : at + 3], at), *evidence.own(token.text)]
        for offset in _OFFSETS:
            seen = at + offset
            inside = 0 <= seen < len(tokens)
            row.extend(placed(near[seen], offset) if inside else (edge(offset),))
        rows.append(row)
    return rows


def chunks(labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The names that labels B- and I- mark: first and last token (exclusive) and class."""
    at = 0
    while at < len(labels):
        begin, _, label = labels[at].partition("-")
        last = at + 1
        while begin != "O" and last < len(labels) and labels[last] == f"I-{label}":
            last += 1
        if begin != "O":
            yield at, last, label
        at = last


def _best_path(scores: Floats, transitions: Floats) -> list[int]:
    """The most probable labels (Viterbi 1967)."""
    best, back = scores[0], []
    for row in scores[1:]:
        ways = best[:, None] + transitions
        back.append(ways.argmax(axis=0))
        best = ways.max(axis=0) + row
    path = [int(best.argmax())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return path[::-1]


def _marginals(scores: Floats, transitions: Floats) -> Floats:
    """How probable each label is at each token, all paths weighed."""
    forward, backward = np.array(scores), np.zeros_like(scores)
    for at in range(1, len(scores)):
        forward[at] += _log_sum(forward[at - 1][:, None] + transitions)
    for at in range(len(scores) - 2, -1, -1):
        backward[at] = _log_sum((transitions + scores[at + 1] + backward[at + 1]).T)
    both = forward + backward
    shares: Floats = np.exp(both - _log_sum(both[-1][:, None]))
    return shares


def _log_sum(values: Floats) -> Floats:
    top = values.max(axis=0)
    total: Floats = top + np.log(np.exp(values - top).sum(axis=0))
    return total


@lru_cache(maxsize=8)
def name_tagger(language: Language) -> NameTagger | None:
    """The tagger of a language, or nothing when its folder has no table for one."""
    if not (language.folder / f"{TABLE}.yaml").exists():
        return None
    data = language.table(TABLE)
    weighed = weights(language.folder / data["weights"], str(data["sha256"]))
    return NameTagger(Evidence.of(language), weighed)
