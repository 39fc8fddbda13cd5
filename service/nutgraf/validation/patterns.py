r"""Patterns of `sh:pattern` as tests that take time linear in the text, whatever the pattern.

Python's engine backtracks: `^(a+)+$` costs it 30 s on 27 letters. It is used only for
patterns of a form in which each letter leaves one way to go on: anchored at both ends, and
after a repeat never what the repeat itself could take. All others run in Oxigraph, whose
engine is linear by construction (36 µs a text instead of 0.3).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

import pyoxigraph as ox

from nutgraf.errors import ConfigurationError

#: A set of characters, spelled out; all that a pattern of the safe form may name.
Letters = frozenset[str]
_ASCII: Letters = frozenset(map(chr, range(0x20, 0x7F)))
_SPECIAL = frozenset(".\\[](){}?*+|^$")
_COUNT = re.compile(r"\{([0-9]{1,3})(,([0-9]{0,3}))?\}")
_RANGE = re.compile(r"([A-Za-z0-9])-([A-Za-z0-9])|([^\[\]\\^-])")
_CLASS = re.compile(r"\[((?:[A-Za-z0-9]-[A-Za-z0-9]|[^\[\]\\^-])+)\]")


class _NotSafeError(Exception):
    """The pattern may be sound, but is not of the form that is known to be linear."""


def compile_pattern(pattern: str, flags: str) -> Callable[[str], bool]:
    """Give the test for a pattern; raise `ConfigurationError` for one that is malformed."""
    if not flags and is_safe(pattern):
        match = re.compile(pattern.removesuffix("$") + r"\Z").match
        return lambda text: match(text) is not None
    test = lru_cache(maxsize=4096)(_linear(pattern, flags))
    test("")
    return test


def is_safe(pattern: str) -> bool:
    """Tell whether a pattern is of the form that Python's engine matches in linear time."""
    if not (pattern.startswith("^") and pattern.endswith("$")):
        return False
    reader = _Reader(pattern[1:-1])
    try:
        reader.sequence(frozenset(), repeated=False)
    except _NotSafeError:
        return False
    return reader.rest == ""


class _Reader:
    """Reads a pattern from its end to its start, so that what follows is always known."""

    def __init__(self, pattern: str) -> None:
        self.rest = pattern

    def choice(self, follow: Letters, *, repeated: bool) -> tuple[Letters, bool]:
        """Read alternatives; give their first letters and whether they may be empty."""
        branches = [self.sequence(follow, repeated=repeated)]
        while self.rest.endswith("|"):
            self.rest = self.rest[:-1]
            branches.append(self.sequence(follow, repeated=repeated))
        firsts = [first for first, _ in branches]
        # Outside of a repeat, alternatives that begin alike cost a constant factor only.
        if repeated and sum(map(len, firsts)) > len(frozenset().union(*firsts)):
            raise _NotSafeError
        return frozenset().union(*firsts), any(empty for _, empty in branches)

    def sequence(self, follow: Letters, *, repeated: bool) -> tuple[Letters, bool]:
        """Read what stands between brackets and bars; give the same as `choice`."""
        first: Letters = frozenset()
        empty = True
        while self.rest and not (self.rest[-1] in "(|" and not self.rest.endswith(("\\(", "\\|"))):
            after = first | follow if empty else first
            letters, nothing = self._item(after, repeated=repeated)
            first = letters | first if nothing else letters
            empty = empty and nothing
        return first, empty

    def _item(self, follow: Letters, *, repeated: bool) -> tuple[Letters, bool]:
        least, varies, many = self._quantifier()
        first, empty = self._atom(follow, repeated=repeated or many, loops=many)
        if empty and (varies or many):
            raise _NotSafeError
        if varies and first & follow:
            raise _NotSafeError
        return first, empty or least == 0

    def _quantifier(self) -> tuple[int, bool, bool]:
        """Read a quantifier: the least count, whether the count varies, whether it may pass 1."""
        if self.rest.endswith(("\\?", "\\*", "\\+", "\\}")):
            return 1, False, False
        for sign, found in {
            "?": (0, True, False),
            "*": (0, True, True),
            "+": (1, True, True),
        }.items():
            if self.rest.endswith(sign):
                self.rest = self.rest[:-1]
                return found
        if not self.rest.endswith("}"):
            return 1, False, False
        start = self.rest.rfind("{")
        match = _COUNT.fullmatch(self.rest, max(start, 0))
        if match is None or (match[3] and int(match[3]) < int(match[1])):
            raise _NotSafeError
        self.rest = self.rest[:start]
        return int(match[1]), match[2] is not None and match[3] != match[1], True

    def _atom(self, follow: Letters, *, repeated: bool, loops: bool) -> tuple[Letters, bool]:
        if self.rest.endswith(")") and not self.rest.endswith("\\)"):
            return self._group(follow, repeated=repeated, loops=loops)
        if self.rest.endswith("]") and not self.rest.endswith("\\]"):
            return self._class()
        letter, before = self.rest[-1:], self.rest[-2:-1]
        escaped = before == "\\" and letter in _SPECIAL
        if letter not in _ASCII or (letter in _SPECIAL and not escaped):
            raise _NotSafeError
        if before == "\\" and not escaped:
            raise _NotSafeError
        self.rest = self.rest[: -2 if escaped else -1]
        return frozenset(letter), False

    def _group(self, follow: Letters, *, repeated: bool, loops: bool) -> tuple[Letters, bool]:
        inside = self.rest[:-1]
        after = follow | _Reader(inside).firsts() if loops else follow
        self.rest = inside
        found = self.choice(after, repeated=repeated)
        if not self.rest.endswith("("):
            raise _NotSafeError
        self.rest = self.rest[:-1]
        return found

    def firsts(self) -> Letters:
        """The letters with which what is left can begin, up to its opening bracket."""
        return self.choice(frozenset(), repeated=False)[0]

    def _class(self) -> tuple[Letters, bool]:
        start = self.rest.rfind("[")
        match = _CLASS.fullmatch(self.rest, max(start, 0))
        if match is None:
            raise _NotSafeError
        self.rest = self.rest[:start]
        spans = [_span(each) for each in _RANGE.finditer(match[1])]
        if not all(spans):
            raise _NotSafeError
        return frozenset().union(*spans), False


def _span(match: re.Match[str]) -> Letters:
    if match[3]:
        return frozenset(match[3])
    return frozenset(map(chr, range(ord(match[1]), ord(match[2]) + 1)))


def _linear(pattern: str, flags: str) -> Callable[[str], bool]:
    written, marks = ox.Literal(pattern), ox.Literal(flags)
    store = ox.Store()

    def test(text: str) -> bool:
        query = f"SELECT (REGEX({ox.Literal(text)}, {written}, {marks}) AS ?found) {{}}"
        solutions = store.query(query)
        found = next(solutions)["found"] if isinstance(solutions, ox.QuerySolutions) else None
        if not isinstance(found, ox.Literal):
            raise ConfigurationError(f"{pattern!r} with flags {flags!r} is no regular expression")
        return found.value == "true"

    return test
