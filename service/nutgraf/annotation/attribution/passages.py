"""Passages: sentences, joined where a quotation runs on, cut at marks outside quotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from nutgraf.annotation.attribution.quotes import Quote, find_quotes
from nutgraf.annotation.text.language import Language
from nutgraf.model.annotation import Sentence, Token
from nutgraf.model.document import BlockRole

_MARKS = frozenset({",", ";", ":", "–", "—"})
_DASHES = frozenset({"-", "–", "—"})
_FINAL = frozenset(".!?…,")
# A quotation of so many words that opens a sentence is one itself, with or without a comma.
_SENTENCE = 4


@dataclass(frozen=True, slots=True)
class Segment:
    """Tokens `first..last` between two marks; `mark` is the one before it ("" opens a sentence).

    A quotation that stands for itself (not built into a sentence) is a segment with `quote`.
    """

    first: int
    last: int
    mark: str
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One or more sentences of a block; `masked` tokens lie in quotations or brackets.

    `clauses` are the tokens that begin a clause, `dependents` those of subordinate ones.
    """

    tokens: tuple[Token, ...]
    quotes: tuple[Quote, ...]
    masked: tuple[bool, ...]
    segments: tuple[Segment, ...]
    clauses: tuple[int, ...]
    dependents: tuple[int, ...]
    role: BlockRole
    paragraph: int

    @property
    def start(self) -> int:
        """Where the passage begins in the text."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where the passage ends in the text."""
        return self.tokens[-1].end

    def words(self, first: int, last: int) -> tuple[str, ...]:
        """The folded words among the tokens `first..last` outside quotations and brackets."""
        first, last = max(first, 0), max(last, 0)
        inside = zip(self.tokens[first:last], self.masked[first:last], strict=True)
        return tuple([token.fold for token, masked in inside if not masked])

    def reads(self, at: int, parts: tuple[str, ...]) -> bool:
        """Tell whether folded words follow each other from a token, outside quotations."""
        if at + len(parts) > len(self.tokens):
            return False
        return all(
            self.tokens[at + i].fold == part and not self.masked[at + i]
            for i, part in enumerate(parts)
        )

    def index(self, offset: int) -> int:
        """The first token that ends after the text offset."""
        return next((i for i, t in enumerate(self.tokens) if t.end > offset), len(self.tokens))

    def sentence(self, segment: int) -> tuple[int, int]:
        """First and last (exclusive) segment of the sentence that holds this segment."""
        first = segment
        while first > 0 and self.segments[first].mark:
            first -= 1
        last = segment + 1
        while last < len(self.segments) and self.segments[last].mark:
            last += 1
        return first, last

    def inside(self, first: int, last: int) -> tuple[Quote, ...]:
        """The outermost quotations among the tokens `first..last`."""
        if first >= last:
            return ()
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return tuple(q for q in self.quotes if not q.depth and start <= q.start and q.end <= end)


def passages(text: str, sentences: Iterable[Sentence], language: Language) -> tuple[Passage, ...]:
    """Group the sentences of a document into passages, in text order; mere marks are none."""
    found: list[Passage] = []
    for _, members in groupby(sentences, key=lambda sentence: sentence.paragraph):
        block = tuple(members)
        quotes = find_quotes(text, block[0].start, block[-1].end, language)
        found.extend(_passage(group, quotes) for group in _groups(block, quotes))
    return tuple(passage for passage in found if passage.segments)


def _groups(block: tuple[Sentence, ...], quotes: tuple[Quote, ...]) -> Iterator[list[Sentence]]:
    group: list[Sentence] = []
    for sentence in block:
        if group and not any(q.start < group[-1].end < q.end for q in quotes):
            yield group
            group = []
        group.append(sentence)
    yield group


