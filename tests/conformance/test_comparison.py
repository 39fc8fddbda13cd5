"""The runner tells right answers from wrong ones."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from .isomorphism import isomorphic
from .results import Cells, Expected, Graph, Table, agree, table
from .terms import Blank, Node, by_value, exact

_JSON = "application/sparql-results+json"
_XSD = "http://www.w3.org/2001/XMLSchema#"


def blanks(*labels: str) -> tuple[Node, ...]:
    """Blank nodes under these labels."""
    return tuple(Blank(label) for label in labels)


def typed(text: str, kind: str) -> ox.Literal:
    """A literal of a datatype of XML Schema."""
    return ox.Literal(text, datatype=ox.NamedNode(_XSD + kind))


def test_names_of_blank_nodes_do_not_matter() -> None:
    """Two circles of three are the same under any names."""
    one = [blanks("a", "b"), blanks("b", "c"), blanks("c", "a")]
    other = [blanks("z", "x"), blanks("x", "y"), blanks("y", "z")]

    assert isomorphic(one, other)


def test_how_blank_nodes_hang_together_matters() -> None:
    """A circle of six is not two circles of three, though every node looks the same."""
    six = [blanks(str(n), str((n + 1) % 6)) for n in range(6)]
    twice = [blanks(f"{c}{n}", f"{c}{(n + 1) % 3}") for c in "ab" for n in range(3)]

    assert not isomorphic(six, twice)


def test_rows_are_counted() -> None:
    """A row that comes twice is not the same as a row that comes once."""
    assert not isomorphic([("1",), ("1",)], [("1",)])
    assert not isomorphic([blanks("a"), blanks("a")], [blanks("a"), blanks("b")])


def test_blank_nodes_inside_triple_terms_are_seen() -> None:
    """A blank node is the same one inside a triple term and outside of it."""
    tied: list[tuple[Node, ...]] = [(Blank("a"), ("<<", Blank("a"), "p", "o"))]
    loose: list[tuple[Node, ...]] = [(Blank("a"), ("<<", Blank("b"), "p", "o"))]

    assert isomorphic(tied, [(Blank("x"), ("<<", Blank("x"), "p", "o"))])
    assert not isomorphic(tied, loose)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("01", "1", "integer"),
        ("1.50", "1.5", "decimal"),
        ("1.0e0", "1", "double"),
        ("1", "true", "boolean"),
        ("2026-01-02T03:04:05.000Z", "2026-01-02T03:04:05Z", "dateTime"),
    ],
)
def test_spellings_of_a_value_differ_exactly_only(one: str, other: str, kind: str) -> None:
    """Two spellings are two terms but one value."""
    assert exact(typed(one, kind)) != exact(typed(other, kind))
    assert by_value(typed(one, kind)) == by_value(typed(other, kind))


def test_values_of_other_kinds_stay_apart() -> None:
    """An integer is no double, and what is no number stays as it is written."""
    assert by_value(typed("1", "integer")) != by_value(typed("1", "double"))
    assert by_value(typed("x", "integer")) != by_value(typed("y", "integer"))


def test_tables_agree_by_value_with_a_note() -> None:
    """A number in another spelling is the same result, and the note says so."""
    wanted = Expected(Table(("n",), ((typed("1.0", "decimal"),),)), _JSON)

    assert agree(wanted, Table(("n",), ((typed("1.0", "decimal"),),))) == ""
    assert agree(wanted, Table(("n",), ((typed("1", "decimal"),),))) == "by value"
    assert agree(wanted, Table(("n",), ((typed("2", "decimal"),),))) is None
    assert agree(wanted, Table(("m",), ((typed("1.0", "decimal"),),))) is None


def test_order_counts_where_the_test_says_so() -> None:
    """Rows in another order are another result of an ordered table only."""
    one, two = ox.Literal("a"), ox.Literal("b")
    found = Table(("n",), ((two,), (one,)))

    assert agree(Expected(Table(("n",), ((one,), (two,))), _JSON), found) == ""
    assert agree(Expected(Table(("n",), ((one,), (two,)), ordered=True), _JSON), found) is None


def test_reduced_may_keep_some_duplicates() -> None:
    """A lax result has each row at least once and no more often than it could be."""
    row, other = (ox.Literal("a"),), (ox.Literal("b"),)
    wanted = Expected(Table(("n",), (row, row, other)), _JSON, lax=True)

    assert agree(wanted, Table(("n",), (row, other))) == ""
    assert agree(wanted, Table(("n",), (row, row, row, other))) is None
    assert agree(wanted, Table(("n",), (row,))) is None


def test_truth_is_no_table() -> None:
    """A boolean agrees with the same boolean only."""
    assert agree(Expected(result=True, accept=_JSON), True) == ""
    assert agree(Expected(result=True, accept=_JSON), False) is None
    assert agree(Expected(result=True, accept=_JSON), Table((), ())) is None


def test_columns_of_csv_may_come_in_any_order() -> None:
    """Cells are compared under their headers."""
    found = table(b"o,s\r\n1.0,_:x\r\n2,_:y\r\n", "text/csv")

    assert agree(Expected(Cells(("s", "o"), (("_:b", "2"), ("_:a", "1.0"))), ""), found) == ""
    assert agree(Expected(Cells(("s", "o"), (("_:a", "2"), ("_:a", "1.0"))), ""), found) is None


def test_graphs_are_sets() -> None:
    """A triple said twice is said once."""
    quad = ox.Quad(ox.BlankNode("a"), ox.NamedNode("urn:p"), ox.Literal("x"))
    same = ox.Quad(ox.BlankNode("b"), ox.NamedNode("urn:p"), ox.Literal("x"))
    wanted = Expected(Graph((quad, quad)), "text/turtle")

    assert agree(wanted, Graph((same,))) == ""
    assert agree(wanted, Graph((same, quad))) is None
