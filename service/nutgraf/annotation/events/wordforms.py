"""Regular inflection of lexicon words, driven by the rule tables of a language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold

_Rules = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WordForms:
    """The inflection rules of one language; all forms given back are folded."""

    singular: tuple[str, ...]
    plural: tuple[str, ...]
    plural_rules: _Rules
    verb_rules: tuple[tuple[str, _Rules], ...]
    participle_prefix: str
    participle_endings: tuple[str, ...]
    gerund_endings: tuple[str, ...]
    unprefixed_starts: tuple[str, ...]
    unprefixed_ends: tuple[str, ...]
    infinitive_marker: str
    adjective_endings: tuple[str, ...]
    particles: frozenset[str] = frozenset()

    def noun(self, lemma: str, plural: str | None) -> frozenset[str]:
        """All forms of a noun; `plural` "-" means there is none, `None` the regular one."""
        base = fold(lemma)
        forms = {base + ending for ending in self.singular}
        if plural != "-":
            many = fold(plural) if plural else _replaced(base, self.plural_rules)
            forms.update(many + ending for ending in self.plural)
        return frozenset(forms)

    def adjective(self, stem: str) -> frozenset[str]:
        """All forms of an adjective or attributive participle."""
        return frozenset(fold(stem) + ending for ending in self.adjective_endings)

    def verb(self, lemma: str, particle: str | None, listed: Iterable[str]) -> dict[str, str]:
        """All forms of a verb with their tags: f finite, p participle, i infinitive, g gerund.

        A separable verb gives bare forms ("zieht") and joined ones ("abzieht").
        """
        base, front = fold(lemma), fold(particle or "")
        stem = base[len(front) :] if front and base.startswith(front) else base
        forms: dict[str, str] = {}
        for tags, rules in self.verb_rules:
            self._add(forms, tags, _replaced(stem, rules), stem, front)
        for form in listed:
            word = fold(form)
            tags = self._tags(word, base, stem, front)
            _put(forms, word, tags)
            if front and not word.startswith(front) and "f" in tags:
                _put(forms, front + word, "f")
        return forms

    def _add(self, forms: dict[str, str], tags: str, form: str, stem: str, front: str) -> None:
        if tags == "p" and self.participle_prefix and not self._unprefixed(stem):
            form = self.participle_prefix + form
        if tags == "i" and self.infinitive_marker and front:
            _put(forms, front + self.infinitive_marker + form, "z")
        _put(forms, front + form, tags)
        if front and tags == "f":
            _put(forms, form, tags)

    def _unprefixed(self, stem: str) -> bool:
        return stem.startswith(self.unprefixed_starts) or stem.endswith(self.unprefixed_ends)

    def _tags(self, word: str, base: str, stem: str, front: str) -> str:
        if word == base:
            return "i"
        if not self.participle_prefix:
            return "g" if word.endswith(self.gerund_endings) else "fp"
        rest = word[len(front) :] if front and word.startswith(front) else word
        if rest.startswith(self.infinitive_marker) and front and word != rest:
            return "z"
        if rest.startswith(self.participle_prefix) and not stem.startswith(self.participle_prefix):
            return "p"
        shaped = rest.endswith(self.participle_endings) and self._unprefixed(stem)
        return "fp" if shaped else "f"


def _put(forms: dict[str, str], form: str, tags: str) -> None:
    forms[form] = _merged(forms.get(form, ""), tags)


def _merged(tags: str, more: str) -> str:
    return tags + "".join(tag for tag in more if tag not in tags)


def _replaced(word: str, rules: _Rules) -> str:
    for ending, replacement in rules:
        if word.endswith(ending):
            return word[: len(word) - len(ending)] + replacement
    return word


@lru_cache(maxsize=16)
def word_forms(language: Language) -> WordForms:
    """The inflection rules of a language, read once."""
    data = language.table("wordforms")
    noun, verb = data["noun"], data["verb"]
    return WordForms(
        tuple(noun["singular"]),
        tuple(noun["plural"]),
        _rules(noun["plural_rules"]),
        tuple((tags, _rules(rules)) for tags, rules in verb["rules"]),
        verb["participle_prefix"],
        tuple(verb["participle_endings"]),
        tuple(verb["gerund_endings"]),
        tuple(verb["unprefixed_starts"]),
        tuple(verb["unprefixed_ends"]),
        verb["infinitive_marker"],
        tuple(data["adjective"]["endings"]),
        frozenset(verb.get("particles") or ()),
    )


def _rules(pairs: Iterable[Iterable[str]]) -> _Rules:
    return tuple((ending, replacement) for ending, replacement in pairs)
