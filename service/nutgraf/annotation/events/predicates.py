"""Predicates: the verb group around a trigger, with its voice, tense, mood and modal."""

from __future__ import annotations

from dataclasses import dataclass

from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.statuswords import StatusWords
from nutgraf.model.document import BlockRole

_ENGLISH_REACH = 6


@dataclass(frozen=True, slots=True)
class Predicate:
    """The words of a verb group: `chain` are the folded auxiliaries and modals around a verb.

    `verb` is the token of the verb itself, `finite` that of the finite word (the verb
    itself when it has no auxiliary), `form` what the verb's form is in this group:
    f finite, p participle, i infinitive, g gerund.
    """

    verb: int
    finite: int
    form: str
    chain: tuple[str, ...]
    passive: bool

    @property
    def governed(self) -> bool:
        """Tell whether the verb is an infinitive that hangs on another word (zu, to)."""
        return self.form == "z"


def predicate(
    scene: Scene,
    verb: int,
    tags: str,
    language: tuple[Grammar, StatusWords],
    *,
    auxiliary: str | None = None,
) -> Predicate:
    """Read the verb group of the verb at a token whose form has the given tags."""
    grammar, words = language
    if grammar.verb_cluster_last:
        return _bracketed(scene, verb, tags, grammar, words, auxiliary=auxiliary)
    return _chained(scene, verb, tags, grammar, words)


def _bracketed(
    scene: Scene,
    verb: int,
    tags: str,
    grammar: Grammar,
    words: StatusWords,
    *,
    auxiliary: str | None,
) -> Predicate:
    """The German verb group: a finite word in second or last place, the rest at the end."""
    scope = scene.scope(verb)
    cluster = _cluster(scene, verb, scope, grammar, words)
    if _has_marker(scene, verb, tags, grammar):
        return Predicate(verb, verb, "z", (), False)
    perfect = _perfect_infinitive(scene, verb, grammar) if "p" in tags else ()
    if perfect:
        return Predicate(verb, verb, "z", perfect, bool({*perfect} & grammar.become_past))
    finite = _finite_of(scene, verb, scope, cluster, grammar, words)
    if finite is None or tags == "f":
        return Predicate(verb, verb, _own_form(tags), (), False)
    chain = (scene.fold(finite), *(scene.fold(at) for at in cluster if at != finite))
    form = _form_after(chain, tags, grammar, words)
    after = scene.fold(verb + 1)
    if grammar.is_auxiliary(after) and after in grammar.infinitive_auxiliaries:
        # "soll ... entlassen haben": before it an infinitive looks like a participle.
        form = "p"
    passive = form == "p" and _is_passive(chain, grammar, auxiliary)
    return Predicate(verb, finite, form, chain, passive)


def _has_marker(scene: Scene, verb: int, tags: str, grammar: Grammar) -> bool:
    joined = tags == "z"
    cut_off = scene.fold(verb - 1) == grammar.infinitive_marker and "i" in tags
    return joined or cut_off


def _perfect_infinitive(scene: Scene, verb: int, grammar: Grammar) -> tuple[str, ...]:
    """The helpers of "verübt zu haben" and "festgenommen worden zu sein", if there are any."""
    found: list[str] = []
    for at in range(verb + 1, verb + 4):
        word = scene.fold(at)
        if word != grammar.infinitive_marker and word not in grammar.infinitive_auxiliaries:
            break
        found.append(word)
    marked = grammar.infinitive_marker in found[:-1]
    return tuple(word for word in found if word != grammar.infinitive_marker) if marked else ()


def _own_form(tags: str) -> str:
    return "f" if "f" in tags else tags[:1]


def _cluster(
    scene: Scene, verb: int, scope: tuple[int, ...], grammar: Grammar, words: StatusWords
) -> list[int]:
    """Auxiliaries and modals right behind the verb ("getötet worden sein sollen")."""
    found: list[int] = []
    index = verb + 1
    while index in scope and _is_helper(scene.fold(index), grammar, words):
        found.append(index)
        index += 1
    return found


def _is_helper(word: str, grammar: Grammar, words: StatusWords) -> bool:
    if word in grammar.infinitive_auxiliaries:
        return True
    return grammar.is_auxiliary(word) or word in words.modals


def _finite_of(
    scene: Scene,
    verb: int,
    scope: tuple[int, ...],
    cluster: list[int],
    grammar: Grammar,
    words: StatusWords,
) -> int | None:
    """The finite auxiliary or modal: in a dependent clause behind the verb, else before it."""
    clause = scene.clause(verb)
    if clause is not None and clause.subordinate and cluster:
        return cluster[-1]
    before = [at for at in scope if at < verb and _is_finite_helper(scene, at, grammar, words)]
    if before:
        return before[-1]
    return cluster[-1] if cluster else None


def _is_finite_helper(scene: Scene, index: int, grammar: Grammar, words: StatusWords) -> bool:
    word = scene.fold(index)
    if word in grammar.nonfinite:
        return False
    return grammar.is_auxiliary(word) or word in words.modals


