"""Required literals: the letters of which some must occur in a text for a form to match.

A form is a regular expression of the subset that the time tables use. Looking for its
literals first costs a tenth of running it, and most sentences have few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

#: Strings of which at least one occurs wherever a form matches.
Clause = frozenset[str]
#: Stands in a clause for any digit.
DIGIT = "#"

_GROUP = re.compile(r"\((?:\?(?P<kind>P<\w+>|[:=!]|<[=!]|-?i:))?")
_SLOT = re.compile(r"\{(\w*[a-z]\w*)\}")
_SET = re.compile(r"\[\^?\]?[^\]]*\]")
_REPEAT = re.compile(r"\{\d*,?\d*\}|[?*+]")
_AROUND = frozenset({"=", "!", "<=", "<!"})
_DIGIT = re.compile(r"\d")
# Shorter literals are in nearly every sentence and tell nothing.
_SHORT = 2


def required(form: str, slots: Mapping[str, Iterable[Clause]]) -> tuple[Clause, ...]:
    """The clauses of a form, all of which hold where it matches; `slots` gives those of slots."""
    return tuple(dict.fromkeys(_Reader(form, slots).alternatives()))


def best(clauses: Iterable[Clause]) -> Clause | None:
    """The clause that holds in the fewest texts: of the longest literals."""
    return max(clauses, key=_weight, default=None)


def _weight(clause: Clause) -> tuple[int, int]:
    return (0 if DIGIT in clause else min(map(len, clause)), -len(clause))


@dataclass(slots=True)
class _Reader:
    """Reads one form from left to right; `at` is where it has got to."""

    form: str
    slots: Mapping[str, Iterable[Clause]]
    at: int = 0

    def alternatives(self) -> list[Clause]:
        """The clauses of what stands up to the closing bracket or the end."""
        branches = [self._branch()]
        while self._here() == "|":
            self.at += 1
            branches.append(self._branch())
        if len(branches) == 1:
            return branches[0]
        bests = [best(branch) for branch in branches]
        known = [clause for clause in bests if clause is not None]
        return [frozenset().union(*known)] if len(known) == len(bests) else []

    def _here(self) -> str:
        return self.form[self.at : self.at + 1]

    def _branch(self) -> list[Clause]:
        found: list[Clause] = []
        run = ""
        while self._here() not in {"", "|", ")"}:
            letter = self._here() if self._here().isalpha() and self._here() != "ß" else ""
            clauses = self._element()
            repeat = self._repeat()
            if letter and not repeat:
                run += letter
                continue
            found += _literal(run)
            run = letter if letter and repeat == "+" else ""
            found += clauses if repeat in {"", "+"} else []
        return found + _literal(run)

    def _repeat(self) -> str:
        """Step over a repetition: none, "+" for at least one, or "?"."""
        match = _REPEAT.match(self.form, self.at)
        if match is None:
            return ""
        self.at = match.end()
        if self._here() == "?":
            self.at += 1
        return "+" if match.group()[0] == "+" or match.group()[1:2] in set("123456789") else "?"

    def _element(self) -> list[Clause]:
        """Step over one element: a bracket, a slot, a set, an escape or a character."""
        if self._here() == "(":
            return self._group()
        slot = _SLOT.match(self.form, self.at)
        if slot:
            self.at = slot.end()
            return list(self.slots.get(slot.group(1), ()))
        matched = _SET.match(self.form, self.at)
        if matched:
            self.at = matched.end()
            return []
        escaped = self._here() == "\\"
        self.at += 2 if escaped else 1
        return [frozenset({DIGIT})] if escaped and self.form[self.at - 1] == "d" else []

    def _group(self) -> list[Clause]:
        match = _GROUP.match(self.form, self.at)
        self.at = match.end() if match else self.at + 1
        clauses = self.alternatives()
        self.at += 1
        return [] if match and match.group("kind") in _AROUND else clauses


def _literal(run: str) -> list[Clause]:
    return [frozenset({run.lower()})] if len(run) > _SHORT else []


@dataclass(frozen=True, slots=True)
class Finder:
    """Tells which of many literals a text has, by looking up its runs of three letters."""

    starts: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, literals: Iterable[str]) -> Finder:
        """A finder of these literals, each of three letters or more."""
        starts: dict[str, tuple[str, ...]] = {}
        for literal in sorted(set(literals) - {DIGIT}):
            starts[literal[:3]] = (*starts.get(literal[:3], ()), literal)
        return cls(starts)

    def present(self, text: str) -> Iterator[str]:
        """The literals that occur in a text, and `DIGIT` where it has one."""
        lower = text.lower()
        runs = {lower[at : at + 3] for at in range(len(lower) - 2)}
        for run in runs & self.starts.keys():
            yield from (literal for literal in self.starts[run] if literal in lower)
        if _DIGIT.search(lower):
            yield DIGIT
