"""Spans of a document's text: offsets in Unicode code points, end exclusive."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text and the words that stand there.

    `start` and `end` count Unicode code points of the NFC text, end exclusive, as in
    RFC 5147; `quote` is exactly `text[start:end]`.

    >>> Span.of("Almaty ist ruhig.", 0, 6)
    Span(start=0, end=6, quote='Almaty')
    """

    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Cut the span out of `text`; raise `ValueError` when it is empty or outside."""
        if not 0 <= start < end <= len(text):
            raise ValueError(f"span {start}..{end} does not fit a text of {len(text)} code points")
        return cls(start, end, text[start:end])

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end
