"""Clauses of a sentence: stretches of tokens around one predicate, found by shallow rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from nutgraf.annotation.text.language import Language
from nutgraf.model.annotation import Clause, Token

# "the 76-year-old former party leader had"
_SUBJECT = 6
_BREAKS = frozenset({",", ";", ":", "–", "—", "(", ")"})


def clauses(tokens: tuple[Token, ...], tables: Language) -> tuple[Clause, ...]:
    """Cut a sentence at commas and conjunctions wherever both sides have a predicate.

    A stretch without a verb (a list, an apposition) stays with the clause before it. The
    rules look at word forms only; a stretch that cannot be told apart stays whole.
    """
    grammar = _grammar(tables)
    parts: list[Clause] = []
    for first, last in _stretches(tokens, grammar):
        opener = grammar.opener(tokens, first, last)
        if parts and opener is None and not grammar.has_verb(tokens, first, last):
            parts[-1] = _joined(parts[-1], last)
        else:
            parts.append(Clause(first, last, opener is not None, opener))
    return tuple(_with_main(_with_verbless_start(parts, tokens, grammar)))


def _with_main(parts: list[Clause]) -> list[Clause]:
    """Take the first clause as the main one where none is ("Bis Mai soll es gelingen.")."""
    if not parts or not all(part.subordinate for part in parts):
        return parts
    return [Clause(parts[0].first, parts[0].last), *parts[1:]]


def _joined(clause: Clause, last: int) -> Clause:
    return Clause(clause.first, last, clause.subordinate, clause.opener)


def _with_verbless_start(
    parts: list[Clause], tokens: tuple[Token, ...], grammar: _Grammar
) -> list[Clause]:
    """Join a verbless first stretch ("Nach dem Beben,") with the main clause after it."""
    if len(parts) < 2 or parts[0].subordinate or parts[1].subordinate:
        return parts
    if grammar.has_verb(tokens, parts[0].first, parts[0].last):
        return parts
    return [Clause(parts[0].first, parts[1].last), *parts[2:]]


def _stretches(tokens: tuple[Token, ...], grammar: _Grammar) -> list[tuple[int, int]]:
    starts = [0]
    for index in range(1, len(tokens)):
        after_break = tokens[index - 1].text in _BREAKS
        if (
            after_break
            or grammar.opens_freely(tokens, index)
            or grammar.opens_plainly(tokens, index, starts[-1])
        ):
            starts.append(index)
    ends = [*starts[1:], len(tokens)]
    return [(first, last) for first, last in zip(starts, ends, strict=True) if first < last]


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The word lists of one language that decide where clauses begin."""

    subordinators: frozenset[str]
    relatives: frozenset[str]
    prepositions: frozenset[str]
    coordinators: frozenset[str]
    finite: frozenset[str]
    endings: tuple[str, ...]
    not_verbs: frozenset[str]
    free: frozenset[str]
    infinitive: str
    strong: frozenset[str]
    past: tuple[str, ...]
    articles: frozenset[str]
    joints: frozenset[str]
    certain: frozenset[str]
    saying: frozenset[str]

    def opener(self, tokens: tuple[Token, ...], first: int, last: int) -> str | None:
        """The conjunction or relative pronoun that makes the stretch dependent, if any."""
        at = first
        while at < last and (not tokens[at].is_word or tokens[at].fold in self.coordinators):
            at += 1
        if at >= last:
            return None
        word = tokens[at].fold
        # Before a main clause a conjunction needs no verb that can be told by its looks.
        leads = not at and word in self.free and last < len(tokens)
        if word in self.subordinators and (leads or self.has_verb(tokens, at + 1, last)):
            return word
        if first and self._is_infinitive(tokens, at, last):
            return self.infinitive
        return self._relative(tokens, first, at, last)

    def _is_infinitive(self, tokens: tuple[Token, ...], at: int, last: int) -> bool:
        """Tell whether the stretch ends in an infinitive with its particle (beheben zu lassen)."""
        end = self._last_word(tokens, at, last)
        word = tokens[end].fold
        if not self.infinitive or not word.endswith("n") or not tokens[end].text[0].islower():
            return False
        apart = end > at and tokens[end - 1].fold == self.infinitive
        inside = self.infinitive in word[2:-4] and len(word) > 8
        return apart or inside

    @staticmethod
    def _last_word(tokens: tuple[Token, ...], at: int, last: int) -> int:
        end = last - 1
        while end > at and not tokens[end].is_word:
            end -= 1
        return end

    def _relative(self, tokens: tuple[Token, ...], first: int, at: int, last: int) -> str | None:
        if first == 0 or tokens[first - 1].text != ",":
            return None
        if tokens[at].fold in self.prepositions and at + 1 < last:
            at += 1
        if tokens[at].fold not in self.relatives:
            return None
        # The verb of a relative clause stands last; an article's noun phrase has none there.
        closes = self.is_verb(tokens[self._last_word(tokens, at, last)])
        return tokens[at].fold if self.free or closes else None

    def opens_freely(self, tokens: tuple[Token, ...], index: int) -> bool:
        """Tell whether a clause opens here without a comma (English that, who, while)."""
        if tokens[index].fold not in self.free:
            return False
        return self.has_verb(tokens, 0, index) and self.has_verb(tokens, index + 1, len(tokens))

    def opens_plainly(self, tokens: tuple[Token, ...], index: int, start: int) -> bool:
        """Tell whether a subject with its verb begins here, after "and" or a verb of saying."""
        if tokens[index].fold in self.joints:
            opened = self.has_verb(tokens, start, index)
            return opened and self._verb_of(tokens, index + 1, _SUBJECT) is not None
        said = tokens[index - 1].fold in self.saying and index > start + 1
        if not said or not tokens[index - 2].is_word:
            return False
        verb = self._verb_of(tokens, index, _SUBJECT)
        return verb is not None and tokens[verb].fold in self.certain

    def _verb_of(self, tokens: tuple[Token, ...], first: int, reach: int) -> int | None:
        """The verb right behind the noun phrase that begins at a token, where it is certain."""
        for at in range(first, min(first + reach, len(tokens) - 1)):
            word = tokens[at].fold
            known = word in self.prepositions or word in self.subordinators or word in self.joints
            if known or not tokens[at].text[0].isalnum():
                return None
            if word in self.certain:
                return at if at > first else None
            if self._is_past(tokens[at]):
                return at if at > first and self._has_object(tokens[at + 1]) else None
        return None

    def _is_past(self, token: Token) -> bool:
        if not self.past:
            return token.fold in self.strong and token.text[0].islower()
        word = token.fold
        return word in self.finite or word in self.strong or word.endswith(self.past)

    def _has_object(self, after: Token) -> bool:
        """Tell "the army shot a man" from "a man shot in the leg"."""
        return after.fold in self.articles or after.text[0].isupper() or after.text[0].isdigit()

    def has_verb(self, tokens: tuple[Token, ...], first: int, last: int) -> bool:
        """Tell whether a stretch holds a word that passes as a verb."""
        return any(self.is_verb(token) for token in tokens[first:last])

    def is_verb(self, token: Token) -> bool:
        """Tell whether a word passes as a verb: a known finite form, or one shaped like it."""
        word = token.fold
        if word in self.finite or (word in self.strong and token.text[0].islower()):
            return True
        if not token.text[0].islower() or word in self.not_verbs or len(word) < 4:
            return False
        return word.endswith(self.endings)


@lru_cache(maxsize=16)
def _grammar(tables: Language) -> _Grammar:
    data = tables.table("segmentation")
    lists = {name: frozenset(data[name]) for name in ("subordinators", "relatives", "prepositions")}
    return _Grammar(
        **lists,
        coordinators=frozenset(data["coordinators"]),
        finite=frozenset(data["finite"]),
        endings=tuple(data["verb_endings"]),
        not_verbs=frozenset(data["not_verbs"]),
        free=frozenset(data["opens_without_comma"]),
        infinitive=data["infinitive_particle"],
        strong=frozenset(data.get("strong") or ()),
        past=tuple(data.get("past_endings") or ()),
        articles=frozenset(tables.table("grammar")["determiners"]),
        joints=frozenset(data.get("joins_clauses") or ()),
        certain=frozenset(data.get("always_finite") or ()),
        saying=frozenset(data.get("content_verbs") or ()),
    )
