"""Results of queries: read from all formats that the suites have, and compared."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from .datasets import quad_row, read
from .isomorphism import Row, isomorphic
from .manifest import Description
from .terms import Blank, Node, Reading, Term, by_value, exact

_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_TABLES = {
    "srx": "application/sparql-results+xml",
    "srj": "application/sparql-results+json",
    "tsv": "text/tab-separated-values",
    "csv": "text/csv",
}
_JSON = _TABLES["srj"]
_GRAPHS = {"ttl": "text/turtle", "rdf": "application/rdf+xml", "nt": "application/n-triples"}


@dataclass(frozen=True, slots=True)
class Table:
    """Solutions; `ordered` where their order is part of the result."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    ordered: bool = False

    def read(self, reading: Reading, order: tuple[str, ...]) -> list[Row]:
        """The rows with their cells in an order of variables."""
        places = [self.variables.index(name) for name in order]
        return [tuple(reading(row[place]) for place in places) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Cells:
    """A CSV file: plain text in cells, which says nothing about the kinds of terms."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """The triples of a CONSTRUCT or DESCRIBE."""

    quads: tuple[ox.Quad, ...]


Result = Table | Cells | Graph | bool


@dataclass(frozen=True, slots=True)
class Expected:
    """What a query must give, and the media type to ask for."""

    result: Result
    accept: str
    lax: bool = False

    def sorted(self) -> Expected:
        """The same with rows whose order counts, as that of a query that ends in ORDER BY."""
        if not isinstance(self.result, Table):
            return self
        return replace(self, result=replace(self.result, ordered=True))


def expected(file: Path, address: str, lax: bool = False) -> Expected:
    """Read the file that a test names as its result."""
    suffix = file.suffix[1:]
    if suffix in _TABLES:
        return Expected(table(file.read_bytes(), _TABLES[suffix]), _TABLES[suffix], lax)
    about = Description.read(file, address)
    for head in about.subjects(ox.NamedNode(_RS + "boolean")):
        return Expected(about.text(head, ox.NamedNode(_RS + "boolean")) == "true", _JSON, lax)
    for head in about.instances(ox.NamedNode(_RS + "ResultSet")):
        return Expected(_described(about, head), _JSON, lax)
    return Expected(Graph(tuple(read(file, address))), _GRAPHS[suffix], lax)


def answered(body: bytes, media_type: str, base: str) -> Result:
    """Read what a server sent; raises `ValueError` or `SyntaxError` for what is no such thing."""
    if media_type in _TABLES.values():
        return table(body, media_type)
    form = ox.RdfFormat.from_media_type(media_type)
    if form is None:
        raise ValueError(f"{media_type!r} is no media type of results")
    return Graph(tuple(ox.parse(body, format=form, base_iri=base, rename_blank_nodes=True)))


def table(body: bytes, media_type: str) -> Result:
    """Read solutions or a truth value."""
    if media_type == _TABLES["csv"]:
        header, *rows = csv.reader(io.StringIO(body.decode(), newline=""))
        return Cells(tuple(header), tuple(tuple(row) for row in rows))
    form = ox.QueryResultsFormat.from_media_type(media_type)
    found = ox.parse_query_results(body, format=form)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = tuple(variable.value for variable in found.variables)
    return Table(names, tuple(tuple(solution[name] for name in names) for solution in found))


def agree(wanted: Expected, found: Result) -> str | None:
    """`""` for the same result, `"by value"` for one that differs in spelling; else nothing."""
    for reading, note in ((exact, ""), (by_value, "by value")):
        if _same(wanted, found, reading):
            return note
    return None


def _same(wanted: Expected, found: Result, reading: Reading) -> bool:
    result = wanted.result
    if isinstance(result, Table) and isinstance(found, Table):
        return _same_tables(result, found, reading, wanted.lax)
    if isinstance(result, Cells) and isinstance(found, Cells):
        return _same_cells(result, found, by_value=reading is by_value)
    if isinstance(result, Graph) and isinstance(found, Graph):
        return same_quads(result.quads, found.quads, reading)
    return isinstance(result, bool) and result is found


def same_quads(wanted: Iterable[ox.Quad], found: Iterable[ox.Quad], reading: Reading) -> bool:
    """Whether two sets of quads are isomorphic."""
    return isomorphic(
        {quad_row(quad, reading) for quad in wanted}, {quad_row(quad, reading) for quad in found}
    )


def _same_tables(wanted: Table, found: Table, reading: Reading, lax: bool) -> bool:
    if set(wanted.variables) != set(found.variables):
        return False
    order = tuple(sorted(wanted.variables))
    rows, others = wanted.read(reading, order), found.read(reading, order)
    if lax:
        # REDUCED may keep as many duplicates as it likes (SPARQL 1.1 Query, 15.3).
        return len(set(rows)) <= len(others) <= len(rows) and isomorphic(set(rows), set(others))
    if wanted.ordered:
        rows, others = _numbered(rows), _numbered(others)
    return isomorphic(rows, others)


def _numbered(rows: list[Row]) -> list[Row]:
    return [(str(number), *row) for number, row in enumerate(rows)]


def _same_cells(wanted: Cells, found: Cells, by_value: bool) -> bool:
    def rows(cells: Cells) -> list[Row]:
        # The columns of SELECT * come in any order (SPARQL 1.1 Query, 16.1).
        order = sorted(range(len(cells.header)), key=cells.header.__getitem__)
        return [tuple(_cell(row[place], by_value) for place in order) for row in cells.rows]

    return sorted(wanted.header) == sorted(found.header) and isomorphic(rows(wanted), rows(found))


def _cell(cell: str, by_value: bool) -> Node:
    if cell.startswith("_:"):
        return Blank(cell)
    try:
        return repr(float(cell)) if by_value else cell
    except ValueError:
        return cell


def _described(about: Description, head: Term) -> Table:
    """A table in the RDF vocabulary of the first working group."""

    def rs(name: str) -> ox.NamedNode:
        return ox.NamedNode(_RS + name)

    variables = about.values(head, rs("resultVariable"))
    names = tuple(each.value for each in variables if isinstance(each, ox.Literal))
    indexed: list[tuple[int, tuple[Term | None, ...]]] = []
    for solution in about.values(head, rs("solution")):
        cells: dict[str | None, Term | None] = {
            about.text(binding, rs("variable")): about.value(binding, rs("value"))
            for binding in about.values(solution, rs("binding"))
        }
        index = about.text(solution, rs("index"))
        indexed.append((int(index or 0), tuple(cells.get(name) for name in names)))
    ordered = any(index for index, _ in indexed)
    rows = sorted(indexed, key=lambda pair: pair[0]) if ordered else indexed
    return Table(names, tuple(row for _, row in rows), ordered)
