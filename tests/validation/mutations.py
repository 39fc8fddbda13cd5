"""Articles made wrong: each number is another mutation of another base, always the same one."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from functools import cache

import pyoxigraph as ox
from tests.shapes.cases import ARTICLE_FILES, fixtures, quads
from tests.validation.article import Article

Mutation = Callable[[random.Random, list[str]], list[str]]
_TYPED = re.compile(r'"([^"]*)"(\^\^<[^>]*>|@[a-z]+)?')
_XSD = "http://www.w3.org/2001/XMLSchema#"
_KINDS = ("", "@de", *(f"^^<{_XSD}{name}>" for name in ("integer", "decimal", "date", "dateTime")))
_FORMS = ("0", "-1", "1.5", "2022-02-30", "2022-02-28", "100000", "", "x", "2022-01", "0.5")
#: Most mutations of one article; some errors show only beside others.
_MOST = 3


@cache
def bases() -> tuple[tuple[str, ...], ...]:
    """Small articles and every fixture, as lines; an invalid one makes its constraint speak."""
    articles = [Article(1), Article(2)]
    parsed = [ox.parse(each.trig(), format=ox.RdfFormat.TRIG) for each in articles]
    texts = ["".join(f"{quad} .\n" for quad in each) for each in parsed]
    texts += sorted({quads(path) for path in fixtures(ARTICLE_FILES)})
    return tuple(tuple(text.splitlines(keepends=True)) for text in texts)


def mutated(number: int) -> str:
    """The article with this number, as N-Quads."""
    dice = random.Random(number)  # noqa: S311 - the same every time, not secret
    lines = list(bases()[number % len(bases())])
    for _ in range(dice.randint(1, _MOST)):
        lines = dice.choice(MUTATIONS)(dice, lines)
    return "".join(dict.fromkeys(lines))


def _drop(dice: random.Random, lines: list[str]) -> list[str]:
    """Leave a statement out."""
    at = dice.randrange(len(lines))
    return lines[:at] + lines[at + 1 :]


def _relink(dice: random.Random, lines: list[str]) -> list[str]:
    """Let a statement end where another one does."""
    return _replaced(dice, lines, _value(dice.choice(lines)))


def _double(dice: random.Random, lines: list[str]) -> list[str]:
    """Say of a node twice what it should have once."""
    line = dice.choice(lines)
    alike = [each for each in lines if _part(each, 1) == _part(line, 1)]
    return [*lines, _with(line, _value(dice.choice(alike)))]


def _move(dice: random.Random, lines: list[str]) -> list[str]:
    """Put a statement into the graph of another one as well."""
    line, other = dice.choice(lines), dice.choice(lines)
    graph = other.rsplit(" ", 2)[1]
    subject, predicate, value = _part(line, 0), _part(line, 1), _value(line)
    return [*lines, f"{subject} {predicate} {value} {graph} .\n"]


def _retype(dice: random.Random, lines: list[str]) -> list[str]:
    """Give a literal another datatype."""
    literals = [line for line in lines if _value(line).startswith('"')]
    line = dice.choice(literals or lines)
    value = _TYPED.sub(lambda match: f'"{match[1]}"{dice.choice(_KINDS)}', _value(line))
    return [_with(each, value) if each == line else each for each in lines]


def _reword(dice: random.Random, lines: list[str]) -> list[str]:
    """Give a literal another lexical form."""
    literals = [line for line in lines if _value(line).startswith('"')]
    line = dice.choice(literals or lines)
    value = _TYPED.sub(lambda match: f'"{dice.choice(_FORMS)}"{match[2] or ""}', _value(line))
    return [_with(each, value) if each == line else each for each in lines]


def _misspell(dice: random.Random, lines: list[str]) -> list[str]:
    """Misspell a property, a class or a code."""
    line = dice.choice(lines)
    at = dice.choice([1, 2]) if _value(line).startswith("<") else 1
    parts = [_part(line, 0), _part(line, 1), _value(line)]
    parts[at] = parts[at].removesuffix(">") + "s>"
    return [" ".join([*parts, line.rsplit(" ", 2)[1], ".\n"]) if x == line else x for x in lines]


def _replaced(dice: random.Random, lines: list[str], value: str) -> list[str]:
    at = dice.randrange(len(lines))
    return [*lines[:at], _with(lines[at], value), *lines[at + 1 :]]


def _part(line: str, at: int) -> str:
    return line.split(" ", 2)[at]


def _value(line: str) -> str:
    return line.split(" ", 2)[2].rsplit(" ", 2)[0]


def _with(line: str, value: str) -> str:
    return f"{_part(line, 0)} {_part(line, 1)} {value} {line.rsplit(' ', 2)[1]} .\n"


MUTATIONS: Sequence[Mutation] = (_drop, _relink, _double, _move, _retype, _reword, _misspell)
