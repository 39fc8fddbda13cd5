"""What a language says about quantities, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from nutgraf.annotation.quantities.number_shapes import NumberShapes, any_of, loose, number_shapes
from nutgraf.annotation.quantities.numeral_tables import NumberWords, number_words
from nutgraf.annotation.quantities.people import People, people_of
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.quantity import Measure, Qualifier


@dataclass(frozen=True, slots=True)
class Link:
    """Two numbers and what stands before and between them."""

    opener: re.Pattern[str]
    link: re.Pattern[str]
    rise: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class NounRules:
    """How the counted noun behind a number is found."""

    noun: re.Pattern[str]
    plural: re.Pattern[str] | None
    adjective: re.Pattern[str]
    governed_adjective: re.Pattern[str] | None
    governors: frozenset[str]
    fillers: frozenset[str]
    stops: frozenset[str]
    not_nouns: frozenset[str]
    partitive: re.Pattern[str]
    partial: re.Pattern[str]
    plainly: frozenset[str]
    noun_first: bool = False


@dataclass(frozen=True, slots=True)
class QuantityTables:
    """All tables of one language that the quantity rules use."""

    language: Language
    numbers: NumberWords
    people: People
    shapes: NumberShapes
    vague: tuple[tuple[re.Pattern[str], Decimal], ...]
    rounded: frozenset[str]
    before: tuple[tuple[Qualifier, re.Pattern[str]], ...]
    after: tuple[tuple[Qualifier, re.Pattern[str]], ...]
    prepositions: frozenset[str]
    governed_by: re.Pattern[str]
    ranges: tuple[Link, ...]
    increments: tuple[Link, ...]
    nouns: NounRules
    measures: Mapping[str, Measure]
    measure_heads: tuple[tuple[str, Measure], ...]
    measure_phrases: re.Pattern[str]
    unit: re.Pattern[str]
    single: frozenset[Measure]
    single_nouns: frozenset[str]
    states: frozenset[str]
    subset: re.Pattern[str]
    subset_links: re.Pattern[str]
    subject: re.Pattern[str]
    subject_words: tuple[tuple[re.Pattern[str], Measure], ...]
    subject_verbs: re.Pattern[str]
    ordinal_before: frozenset[str]
    designators: frozenset[str]
    designator_heads: tuple[str, ...]
    age: re.Pattern[str]
    aged: re.Pattern[str]
    uncounted: re.Pattern[str]
    age_before: re.Pattern[str]
    age_after: re.Pattern[str]
    ratios: tuple[tuple[re.Pattern[str], Decimal], ...]
    shares: tuple[tuple[re.Pattern[str], tuple[Decimal, Decimal]], ...]
    proportion: re.Pattern[str] | None
    joint: re.Pattern[str]
    scale_before: re.Pattern[str]
    scale_behind: re.Pattern[str]


@lru_cache(maxsize=8)
def quantity_tables(language: Language) -> QuantityTables:
    """The compiled quantity tables of a language."""
    data = language.table("quantities")
    numbers = number_words(language)
    exact, heads = _measures(language, data["measures"])
    scale = data.get("magnitude") or {}
    return QuantityTables(
        language=language,
        numbers=numbers,
        people=people_of(language),
        shapes=number_shapes(numbers),
        vague=_valued(data["vague"]),
        rounded=frozenset(map(fold, data["rounded"])),
        before=_qualifiers(data["approximators"], rf"(?<![\w-])(?:{{}})(?:{_GAP}|(?<=['’]))$"),
        after=_qualifiers(data["after"], r"\s+(?:{})(?!\w)"),
        prepositions=frozenset(map(fold, data["prepositions"])),
        governed_by=_regex(rf"(?:{data['governed_by']})$"),
        ranges=tuple(_link(**entry) for entry in data["ranges"]),
        increments=tuple(_link(**entry) for entry in data["increments"]),
        nouns=_noun_rules(data),
        measures=exact,
        measure_heads=heads,
        measure_phrases=re.compile(
            rf"\s+(?P<phrase>{any_of(form for form in exact if ' ' in form)})(?!\w)", re.IGNORECASE
        ),
        unit=_unit(data["measures"]),
        single=frozenset(map(Measure, data["single"])),
        single_nouns=frozenset(map(fold, data["single_nouns"])),
        states=frozenset(map(fold, data.get("states") or ())),
        subset=_regex(rf"(?<!\w)(?:{data['subset']}) $", re.IGNORECASE),
        subset_links=_regex(rf" ?(?:{data['subset_links']}) ?"),
        subject=_regex(data["subject"]),
        subject_words=tuple(
            (re.compile(form), Measure(name)) for form, name in data["subject_words"].items()
        ),
        subject_verbs=_regex(data["subject_verbs"]),
        ordinal_before=frozenset(data["ordinal_before"]),
        designators=frozenset(data["designators"]),
        designator_heads=tuple(fold(word) for word in data["designators"] if len(word) >= 5),
        age=re.compile(data["age"]),
        aged=_regex(rf"\s+(?:{data.get('aged') or _NEVER})(?=\s)"),
        uncounted=_regex(rf"(?<!\w)(?:{data.get('uncounted') or _NEVER}) $"),
        age_before=re.compile(data["age_before"]),
        age_after=re.compile(data["age_after_before"]),
        ratios=_valued(data["ratios"]),
        shares=tuple(_shares(data["shares"])),
        proportion=_proportion(numbers, data.get("proportions")),
        joint=_regex(rf" (?:{data['joint']}) "),
        scale_before=_regex(rf"(?<![\w-])(?P<scale>{scale.get('before') or _NEVER}) $"),
        scale_behind=_regex(rf"(?P<scale>{scale.get('behind') or _NEVER})(?!\w)"),
    )


_NEVER = r"(?!)"
_GAP = r"[\s\u00a0]+"
# What stands between a small word and the noun behind it: a space, or an apostrophe of its own.
_BESIDE = r"(?:(?= )|(?<=['’]))"


def _regex(form: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    return re.compile(loose(form), flags)


def _valued(table: Mapping[Any, list[str]]) -> tuple[tuple[re.Pattern[str], Decimal], ...]:
    return tuple(
        (
            re.compile(rf"(?<![\w-])(?:{any_of(forms)})(?!\w|-\w)", re.IGNORECASE),
            Decimal(str(value)),
        )
        for value, forms in table.items()
    )


def _shares(
    table: Mapping[Any, list[str]],
) -> Iterator[tuple[re.Pattern[str], tuple[Decimal, Decimal]]]:
    """Fractions with their percent: a number, or the two between which it lies."""
    for percent, forms in table.items():
        low, _, high = str(percent).partition("-")
        regex = re.compile(rf"(?<![\w-])(?:{any_of(forms)})(?![\w-])", re.IGNORECASE)
        yield regex, (Decimal(low), Decimal(high or low))


def _proportion(numbers: NumberWords, told: Mapping[str, str] | None) -> re.Pattern[str] | None:
    """Two small numbers and what stands between and behind them."""
    if told is None:
        return None
    small = any_of(form for form, value in numbers.words.items() if 0 < value < 100)
    number = rf"\d{{1,3}}|{small}"
    first = rf"(?<![\w.,-])(?P<part>{number})"
    last = rf"(?P<whole>{number})(?= {told['of']}\b)"
    return _regex(rf"{first} (?:{told['link']}) {last}", re.IGNORECASE)


def _qualifiers(
    table: Mapping[str, list[str]], frame: str
) -> tuple[tuple[Qualifier, re.Pattern[str]], ...]:
    return tuple(
        (Qualifier(name), re.compile(frame.format(any_of(forms)), re.IGNORECASE))
        for name, forms in table.items()
        if forms
    )


def _link(opener: str, link: str, rise: str = "", *, optional: bool = False) -> Link:
    before = rf"(?:(?<!\w)(?:{loose(opener)}){_GAP}){'?' if optional else ''}$"
    return Link(
        re.compile(before, re.IGNORECASE),
        re.compile(rf"\s*(?:{loose(link)})\s*", re.IGNORECASE),
        _regex(rise) if rise else None,
    )


def _noun_rules(data: Mapping[str, Any]) -> NounRules:
    governed = data["governed_adjective"]
    return NounRules(
        noun=_regex(data["noun"]),
        plural=_regex(data["plural"]) if data["plural"] else None,
        adjective=_regex(data["adjective"]),
        governed_adjective=_regex(governed) if governed else None,
        governors=frozenset(map(fold, data["governors"])),
        fillers=frozenset(map(fold, data["fillers"])),
        stops=frozenset(map(fold, data["stops"])),
        not_nouns=frozenset(map(fold, data["not_nouns"])),
        partitive=_regex(rf" {data['partitive']}{_BESIDE}", re.IGNORECASE),
        partial=_regex(rf"(?:{data['partial']}){_BESIDE}"),
        plainly=frozenset(map(fold, data.get("plainly") or ())),
        noun_first=bool(data.get("noun_first", False)),
    )


def _measures(
    language: Language, table: Mapping[str, list[str]]
) -> tuple[dict[str, Measure], tuple[tuple[str, Measure], ...]]:
    """Nouns that entail a measure: whole forms, and heads of compounds (longest first)."""
    exact: dict[str, Measure] = {}
    heads: list[tuple[str, Measure]] = []
    for name, forms in table.items():
        for form in forms:
            exact[fold(form.lstrip("~"))] = Measure(name)
            if form.startswith("~"):
                heads.append((fold(form[1:]), Measure(name)))
    for entry in _casualties(language):
        for form in entry.get("nouns", ()):
            exact.setdefault(fold(form), Measure(entry["measure"]))
    return exact, tuple(sorted(heads, key=lambda head: (-len(head[0]), head[0])))


def _casualties(language: Language) -> list[Mapping[str, Any]]:
    if not (language.folder / "casualties.yaml").is_file():
        return []
    return list(language.table("casualties") or ())


def _unit(table: Mapping[str, list[str]]) -> re.Pattern[str]:
    """Units that may stand right behind a number without a space, and signs before it."""
    short = [form for forms in table.values() for form in forms if len(form) <= 3]
    escaped = "|".join(re.escape(form) for form in sorted(short, key=lambda form: -len(form)))
    return re.compile(rf"(?:{escaped})(?!\w)", re.IGNORECASE)
