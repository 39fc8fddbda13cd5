"""SPARQL text as tokens, just fine enough to find blocks and never look inside strings.

Terminals after https://www.w3.org/TR/sparql11-query/#sparqlGrammar (rules 139 to 159).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3}
      |"(?:\\.|[^"\\\n\r])*"|'(?:\\.|[^'\\\n\r])*')
  | (?P<variable>[?$]\w+)
  | (?P<word>\w[\w\-]*)
  | (?P<space>\s+)
  | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: its kind, its text and where it starts."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the next token starts."""
        return self.start + len(self.text)

    def is_word(self, word: str) -> bool:
        """Tell whether this is a keyword, in any case."""
        return self.kind == "word" and self.text.upper() == word


def tokens(query: str) -> Iterator[Token]:
    """Give the tokens that mean something: no space, no comments."""
    for match in _TOKEN.finditer(query):
        kind = str(match.lastgroup)
        if kind not in {"space", "comment"}:
            yield Token(kind, match.group(), match.start())


@dataclass(frozen=True, slots=True)
class Block:
    """The inside of one `VALUES ?variable { … }`, from brace to brace."""

    variable: str
    start: int
    end: int


def values_blocks(query: str) -> tuple[Block, ...]:
    r"""Find the VALUES blocks of a single variable, in their order.

    >>> text = "SELECT * { VALUES ?a { UNDEF } # VALUES ?b { 1 }\n ?a ?p 'VALUES ?c { 2 }' }"
    >>> [(block.variable, text[block.start : block.end]) for block in values_blocks(text)]
    [('a', ' UNDEF ')]
    """
    found = list(tokens(query))
    blocks = []
    for place, token in enumerate(found[:-3]):
        variable, brace = found[place + 1], found[place + 2]
        if token.is_word("VALUES") and variable.kind == "variable" and brace.text == "{":
            closing = next((t for t in found[place + 3 :] if t.text == "}"), None)
            if closing is not None:
                blocks.append(Block(variable.text[1:], brace.end, closing.start))
    return tuple(blocks)


@dataclass(frozen=True, slots=True)
class Paging:
    """Where the numbers of the closing `LIMIT n OFFSET m` stand."""

    limit: Token
    offset: Token


def closing_page(query: str) -> Paging | None:
    """Find the `LIMIT n OFFSET m` that ends a query."""
    last = list(tokens(query))[-4:]
    if len(last) < 4 or not (last[0].is_word("LIMIT") and last[2].is_word("OFFSET")):
        return None
    return Paging(last[1], last[3])
