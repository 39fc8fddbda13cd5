"""Sentences of the telling blocks of a document, with tokens and clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from nutgraf.annotation.text.clauses import clauses
from nutgraf.annotation.text.language import Language, language
from nutgraf.annotation.text.tokens import clitics, fold, tokenize
from nutgraf.model.annotation import Sentence
from nutgraf.model.document import TELLING_ROLES, Block, Document

_CLOSERS = "\"'”’»›)]“"
# A mark that can end a sentence, what may close after it, white space, and what may open next.
_BOUNDARY = re.compile(rf"([.!?…]+)([{re.escape(_CLOSERS)}]*)(\s+)(?=[\"'„“‚‘«‹»(\[]*[\w•–-])")
_LAST_WORD = re.compile(r"([\w.]*)$")
_OPENERS = "\"'„“‚‘«‹»([ "


def segment(document: Document) -> tuple[Sentence, ...]:
    """Cut every block that may tell of events into sentences, in text order."""
    tables = language(document.language)
    found: list[Sentence] = []
    for paragraph, block in enumerate(document.blocks):
        if block.role in TELLING_ROLES:
            found.extend(_sentences(document.text, block, paragraph, tables))
    return tuple(found)


def _sentences(text: str, block: Block, paragraph: int, tables: Language) -> Iterator[Sentence]:
    start = block.start
    for end in (*_ends(text, block, tables), block.end):
        first, last = _strip(text, start, end)
        start = end
        if first < last:
            tokens = tokenize(text, first, last, clitics(tables))
            parts = clauses(tokens, tables)
            yield Sentence(first, last, block.role, tokens, parts, paragraph)


def _ends(text: str, block: Block, tables: Language) -> Iterator[int]:
    rules = _rules(tables)
    for match in _BOUNDARY.finditer(text, block.start, block.end):
        before = text[block.start : match.start()]
        after = text[match.end() : block.end]
        if rules.ends(before, match.group(1), match.group(2), after):
            yield match.start(3)


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\n\u00a0•–◦*":
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


class _Rules:
    """When a mark ends a sentence in one language."""

    def __init__(self, tables: Language) -> None:
        data = tables.table("segmentation")
        self.abbreviations = frozenset(data["abbreviations"])
        self.months = frozenset(data["months"])
        self.may_end = frozenset(data["may_end"])
        self.openers = frozenset(data["sentence_openers"])
        self.before_ordinal = frozenset(data["before_ordinal"])

    def ends(self, before: str, mark: str, closers: str, after: str) -> bool:
        following = after.lstrip(_OPENERS)
        if not following or following[0].islower():
            return not following
        if mark != "." or closers:
            return True
        return not self._is_shortened(before, following)

    def _is_shortened(self, before: str, following: str) -> bool:
        match = _LAST_WORD.search(before[-40:])
        word = match.group(1) if match else ""
        if word.isdigit() and len(word) <= 2:
            return self._is_ordinal(before, word, following)
        if fold(word) in self.may_end:
            return not self._opens(following)
        # An initial ("J."), an abbreviation, or one with inner stops ("z.B", "U.S").
        initial = len(word) == 1 and word.isalpha()
        return initial or "." in word or fold(word) in self.abbreviations

    def _opens(self, following: str) -> bool:
        """Tell whether what follows a shortened word opens a sentence ("at 5 p.m. The ...")."""
        return fold(re.split(r"[^\w]", following, maxsplit=1)[0]) in self.openers

    def _is_ordinal(self, before: str, number: str, following: str) -> bool:
        next_word = re.split(r"[^\w]", following, maxsplit=1)[0]
        words = before[: -len(number)].split()
        previous = fold(words[-1]) if words else ""
        return fold(next_word) in self.months or previous in self.before_ordinal


@lru_cache(maxsize=16)
def _rules(tables: Language) -> _Rules:
    return _Rules(tables)
