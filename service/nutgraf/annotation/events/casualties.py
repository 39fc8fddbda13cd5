"""Words that make counted people killed, injured, arrested and so on, from `casualties.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nutgraf.annotation.events.part_words import PartWords, load_part_words
from nutgraf.annotation.quantities.people import People, people_of
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.quantity import Measure

#: What befalls things: they are destroyed, or called off.
OF_THINGS = frozenset({Measure.DAMAGED, Measure.COUNT_OTHER})
#: Stands in a form for what may be counted between its words ("kostete … das Leben").
GAP = "…"
#: What a language may name the words of: damage and its costs, votes and turnout, seats, winning,
#: what is said of those who get votes, and jobs.
TOPICS = ("damage", "votes", "seats", "winning", "polling", "jobs")
_LONGEST_GAP = 14
_NEVER = r"(?!)"


@dataclass(frozen=True, slots=True)
class CasualtyVerb:
    """A form of one or more words, the measure it gives, and how it stands to the count.

    `beside` forms give it only right behind the count; a `transitive` one has who acts before
    and those whom it befalls behind it, unless it is passive; a `participle` is active behind
    "have". What only `of_forces` is said needs a count of forces.
    """

    words: tuple[str, ...]
    measure: Measure
    beside: bool = False
    transitive: bool = False
    participle: bool = False
    of_forces: bool = False

    @property
    def gapped(self) -> bool:
        """Tell whether the form has a gap, in which a transitive one has what it befalls."""
        return GAP in self.words

    def end(self, folds: Sequence[str], index: int) -> int | None:
        """The token behind the form when it begins at a token, else `None`."""
        at = index
        for place, word in enumerate(self.words):
            if word == GAP:
                following = self.words[place + 1]
                reach = range(at + 1, min(at + _LONGEST_GAP, len(folds)))
                found = next((each for each in reach if folds[each] == following), None)
                if found is None:
                    return None
                at = found
            elif at >= len(folds) or folds[at] != word:
                return None
            else:
                at += 1
        return at


@dataclass(frozen=True, slots=True)
class CasualtyWords:
    """Nouns that are counted, verb forms by the measure they give, and what can be counted."""

    nouns: Mapping[str, Measure]
    verbs: Mapping[str, tuple[CasualtyVerb, ...]]
    people: People
    things: People
    forces: People
    out_of: re.Pattern[str]
    out_of_some: re.Pattern[str]
    part_of: re.Pattern[str]
    part_before: re.Pattern[str]
    none_of: re.Pattern[str]
    part_after: re.Pattern[str]
    either: frozenset[str]
    carrying: frozenset[str]
    topics: Mapping[str, frozenset[str]]
    parts: PartWords

    def forms_at(
        self, folds: Sequence[str], index: int, behind: int | None = None
    ) -> Iterator[tuple[CasualtyVerb, int]]:
        """The forms that begin at a token, with the token after; `behind` is that of a count."""
        for verb in self.verbs.get(folds[index], ()):
            if verb.beside and behind != index:
                continue
            end = verb.end(folds, index)
            if end is not None:
                yield verb, end

    def verb_at(self, folds: Sequence[str], index: int) -> tuple[Measure, int] | None:
        """The measure of the verb that begins at a token, and the token after it."""
        found = next(self.forms_at(folds, index), None)
        return None if found is None else (found[0].measure, found[1])


@lru_cache(maxsize=16)
def load_casualty_words(language: Language) -> CasualtyWords:
    """Read the table of a language; longer phrases are tried before shorter ones."""
    damage = _damage(language)
    nouns: dict[str, Measure] = {}
    verbs: dict[str, list[CasualtyVerb]] = {}
    cancelled = {"verbs": damage.get("cancelled"), "measure": Measure.COUNT_OTHER}
    for row in (*_rows(language), {**damage, "measure": Measure.DAMAGED}, cancelled):
        measure = Measure(row["measure"])
        nouns.update({fold(noun): measure for noun in row.get("nouns") or ()})
        for verb in _verbs(row, measure):
            verbs.setdefault(verb.words[0], []).append(verb)
    ordered = {first: tuple(sorted(each, key=_longest)) for first, each in verbs.items()}
    totals = language.table("quantities").get("totals") or {}
    return CasualtyWords(
        nouns,
        ordered,
        people_of(language),
        _things(damage.get("things") or ()),
        forces=_things([form for row in _rows(language) for form in row.get("forces") or ()]),
        out_of=_before(totals.get("out_of")),
        out_of_some=_before(totals.get("out_of_some")),
        part_of=re.compile(rf"\s+(?:{totals.get('part_of') or _NEVER})\s+"),
        part_before=_before(rf"\d\s+(?:{totals.get('part_of') or _NEVER})"),
        none_of=_before(totals.get("none_of")),
        part_after=re.compile(rf"\s+(?:{totals.get('part_after') or _NEVER})(?!\w)"),
        either=frozenset(map(fold, language.table("quantities").get("either") or ())),
        carrying=frozenset(map(fold, language.table("quantities").get("carrying") or ())),
        topics=_topics(language),
        parts=load_part_words(language),
    )


def _topics(language: Language) -> dict[str, frozenset[str]]:
    """Words of a sentence that say what its money, shares and counts are about."""
    told = language.table("quantities").get("topics") or {}
    return {name: frozenset(map(fold, told.get(name) or ())) for name in TOPICS}


def _rows(language: Language) -> Iterable[Mapping[str, Any]]:
    return language.table("casualties") or ()


def _damage(language: Language) -> Mapping[str, Any]:
    """What is said of things that are destroyed; a language may have none."""
    if not (language.folder / "things.yaml").is_file():
        return {}
    return language.table("things").get("damage") or {}


def _before(form: str | None) -> re.Pattern[str]:
    """A pattern of what stands right before a number."""
    return re.compile(rf"(?:{form or _NEVER})\s+$")


def _verbs(row: Mapping[str, Any], measure: Measure) -> Iterable[CasualtyVerb]:
    transitive, participles = _forms(row, "transitive"), _forms(row, "participles")
    for key in ("verbs", "beside", "of_forces"):
        for form in _forms(row, key):
            yield CasualtyVerb(
                tuple(form.split()),
                measure,
                beside=key == "beside",
                transitive=form in transitive,
                participle=form in participles,
                of_forces=key == "of_forces",
            )


def _forms(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(fold(form) for form in row.get(key) or ())


def _things(forms: Sequence[str]) -> People:
    """Things that are counted when destroyed: whole words, and with ~ heads of compounds."""
    heads = tuple(sorted({fold(form[1:]) for form in forms if form.startswith("~")}))
    words = frozenset(fold(form.lstrip("~")) for form in forms)
    return People(words, heads, frozenset())


def _longest(verb: CasualtyVerb) -> tuple[int, tuple[str, ...]]:
    return -len(verb.words), verb.words
