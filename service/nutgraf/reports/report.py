"""One canned report: its header, its SPARQL, and how values are bound into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from nutgraf.errors import RequestError
from nutgraf.reports.header import Column, Header
from nutgraf.reports.parameters import Parameter, Reader
from nutgraf.reports.table import ReportTable, read_table
from nutgraf.reports.tokens import closing_page, values_blocks

#: Most rows of one page.
MOST_ROWS = 1000
#: Most values of one parameter.
MOST_VALUES = 100

_Terms = dict[str, list[ox.NamedNode | ox.Literal]]


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of a report to give."""

    limit: int = 100
    offset: int = 0

    @classmethod
    def of(cls, limit: str | None = None, offset: str | None = None) -> Page:
        """Read a page from the caller's texts."""
        return cls(_count("limit", limit, 1, MOST_ROWS, 100), _count("offset", offset, 0, 10**9, 0))


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it was loaded; `text` is the file's SPARQL with its defaults."""

    name: str
    text: str
    header: Header
    reader: Reader
    form: str = "select"

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters it takes."""
        return self.header.parameters

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of its table; a report that constructs a graph has none."""
        return self.header.columns

    @property
    def is_graph(self) -> bool:
        """Tell whether it answers with a graph and not with a table."""
        return self.form == "construct"

    def summary(self, language: str = "en") -> str:
        """One line on what it answers."""
        return self.header.summaries.get(language) or self.header.summaries["en"]

    def description(self, language: str = "en") -> str:
        """More about what it answers, where the header says more."""
        return self.header.descriptions.get(language) or self.header.descriptions.get("en", "")

    def bind(self, params: Mapping[str, Sequence[str]], page: Page | None = None) -> str:
        """Give the SPARQL text for the caller's values, or `RequestError` saying what fits.

        A table asks for one row more than the page has, which tells whether more follow;
        `table` drops it again. Graphs come whole.
        """
        terms = self._terms(params)
        text = self.text
        edits = [
            (block.start, block.end, f" {_written(terms[block.variable])} ")
            for block in values_blocks(text)
            if block.variable in terms
        ]
        paging = closing_page(text)
        if paging is not None and not self.is_graph:
            shown = page or Page()
            edits.append((paging.limit.start, paging.limit.end, str(shown.limit + 1)))
            edits.append((paging.offset.start, paging.offset.end, str(shown.offset)))
        for start, end, new in sorted(edits, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    def table(self, body: bytes, page: Page | None = None) -> ReportTable:
        """Read the SPARQL JSON answer to `bind(…, page)` as a table."""
        shown = page or Page()
        return read_table(body, self.columns, shown.limit, shown.offset)

    def _terms(self, params: Mapping[str, Sequence[str]]) -> _Terms:
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in params:
            if name not in known:
                names = ", ".join(known) or "none"
                raise RequestError(f"report {self.name} has no parameter {name!r}; it has {names}")
        terms: _Terms = {}
        for parameter in self.parameters:
            given = [text for text in params.get(parameter.name, ()) if text.strip()]
            terms |= self._terms_of(parameter, given)
        return terms

    def _terms_of(self, parameter: Parameter, given: Sequence[str]) -> _Terms:
        _check_number(parameter, given)
        values = given or ([] if parameter.default is None else [parameter.default])
        if not values and parameter.required:
            raise RequestError(
                f"report {self.name} needs parameter {parameter.name}: {parameter.description()}"
            )
        terms: _Terms = {variable: [] for variable in parameter.variables}
        for text in values:
            variable, term = self.reader.read(parameter, text)
            terms[variable].append(term)
        return terms


def _check_number(parameter: Parameter, given: Sequence[str]) -> None:
    most = MOST_VALUES if parameter.multiple else 1
    if len(given) > most:
        raise RequestError(f"parameter {parameter.name} takes {most} value(s), not {len(given)}")


def _written(terms: Sequence[ox.NamedNode | ox.Literal]) -> str:
    return " ".join(str(term) for term in terms) or "UNDEF"


def _count(name: str, text: str | None, least: int, most: int, default: int) -> int:
    if not text:
        return default
    if not (text.isascii() and text.isdigit()) or not least <= int(text[:12]) <= most:
        raise RequestError(f"{name} takes a whole number from {least} to {most}, not {text[:40]!r}")
    return int(text)