def _passage(group: list[Sentence], quotes: tuple[Quote, ...]) -> Passage:
    tokens = tuple(token for sentence in group for token in sentence.tokens)
    start, end = tokens[0].start, tokens[-1].end
    inside = tuple(q for q in quotes if start <= q.start and q.end <= end)
    masked = _masked(tokens, inside)
    segments = tuple(_segments(tokens, masked, inside, {s.start for s in group}))
    begins = tuple(_clauses(group))
    return Passage(
        tokens,
        inside,
        masked,
        segments,
        clauses=tuple(first for first, _ in begins),
        dependents=tuple(first for first, subordinate in begins if subordinate),
        role=group[0].role,
        paragraph=group[0].paragraph,
    )


def _clauses(group: list[Sentence]) -> Iterator[tuple[int, bool]]:
    """Yield the first token of each clause and whether the clause is subordinate."""
    base = 0
    for sentence in group:
        yield from ((base + clause.first, clause.subordinate) for clause in sentence.clauses)
        base += len(sentence.tokens)


def _masked(tokens: tuple[Token, ...], quotes: tuple[Quote, ...]) -> tuple[bool, ...]:
    depth = 0
    masked = []
    for token in tokens:
        depth += token.text == "("
        quoted = any(q.start <= token.start and token.end <= q.end for q in quotes)
        masked.append(quoted or depth > 0)
        depth -= token.text == ")" and depth > 0
    return tuple(masked) if not depth else tuple(_quoted(tokens, quotes))


def _quoted(tokens: tuple[Token, ...], quotes: tuple[Quote, ...]) -> Iterator[bool]:
    for token in tokens:
        yield any(q.start <= token.start and token.end <= q.end for q in quotes)


def _segments(
    tokens: tuple[Token, ...], masked: tuple[bool, ...], quotes: tuple[Quote, ...], starts: set[int]
) -> Iterator[Segment]:
    own = {q.start: q for q in quotes if not q.depth and _stands_alone(tokens, q)}
    first, mark, at = 0, "", 0
    while at < len(tokens):
        token = tokens[at]
        quote = own.get(token.start)
        cut = quote is not None or (at > first and token.start in starts and not masked[at])
        if cut and at > first:
            yield Segment(first, at, mark)
            first, mark = at, "" if token.start in starts else " "
        if quote is not None:
            end = next((i for i in range(at, len(tokens)) if tokens[i].start >= quote.end), None)
            last = len(tokens) if end is None else end
            yield Segment(first, last, mark, quote)
            first, mark, at = last, " ", last
            if at < len(tokens) and tokens[at].start in starts:
                mark = ""
            continue
        if not masked[at] and token.text in _MARKS and not _joins_digits(tokens, at):
            if at > first:
                yield Segment(first, at, mark)
            first, mark = at + 1, token.text
        at += 1
    if first < len(tokens):
        yield Segment(first, len(tokens), mark)


def _joins_digits(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether a mark stands inside a number, a time or a range ("10:05", "2003–2009")."""
    if not 0 < at < len(tokens) - 1:
        return False
    before, mark, after = tokens[at - 1 : at + 2]
    digits = before.text[-1].isdigit() and after.text[0].isdigit()
    return digits and before.end == mark.start and mark.end == after.start


def _stands_alone(tokens: tuple[Token, ...], quote: Quote) -> bool:
    """Tell whether a quotation is set off by marks on both sides."""
    before = [t for t in tokens if t.end <= quote.start]
    after = [t for t in tokens if t.start >= quote.end]
    inner = [t for t in tokens if quote.first <= t.start and t.end <= quote.last]
    opens = not before or before[-1].text in _MARKS or before[-1].text in _FINAL
    opens = opens or (before[-1].text in _DASHES and before[-1].end < quote.start)
    inner_end = bool(inner) and inner[-1].text in _FINAL
    closes = not after or after[0].text in _MARKS | _DASHES or inner_end
    closes = closes or (sum(t.is_word for t in inner) >= _SENTENCE and after[0].text[0].islower())
    if before and before[-1].text == ":" and after:
        return True
    return opens and (closes or after[0].text in ".!?") and bool(inner)
