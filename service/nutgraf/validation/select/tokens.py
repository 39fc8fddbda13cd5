"""The tokens of a query: https://www.w3.org/TR/sparql11-query/#sparqlGrammar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from nutgraf.validation.select.syntax import UnsupportedError

_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
    |(?P<iri><[^<>"{}|^`\\\s]*>)
    |(?P<variable>[?$][A-Za-z_]\w*)
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<number>[0-9]+(?:\.[0-9]+)?)
    |(?P<name>(?:[A-Za-z][\w-]*)?:(?:[\w][\w.-]*[\w-]|\w)?)
    |(?P<word>[A-Za-z]+)
    |(?P<sign>\^\^|&&|\|\||!=|<=|>=|[=<>!{}().;,|/^*+?-])
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A token; words are in capitals, all else is as written."""

    kind: str
    text: str


def tokens(query: str) -> Iterator[Token]:
    """Split a query into tokens, without spaces and comments."""
    at = 0
    while at < len(query):
        match = _TOKEN.match(query, at)
        if match is None:
            raise UnsupportedError(f"unexpected {query[at : at + 20]!r}")
        at = match.end()
        kind = str(match.lastgroup)
        if kind != "space":
            yield Token(kind, match[0].upper() if kind == "word" and match[0] != "a" else match[0])
