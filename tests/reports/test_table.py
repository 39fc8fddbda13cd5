"""Tables keep their types in JSON and are harmless in spreadsheets."""

from __future__ import annotations

import csv
import io
import json

import pytest

from nutgraf.errors import StoreError
from nutgraf.reports.header import Column
from nutgraf.reports.table import ReportTable, Value, read_table

XSD = "http://www.w3.org/2001/XMLSchema#"


def table(*values: Value) -> ReportTable:
    """A table of one column."""
    return ReportTable((Column("a", "string"),), tuple((value,) for value in values), 100, 0, False)


@pytest.mark.parametrize("text", ["=SUM(A1)", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_formulas_get_an_apostrophe(text: str) -> None:
    """Text that a spreadsheet would run is shown as text."""
    rows = list(csv.reader(io.StringIO(table(text).to_csv(), newline="")))

    assert rows[1] == [f"'{text}"]


def test_numbers_stay_numbers() -> None:
    """A negative number is no formula; unknown is empty; truth is written as in XSD."""
    assert table(-5, None, True, 0.5).to_csv() == 'a\r\n-5\r\n""\r\ntrue\r\n0.5\r\n'


def test_terms_become_plain_values() -> None:
    """Numbers and truth values of SPARQL JSON become those of JSON; what is absent is null."""
    terms = [
        {"type": "literal", "value": "12", "datatype": f"{XSD}integer"},
        {"type": "literal", "value": "0.5", "datatype": f"{XSD}decimal"},
        {"type": "literal", "value": "true", "datatype": f"{XSD}boolean"},
        {"type": "literal", "value": "Brand", "xml:lang": "de"},
        {"type": "uri", "value": "https://a.example/"},
    ]
    bindings = [*({"a": term} for term in terms), {}]
    body = json.dumps({"head": {"vars": ["a"]}, "results": {"bindings": bindings}}).encode()

    found = read_table(body, [Column("a", "string")], 100, 0)

    values = [row["a"] for row in json.loads(found.to_json())["rows"]]
    assert values == [12, 0.5, True, "Brand", "https://a.example/", None]


def test_other_answers_are_errors() -> None:
    """An answer that is no result table is never an empty table."""
    with pytest.raises(StoreError, match="no SPARQL JSON"):
        read_table(b"<html>", [], 1, 0)
