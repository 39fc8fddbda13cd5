"""Time tables: everything that one language says about times, compiled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from nutgraf.annotation.text.language import Language
from nutgraf.errors import ConfigurationError

_SLOT = re.compile(r"\{(\w+)\}")
_LITERAL = re.compile(r"(?:[^\W\dß_](?![?*]))+")
_BRACKETS = re.compile(r"\([^()]*\)[?*]?")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A form of a time, its meaning, and what must or must not stand around it."""

    meaning: str
    regex: re.Pattern[str]
    given: Mapping[str, Any]
    cues: tuple[str, ...] = ()
    needs: frozenset[str] | None = None
    after: re.Pattern[str] | None = None
    not_after: re.Pattern[str] | None = None
    alone: bool = False

    def fits(self, before: str) -> bool:
        """Tell whether the pattern may stand right behind this text."""
        if self.after and not self.after.search(before):
            return False
        return not (self.not_after and self.not_after.search(before))


@dataclass(frozen=True, slots=True)
class Modifier:
    """What may stand before a time and changes or belongs to it."""

    name: str
    regex: re.Pattern[str]


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
    modifiers: tuple[Modifier, ...]
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
    cues: Mapping[str, tuple[str, ...]]
    fragments: frozenset[str]
    window: int = field(default=30)


_TENSE = (
    "future", "past", "modal", "lead", "perfect", "masks", "joints", "opening", "cancel", "defer",
    "goal", "articles", "attributes", "present", "plural", "timeless", "dated",
)  # fmt: skip


@lru_cache(maxsize=8)
def time_tables(language: Language) -> TimeTables:
    """The compiled time tables of a language."""
    data = language.table("times")
    words = {name: _word_values(forms) for name, forms in data["words"].items()}
    fragments = _fragments(data)
    tense: dict[str, Any] = {name: _word_list(data["tense"][name]) for name in _TENSE}
    return TimeTables(
        words=words,
        patterns=tuple(_pattern(entry, fragments) for entry in data["patterns"]),
        modifiers=tuple(_modifiers(data["modifiers"])),
        closings=tuple(_closings(data["closings"])),
        links=tuple(_links(data["links"])),
        choice=_word_list(data["choice"]),
        **tense,
        habit=_word_list(data["habit"]),
        cues=_cues(data),
        fragments=frozenset(data["fragments"]),
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


def _pattern(entry: Mapping[str, Any], fragments: Mapping[str, str]) -> Pattern:
    def fill(match: re.Match[str]) -> str:
        if match.group(1) not in fragments:
            raise ConfigurationError(
                f"time pattern {entry['form']!r} names no slot {match.group()}"
            )
        return fragments[match.group(1)]

    form = _loose(_SLOT.sub(fill, _SLOT.sub(fill, entry["form"])))
    flags = 0 if entry.get("exact") else re.IGNORECASE
    needs = entry.get("needs")
    return Pattern(
        meaning=entry["meaning"],
        regex=re.compile(rf"(?<![\w-])(?<!\d[.,:])(?:{form})(?!\w)", flags),
        given=entry.get("with", {}),
        cues=_required(entry["form"]),
        needs=None if needs is None else frozenset(needs),
        after=_ending(entry.get("after")),
        not_after=_ending(entry.get("not_after")),
        alone=entry.get("alone", False),
    )


def _required(form: str) -> tuple[str, ...]:
    """The slots that a form has outside all brackets: without them it cannot match."""
    bare = form
    while (shorter := _BRACKETS.sub("", bare)) != bare:
        bare = shorter
    return (
        () if "|" in bare else tuple(dict.fromkeys(_SLOT.findall(re.sub(r"\{\w+\}\?", "", bare))))
    )


def _cues(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """For each slot the literal beginnings of its forms, or digits; one of them must occur.

    Looking for them costs a tenth of running the patterns, and most sentences have few.
    """
    found = {name: tuple("0123456789") for name in data["digits"]}
    for name, forms in data["words"].items():
        parts = [part for form in forms for part in str(form).split("|")]
        found[name] = tuple(dict.fromkeys(map(_beginning, parts)))
    return {f"{name}{number}": cue for name, cue in found.items() for number in ("", "2", "3")}


def _beginning(form: str) -> str:
    """The literal characters at the start of a form, in lower case."""
    match = _LITERAL.match(form)
    return match.group().lower() if match else ""


def _ending(form: str | None) -> re.Pattern[str] | None:
    return None if form is None else re.compile(rf"(?:{_loose(form)})$")


def _modifiers(table: Mapping[str, list[str]]) -> Iterator[Modifier]:
    for name, forms in table.items():
        ordered = sorted(forms, key=len, reverse=True)
        regex = rf"(?<![\w-])(?:{'|'.join(map(_loose, ordered))})\s+$"
        yield Modifier(name, re.compile(regex, re.IGNORECASE))


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
