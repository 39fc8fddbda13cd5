"""Quoted titles: names inside the quoted name of a prize, film or book take no part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nutgraf.annotation.attribution.quotes import Quote, find_quotes
from nutgraf.annotation.attribution.speech import Speech, speech
from nutgraf.annotation.entities.findings import Finding, Reading
from nutgraf.annotation.text.language import Language
from nutgraf.model.annotation import Layers

#: A shorter quotation is a name and may be the entity itself.
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class QuotedTitles:
    """The quotations of a document that name something."""

    quotes: tuple[Quote, ...]

    @classmethod
    def of(cls, layers: Layers, language: Language) -> QuotedTitles:
        """Find them in the telling blocks of a document."""
        found: dict[tuple[int, int], Quote] = {}
        text = layers.document.text
        for block in layers.document.blocks:
            for quote in find_quotes(text, block.start, block.end, language):
                found[quote.start, quote.end] = quote
        words = speech(language)
        titles = (q for q in found.values() if any(_names(q, s, words) for s in _around(q, layers)))
        return cls(tuple(titles))

    def without(self, findings: Iterator[Finding]) -> Iterator[Finding]:
        """The findings that are not inside a title."""
        for finding in findings:
            if not any(q.start < finding.start and finding.end < q.end for q in self.quotes):
                yield finding


def _around(quote: Quote, layers: Layers) -> Iterator[Reading]:
    for sentence in layers.sentences:
        if sentence.start <= quote.start and quote.end <= sentence.end:
            yield Reading.of(sentence, ())


def _names(quote: Quote, reading: Reading, words: Speech) -> bool:
    """Tell whether a quotation is a name: an article before it, a capital, and no verb in it."""
    inner = [t for t in reading.tokens if quote.first <= t.start and t.end <= quote.last]
    before = [t for t in reading.tokens if t.end <= quote.start]
    told = [t for t in inner if t.is_word]
    if len(told) < _FEWEST or not before or not told[0].text[0].isupper():
        return False
    leads = ("determiners", "oblique", "titles")
    if not words.is_in(before[-1].fold, *leads) or inner[-1].text in ".!?,":
        return False
    groups = ("finite", "indicative", "strong", "weak", "perfect", "passive", "modals")
    return not any(words.is_in(t.fold, *groups) for t in told)
