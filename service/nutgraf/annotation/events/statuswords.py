"""What words say about factuality, from `factuality.yaml` of a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nutgraf.annotation.events.wordforms import word_forms
from nutgraf.annotation.text.language import Language
from nutgraf.model.event import Factuality, Phase

_Statuses = Mapping[str, Factuality]


@dataclass(frozen=True, slots=True)
class StatusWords:
    """Words by the status they give; `split` tables go from verb form to particle to value."""

    modals: _Statuses
    negations: frozenset[str]
    not_negated: frozenset[str]
    not_yet: frozenset[str]
    content_openers: frozenset[str]
    conditions: frozenset[str]
    open_questions: frozenset[str]
    question_words: frozenset[str]
    excluding: frozenset[str]
    existing: frozenset[str]
    following: frozenset[str]
    undetermined_cues: frozenset[str]
    adverbs: _Statuses
    adjectives: _Statuses
    attempts: frozenset[str]
    foiled: frozenset[str]
    foiling: frozenset[str]
    nouns: _Statuses
    complements: frozenset[str]
    governors: _Statuses
    split_governors: Mapping[tuple[str, str], Factuality]
    subject_governors: Mapping[tuple[str, str], Factuality]
    occurrences: Mapping[str, Phase]
    split_occurrences: Mapping[tuple[str, str], Phase]
    companions: Mapping[str, frozenset[str]]
    occurrence_prepositions: frozenset[str]
    phase_nouns: Mapping[str, Phase]
    ongoing_adverbs: frozenset[str]
    future_words: frozenset[str]
    after: frozenset[str]
    before: frozenset[str]
    during: frozenset[str]
    current: frozenset[str]
    remaining: frozenset[str]
    performatives: frozenset[str]
    weak_light_verbs: frozenset[str]
    other_events: frozenset[str]
    back_then: frozenset[str]
    pluperfect_have: frozenset[str]
    pluperfect_be: frozenset[str]
    confirming: frozenset[str]
    failing: frozenset[str]
    deadlines: frozenset[str]
    completing: frozenset[str]
    intending: frozenset[str]
    asking: frozenset[str]
    held_by: Mapping[Factuality, frozenset[str]]
    habitual: frozenset[str]
    topics: frozenset[str]
    memories: frozenset[str]
    earlier: frozenset[str]
    contrasts: frozenset[str]
    inverted_conditions: frozenset[str]
    infinitives: frozenset[str]
    subjunctives: frozenset[str]
    identifying: frozenset[str]
    transitive: frozenset[str]
    prepositional: Mapping[tuple[str, str], Factuality]
    nearly: frozenset[str]
    graded: frozenset[str]
    unmet: frozenset[str]
    lacking: frozenset[str]
    naming: frozenset[str]
    exclamations: frozenset[str]
    claimed: frozenset[str]
    claiming: frozenset[str]
    dismissals: frozenset[str]
    keeping: frozenset[str]
    inverted_at_start: frozenset[str]
    ranking: frozenset[str]
    negative_pronouns: frozenset[str]
    deeming: frozenset[str]
    needs: frozenset[str]
    past_states: frozenset[str]


@lru_cache(maxsize=16)
def load_status_words(language: Language) -> StatusWords:
    """Read the factuality table of a language."""
    data = language.table("factuality")
    governors, occurrence = data["governors"], data["occurrence"]
    return StatusWords(
        modals=_statuses(data["modals"]),
        adverbs=_statuses(data["adverbs"]),
        adjectives=_adjectives(language, data["adjectives"]),
        attempts=_inflected(language, data["attempts"]),
        foiled=_inflected(language, data.get("foiled") or ()),
        nouns=_statuses(data["nouns"]),
        governors={
            form: Factuality(code) for code, row in governors.items() for form in row["forms"]
        },
        split_governors={
            key: Factuality(code) for code, row in governors.items() for key in _split(row)
        },
        subject_governors=_subject_governors(data["subject_governors"]),
        occurrences={
            form: Phase(code) for code, row in occurrence.items() for form in row["forms"]
        },
        split_occurrences={
            key: Phase(code) for code, row in occurrence.items() for key in _split(row)
        },
        companions={
            word: frozenset(others)
            for row in occurrence.values()
            for word, others in row.get("companions", {}).items()
        },
        transitive=frozenset(
            form for row in occurrence.values() for form in row.get("transitive") or ()
        ),
        prepositional=_prepositional(data.get("prepositional") or {}),
        phase_nouns={
            word: Phase(code) for code, words in data["phase_nouns"].items() for word in words
        },
        held_by={Factuality(code): frozenset(words) for code, words in data["held_by"].items()},
        **{name: frozenset(data[name]) for name in _SETS},
        **{name: frozenset(data.get(name) or ()) for name in _OPTIONAL},
    )


_SETS = [
    "occurrence_prepositions",
    "negations",
    "not_negated",
    "not_yet",
    "content_openers",
    "conditions",
    "open_questions",
    "question_words",
    "excluding",
    "existing",
    "following",
    "undetermined_cues",
    "complements",
    "ongoing_adverbs",
    "future_words",
    "after",
    "before",
    "during",
    "current",
    "remaining",
    "performatives",
    "weak_light_verbs",
    "other_events",
    "back_then",
    "pluperfect_have",
    "pluperfect_be",
    "confirming",
    "failing",
    "deadlines",
    "completing",
    "intending",
    "asking",
]


_OPTIONAL = [
    "habitual",
    "topics",
    "memories",
    "earlier",
    "contrasts",
    "inverted_conditions",
    "infinitives",
    "subjunctives",
    "identifying",
    "foiling",
    "nearly",
    "graded",
    "unmet",
    "lacking",
    "naming",
    "exclamations",
    "claimed",
    "claiming",
    "dismissals",
    "keeping",
    "inverted_at_start",
    "ranking",
    "negative_pronouns",
    "deeming",
    "needs",
    "past_states",
]


def _statuses(table: Mapping[str, Iterable[str]]) -> dict[str, Factuality]:
    return {word: Factuality(code) for code, words in table.items() for word in words}


def _inflected(language: Language, stems: Iterable[str]) -> frozenset[str]:
    forms = word_forms(language)
    return frozenset(form for stem in stems for form in forms.adjective(stem))


def _adjectives(language: Language, table: Mapping[str, Iterable[str]]) -> dict[str, Factuality]:
    forms = word_forms(language)
    stems = _statuses(table)
    return {form: stems[stem] for stem in stems for form in sorted(forms.adjective(stem))}


def _subject_governors(table: Mapping[str, Any]) -> dict[tuple[str, str], Factuality]:
    """Forms with their particle, "" for those that need none."""
    found = {key: Factuality(code) for code, row in table.items() for key in _split(row)}
    for code, row in table.items():
        found.update({(form, ""): Factuality(code) for form in row["forms"]})
    return found


def _prepositional(
    table: Mapping[str, Mapping[str, Iterable[str]]],
) -> dict[tuple[str, str], Factuality]:
    """Pairs of verb form and preposition ("rechnet", "mit")."""
    return {
        (form, preposition): Factuality(code)
        for code, rows in table.items()
        for preposition, forms in rows.items()
        for form in forms
    }


def _split(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Pairs of finite form and particle ("kündigte", "an")."""
    table: Mapping[str, Iterable[str]] = row.get("split") or {}
    return [(form, particle) for particle, forms in table.items() for form in forms]
