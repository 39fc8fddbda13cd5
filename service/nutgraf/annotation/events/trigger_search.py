"""Search: the words of a sentence that the lexicon knows as triggers, and that pass the vetoes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.lexicon import Entry, Lexicon
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.triggers import UNSUPPORTED, Context, Trigger
from nutgraf.annotation.events.vetoes import Vetoes

_SHORTEST_FIRST_PART = 3


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
    vetoes = Vetoes(scene, lexicon, grammar, context or Context())
    kept: list[Trigger] = []
    barred: list[Trigger] = []
    for trigger in Search(scene, lexicon, grammar).candidates():
        parted = any(_is_part(trigger, longer) for longer in barred)
        reason = "part-of-rejected" if parted else vetoes.objection(trigger)
        if reason == UNSUPPORTED and trigger.entry.kind == "noun":
            kept.append(replace(trigger, weak=True))
        elif reason:
            rejected[reason] += 1
            barred.extend((trigger,) if reason != UNSUPPORTED else ())
        else:
            kept.append(trigger)
    return _without_overlaps(kept)


def _is_part(trigger: Trigger, longer: Trigger) -> bool:
    """Tell the "crash" of a rejected "train crash simulator" from a crash of its own."""
    unbroken = longer.tokens[-1] - longer.tokens[0] + 1 == len(longer.tokens)
    within = len(trigger.tokens) < len(longer.tokens) and set(trigger.tokens) <= set(longer.tokens)
    alike = not set(trigger.entry.types).isdisjoint(longer.entry.types)
    return unbroken and within and alike and longer.entry.kind != "phrase"


def _without_overlaps(triggers: Iterable[Trigger]) -> tuple[Trigger, ...]:
    taken: set[int] = set()
    kept: list[Trigger] = []
    for trigger in sorted(triggers, key=lambda each: each.rank):
        if trigger.head not in taken:
            kept.append(trigger)
            taken.update(trigger.tokens)
    return tuple(sorted(kept, key=lambda each: each.head))


@dataclass(frozen=True, slots=True)
class Search:
    """Looks up the words of one sentence in the lexicon."""

    scene: Scene
    lexicon: Lexicon
    grammar: Grammar

    def candidates(self) -> Iterator[Trigger]:
        """Every match of the lexicon in the sentence, before any veto."""
        for index, token in enumerate(self.scene.tokens):
            if not token.is_word:
                continue
            if token.fold in self.lexicon.chains:
                yield from self._chains(index)
            if token.fold in self.lexicon.phrases:
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
            return capital or self._is_small(index)
        return not capital or not self.scene.fold(index - 1)[:1].isalnum()

    def _is_small(self, index: int) -> bool:
        """Tell a noun without its capital ("ein schwerer stau auf der A7") from an adjective."""
        before = self.scene.fold(index - 1)
        adjective = before.endswith(self.grammar.attributive_endings)
        led = self.scene.fold(index - 2) if adjective else before
        after = self.scene.tokens[index + 1 : index + 2]
        closes = not after or not after[0].text[0].isupper()
        verbal = any(e.kind == "verb" for e in self.lexicon.words.get(self.scene.fold(index), ()))
        articles = self.grammar.definite | self.grammar.indefinite
        return closes and not verbal and (led in articles or before in articles)

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
