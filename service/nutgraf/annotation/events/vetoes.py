"""Vetoes: reasons why a word of the lexicon is no trigger where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nutgraf.annotation.events.figurative import Figurative
from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.lexicon import Entry, Lexicon
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.triggers import UNSUPPORTED, Context, Trigger

_NUMBER = "#"
_NAME = "@"
_HYPHEN = "-"
_DASHES = ("-", "–", "—")
# What can follow the last word of a clause; "" is the end of the sentence.
_CLOSING = ("", ".", ",", ";", ":", "!", "?", ")")


@dataclass(frozen=True, slots=True)
class Vetoes:
    """Judges the matches of one sentence; the context may support what needs support."""

    scene: Scene
    lexicon: Lexicon
    grammar: Grammar
    context: Context

    def objection(self, trigger: Trigger) -> str | None:
        """Why a match is no trigger after all, or `None`."""
        entry, index = trigger.entry, trigger.head
        unwanted = self._is_other_word(entry, index) or self._vetoed(entry, index)
        objections = (
            ("trigger-inside-name", self.scene.inside_name(index)),
            ("modifier-compound", self._is_modifier(trigger)),
            ("judged-not-told", self._is_judged(entry, index)),
            ("attributive-verb", self._is_attributive(entry, index)),
            ("stray-infinitive", self._is_only_wanted(trigger)),
            ("other-verb", self._is_separated(trigger)),
            ("trigger-vetoed", unwanted),
            ("figure-of-speech", self._is_figurative(trigger)),
            ("month-not-event", self._is_dated(index)),
            (UNSUPPORTED, not self._supported(trigger) or not self._accompanied(trigger)),
        )
        found = next((reason for reason, holds in objections if holds), None)
        return found or self._misplaced(trigger)

    def _is_other_word(self, entry: Entry, index: int) -> bool:
        """Tell compounds that are something else; an ending stands for all that have it."""
        word = self.scene.fold(index)
        endings = tuple(each[1:] for each in entry.not_compounds if each.startswith(_HYPHEN))
        return word in entry.not_compounds or (bool(endings) and word.endswith(endings))

    def _is_figurative(self, trigger: Trigger) -> bool:
        judge = Figurative(self.scene, self.grammar, self.lexicon.figurative)
        return judge.is_figurative(trigger)

    def _is_modifier(self, trigger: Trigger) -> bool:
        opens = trigger.head == 0 or not self.scene.tokens[trigger.head - 1].is_word
        bare = trigger.entry.kind == "verb" and "i" in trigger.tags and opens
        modifies = trigger.entry.kind == "noun" or bare
        after = trigger.tokens[-1] + 1 if modifies else -1
        if self.grammar.capital_nouns and trigger.nominal and self._is_first_part(trigger.head):
            return True
        return self.scene.fold(after) in self.grammar.modifier_heads

    def _is_judged(self, entry: Entry, index: int) -> bool:
        """Tell what is declared of an event from telling one ("für beendet erklärt")."""
        before = self.scene.fold(index - 1)
        return entry.kind == "verb" and before in self.grammar.judging_prepositions

    def _is_first_part(self, index: int) -> bool:
        """Tell "Sturm- und Flutschäden" from the noun itself."""
        tokens = self.scene.tokens
        if index + 1 >= len(tokens):
            return tokens[index].text.endswith("-")
        adjoins = tokens[index + 1].text[0] == "-" and tokens[index + 1].start == tokens[index].end
        return adjoins or tokens[index].text.endswith("-")

    def _is_attributive(self, entry: Entry, index: int) -> bool:
        """Tell "die entsandten Soldaten" from a finite verb of the same form."""
        if entry.kind != "verb" or not self.grammar.capital_nouns or index < 1:
            return False
        article = self.scene.fold(index - 1) in self.grammar.definite
        relative = self.scene.fold(index - 2) == ","
        return article and not relative and self._ends_attributively(index)

    def _is_only_wanted(self, trigger: Trigger) -> bool:
        """Tell the infinitive of "vorwerfen, ihn verhaften zu wollen" from a finite plural."""
        after = trigger.tokens[-1] + 1
        marked = self.scene.fold(after) == self.grammar.infinitive_marker
        if not marked or not self.grammar.capital_nouns or "i" not in trigger.tags:
            return False
        verb = self.scene.tokens[after + 1] if after + 1 < len(self.scene.tokens) else None
        closes = not self.scene.fold(after + 2)[:1].isalnum()
        return verb is not None and verb.text[:1].islower() and closes

    def _is_separated(self, trigger: Trigger) -> bool:
        """Tell "kündigte die Entlassung an" from "kündigte": a particle makes another verb."""
        if trigger.entry.kind != "verb" or trigger.entry.particle or "f" not in trigger.tags:
            return False
        for at in range(trigger.head + 1, len(self.scene.tokens)):
            if self.scene.clause_of[at] != self.scene.clause_of[trigger.head]:
                return False
            word = self.scene.fold(at)
            if word in self.grammar.coordinators:
                return False
            if word in self.lexicon.particles and self.scene.fold(at + 1)[:1] in _CLOSING:
                return at not in trigger.tokens and not self._is_parted(trigger.head, at)
        return False

    def _is_parted(self, first: int, last: int) -> bool:
        """Tell "X kauft Y - Aktie legt zu" from an insertion between two dashes."""
        return sum(self.scene.fold(at) in _DASHES for at in range(first, last)) % 2 == 1

    def _ends_attributively(self, index: int) -> bool:
        after = self.scene.tokens[index + 1] if index + 1 < len(self.scene.tokens) else None
        ending = self.scene.fold(index).endswith(self.grammar.attributive_endings)
        return ending and after is not None and after.fold[:1].isalnum()

    def _vetoed(self, entry: Entry, index: int) -> bool:
        stems = [stem for stem in entry.vetoes if _may_stand(stem, self.scene.text)]
        if not stems:
            return False
        clause = [at for at in self.scene.scope(index) if not self.scene.inside_proper_name(at)]
        return any(self._stem_in(stem, clause, None) for stem in stems)

    def _supported(self, trigger: Trigger) -> bool:
        entry = trigger.entry
        if not entry.needs and not entry.modifiers:
            return True
        if trigger.first_part and trigger.first_part.startswith(entry.modifiers or ("\0",)):
            return True
        if _HYPHEN in entry.modifiers and _HYPHEN in self.scene.fold(trigger.head):
            return True
        everywhere = range(len(self.scene.tokens))
        if not entry.needs:
            return not trigger.first_part or entry.kind == "noun"
        if any(self._stem_in(stem, everywhere, trigger) for stem in entry.needs):
            return True
        around = self.context.before
        if trigger.nominal:
            around = around | self.context.headline
        text = " ".join(around)
        stems = [stem for stem in entry.needs if _may_stand(stem, text)]
        return any(_has_stem(word, stem) for stem in stems for word in around)

    def _accompanied(self, trigger: Trigger) -> bool:
        """Tell whether the clause itself has one of the words that the entry asks for there."""
        scope = self.scene.scope(trigger.head)
        return not trigger.entry.beside or any(
            self._names(stem.removeprefix(_NAME), scope)
            if stem.startswith(_NAME)
            else self._stem_in(stem, scope, trigger)
            for stem in trigger.entry.beside
        )

    def _names(self, kind: str, indices: Iterable[int]) -> bool:
        mentions = (self.scene.mention_of[at] for at in indices)
        return any(each is not None and each.kind == kind for each in mentions)

    def _is_dated(self, index: int) -> bool:
        """Tell "in March" from a march: a capital inside a time is the month's."""
        if self.grammar.capital_nouns or not self.scene.in_time(index):
            return False
        return index > 0 and self.scene.tokens[index].text[0].isupper()

    def _stem_in(self, stem: str, indices: Iterable[int], own: Trigger | None) -> bool:
        if not _may_stand(stem, self.scene.text):
            return False
        if " " in stem:
            folds = [self.scene.fold(at) for at in indices]
            return f" {stem}" in f" {' '.join(folds)} "
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
        if trigger.entry.kind != "verb" or trigger.tags in ("g", "i"):
            return None
        by_preposition = before in self.grammar.prepositions and not after_marker
        also_noun = self._also_noun(trigger.head)
        ambiguous = "i" in trigger.tags or also_noun
        by_preposition = by_preposition or (also_noun and self._is_held(trigger.tokens[0]))
        return "noun-not-verb" if nominal_place or (by_preposition and ambiguous) else None

    def _is_held(self, index: int) -> bool:
        """Tell "warned of armed attacks", a preposition before the adjective, from a verb."""
        before = self.scene.tokens[index - 1] if index > 1 else None
        plain = before is not None and before.is_word and before.text[0].islower()
        known = self.scene.mention_of[index - 1] is not None or not plain
        word = self.scene.fold(index - 1)
        helper = self.grammar.is_auxiliary(word) or word in self.grammar.finite
        if known or helper:
            return False
        led = self.scene.fold(index - 2)
        adjective = word.endswith(self.grammar.adjective_endings)
        return led in self.grammar.prepositions or (adjective and led in self.grammar.determiners)

    def _also_noun(self, index: int) -> bool:
        entries = self.lexicon.words.get(self.scene.fold(index), ())
        return any(entry.kind == "noun" for entry in entries)

    def _also_verb(self, index: int) -> bool:
        entries = self.lexicon.words.get(self.scene.fold(index), ())
        return any(entry.kind == "verb" for entry in entries)


def _may_stand(stem: str, text: str) -> bool:
    """Tell cheaply whether a stem can be found in a text at all."""
    return stem.removesuffix(_NUMBER).strip() in text


def _has_stem(word: str, stem: str) -> bool:
    """Tell whether a word begins with a stem or has it inside, as the head of a compound.

    A stem that ends in "#" is a sign with a number behind it ("a#" for the motorway A7).
    """
    if stem.endswith(_NUMBER):
        sign = stem.removesuffix(_NUMBER)
        return word.startswith(sign) and word[len(sign) :].isdigit()
    return word.startswith(stem) or (len(stem) > 3 and stem in word[3:])
