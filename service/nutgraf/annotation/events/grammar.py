"""The function words of a language that reading events needs, from `grammar.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold

_Words = frozenset[str]
#: Words no longer than this do not tell a verb by their ending.
_SHORTEST_VERB = 4


@dataclass(frozen=True, slots=True)
class RolePhrase:
    """Words such as "auf Bitten" after which the next noun phrase fills a role."""

    words: tuple[str, ...]
    role: str


@dataclass(frozen=True, slots=True)
class Refinement:
    """The type that stems in an event's noun phrase make of its type ("terroristisch")."""

    type: str
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Word lists by what they do; every word is folded."""

    capital_nouns: bool
    verb_cluster_last: bool
    determiners: Mapping[str, tuple[str, ...]]
    definite: _Words
    indefinite: _Words
    negative_determiners: _Words
    prepositions: _Words
    postpositions: _Words
    contractions: Mapping[str, str]
    contraction_cases: Mapping[str, tuple[str, ...]]
    place_prepositions: _Words
    genitive_prepositions: _Words
    charge_prepositions: _Words
    accompanying: _Words
    meeting_prepositions: _Words
    agent_prepositions: _Words
    possessives: _Words
    resultatives: _Words
    vote_nouns: _Words
    country_nouns: _Words
    locality_nouns: _Words
    fringe_nouns: _Words
    fringe_prepositions: _Words
    content_openers: _Words
    clause_openers: _Words
    coordinators: _Words
    relatives: _Words
    subject_relatives: _Words
    subject_pronouns: _Words
    genders: Mapping[str, int]
    other_subjects: _Words
    origin_prepositions: _Words
    participle_prefix: str
    participle_endings: tuple[str, ...]
    genitive_ending: str
    possessive_tokens: _Words
    have: _Words
    be: _Words
    become: _Words
    become_past: _Words
    future: _Words
    irrealis: _Words
    infinitive_auxiliaries: _Words
    nonfinite: _Words
    infinitive_marker: str
    hearsay_modals: _Words
    finite: _Words
    strong: _Words
    finite_endings: tuple[str, ...]
    attributive_endings: tuple[str, ...]
    not_first_parts: _Words
    modifier_heads: _Words
    adverbs_between: _Words
    people: _Words
    before_infinitive: _Words
    duration_after: _Words
    duration_before: _Words
    duration_verbs: _Words
    questions: _Words
    openers: _Words
    holding_prepositions: _Words
    judging_prepositions: _Words
    deadline_prepositions: _Words
    simultaneous: _Words
    no_measure_after: tuple[tuple[str, ...], ...]
    adverb_endings: tuple[str, ...]
    superlative_endings: tuple[str, ...]
    superlatives: _Words
    likening: _Words
    planned: _Words
    gerund_endings: tuple[str, ...]
    adjective_endings: tuple[str, ...]
    refinements: Mapping[str, Refinement]
    role_phrases: tuple[RolePhrase, ...]
    possessed_roles: Mapping[str, str]
    adjectives_follow: bool = False
    compound_prepositions: tuple[tuple[str, ...], ...] = ()

    def preposition(self, word: str) -> str | None:
        """The preposition that a word is or contains ("im" is "in")."""
        if word in self.contractions:
            return self.contractions[word]
        return word if word in self.prepositions else None

    def is_shaped_participle(self, word: str) -> bool:
        """Tell whether a word looks like a participle with its prefix ("gesperrt")."""
        return word.startswith(self.participle_prefix) and word.endswith(self.participle_endings)

    def is_verb_shaped(self, word: str) -> bool:
        """Tell whether a word outside the lexicon looks like a verb, by how it ends."""
        long = len(word) > _SHORTEST_VERB
        if self.verb_cluster_last:
            return self.is_shaped_participle(word) or (long and word.endswith(self.finite_endings))
        return long and word.endswith((*self.participle_endings, *self.gerund_endings))

    def is_auxiliary(self, word: str) -> bool:
        """Tell whether a word is a form of to have, to be or the passive auxiliary."""
        return word in self.have or word in self.be or word in self.become


_SETS = [
    "definite",
    "indefinite",
    "negative_determiners",
    "prepositions",
    "postpositions",
    "place_prepositions",
    "genitive_prepositions",
    "agent_prepositions",
    "charge_prepositions",
    "accompanying",
    "meeting_prepositions",
    "possessives",
    "resultatives",
    "vote_nouns",
    "country_nouns",
    "coordinators",
    "relatives",
    "subject_relatives",
    "subject_pronouns",
    "other_subjects",
    "origin_prepositions",
    "possessive_tokens",
    "have",
    "be",
    "become",
    "become_past",
    "future",
    "irrealis",
    "infinitive_auxiliaries",
    "nonfinite",
    "hearsay_modals",
    "not_first_parts",
    "modifier_heads",
    "adverbs_between",
    "people",
    "questions",
    "before_infinitive",
    "openers",
    "holding_prepositions",
    "judging_prepositions",
    "deadline_prepositions",
    "simultaneous",
]


@lru_cache(maxsize=16)
def load_grammar(language: Language) -> Grammar:
    """Read the grammar table of a language."""
    data = language.table("grammar")
    marks = data["duration_marks"]
    phrases = (RolePhrase(tuple(row["words"]), row["role"]) for row in data["role_phrases"])
    verb = language.table("wordforms")["verb"]
    return Grammar(
        capital_nouns=data["capital_nouns"],
        verb_cluster_last=data["verb_cluster_last"],
        determiners=_tuples(data["determiners"]),
        contractions=dict(data["contractions"]),
        contraction_cases=_tuples(data["contraction_cases"]),
        participle_prefix=verb["participle_prefix"],
        participle_endings=tuple(verb["participle_endings"]),
        genitive_ending=data["genitive_ending"],
        infinitive_marker=data["infinitive_marker"],
        finite=frozenset(language.table("segmentation")["finite"]),
        strong=frozenset(language.table("segmentation").get("strong") or ()),
        genders=_genders(language),
        locality_nouns=_localities(language, "nouns"),
        fringe_nouns=_localities(language, "fringes"),
        fringe_prepositions=_localities(language, "before_fringes"),
        content_openers=frozenset(language.table("factuality")["content_openers"]),
        clause_openers=frozenset(language.table("segmentation")["subordinators"]),
        adverb_endings=tuple(data["adverb_endings"]),
        superlative_endings=tuple(data.get("superlative_endings") or ("\0",)),
        adjective_endings=tuple(data.get("adjective_endings") or ("\0",)),
        gerund_endings=tuple(verb["gerund_endings"]),
        superlatives=frozenset(data.get("superlatives") or ()),
        likening=frozenset(data.get("likening") or ()),
        planned=frozenset(data.get("planned") or ()),
        no_measure_after=tuple(tuple(row.split()) for row in data["no_measure_after"]),
        finite_endings=tuple(data["finite_endings"]),
        attributive_endings=tuple(data["attributive_endings"]),
        duration_after=frozenset(marks["after"]),
        duration_before=frozenset(marks["before"]),
        duration_verbs=frozenset(marks["verbs"]),
        refinements={
            name: Refinement(row["type"], tuple(row["stems"]))
            for name, row in data["refinements"].items()
        },
        role_phrases=tuple(phrases),
        possessed_roles=dict(data["possessed_roles"]),
        adjectives_follow=bool(data.get("adjectives_follow", False)),
        compound_prepositions=tuple(
            tuple(row.split()) for row in data.get("compound_prepositions") or ()
        ),
        **{name: frozenset(data[name]) for name in _SETS},
    )


def _genders(language: Language) -> dict[str, int]:
    """The gender that pronouns and given names tell, as the number of its row."""
    rows = language.table("attribution").get("genders") or ()
    return {
        fold(word): number
        for number, row in enumerate(rows)
        for word in (*row["pronouns"], *row["names"])
    }


def _localities(language: Language, table: str) -> frozenset[str]:
    """The words that say what sort of place a name is ("city of X"), or which part of one."""
    words: Iterable[str] = language.table("gazetteer")["localities"].get(table, ())
    return frozenset(fold(word) for word in words)


def _tuples(table: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in table.items()}
