"""Parses: what a spaCy pipeline says of a document, as offsets into its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from nutgraf.annotation.backends.names import ProposedName
from nutgraf.annotation.backends.spacy.labels import Labels
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.document import TELLING_ROLES, Document

#: A spaCy pipeline: called with a text it gives a `Doc`. spaCy's classes are not typed for us.
Pipeline = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class ProposedClause:
    """A stretch `start..end` of text that belongs to one predicate."""

    start: int
    end: int
    subordinate: bool = False
    opener: str | None = None


@dataclass(frozen=True, slots=True)
class Parse:
    """Names, the offsets where sentences end, and clauses, in text order."""

    names: tuple[ProposedName, ...] = ()
    ends: tuple[int, ...] = ()
    clauses: tuple[ProposedClause, ...] = ()


def parse(document: Document, pipeline: Pipeline, labels: Labels) -> Parse:
    """Run a pipeline over every telling block of a document."""
    names: list[ProposedName] = []
    ends: list[int] = []
    clauses: list[ProposedClause] = []
    for block in document.blocks:
        if block.role in TELLING_ROLES:
            parsed = pipeline(document.text[block.start : block.end])
            names.extend(_names(parsed, document, block.start, labels))
            ends.extend(_ends(parsed, block.start))
            clauses.extend(_clauses(parsed, block.start, labels))
    return Parse(tuple(names), tuple(ends), tuple(clauses))


def _names(parsed: Any, document: Document, base: int, labels: Labels) -> Iterator[ProposedName]:
    for entity in parsed.ents:
        kind = labels.kinds.get(entity.label_)
        if kind is not None:
            span = document.span(base + entity.start_char, base + entity.end_char)
            yield ProposedName(span, kind)


def _ends(parsed: Any, base: int) -> Iterator[int]:
    if parsed.has_annotation("SENT_START"):
        yield from (base + sentence.end_char for sentence in parsed.sents)


def _clauses(parsed: Any, base: int, labels: Labels) -> Iterator[ProposedClause]:
    """Clauses of the sentences whose parse tells finite verbs; without a parse there are none."""
    if parsed.has_annotation("DEP") and parsed.has_annotation("MORPH"):
        for sentence in parsed.sents:
            yield from _SentenceParse(sentence, labels).clauses(base)


@dataclass(frozen=True, slots=True)
class _SentenceParse:
    """One sentence as spaCy parsed it."""

    sentence: Any
    labels: Labels

    def clauses(self, base: int) -> Iterator[ProposedClause]:
        """Runs of tokens under the same clause head, in text order."""
        heads = {self._head(token).i for token in self.sentence if self._is_finite(token)}
        if not heads:
            return
        for run in _runs([(self._owner(token, heads), token) for token in self.sentence]):
            owner, tokens = run
            subordinate = self._is_subordinate(owner)
            end = base + tokens[-1].idx + len(tokens[-1])
            opener = self._opener(tokens) if subordinate else None
            yield ProposedClause(base + tokens[0].idx, end, subordinate, opener)

    def _is_finite(self, token: Any) -> bool:
        return "Fin" in token.morph.get("VerbForm")

    def _head(self, token: Any) -> Any:
        return token.head if token.dep_ in self.labels.helpers else token

    def _owner(self, token: Any, heads: set[int]) -> Any:
        """The nearest clause head over a token; the root over what no clause holds."""
        for above in (token, *token.ancestors):
            if above.i in heads:
                return above
        return self.sentence.root

    def _is_subordinate(self, owner: Any) -> bool:
        while owner.dep_ in self.labels.joined and owner.head.i != owner.i:
            owner = owner.head
        return bool(owner.i != self.sentence.root.i)

    def _opener(self, tokens: list[Any]) -> str | None:
        for token in tokens:
            relative = "Rel" in token.morph.get("PronType")
            if token.dep_ in self.labels.openers or relative:
                return fold(token.text)
        return None


def _runs(owned: list[tuple[Any, Any]]) -> Iterator[tuple[Any, list[Any]]]:
    """Neighbours with one owner; a mark alone stays with what stands before it."""
    runs: list[tuple[Any, list[Any]]] = []
    for owner, token in owned:
        if runs and (token.is_punct or token.is_space or runs[-1][0].i == owner.i):
            runs[-1][1].append(token)
        else:
            runs.append((owner, [token]))
    return iter(runs)
