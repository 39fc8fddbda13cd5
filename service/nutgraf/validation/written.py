"""Quads as rows of written terms, each term as canonical N-Triples spells it.

A term is a string: `<address>`, `_:label`, or a literal with its quotes. Equal strings are
equal terms, so that checking needs no term objects; https://www.w3.org/TR/n-triples/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

import pyoxigraph as ox

from nutgraf.errors import DocumentError

#: Subject, predicate, object and graph name (empty: the default graph).
Row = tuple[str, str, str, str]
#: So many lines are read at a time.
_BLOCK = 50_000

# Addresses that every parser accepts as they stand; others are left to the strict parser.
_PATH = r"[A-Za-z0-9._~/?!$&'()*+,;=:@-]"
_ESCAPED = rf"{_PATH}*(?:%[0-9A-Fa-f]{{2}}{_PATH}*)*"
_IRI = rf"<https?://[A-Za-z0-9.-]+(?::[0-9]{{1,5}})?(?:/{_ESCAPED})?(?:\#{_ESCAPED})?>"
_PLAIN = r'[^"\\\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]'
_STRING = rf'"{_PLAIN}*(?:\\[tbnrf"\\]{_PLAIN}*)*"'
_TAG = r"(?:@[a-z]{2,8}(?:-[a-z0-9]{1,8})*)"
_TYPE = rf"(?:\^\^(?!<http://www\.w3\.org/2001/XMLSchema\#string>){_IRI})"
_ADDRESS = re.compile(_IRI)
_OBJECT = re.compile(rf"{_IRI}|{_STRING}(?:{_TAG}|{_TYPE})?")


def read_rows(quads: str) -> list[Row]:
    """Read N-Quads strictly; raise `DocumentError` with the line where they are malformed.

    Canonical lines, which is what the mapping writes, are split at their spaces, four times
    faster than the parser reads them; any text with anything else in it goes to the parser.
    """
    rows = _split(quads)
    return [_row(quad) for quad in parse_quads(quads)] if rows is None else rows


def read_lines(lines: Iterable[bytes]) -> Iterator[Row]:
    """Read many lines of N-Quads; equal terms are one string, which halves the memory."""
    known: dict[str, str] = {}
    given = iter(lines)
    while block := b"".join(islice(given, _BLOCK)).decode():
        for row in read_rows(block):
            subject, predicate, value, graph = (known.setdefault(term, term) for term in row)
            yield subject, predicate, value, graph


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


def _split(quads: str) -> list[Row] | None:
    lines = quads.split("\n")
    if lines.pop():
        return None
    rows: list[Row] = []
    ends: list[str] = []
    try:
        for line in lines:
            subject, predicate, rest = line.split(" ", 2)
            value, graph, end = rest.rsplit(" ", 2)
            rows.append((subject, predicate, value, graph))
            ends.append(end)
    except ValueError:
        return None
    return rows if set(ends) <= {"."} and _are_canonical(rows) else None


def _are_canonical(rows: list[Row]) -> bool:
    """Tell whether each term is written as the parser would write it; each is looked at once."""
    subjects, predicates, values, graphs = map(set, zip(*rows, strict=True)) if rows else ([],) * 4
    addresses = {*subjects, *predicates, *graphs}
    return all(map(_ADDRESS.fullmatch, addresses)) and all(
        map(_OBJECT.fullmatch, {value for value in values if value not in addresses})
    )


def _row(quad: ox.Quad) -> Row:
    if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
        raise DocumentError(f"{quad} holds a triple term", reason="malformed-quads")
    graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)
    return str(quad.subject), str(quad.predicate), str(quad.object), graph
