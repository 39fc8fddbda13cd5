"""Renderings: what is said as a stretch of text, and whether it is quoted."""

from __future__ import annotations

from nutgraf.annotation.attribution.noun_phrases import Phrase
from nutgraf.annotation.attribution.passages import Passage
from nutgraf.annotation.attribution.quotes import Quote
from nutgraf.model.event import Quotation

#: Offsets `start, end` in the text.
Stretch = tuple[int, int]


def offsets(passage: Passage, span: Phrase) -> Stretch:
    """Where tokens `first..last` lie in the text."""
    return passage.tokens[span[0]].start, passage.tokens[span[1] - 1].end


def shape(passage: Passage, span: Phrase) -> tuple[Stretch, Quotation]:
    """What is said without its quotation marks, and how it is rendered."""
    start, end = offsets(passage, span)
    whole = _framing(passage, start, end)
    if whole is not None:
        apart = any(segment.quote == whole for segment in passage.segments)
        kind = Quotation.DIRECT if apart else Quotation.PARTIAL
        return spoken(passage, whole), kind
    inside = any(start <= q.start and q.end <= end for q in passage.quotes)
    return (start, end), Quotation.PARTIAL if inside else Quotation.INDIRECT


def spoken(passage: Passage, quote: Quote) -> Stretch:
    """The words of a quotation, without the comma that English puts inside."""
    inner = [t for t in passage.tokens if quote.first <= t.start and t.end <= quote.last]
    if len(inner) > 1 and inner[-1].text == ",":
        return quote.first, inner[-2].end
    return quote.first, quote.last


def _framing(passage: Passage, start: int, end: int) -> Quote | None:
    """The quotation that makes up all of a stretch, but for a mark after it."""
    for quote in passage.quotes:
        if quote.depth == 0 and quote.end >= end - 1 and start <= quote.start < end:
            lead = sum(t.is_word for t in passage.tokens if start <= t.start < quote.start)
            if lead == 0 or (lead <= 2 and word_count(passage, quote) >= 4):
                return quote
    return None


def word_count(passage: Passage, quote: Quote) -> int:
    """The number of words in a quotation."""
    return sum(t.is_word for t in passage.tokens if quote.start <= t.start and t.end <= quote.end)
