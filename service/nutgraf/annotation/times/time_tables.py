"""Time tables: everything that one language says about times, compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from nutgraf.annotation.text.language import Language
from nutgraf.annotation.times.literals import DIGIT, Clause, Finder, best, required
from nutgraf.errors import ConfigurationError

_GROUP = re.compile(r"\(\?P<(\w+)>")
_SLOT = re.compile(r"\{([a-z]\w*)\}")


@dataclass(frozen=True, eq=False)
class Pattern:
    """A form of a time, its meaning, and what must or must not stand around it.

    Forms are compiled when a text first has their letters: most articles need few.
    """

    meaning: str
    form: str
    flags: int
    given: Mapping[str, Any]
    order: int = 0
    clauses: tuple[Clause, ...] = ()
    needs: frozenset[str] | None = None
    after: re.Pattern[str] | None = None
    not_after: re.Pattern[str] | None = None
    alone: bool = False

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled form; one that cannot be compiled is a configuration error."""
        try:
            return re.compile(rf"(?<![\w-])(?<!\d[.,:])(?:{self.form})(?!\w)", self.flags)
        except re.error as error:
            raise ConfigurationError(f"time pattern {self.form!r}: {error}") from error

    def fits(self, before: str) -> bool:
        """Tell whether the pattern may stand right behind this text."""
        if self.after and not self.after.search(before):
            return False
        return not (self.not_after and self.not_after.search(before))


@dataclass(frozen=True, slots=True)
class Closing:
    """What may close a phrase under a modifier and give it another ("vom Montag an")."""

    modifier: str
    name: str
    regex: re.Pattern[str]


@dataclass(frozen=True, slots=True, eq=False)
class TimeTables:
    """Everything a language says about times: words, patterns, modifiers, links, tense."""

    words: Mapping[str, tuple[tuple[re.Pattern[str], Any], ...]]
    patterns: tuple[Pattern, ...]
    modifiers: Mapping[str, str]
    closings: tuple[Closing, ...]
    links: tuple[tuple[frozenset[str], re.Pattern[str]], ...]
    choice: re.Pattern[str]
    future: re.Pattern[str]
    past: re.Pattern[str]
    modal: re.Pattern[str]
    lead: re.Pattern[str]
    perfect: re.Pattern[str]
    masks: re.Pattern[str]
    joints: re.Pattern[str]
    opening: re.Pattern[str]
    cancel: re.Pattern[str]
    defer: re.Pattern[str]
    goal: re.Pattern[str]
    articles: re.Pattern[str]
    attributes: re.Pattern[str]
    present: re.Pattern[str]
    plural: re.Pattern[str]
    timeless: re.Pattern[str]
    dated: re.Pattern[str]
    habit: re.Pattern[str]
    owning: re.Pattern[str]
    index: Mapping[str | None, tuple[Pattern, ...]]
    finder: Finder
    window: int = field(default=40)


_TENSE = (
    "future", "past", "modal", "lead", "perfect", "masks", "joints", "opening", "cancel", "defer",
    "goal", "articles", "attributes", "present", "plural", "timeless", "dated",
)  # fmt: skip


@lru_cache(maxsize=8)
def time_tables(language: Language) -> TimeTables:
    """The compiled time tables of a language."""
    data = language.table("times")
    words = {name: _word_values(forms) for name, forms in data["words"].items()}
    patterns = tuple(_patterns(data))
    index = _index(patterns)
    tense: dict[str, Any] = {name: _word_list(data["tense"][name]) for name in _TENSE}
    return TimeTables(
        words=words,
        patterns=patterns,
        modifiers=_modifiers(data["modifiers"]),
        closings=tuple(_closings(data["closings"])),
        links=tuple(_links(data["links"])),
        choice=_word_list(data["choice"]),
        **tense,
        habit=_word_list(data["habit"]),
        owning=re.compile("|".join(map(_loose, data.get("owning", ()))) or "(?!)"),
        index=index,
        finder=Finder.of(
            literal for pattern in patterns for clause in pattern.clauses for literal in clause
        ),
    )


def _loose(form: str) -> str:
    """Let a plain space be any white space, and ss stand for ß."""
    return form.replace("ß", "(?:ß|ss)").replace(" ", r"(?:\s+)")


def _word_values(forms: Mapping[str, Any]) -> tuple[tuple[re.Pattern[str], Any], ...]:
    return tuple(
        (re.compile(_loose(str(form)), re.IGNORECASE), value) for form, value in forms.items()
    )


