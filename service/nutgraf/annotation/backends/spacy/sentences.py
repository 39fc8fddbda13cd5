"""Sentences: those of the rules, parted and divided into clauses as a parse proposes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from nutgraf.annotation.backends.spacy.parses import Parse, ProposedClause
from nutgraf.annotation.text.clauses import clauses
from nutgraf.annotation.text.language import Language
from nutgraf.model.annotation import Clause, Layers, Sentence, Token

_MARKS = ".!?…"


def with_parse(layers: Layers, parse: Parse, language: Language) -> Layers:
    """Part sentences where the rules see no boundary, and take over the clauses of a parse.

    The rules decide wherever white space stands; a pipeline may add a boundary only behind
    a mark that lost it ("... ruhig.Die ...").
    """
    text = layers.document.text
    ends = [end for end in parse.ends if _may_part(text, end)]
    parted = [part for one in layers.sentences for part in _parted(one, ends, language)]
    divided = tuple(_divided(sentence, parse.clauses) for sentence in parted)
    return replace(layers, sentences=divided)


def _may_part(text: str, end: int) -> bool:
    before = text[:end].rstrip(_MARKS)
    worded = before[-1:].islower() or before[-1:].isdigit()
    return len(before) < end and worded and text[end : end + 1].isupper()


def _parted(sentence: Sentence, ends: Sequence[int], language: Language) -> Iterator[Sentence]:
    inside = [end for end in ends if sentence.start < end < sentence.end]
    cuts = [sentence.start, *inside, sentence.end]
    parts = [_between(sentence.tokens, *pair) for pair in pairwise(cuts)]
    parts = [part for part in parts if part]
    if len(parts) < 2:
        yield sentence
        return
    for part in parts:
        yield replace(
            sentence,
            start=part[0].start,
            end=part[-1].end,
            tokens=part,
            clauses=clauses(part, language),
        )


def _between(tokens: tuple[Token, ...], start: int, end: int) -> tuple[Token, ...]:
    return tuple(token for token in tokens if start <= token.start < end)


def _divided(sentence: Sentence, proposed: Sequence[ProposedClause]) -> Sentence:
    """The sentence with proposed clauses, if these cover it; else with its own."""
    inside = [one for one in proposed if one.start < sentence.end and sentence.start < one.end]
    made: list[Clause] = []
    at = 0
    for one in inside:
        last = at + len(_between(sentence.tokens[at:], 0, one.end))
        if last > at:
            made.append(Clause(at, last, one.subordinate, one.opener))
        at = last
    whole = bool(made) and at == len(sentence.tokens)
    return replace(sentence, clauses=tuple(made)) if whole else sentence