def _form_after(chain: tuple[str, ...], tags: str, grammar: Grammar, words: StatusWords) -> str:
    helpers = [word for word in chain if grammar.is_auxiliary(word)]
    modal_only = not helpers and any(word in words.modals for word in chain)
    if modal_only and "i" in tags:
        return "i"
    only_future = all(word in grammar.future or word in grammar.irrealis for word in helpers)
    if only_future and "i" in tags and "p" not in tags:
        return "i"
    if "p" in tags and chain:
        return "p"
    return "f" if "f" in tags else tags[:1]


def _is_passive(chain: tuple[str, ...], grammar: Grammar, auxiliary: str | None) -> bool:
    # "wird gelandet sein" is future perfect: a verb with an auxiliary of its own has no passive.
    return auxiliary is None and any(word in grammar.become or word in grammar.be for word in chain)


def _chained(scene: Scene, verb: int, tags: str, grammar: Grammar, words: StatusWords) -> Predicate:
    """The English verb group: auxiliaries, modals and "to" right before the verb."""
    chain = _chain_before(scene, verb, grammar, words)
    if not chain and "i" in tags and scene.fold(verb - 1) in grammar.coordinators:
        chain = _shared_chain(scene, verb, grammar, words)
    folds = tuple(scene.fold(at) for at in chain)
    if grammar.infinitive_marker in folds[-1:]:
        return Predicate(verb, verb, "z", folds, False)
    if grammar.infinitive_marker in folds:
        passive = "p" in tags and any(word in grammar.be for word in folds)
        return Predicate(verb, verb, "z", folds, passive)
    if not folds:
        return _unaided(scene, verb, tags, grammar)
    has_be = any(word in grammar.be for word in folds)
    form = "g" if tags == "g" else ("p" if "p" in tags and folds[-1] not in words.modals else "i")
    passive = has_be and form == "p"
    return Predicate(verb, chain[0], form, folds, passive)


def _unaided(scene: Scene, verb: int, tags: str, grammar: Grammar) -> Predicate:
    if tags == "i":
        # Where an infinitive has a form of its own, it hangs on another word ("pour arrêter").
        return Predicate(verb, verb, "z", (), False)
    by_agent = scene.fold(verb + 1) in grammar.agent_prepositions
    by_agent = by_agent or _is_headline_passive(scene, verb, tags, grammar)
    scope = scene.scope(verb)
    after_finite = any(
        at < verb and (scene.fold(at) in grammar.finite or grammar.is_auxiliary(scene.fold(at)))
        for at in scope
    )
    before = scene.fold(verb - 1)
    modifies = before not in grammar.coordinators and before != ","
    reduced = "p" in tags and (by_agent or (after_finite and modifies))
    form = "p" if reduced else _own_form(tags)
    return Predicate(verb, verb, form, (), reduced)


def _is_headline_passive(scene: Scene, verb: int, tags: str, grammar: Grammar) -> bool:
    """Headlines leave out the auxiliary of a passive ("Ten killed in blast")."""
    if scene.sentence.role is not BlockRole.HEADLINE or "p" not in tags or verb == 0:
        return False
    after = verb + 1
    while scene.fold(after) in grammar.resultatives:
        after += 1
    word = scene.fold(after)
    return not word[:1].isalnum() or word in grammar.prepositions


def _chain_before(scene: Scene, verb: int, grammar: Grammar, words: StatusWords) -> list[int]:
    found: list[int] = []
    index = verb - 1
    while index >= 0 and verb - index <= _ENGLISH_REACH + len(found):
        word = scene.fold(index)
        if _helps(word, grammar, words):
            found.insert(0, index)
        elif not _skippable(scene, index, grammar, words):
            break
        index -= 1
    return found


def _shared_chain(scene: Scene, verb: int, grammar: Grammar, words: StatusWords) -> list[int]:
    """The modal or "to" that a conjunct shares ("would cut jobs and close branches")."""
    for at in (each for each in reversed(scene.scope(verb)) if each < verb - 1):
        word = scene.fold(at)
        open_end = word in words.modals or word in grammar.future | grammar.irrealis
        if open_end or word == grammar.infinitive_marker:
            return [*_chain_before(scene, at, grammar, words), at]
        if word.endswith(grammar.finite_endings):
            return []
    return []


def _helps(word: str, grammar: Grammar, words: StatusWords) -> bool:
    known = grammar.is_auxiliary(word) or word in words.modals or word in grammar.future
    return known or word in grammar.irrealis or word == grammar.infinitive_marker


def _skippable(scene: Scene, index: int, grammar: Grammar, words: StatusWords) -> bool:
    word = scene.fold(index)
    adverb = word in grammar.adverbs_between or word.endswith(grammar.adverb_endings)
    if adverb or word in words.negations:
        return True
    # "were arrested and later released": the first participle shares the auxiliary.
    endings = grammar.participle_endings
    coordinated = word in grammar.coordinators and scene.fold(index - 1).endswith(endings)
    return coordinated or (word.endswith(endings) and scene.fold(index + 1) in grammar.coordinators)
