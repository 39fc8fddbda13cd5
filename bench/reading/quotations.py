"""Who says what in German news, scored on the corpus of Petersen-Frey and Biemann (2024).

The corpus (CC BY-NC-SA 4.0, https://arxiv.org/abs/2404.16764) is evaluated on only: nothing
is learnt from it and nothing of it is kept. The definition follows the corpus' own
evaluator (`eval_quotes.py` of uhh-lt/seq2seq-quotation-attribution), written anew:

* Gold and found quotations of an article are paired one to one so that the summed F1 of
  their tokens (words and marks) is greatest; same kind breaks ties there, not here.
* `content`: precision is the mean over found, recall the mean over gold quotations of the
  share of tokens in common with the partner; without a partner it is 0.
* `content and speaker`: the evaluator's joint figure over content and speaker, the mean
  over all content and speaker spans together.
* `content by its speaker`, ours and stricter: a share counts only when the speaker phrases
  overlap as well, or neither side has one.

The annotators take the quotation marks into the content, leave out the words that tell who
speaks ("nach Angaben der Polizei") where they stand in the middle of it, and take a run of
sentences in one voice as one quotation; ours is one stretch per sentence without the marks.
They call it reported when the clause of a verb of saying tells what was said ("forderte den
Rücktritt") and take the whole clause; ours is what the verb is about. Ours is converted
before scoring. A mark of mere hearsay ("angeblich") is nobody's quotation.

Rules were looked at on the development half only: articles whose text has an even SHA-256.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from bench.reading import corpora
from bench.reading.measurement import Fault, Measurement, Row
from bench.reading.pairing import best_pairs
from nutgraf.annotation.attribution.utterances import find_utterances
from nutgraf.annotation.entities.entity_mentions import find_entities
from nutgraf.annotation.text.language import language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.folders import folder
from nutgraf.linking import EntityTable
from nutgraf.model.annotation import Layers, Utterance
from nutgraf.model.document import Block, BlockRole, Document
from nutgraf.model.event import Quotation as Rendering
from nutgraf.model.span import Span

CORPUS = "german-news-quotes"
_FOLDER = "german-news-quotes-train"
#: Published for the rule system of the shared task, and our first prototype (extraction.md).
_BASELINES = {
    "content": "published rules .479, prototype .613",
    "content and speaker": "published rules .391, prototype .509 (all roles)",
}
_TARGETS = {"content": (0.68, 0.75), "content by its speaker": (0.56, 0.62)}
#: What sets a clause apart from the verb that reports it.
_APART = re.compile(r"[,:;]|dass |daß |ob ")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_OPENING, _CLOSING = "„“”»«‚‘›‹\"'", "“”«»‘’‹›\"'"
_BETWEEN = ' .!?„“”»«"'

Tokens = frozenset[int]
Article = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Offsets of the tokens of what is said and of who says it, and how it reads."""

    content: Tokens
    speaker: Tokens
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One article: what it holds, what was found in it, and which belong together."""

    gold: tuple[Quotation, ...]
    found: tuple[Quotation, ...]
    pairs: tuple[tuple[int, int], ...]


def measure() -> Measurement:
    """Score attribution on all articles, and on both halves apart."""
    file = corpora.file(_FOLDER, "train.jsonl.gz")
    articles = list(_articles(file))
    digest = corpora.digest(file)
    compared = [(compare(article), is_development(article)) for article in articles]
    rows = [*_rows("", digest, [one for one, _ in compared])]
    for name, half in (("development", True), ("test", False)):
        rows.extend(_rows(f", {name}", digest, [one for one, seen in compared if seen is half]))
    faults = (fault for one, seen in compared if seen for fault in _faults(one))
    return Measurement(tuple(rows), tuple(faults))


def _articles(file: Path) -> Iterator[Article]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def is_development(article: Article) -> bool:
    """Tell whether an article may be looked at when rules are written."""
    return hashlib.sha256(article["text"].encode()).digest()[-1] % 2 == 0


def compare(article: Article) -> Comparison:
    """Pair what attribution finds in an article with its annotation."""
    gold, found = tuple(_gold(article)), tuple(_found(article))
    pairs = best_pairs([one.content for one in gold], [one.content for one in found])
    return Comparison(gold, found, pairs)


def _gold(article: Article) -> Iterator[Quotation]:
    text = article["text"]
    for one in article["annotations"]:
        label = " ... ".join(text[first:last] for first, last in one["quote"])
        speaker = _tokens(text, one["speaker"])
        yield Quotation(_tokens(text, one["quote"]), speaker, one["type"], label)


def _found(article: Article) -> Iterator[Quotation]:
    text = article["text"]
    lines = re.finditer(r"\S[^\n]*", text)
    blocks = tuple(Block(line.start(), line.end(), BlockRole.BODY) for line in lines)
    told = read_utterances(Document(text, "de", blocks))
    for run in _runs(text, [one for one in told if not one.hearsay]):
        start, end = _clause(text, run[0]) or (run[0].content.start, run[-1].content.end)
        content = _with_marks(text, start, end)
        speaker = _tokens(text, _spans(run[0].speaker_span))
        frame = _tokens(text, [s for one in run for s in _spans(one.cue)]) | speaker
        words = _tokens(text, [content])
        if _clause(text, run[0]) is None:
            words = words - frame or words
        label = text[content[0] : content[1]]
        yield Quotation(words, speaker, run[0].quotation, label)


def read_utterances(document: Document) -> tuple[Utterance, ...]:
    """Read a document as the shipped reader does, as far as who says what."""
    words = language(document.language)
    layers = Layers(document, segment(document))
    entities, mentions = find_entities(layers, words, _table())
    return find_utterances(replace(layers, entities=entities, mentions=mentions), words)


@lru_cache(maxsize=1)
def _table() -> EntityTable:
    return EntityTable.load(folder("seeds") / "entities.tsv")


def _spans(span: Span | None) -> list[tuple[int, int]]:
    return [(span.start, span.end)] if span else []


def _tokens(text: str, spans: Sequence[Sequence[int]]) -> Tokens:
    found = (m.start() for first, last in spans for m in _TOKEN.finditer(text, first, last))
    return frozenset(found)


def _clause(text: str, told: Utterance) -> tuple[int, int] | None:
    """The clause of a verb of saying with its object, which the annotators call reported."""
    spoken, cue = told.speaker_span, told.cue
    if told.quotation is not Rendering.INDIRECT or cue is None or spoken is None:
        return None
    spans = sorted([told.content, cue])
    apart = _APART.search(text, spans[0].end, spans[1].start) or _APART.match(told.content.quote)
    if apart or cue.overlaps(spoken):
        return None
    whole = (*spans, spoken)
    return min(span.start for span in whole), max(span.end for span in whole)


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in the quotation marks right around a stretch."""
    if start and end < len(text) and text[start - 1] in _OPENING and text[end] in _CLOSING:
        return start - 1, end + 1
    return start, end


