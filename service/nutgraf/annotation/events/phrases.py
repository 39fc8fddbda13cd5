"""Noun phrases of a sentence, found by shallow rules: head, preposition, case, entity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.phrase_edges import left_edge
from nutgraf.annotation.events.scenes import Scene
from nutgraf.model.entity import EntityKind, EntityMention

_ALL = frozenset({"nom", "acc", "dat", "gen"})
_PLAIN = frozenset({"nom", "acc", "dat"})
_PLACES = frozenset({EntityKind.COUNTRY, EntityKind.PLACE})
# "off Peru's rugged southern coast"
_FRINGE = 4


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase `first..last` (exclusive) whose head stands at `head`.

    `cases` are the cases its visible form allows; `owner` is the head of the phrase right
    before it when this one is its genitive ("die Führung des Landes").
    """

    first: int
    head: int
    last: int
    preposition: str | None
    cases: frozenset[str]
    mention: EntityMention | None
    definite: bool = False
    determiner: str | None = None
    owner: int | None = None

    @property
    def bare(self) -> bool:
        """Tell whether the phrase stands without preposition and belongs to the verb."""
        return self.preposition is None and self.owner is None


def phrases(
    scene: Scene, grammar: Grammar, nouns: Mapping[int, int] | None = None
) -> tuple[Phrase, ...]:
    """All noun phrases of a sentence in text order; `nouns` are heads known to be nouns."""
    found: list[Phrase] = []
    for start, head, last in _heads(scene, grammar, nouns or {}):
        floor = found[-1].last if found else 0
        made = _phrase(scene, grammar, (start, head, last), floor, found)
        if scene.fold(made.first - 1) == "(":
            continue
        if found and grammar.genitive_ending and _is_unmarked_genitive(scene, found[-1], made):
            made = replace(made, owner=found[-1].head)
        if found and _touches(scene, found[-1], made):
            found[-1:] = _joined(found[-1], made)
        else:
            found.append(made)
        _reopen(scene, grammar, found)
    return tuple(sorted(found, key=lambda phrase: phrase.first))


def _reopen(scene: Scene, grammar: Grammar, found: list[Phrase]) -> None:
    """Give a phrase the article that stands before what is inserted ("der von X geführten Y")."""
    if len(found) < 2 or not grammar.capital_nouns:
        return
    inner, outer = found[-2:]
    at = inner.first - 1
    opens = inner.preposition is not None and scene.fold(at) in grammar.determiners
    if not opens or outer.determiner or outer.preposition:
        return
    between = range(inner.last, outer.head)
    if not between or not all(_inserted(scene, grammar, at) for at in between[:1]):
        return
    if outer.first - inner.last > 2:
        return
    determiner, _, cases = _marks(scene, grammar, at)
    preposition = grammar.preposition(scene.fold(at - 1))
    outside = [phrase for phrase in found[:-2] if phrase.last == at]
    owner = outside[-1].head if outside and "gen" in cases and preposition is None else None
    definite = determiner in grammar.definite
    found[-2:] = [
        replace(inner, owner=outer.head),
        replace(
            outer,
            first=at if preposition is None else at - 1,
            determiner=determiner,
            cases=cases,
            definite=definite,
            preposition=preposition,
            owner=owner,
        ),
    ]


def _inserted(scene: Scene, grammar: Grammar, index: int) -> bool:
    token = scene.tokens[index]
    return token.text[0].islower() and token.fold.endswith(grammar.attributive_endings)


def _touches(scene: Scene, before: Phrase, phrase: Phrase) -> bool:
    plain = phrase.preposition is None and phrase.determiner is None and phrase.owner is None
    if scene.in_time(before.head):
        return False
    if _counts_others(scene, before, phrase):
        return False
    named = phrase.head == phrase.first or scene.mention_of[phrase.first] is phrase.mention
    whole = named or before.mention is not None
    return plain and whole and before.last == phrase.first


def _counts_others(scene: Scene, before: Phrase, phrase: Phrase) -> bool:
    """Tell whether a count behind a place begins another phrase ("in Rom zwei Menschen")."""
    placed = before.preposition is not None and before.mention is not None
    counted = any(first == phrase.first for first, _ in scene.counts)
    return placed and counted and before.head not in scene.genitives


def _joined(before: Phrase, phrase: Phrase) -> tuple[Phrase, ...]:
    """Join an apposition ("Staatschef X"), or make the first the owner ("Xs Präsident")."""
    whole = replace(
        before,
        head=phrase.head,
        last=phrase.last,
        mention=phrase.mention,
    )
    if before.mention is None:
        return (whole,) if phrase.mention is not None else (before, phrase)
    if phrase.mention is not None and phrase.mention.entity == before.mention.entity:
        return (whole,)
    possessor = "gen" in before.cases and before.determiner is None and before.owner is None
    if not possessor:
        return (before, phrase)
    marked = _PLAIN if before.determiner is None else before.cases
    owner = replace(before, preposition=None, owner=phrase.head, cases=frozenset({"gen"}))
    return (owner, replace(whole, owner=before.owner, cases=marked))