def _fragments(data: Mapping[str, Any]) -> dict[str, str]:
    found = {name: f"(?:{regex})" for name, regex in data["fragments"].items()}
    slots = dict(data["digits"])
    for name, forms in data["words"].items():
        slots[name] = "|".join(sorted(map(str, forms), key=len, reverse=True))
    for name, regex in slots.items():
        for numbered in (name, f"{name}2", f"{name}3"):
            found[numbered] = f"(?P<{numbered}>{regex})"
    return found


def _patterns(data: Mapping[str, Any]) -> Iterator[Pattern]:
    fragments, clauses = _fragments(data), _clauses(data)
    for order, entry in enumerate(data["patterns"]):
        pattern = _pattern(entry, fragments)
        yield replace(pattern, order=order, clauses=required(entry["form"], clauses))


def _pattern(entry: Mapping[str, Any], fragments: Mapping[str, str]) -> Pattern:
    needs = entry.get("needs")
    return Pattern(
        meaning=entry["meaning"],
        form=_numbered(_loose(_filled(entry["form"], fragments))),
        flags=0 if entry.get("exact") else re.IGNORECASE,
        given=entry.get("with", {}),
        needs=None if needs is None else frozenset(needs),
        after=_ending(entry.get("after")),
        not_after=_ending(entry.get("not_after")),
        alone=entry.get("alone", False),
    )


def _numbered(regex: str) -> str:
    """Tell apart groups of one name, as a slot may stand in several branches of a form."""
    seen: dict[str, int] = {}

    def name(match: re.Match[str]) -> str:
        count = seen[match[1]] = seen.get(match[1], 0) + 1
        return f"(?P<{match[1]}>" if count == 1 else f"(?P<{match[1]}__{count}>"

    return _GROUP.sub(name, regex)


def slot_name(group: str) -> str:
    """The slot of a group."""
    return group.partition("__")[0]


def _filled(form: str, fragments: Mapping[str, str]) -> str:
    """The form with its slots filled, and the slots of these."""

    def fill(match: re.Match[str]) -> str:
        if match.group(1) not in fragments:
            raise ConfigurationError(f"time pattern {form!r} names no slot {match.group()}")
        return fragments[match.group(1)]

    filled = _SLOT.sub(fill, form)
    return filled if filled == form else _filled(filled, fragments)


def _clauses(data: Mapping[str, Any]) -> dict[str, tuple[Clause, ...]]:
    """For each slot what letters or digits a text must have where it is filled."""
    found: dict[str, tuple[Clause, ...]] = dict.fromkeys(data["digits"], (frozenset({DIGIT}),))
    for name, forms in data["words"].items():
        found[name] = required("|".join(map(str, forms)), {})
    for name, form in data["fragments"].items():
        found[name] = required(form, found)
    return {f"{name}{number}": held for name, held in found.items() for number in ("", "2", "3")}


def _index(patterns: Iterable[Pattern]) -> dict[str | None, tuple[Pattern, ...]]:
    """The patterns by the literals of which one must occur; `None` for those without."""
    found: dict[str | None, list[Pattern]] = {}
    for pattern in patterns:
        literals: list[str | None] = [*sorted(best(pattern.clauses) or ())]
        for literal in literals or [None]:
            found.setdefault(literal, []).append(pattern)
    return {literal: tuple(listed) for literal, listed in found.items()}


def _ending(form: str | None) -> re.Pattern[str] | None:
    return None if form is None else re.compile(rf"(?:{_loose(form)})$")


def _modifiers(table: Mapping[str, list[str]]) -> dict[str, str]:
    """The name of each wording; the first name counts where several have it."""
    found: dict[str, str] = {}
    for name, forms in table.items():
        for form in forms:
            found.setdefault(str(form).lower(), name)
    return found


def _closings(table: list[Mapping[str, str]]) -> Iterator[Closing]:
    for entry in table:
        yield Closing(entry["modifier"], entry["name"], re.compile(_loose(entry["form"])))


def _links(table: Mapping[str, str]) -> Iterator[tuple[frozenset[str], re.Pattern[str]]]:
    for names, regex in table.items():
        yield frozenset(names.split()), re.compile(_loose(regex), re.IGNORECASE)


def _word_list(forms: list[str]) -> re.Pattern[str]:
    """Any of the forms as a word; no form at all matches nothing."""
    options = "|".join(map(_loose, forms)) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{options})(?!\w)", re.IGNORECASE)