def _runs(text: str, told: Sequence[Utterance]) -> Iterator[list[Utterance]]:
    """Join sentences that follow each other in one carried voice."""
    run: list[Utterance] = []
    for one in told:
        if run and not _goes_on(text, run[-1], one):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _goes_on(text: str, before: Utterance, one: Utterance) -> bool:
    if before.cue or one.cue or not one.inherited or before.speaker_span != one.speaker_span:
        return False
    between = text[before.content.end : one.content.start]
    return one.content.start > before.content.end and not between.strip(_BETWEEN)


def _rows(which: str, digest: str, compared: Sequence[Comparison]) -> Iterator[Row]:
    for name, shares in _MEASURES.items():
        must, should = _TARGETS.get(name, (None, None)) if not which else (None, None)
        precision, recall = shares(compared)
        figure = _f1(precision, recall)
        metric = f"{name} F1{which}"
        yield Row(CORPUS, digest, metric, figure, must, should, _BASELINES.get(name, ""))
        if not which and name == "content":
            yield Row(CORPUS, digest, f"{name} precision", precision)
            yield Row(CORPUS, digest, f"{name} recall", recall)
    if not which:
        yield from _recalls(digest, compared)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _content(compared: Sequence[Comparison]) -> tuple[float, float]:
    return _mean(_shares(compared, "content"))


def _both(compared: Sequence[Comparison]) -> tuple[float, float]:
    return _mean([*_shares(compared, "content"), *_shares(compared, "speaker")])


def _by_speaker(compared: Sequence[Comparison]) -> tuple[float, float]:
    return _mean(_shares(compared, "content", _same_speaker))


_MEASURES: dict[str, Callable[[Sequence[Comparison]], tuple[float, float]]] = {
    "content": _content,
    "content and speaker": _both,
    "content by its speaker": _by_speaker,
}


def _same_speaker(one: Quotation, other: Quotation) -> bool:
    return bool(one.speaker & other.speaker) or not (one.speaker or other.speaker)


def _mean(shares: Sequence[tuple[float | None, float | None]]) -> tuple[float, float]:
    found = [share for share, _ in shares if share is not None]
    gold = [share for _, share in shares if share is not None]
    return sum(found) / len(found) if found else 0.0, sum(gold) / len(gold) if gold else 0.0


def _shares(
    compared: Sequence[Comparison],
    side: str,
    counts: Callable[[Quotation, Quotation], bool] = lambda one, other: True,
) -> list[tuple[float | None, float | None]]:
    """For each pair and each single quotation, the share in common of found and of gold."""
    shares: list[tuple[float | None, float | None]] = []
    for article in compared:
        for one, other in _partners(article):
            mine: Tokens = getattr(other, side) if other else frozenset()
            theirs: Tokens = getattr(one, side) if one else frozenset()
            common = len(mine & theirs) if one and other and counts(one, other) else 0
            shares.append(
                (common / len(mine) if mine else None, common / len(theirs) if theirs else None)
            )
    return shares


def _partners(article: Comparison) -> Iterator[tuple[Quotation | None, Quotation | None]]:
    yield from ((article.gold[i], article.found[j]) for i, j in article.pairs)
    yield from ((one, None) for one in _lonely(article.gold, {i for i, _ in article.pairs}))
    yield from ((None, one) for one in _lonely(article.found, {j for _, j in article.pairs}))


def _lonely(quotations: Sequence[Quotation], paired: set[int]) -> Iterator[Quotation]:
    return (one for number, one in enumerate(quotations) if number not in paired)


def _recalls(digest: str, compared: Sequence[Comparison]) -> Iterator[Row]:
    kinds = sorted({one.kind for article in compared for one in article.gold})
    for kind in kinds:
        shares = [
            len(one.content & other.content) / len(one.content) if other else 0.0
            for article in compared
            for one, other in _partners(article)
            if one and one.kind == kind
        ]
        yield Row(CORPUS, digest, f"recall of {kind}", sum(shares) / len(shares))


def _faults(article: Comparison) -> Iterator[Fault]:
    for one, other in _partners(article):
        if other is None and one is not None:
            yield Fault(f"quotation missed: {one.kind}", one.label)
        elif one is None and other is not None:
            yield Fault(f"quotation invented: {other.kind}", other.label)
        elif one and other and not _same_speaker(one, other):
            yield Fault("quotation by another speaker", one.label)