def _heads(
    scene: Scene, grammar: Grammar, nouns: Mapping[int, int]
) -> Iterator[tuple[int, int, int]]:
    index, size = 0, len(scene.tokens)
    while index < size:
        mention = scene.mention_of[index]
        if mention is not None and not mention.adjectival:
            last = index
            while last < size and scene.mention_of[last] is mention:
                last += 1
            end = _past_adjectives(scene, grammar, last)
            fringe = _past_fringe(scene, grammar, last)
            if fringe > last and mention.kind in _PLACES:
                yield index, last - 1, fringe
                index = fringe
                continue
            if not _is_possessor(scene, grammar, last):
                yield index, last - 1, end
            index = end
            continue
        if index in nouns or (grammar.capital_nouns and _is_noun(scene, grammar, index)):
            yield nouns.get(index, index), index, index + 1
        index += 1


def _past_adjectives(scene: Scene, grammar: Grammar, last: int) -> int:
    """Step over the adjective of a state where adjectives follow ("les soldats français")."""
    if not grammar.adjectives_follow or last >= len(scene.tokens):
        return last
    mention = scene.mention_of[last]
    return last + 1 if mention is not None and mention.adjectival else last


def _past_fringe(scene: Scene, grammar: Grammar, last: int) -> int:
    """Step over the part of a place that its possessor stands for ("Peru's southern coast")."""
    if not _is_possessor(scene, grammar, last):
        return last
    for at in range(last + 1, min(last + _FRINGE, len(scene.tokens))):
        if scene.fold(at) in grammar.fringe_nouns:
            return at + 1
        if not scene.tokens[at].is_word:
            break
    return last


def _is_possessor(scene: Scene, grammar: Grammar, index: int) -> bool:
    return scene.fold(index) in grammar.possessive_tokens


def _is_noun(scene: Scene, grammar: Grammar, index: int) -> bool:
    token = scene.tokens[index]
    if not token.text[0].isupper() or scene.mention_of[index] is not None:
        return False
    if any(first <= index < last for first, last in scene.counts):
        return False
    if index > 0 and scene.tokens[index - 1].is_word:
        return True
    # The first word of a sentence is no noun when it is a function word, participle or adverb.
    word = token.fold
    known = word in grammar.determiners or grammar.preposition(word) is not None
    known = known or word in grammar.openers or word.endswith(grammar.adverb_endings)
    participle = grammar.is_auxiliary(scene.fold(index + 1)) and word.startswith(
        _participle(grammar)
    )
    known = known or participle
    return not known and not grammar.is_auxiliary(word) and scene.fold(index + 1) != ""


def _participle(grammar: Grammar) -> tuple[str, ...]:
    prefix = grammar.participle_prefix
    return (prefix, "be" + prefix[:1]) if prefix else ()


def _phrase(
    scene: Scene,
    grammar: Grammar,
    place: tuple[int, int, int],
    floor: int,
    before: list[Phrase],
) -> Phrase:
    start, head, last = place
    first = left_edge(scene, grammar, start, floor)
    determiner, preposition, cases = _marks(scene, grammar, first)
    mention = scene.mention_of[head]
    if preposition is None and scene.fold(last) in grammar.postpositions:
        preposition = scene.fold(last)
    if determiner is None and preposition is None:
        cases = _bare_cases(scene, grammar, head)
    owner = _owner(first, cases, preposition, before, grammar)
    definite = determiner in grammar.definite
    return Phrase(first, head, last, preposition, cases, mention, definite, determiner, owner)


def _marks(
    scene: Scene, grammar: Grammar, first: int
) -> tuple[str | None, str | None, frozenset[str]]:
    word = scene.fold(first)
    preposition = grammar.preposition(word)
    if preposition in grammar.genitive_prepositions:
        preposition = _compound(scene, grammar, first) or preposition
    if preposition is None:
        determiner = word if word in grammar.determiners else None
        cases = frozenset(grammar.determiners.get(word, _ALL))
        return determiner, None, cases
    if word in grammar.contractions:
        return word, preposition, frozenset(grammar.contraction_cases.get(word, _ALL))
    after = scene.fold(first + 1)
    determiner = after if after in grammar.determiners else None
    return determiner, preposition, frozenset(grammar.determiners.get(after, _ALL))


def _compound(scene: Scene, grammar: Grammar, first: int) -> str | None:
    """The preposition that one belongs to: "près de Lyon" says where, as "in Lyon" does."""
    for words in grammar.compound_prepositions:
        if scene.folds[max(first - len(words), 0) : first] == words:
            return words[0]
    return None


def _bare_cases(scene: Scene, grammar: Grammar, head: int) -> frozenset[str]:
    """Cases of a phrase without article: a name with an ending of possession is a genitive."""
    if head not in scene.genitives:
        return _PLAIN
    return frozenset({"gen"}) if grammar.genitive_ending else _PLAIN


def _owner(
    first: int,
    cases: frozenset[str],
    preposition: str | None,
    before: list[Phrase],
    grammar: Grammar,
) -> int | None:
    if not before or before[-1].last != first:
        return None
    if preposition in grammar.genitive_prepositions:
        return before[-1].head
    if preposition is None and "gen" in cases and grammar.capital_nouns:
        return before[-1].head
    return None


def _is_unmarked_genitive(scene: Scene, before: Phrase, phrase: Phrase) -> bool:
    """Tell whether an unknown name in -s belongs to the noun before ("auf Bitten Xs")."""
    within = before.preposition is not None and before.mention is None
    plain = phrase.mention is None and phrase.determiner is None and phrase.preposition is None
    adjoins = before.last == phrase.first == phrase.head
    return within and plain and adjoins and scene.fold(phrase.head).endswith("s")
