"""Grounding: from a model's quotes to the spans of the article where the words really stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.model.annotation import Sentence
from nutgraf.model.document import Document
from nutgraf.model.span import Span

#: Who takes part or speaks may be named this many sentences before.
_REACH = 2


@dataclass(frozen=True, slots=True)
class Ground:
    """A document and its sentences, which a model knows by their numbers from 1."""

    document: Document
    sentences: tuple[Sentence, ...]

    def numbered(self) -> str:
        """The sentences as a model gets them: number, tab, words with single spaces."""
        text = self.document.text
        shown = (" ".join(text[one.start : one.end].split()) for one in self.sentences)
        return "\n".join(f"{number}\t{words}" for number, words in enumerate(shown, start=1))

    def sentence(self, number: int) -> Sentence | None:
        """The sentence with a number, if there is one."""
        return self.sentences[number - 1] if 1 <= number <= len(self.sentences) else None

    def spans(self, number: int, quote: str) -> tuple[Span, ...]:
        """Everywhere that whole words stand letter by letter in one sentence."""
        found = self.sentence(number)
        return () if found is None else tuple(self._find(quote, found.start, found.end))

    def only(self, number: int, quote: str) -> Span | None:
        """The one place of a quote in its sentence; a quote with several is ambiguous."""
        spans = self.spans(number, quote)
        return spans[0] if len(spans) == 1 else None

    def name(self, number: int, quote: str, near: Span) -> Span | None:
        """The place of a name nearest to a span of its sentence, else in those just before."""
        for back in range(_REACH + 1):
            spans = self.spans(number - back, quote)
            if spans:
                return min(spans, key=lambda span: abs(span.start - near.start))
        return None

    def words(self, number: int, quote: str) -> Span | None:
        """Words that begin in a sentence and may run on to the end of its paragraph."""
        first = self.sentence(number)
        if first is None:
            return None
        end = max(one.end for one in self.sentences if one.paragraph == first.paragraph)
        spans = [s for s in self._find(quote, first.start, end) if s.start < first.end]
        return spans[0] if len(spans) == 1 else None

    def _find(self, quote: str, start: int, end: int) -> Iterator[Span]:
        pattern = _pattern(quote)
        if pattern is not None:
            for match in pattern.finditer(self.document.text, start, end):
                yield self.document.span(match.start(), match.end())


@lru_cache(maxsize=4096)
def _pattern(quote: str) -> re.Pattern[str] | None:
    """Whole words with any white space between them; `None` for a quote of marks only."""
    words = quote.split()
    if not any(letter.isalnum() for letter in quote):
        return None
    inner = r"\s+".join(map(re.escape, words))
    before = r"(?<!\w)" if words[0][0].isalnum() else ""
    after = r"(?!\w)" if words[-1][-1].isalnum() else ""
    return re.compile(before + inner + after)
