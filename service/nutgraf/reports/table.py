"""The answer of a report as a table, and the table as JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nutgraf.errors import StoreError
from nutgraf.reports.header import Column
from nutgraf.terms import XSD

Value = str | int | float | bool | None

_WHOLE = frozenset({XSD["integer"], XSD["nonNegativeInteger"]})
# Spreadsheets run cells that start so as formulas (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Rows of a report; `more` tells that others follow after the page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    limit: int
    offset: int
    more: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)

    def records(self) -> list[dict[str, Value]]:
        """Rows as objects by column name; what is unknown is `None`."""
        return [dict(zip(self.names, row, strict=True)) for row in self.rows]

    def to_json(self) -> str:
        """Plain JSON: columns, rows as objects, and the page."""
        return json.dumps(
            {
                "columns": [{"name": c.name, "type": c.type} for c in self.columns],
                "rows": self.records(),
                "limit": self.limit,
                "offset": self.offset,
                "more": self.more,
            },
            ensure_ascii=False,
            indent=1,
        )

    def to_csv(self) -> str:
        """CSV after RFC 4180 with a header line.

        Text that a spreadsheet would run as a formula gets an apostrophe in front.
        """
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(self.names)
        writer.writerows([_safe(value) for value in row] for row in self.rows)
        return text.getvalue()


def read_table(body: bytes, columns: Sequence[Column], limit: int, offset: int) -> ReportTable:
    """Read SPARQL 1.1 JSON results; rows beyond the limit only tell that there are more."""
    try:
        bindings = json.loads(body)["results"]["bindings"]
    except (ValueError, KeyError) as error:
        raise StoreError(f"the store's answer is no SPARQL JSON result: {error}") from error
    rows = tuple(
        tuple(_value(binding.get(column.name)) for column in columns) for binding in bindings
    )
    return ReportTable(tuple(columns), rows[:limit], limit, offset, len(rows) > limit)


def _value(term: Mapping[str, Any] | None) -> Value:
    if term is None:
        return None
    text, kind = str(term["value"]), term.get("datatype")
    if kind in _WHOLE:
        return int(text)
    if kind == XSD["decimal"]:
        return float(text)
    if kind == XSD["boolean"]:
        return text in {"true", "1"}
    return text


def _safe(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else str(value)
