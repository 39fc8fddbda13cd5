"""Quads as rows of written terms, each term as canonical N-Triples spells it.

A term is a string: `<address>`, `_:label`, or a literal with its quotes. Equal strings are
equal terms, so that checking needs no term objects; https://www.w3.org/TR/n-triples/
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

from nutgraf.errors import DocumentError

#: Subject, predicate, object and graph name (empty: the default graph).
Row = tuple[str, str, str, str]

# Addresses that every parser accepts as they stand; others are left to the strict parser.
_PATH = r"[A-Za-z0-9._~/?!$&'()*+,;=:@-]"
_ESCAPED = rf"{_PATH}*(?:%[0-9A-Fa-f]{{2}}{_PATH}*)*"
_IRI = rf"<https?://[A-Za-z0-9.-]+(?::[0-9]{{1,5}})?(?:/{_ESCAPED})?(?:\#{_ESCAPED})?>"
_PLAIN = r'[^"\\\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]'
_STRING = rf'"{_PLAIN}*(?:\\[tbnrf"\\]{_PLAIN}*)*"'
_TAG = r"(?:@[a-z]{2,8}(?:-[a-z0-9]{1,8})*)"
_TYPE = rf"(?:\^\^(?!<http://www\.w3\.org/2001/XMLSchema\#string>){_IRI})"
_LINE = re.compile(rf"({_IRI}) ({_IRI}) ({_IRI}|{_STRING}(?:{_TAG}|{_TYPE})?) ({_IRI}) \.\n")


def read_rows(quads: str) -> list[Row]:
    """Read N-Quads strictly; raise `DocumentError` with the line where they are malformed.

    Canonical lines, which is what the mapping writes, are taken apart by one expression,
    four times faster than by the parser; anything else in the text goes to the parser.
    """
    rows: list[Row] = _LINE.findall(quads)
    # Five separators stand in each line; that they account for the whole text tells that
    # the expression has skipped nothing.
    if sum(map(_width, rows)) == len(quads):
        return rows
    return [_row(quad) for quad in parse_quads(quads)]


def parse_quads(quads: str) -> list[ox.Quad]:
    """Parse N-Quads strictly; raise `DocumentError` with the line where they are malformed."""
    try:
        return list(ox.parse(quads, format=ox.RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise DocumentError(f"malformed N-Quads: {error}", reason="malformed-quads") from error


def rows_of(quads: Iterable[ox.Quad]) -> list[Row]:
    """Write the terms of parsed quads."""
    return [_row(quad) for quad in quads]


def is_literal(term: str) -> bool:
    """Tell a literal from an address and a blank node."""
    return term.startswith('"')


def address(term: str) -> str:
    """The address without its brackets; a blank node's label as it is."""
    return term[1:-1] if term.startswith("<") else term


def _width(row: Row) -> int:
    return len(row[0]) + len(row[1]) + len(row[2]) + len(row[3]) + 6


def _row(quad: ox.Quad) -> Row:
    if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
        raise DocumentError(f"{quad} holds a triple term", reason="malformed-quads")
    graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)
    return str(quad.subject), str(quad.predicate), str(quad.object), graph
