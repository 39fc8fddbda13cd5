"""Scenes: sentences prepared for reading, with the layers that lie in them laid on tokens."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.annotation import Clause, Layers, QuantityMention, Sentence, TimeMention, Token
from nutgraf.model.entity import EntityKind, EntityMention
from nutgraf.model.span import Span

_NAMED = frozenset(
    {EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.COUNTRY, EntityKind.PLACE}
)


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence: `clause_of` and `mention_of` give each token's clause and entity mention.

    `scopes` holds for each clause the tokens of its predicate: its own, and those of the
    main clause that it continues or that continues it ("hatte … , das …, gegeben").
    `counts` are the token ranges of the quantities, `genitives` the last tokens of names
    that bear an -s which the name itself does not have, `folds` the folded tokens, `text`
    the same with spaces between them, `described` the entities without a name of their own.
    """

    number: int
    sentence: Sentence
    clause_of: tuple[int, ...]
    scopes: tuple[tuple[int, ...], ...]
    mention_of: tuple[EntityMention | None, ...]
    times: tuple[TimeMention, ...]
    quantities: tuple[QuantityMention, ...]
    counts: tuple[tuple[int, int], ...] = ()
    genitives: frozenset[int] = frozenset()
    folds: tuple[str, ...] = ()
    text: str = ""
    described: frozenset[str] = frozenset()

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the sentence."""
        return self.sentence.tokens

    def fold(self, index: int) -> str:
        """The folded form of a token; "" outside the sentence."""
        return self.folds[index] if 0 <= index < len(self.folds) else ""

    def clause(self, index: int) -> Clause | None:
        """The clause that a token belongs to."""
        clauses = self.sentence.clauses
        return clauses[self.clause_of[index]] if clauses else None

    def scope(self, index: int) -> tuple[int, ...]:
        """The tokens of the predicate that a token belongs to, in text order."""
        return self.scopes[self.clause_of[index]]

    def index_at(self, offset: int) -> int:
        """The token that holds or follows a text offset."""
        at = bisect_left(self.tokens, offset + 1, key=lambda token: token.end)
        return min(at, len(self.tokens) - 1)

    def inside_name(self, index: int) -> bool:
        """Tell whether a token is part of a proper name."""
        mention = self.mention_of[index]
        if mention is None or mention.adjectival or not mention.head:
            return False
        return mention.kind in _NAMED

    def inside_proper_name(self, index: int) -> bool:
        """Tell "Bundesbank" from "die Banken", which has a mention but no name."""
        mention = self.mention_of[index]
        named = mention is not None and mention.entity not in self.described
        return named and self.inside_name(index)

    def in_time(self, index: int) -> bool:
        """Tell whether a token is part of a time expression ("May" is no modal there)."""
        start = self.tokens[index].start
        return any(time.span.start <= start < time.span.end for time in self.times)


def scenes(layers: Layers, grammar: Grammar) -> tuple[Scene, ...]:
    """Prepare every sentence of the layers, in text order."""
    mentions = sorted(layers.mentions, key=lambda mention: mention.span)
    names = {entity.key: entity.name for entity in layers.entities}
    described = frozenset(entity.key for entity in layers.entities if entity.described)
    made: list[Scene] = []
    for sentence in layers.sentences:
        if not sentence.tokens:
            continue
        mention_of = _mention_of(sentence, mentions)
        quantities = tuple(each for each in layers.quantities if _inside(sentence, each.span))
        made.append(
            Scene(
                len(made),
                sentence,
                _clause_of(sentence),
                _scopes(sentence, grammar),
                mention_of,
                tuple(time for time in layers.times if _inside(sentence, time.span)),
                quantities,
                tuple(_range(sentence, each.span) for each in quantities),
                _genitives(sentence, mention_of, names),
                tuple(token.fold for token in sentence.tokens),
                " ".join(token.fold for token in sentence.tokens),
                described,
            )
        )
    return tuple(made)


def _inside(sentence: Sentence, span: Span) -> bool:
    return sentence.start <= span.start and span.end <= sentence.end


def _genitives(
    sentence: Sentence,
    mention_of: tuple[EntityMention | None, ...],
    names: Mapping[str, str],
) -> frozenset[int]:
    found = set()
    for at, mention in enumerate(mention_of):
        if mention is None or mention_of[at + 1 : at + 2] == (mention,):
            continue
        last = fold(names.get(mention.entity, "").split(" ")[-1])
        text = sentence.tokens[at].fold
        if text == last + "s" or (text.endswith(("s", "s'")) and not last.endswith("s")):
            found.add(at)
    return frozenset(found)


def _range(sentence: Sentence, span: Span) -> tuple[int, int]:
    inside = [at for at, token in enumerate(sentence.tokens) if span.start < token.end <= span.end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _clause_of(sentence: Sentence) -> tuple[int, ...]:
    owner = [0] * len(sentence.tokens)
    for number, clause in enumerate(sentence.clauses):
        for index in range(clause.first, clause.last):
            owner[index] = number
    return tuple(owner)


def _mention_of(
    sentence: Sentence, mentions: Sequence[EntityMention]
) -> tuple[EntityMention | None, ...]:
    found: list[EntityMention | None] = [None] * len(sentence.tokens)
    inside = [mention for mention in mentions if _inside(sentence, mention.span)]
    # Longer mentions are laid last, so that they win over what lies inside them.
    for mention in sorted(inside, key=lambda each: each.span.end - each.span.start):
        for index, token in enumerate(sentence.tokens):
            if mention.span.start <= token.start and token.end <= mention.span.end:
                found[index] = mention
    return tuple(found)


def _scopes(sentence: Sentence, grammar: Grammar) -> tuple[tuple[int, ...], ...]:
    clauses = sentence.clauses
    if not clauses:
        return (tuple(range(len(sentence.tokens))),)
    groups: list[list[int]] = []
    group_of: dict[int, int] = {}
    open_main: int | None = None
    for number, clause in enumerate(clauses):
        if clause.subordinate or open_main is None:
            groups.append([number])
        elif _continues(sentence.tokens, clauses[open_main], clause, grammar) or _lacks_subject(
            sentence.tokens, clause, grammar
        ):
            groups[group_of[open_main]].append(number)
        else:
            groups.append([number])
        group_of[number] = next(at for at, group in enumerate(groups) if number in group)
        open_main = open_main if clause.subordinate else number
    return tuple(_tokens(clauses, groups[group_of[number]]) for number in range(len(clauses)))


def _tokens(clauses: Sequence[Clause], group: Iterable[int]) -> tuple[int, ...]:
    return tuple(index for n in group for index in range(clauses[n].first, clauses[n].last))


def _continues(tokens: Sequence[Token], before: Clause, clause: Clause, grammar: Grammar) -> bool:
    """Tell whether one of two main clauses lacks a finite verb of its own."""
    return not (_has_finite(tokens, before, grammar) and _has_finite(tokens, clause, grammar))


def _lacks_subject(tokens: Sequence[Token], clause: Clause, grammar: Grammar) -> bool:
    """Tell whether an English main clause begins with its verb: its subject stands before."""
    if grammar.verb_cluster_last:
        return False
    words = [tokens[at] for at in range(clause.first, clause.last) if tokens[at].is_word]
    while words and words[0].fold in grammar.coordinators | grammar.adverbs_between:
        words = words[1:]
    return bool(words) and _is_finite(words[0], grammar)


def _has_finite(tokens: Sequence[Token], clause: Clause, grammar: Grammar) -> bool:
    return any(
        _is_finite(tokens[index], grammar) and not _is_attributive(tokens, index, grammar)
        for index in range(clause.first, clause.last)
    )


def _is_attributive(tokens: Sequence[Token], index: int, grammar: Grammar) -> bool:
    """Tell "die älteste Frau" from "sagte Frau X": an article before, a noun behind."""
    if not grammar.capital_nouns or not 0 < index < len(tokens) - 1:
        return False
    led = tokens[index - 1].fold in grammar.determiners
    return led and tokens[index + 1].text[0].isupper()


def _is_finite(token: Token, grammar: Grammar) -> bool:
    if grammar.is_auxiliary(token.fold):
        return token.fold not in grammar.infinitive_auxiliaries
    if token.fold in grammar.finite:
        return True
    lower = token.text[0].islower()
    if lower and token.fold in grammar.strong:
        return True
    long = len(token.fold) > 4
    return lower and long and token.fold.endswith(grammar.finite_endings)
