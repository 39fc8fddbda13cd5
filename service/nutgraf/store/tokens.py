"""Tokens of SPARQL query text (SPARQL 1.1 Query, section 19.8), with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nutgraf.errors import SyntaxProblem

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_FIRST = f"{_BASE}_0-9"
_INNER = f"{_FIRST}\u00b7\u0300-\u036f\u203f-\u2040"
_CHAR = f"{_INNER}\\-"
_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"

#: Longest prefix taken for one: without an end, `a.a.a…` would be scanned anew at each `a`.
_PREFIX_LENGTH = 100

#: Kind of token and its expression, tried in this order: the frequent ones first, and a word
#: before the names only where what follows shows that it is none. The alternatives of every
#: repeated group begin differently, so that no input is slow; groups are not possessive, because
#: Python before 3.11.5 loses characters when such a group backtracks inside (gh-106052).
_KINDS = (
    ("space", r"[ \t\r\n]++"),
    ("word", r"[A-Za-z_][A-Za-z0-9_]*+(?=[ \t\r\n(){}<?$]|\Z)"),
    ("variable", f"[?$][{_FIRST}][{_INNER}]*+"),
    ("iri", r'<(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>'),
    ("open", r"<<\(?|\{\||[({\[]"),
    ("close", r"\)?>>|\|\}|[)}\]]"),
    ("comment", r"#[^\r\n]*+"),
    ("string", r'"""(?:"{0,2}+(?:[^"\\]|\\.))*"""'),
    ("string", r"'''(?:'{0,2}+(?:[^'\\]|\\.))*'''"),
    ("string", r'"(?:[^"\\\r\n]|\\.)*"'),
    ("string", r"'(?:[^'\\\r\n]|\\.)*'"),
    ("blank", f"_:[{_FIRST}](?:[{_CHAR}]|\\.+[{_CHAR}])*"),
    ("language", r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?"),
    (
        "name",
        f"(?:[{_BASE}](?:[{_CHAR}]|\\.+[{_CHAR}]){{0,{_PREFIX_LENGTH}}})?:"
        f"(?:(?:[{_FIRST}:]|{_ESCAPE})(?:[{_CHAR}:]|{_ESCAPE}|\\.+(?=[{_CHAR}:%\\\\]))*)?",
    ),
    (
        "number",
        r"(?:[0-9]++\.[0-9]*+(?=[eE][+-]?[0-9])|[0-9]++(?:\.[0-9]++)?|\.[0-9]++)"
        r"(?:[eE][+-]?[0-9]++)?",
    ),
    ("word", r"[A-Za-z_][A-Za-z0-9_]*+"),
    ("sign", r"\|\||&&|\^\^|!=|<=|>=|[<>=!|&^/*+\-?.,;~$]"),
)
_TOKEN = re.compile("|".join(f"({rule})" for _, rule in _KINDS), re.DOTALL)
#: Kind of each group of the expression; None for what is left out.
_KIND: dict[int | None, str | None] = {
    group: None if kind in {"space", "comment"} else kind
    for group, (kind, _) in enumerate(_KINDS, start=1)
}


class Token(NamedTuple):
    """A token of a query: its kind, its text and where it starts.

    A named tuple, because a frozen dataclass takes three times as long to make.
    """

    kind: str
    text: str
    start: int


def tokens(query: str) -> Iterator[Token]:
    """Cut a query into tokens, leaving out white space and comments.

    Raises `SyntaxProblem` with line and column where no token can start.
    """
    place = 0
    while (match := _TOKEN.match(query, place)) is not None:
        start, place = match.span()
        kind = _KIND[match.lastindex]
        if kind is not None:
            yield Token(kind, match[0], start)
    if place < len(query):
        line, column = coordinates(query, place)
        raise SyntaxProblem(
            f"the text cannot be read at line {line}, column {column}:"
            f" unexpected {query[place : place + 10]!r}",
            line=line,
            column=column,
        )


def canonical(query: str, found: Sequence[Token]) -> str:
    """The query with one space for each run of white space and comments between its tokens.

    >>> text = "ASK  { ?s?p 'a  b' } # why"
    >>> canonical(text, list(tokens(text)))
    "ASK { ?s?p 'a  b' }"
    """
    parts: list[str] = []
    end = found[0].start if found else 0
    for token in found:
        parts.append(token.text if token.start == end else f" {token.text}")
        end = token.start + len(token.text)
    return "".join(parts)


def coordinates(query: str, place: int) -> tuple[int, int]:
    r"""Line and column of an offset, both counted from 1.

    >>> coordinates("ASK {\n?s }", 6)
    (2, 1)
    """
    return query.count("\n", 0, place) + 1, place - query.rfind("\n", 0, place)


def position(query: str, place: int) -> str:
    """Line and column of an offset in words.

    >>> position("ASK { ?s }", 6)
    'line 1, column 7'
    """
    line, column = coordinates(query, place)
    return f"line {line}, column {column}"
