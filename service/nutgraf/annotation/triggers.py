"""Triggers: words that tell of an event, found by the lexicon and vetted by their context."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from nutgraf.annotation.grammar import Grammar
from nutgraf.annotation.lexicon import Entry, Lexicon
from nutgraf.annotation.scenes import Scene

_SHORTEST_FIRST_PART = 3
UNSUPPORTED = "trigger-unsupported"


@dataclass(frozen=True, slots=True)
class Trigger:
    """One match: the entry, the scene's number, the tokens it stands on, and its form's tags.

    `head` is the token that carries the meaning; `tokens` include particle or light verb;
    `first_part` is what stands before the head in a compound. A `weak` trigger lacks the
    context that its word needs: it can refer back to an event but not tell of one. `light`
    is the light verb whose object the noun is ("verhängte den Ausnahmezustand").
    """

    entry: Entry
    scene: int
    head: int
    tokens: tuple[int, ...]
    tags: str
    first_part: str = ""
    weak: bool = False
    light: int | None = None

    @property
    def nominal(self) -> bool:
        """Tell whether a noun tells of the event (alone or with a light verb)."""
        return self.entry.kind in ("noun", "phrase")

    @property
    def span(self) -> tuple[int, int]:
        """First and last token of the words that tell; a particle or light verb stays out."""
        if " " in next(iter(self.entry.forms), ""):
            return self.tokens[0], self.tokens[-1]
        return self.head, self.head

    @property
    def rank(self) -> tuple[int, ...]:
        """Longer and more specific matches come first."""
        vetted = bool(self.entry.needs or self.entry.modifiers)
        adjective = int(self.entry.kind == "participle")
        return (int(self.weak), -len(self.tokens), len(self.first_part), adjective, -int(vetted))


@dataclass(frozen=True, slots=True)
class Context:
    """Folded words of the headline and of the sentence before in the same paragraph."""

    headline: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()


def find_triggers(
    scene: Scene,
    lexicon: Lexicon,
    grammar: Grammar,
    rejected: Counter[str],
    context: Context | None = None,
) -> tuple[Trigger, ...]:
    """The triggers of one sentence in text order; vetoed ones are counted in `rejected`.

    The `context` may support triggers that need a word which the sentence does not have.
    """
    around = context or Context()
    everything = around.headline | around.before
    finder = _Finder(scene, lexicon, grammar, everything, around.before)
    kept: list[Trigger] = []
    for trigger in finder.candidates():
        reason = finder.objection(trigger)
        if reason == UNSUPPORTED and trigger.entry.kind == "noun":
            kept.append(replace(trigger, weak=True))
        elif reason:
            rejected[reason] += 1
        else:
            kept.append(trigger)
    return _without_overlaps(kept)


def _without_overlaps(triggers: Iterable[Trigger]) -> tuple[Trigger, ...]:
    taken: set[int] = set()
    kept: list[Trigger] = []
    for trigger in sorted(triggers, key=lambda each: each.rank):
        if trigger.head not in taken:
            kept.append(trigger)
            taken.update(trigger.tokens)
    return tuple(sorted(kept, key=lambda each: each.head))


def _has_stem(word: str, stem: str) -> bool:
    """Tell whether a word begins with a stem or has it inside, as the head of a compound."""
    return word.startswith(stem) or (len(stem) > 3 and stem in word[3:])


@dataclass(frozen=True, slots=True)
class _Finder:
    scene: Scene
    lexicon: Lexicon
    grammar: Grammar
    context: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()

    def candidates(self) -> Iterator[Trigger]:
        """Every match of the lexicon in the sentence, before any veto."""
        for index, token in enumerate(self.scene.tokens):
            if not token.is_word:
                continue
            yield from self._chains(index)
            yield from self._phrases(index)
            words = self.lexicon.words.get(token.fold, ())
            for entry in words:
                yield from self._single(entry, index, token.fold)
            if not any(entry.kind == "noun" for entry in words):
                yield from self._compounds(index)

    def _trigger(
        self, entry: Entry, head: int, tokens: tuple[int, ...], tags: str, first_part: str = ""
    ) -> Trigger:
        return Trigger(entry, self.scene.number, head, tokens, tags, first_part)

    def _single(self, entry: Entry, index: int, form: str) -> Iterator[Trigger]:
        if not self._written_as(entry, index):
            return
        bare = entry.kind == "verb" and entry.particle and not form.startswith(entry.particle)
        if not bare:
            yield self._trigger(entry, index, (index,), entry.forms[form])
            return
        particle = self._particle(entry.particle or "", index)
        if particle is not None:
            yield self._trigger(entry, index, (index, particle), "f")

    def _particle(self, particle: str, index: int) -> int | None:
        """Where the particle of a separable verb stands later in the clause, if it does."""
        for later in self.scene.scope(index):
            ends = not self.scene.fold(later + 1)[:1].isalnum() or self._coordinated(later + 1)
            if later > index and self.scene.fold(later) == particle and ends:
                return later
        return None

    def _coordinated(self, index: int) -> bool:
        return self.scene.fold(index) in self.grammar.coordinators

    def _written_as(self, entry: Entry, index: int) -> bool:
        """German nouns have a capital; other words only where a sentence begins."""
        if not self.grammar.capital_nouns:
            return True
        capital = self.scene.tokens[index].text[0].isupper()
        if entry.kind == "noun":
            return capital
        return not capital or index == 0 or not self.scene.tokens[index - 1].is_word

    def _chains(self, index: int) -> Iterator[Trigger]:
        for words, entry in self.lexicon.chains.get(self.scene.fold(index), ()):
            span = tuple(range(index, index + len(words)))
            if all(self.scene.fold(at) == word for at, word in zip(span, words, strict=True)):
                head = index if entry.kind == "verb" else span[-1]
                yield self._trigger(entry, head, span, entry.forms[" ".join(words)])

    def _phrases(self, index: int) -> Iterator[Trigger]:
        for entry in self.lexicon.phrases.get(self.scene.fold(index), ()):
            tokens = [index]
            for part in entry.parts[1:]:
                found = [at for at in self.scene.scope(index) if self.scene.fold(at) in part]
                if not found:
                    break
                tokens.append(min(found, key=lambda at: abs(at - index)))
            else:
                if self._after_preposition(entry, index):
                    yield self._trigger(entry, index, tuple(tokens), "n")

    def _after_preposition(self, entry: Entry, index: int) -> bool:
        if entry.preposition is None:
            return True
        near = range(max(0, index - 4), index)
        return any(
            self.grammar.preposition(self.scene.fold(at)) == entry.preposition for at in near
        )

    def _compounds(self, index: int) -> Iterator[Trigger]:
        token = self.scene.tokens[index]
        if not self.grammar.capital_nouns or not token.text[0].isupper():
            return
        word = token.fold
        for cut in range(_SHORTEST_FIRST_PART, len(word) - 2):
            entries = self.lexicon.heads.get(word[cut:], ())
            first = word[:cut].rstrip("-")
            if entries and first not in self.grammar.not_first_parts:
                for entry in entries:
                    yield self._trigger(entry, index, (index,), "n", first)
                return

    def objection(self, trigger: Trigger) -> str | None:
        """Why a match is no trigger after all, or `None`."""
        entry, index = trigger.entry, trigger.head
        if self.scene.inside_name(index):
            return "trigger-inside-name"
        if self.scene.fold(index) in entry.not_compounds:
            return "trigger-vetoed"
        if self._is_modifier(trigger):
            return "modifier-compound"
        if self._is_attributive(entry, index):
            return "attributive-verb"
        if self._vetoed(entry, index):
            return "trigger-vetoed"
        if not self._supported(trigger):
            return UNSUPPORTED
        return self._misplaced(trigger)

    def _is_modifier(self, trigger: Trigger) -> bool:
        after = trigger.tokens[-1] + 1 if trigger.entry.kind == "noun" else -1
        return self.scene.fold(after) in self.grammar.modifier_heads

    def _is_attributive(self, entry: Entry, index: int) -> bool:
        """Tell "die entsandten Soldaten" from a finite verb of the same form."""
        if entry.kind != "verb" or not self.grammar.capital_nouns or index < 1:
            return False
        article = self.scene.fold(index - 1) in self.grammar.definite
        relative = self.scene.fold(index - 2) == ","
        return article and not relative and self._ends_attributively(index)

    def _ends_attributively(self, index: int) -> bool:
        after = self.scene.tokens[index + 1] if index + 1 < len(self.scene.tokens) else None
        ending = self.scene.fold(index).endswith(self.grammar.attributive_endings)
        return ending and after is not None and after.fold[:1].isalnum()

    def _vetoed(self, entry: Entry, index: int) -> bool:
        clause = [at for at in self.scene.scope(index) if not self.scene.inside_name(at)]
        return any(self._stem_in(stem, clause, None) for stem in entry.vetoes)

    def _supported(self, trigger: Trigger) -> bool:
        entry = trigger.entry
        if not entry.needs and not entry.modifiers:
            return True
        if trigger.first_part and trigger.first_part.startswith(entry.modifiers or ("\0",)):
            return True
        everywhere = range(len(self.scene.tokens))
        if not entry.needs:
            return not trigger.first_part or entry.kind == "noun"
        if any(self._stem_in(stem, everywhere, trigger) for stem in entry.needs):
            return True
        around = self.context if trigger.nominal else self.before
        return any(_has_stem(word, stem) for stem in entry.needs for word in around)

    def _stem_in(self, stem: str, indices: Iterable[int], own: Trigger | None) -> bool:
        if " " in stem:
            folds = [self.scene.fold(at) for at in indices]
            return f" {stem}" in " " + " ".join(folds)
        for at in indices:
            word = self.scene.fold(at)
            if own is not None and at == own.head:
                word = own.first_part
            if _has_stem(word, stem):
                return True
        return False

    def _misplaced(self, trigger: Trigger) -> str | None:
        """English forms that are noun and verb alike are told apart by what stands before."""
        if self.grammar.capital_nouns:
            return None
        before = self.scene.fold(trigger.tokens[0] - 1)
        nominal_place = before in self.grammar.determiners or before in (
            self.grammar.possessive_tokens
        )
        after_marker = before in self.grammar.before_infinitive
        if trigger.nominal and after_marker and trigger.tags == "n":
            return "verb-not-noun" if self._also_verb(trigger.head) else None
        if trigger.entry.kind != "verb" or set(trigger.tags) <= {"g"}:
            return None
        by_preposition = before in self.grammar.prepositions and not after_marker
        ambiguous = "i" in trigger.tags
        return "noun-not-verb" if nominal_place or (by_preposition and ambiguous) else None

    def _also_verb(self, index: int) -> bool:
        entries = self.lexicon.words.get(self.scene.fold(index), ())
        return any(entry.kind == "verb" for entry in entries)
