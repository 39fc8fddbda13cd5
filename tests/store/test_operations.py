from __future__ import annotations

import pytest

from nutgraf.errors import SyntaxProblem
from nutgraf.store.operation import VARIABLE, OperationKind
from nutgraf.store.operations import first_operation, outline


@pytest.mark.parametrize(
    ("update", "kinds"),
    [
        ("", []),
        ("PREFIX : <urn:> # nothing more", []),
        ("INSERT DATA { <urn:a> <urn:b> 'x } ; DROP ALL' }", ["INSERT DATA"]),
        ("DELETE DATA { <urn:a> <urn:b> 1 } # ; CLEAR ALL\n;", ["DELETE DATA"]),
        ("delete where { ?s ?p ?o } ; clear silent named", ["DELETE WHERE", "CLEAR"]),
        ("INSERT {} WHERE { FILTER(1 < 2 && 3 > 2) }; DROP DEFAULT", ["DELETE/INSERT", "DROP"]),
        ("WITH <urn:g> DELETE { ?s ?p ?o } INSERT {} WHERE { ?s ?p ?o }", ["DELETE/INSERT"]),
        ("LOAD <urn:d>; LOAD SILENT <urn:d> INTO GRAPH <urn:g>", ["LOAD", "LOAD"]),
        ("CREATE GRAPH <urn:g>; ADD <urn:g> TO DEFAULT", ["CREATE", "ADD"]),
        ("MOVE DEFAULT TO GRAPH <urn:g> ; COPY SILENT <urn:g> TO <urn:h>", ["MOVE", "COPY"]),
    ],
)
def test_requests_are_split(update: str, kinds: list[str]) -> None:
    """Semicolons in texts, comments and groups end no operation; those between do."""
    assert [operation.kind.value for operation in outline(update)] == kinds


def test_prologues_add_up() -> None:
    """Each operation is read with every declaration before it, base first."""
    update = "PREFIX a: <urn:a:> CLEAR ALL ; BASE <urn:c> PREFIX b: <urn:b:> DROP GRAPH b:g"
    first, second = outline(update, "http://data.example/")
    assert first.prologue == "BASE <http://data.example/>\nPREFIX a: <urn:a:>\n"
    assert second.prologue == first.prologue + "BASE <urn:c>\nPREFIX b: <urn:b:>\n"
    assert (second.kind, second.graphs) == (OperationKind.DROP, ("b:g",))


def test_parts_of_a_modification() -> None:
    """Templates become data with addresses for variables; USING becomes FROM."""
    update = (
        "WITH <urn:w> DELETE { ?s <urn:p> -1 } INSERT { GRAPH ?g { $s <urn:p> 'a'@en } }"
        " USING <urn:u> USING NAMED :n WHERE { GRAPH ?g { ?s ?p ?o } }"
    )
    (operation,) = outline(update)
    assert operation.with_graph == "<urn:w>"
    assert operation.dataset == "FROM <urn:u> FROM NAMED :n "
    assert operation.removed.text == f"{{ <{VARIABLE}s> <urn:p> -1 }}"
    assert operation.added.variables == ("g", "s")
    assert operation.pattern == "{ GRAPH ?g { ?s ?p ?o } }"


def test_delete_where_is_template_and_pattern() -> None:
    """The braces of DELETE WHERE say what is sought and what goes."""
    (operation,) = outline("DELETE WHERE { ?s <urn:p> ?o }")
    assert operation.pattern == "{ ?s <urn:p> ?o }"
    assert operation.removed.variables == ("s", "o")


@pytest.mark.parametrize(
    ("update", "line", "column"),
    [
        ("SELECT * { ?s ?p ?o }", 1, 1),
        ("CLEAR ALL\nDROP ALL", 2, 1),
        ("INSERT DATA <urn:a>", 1, 13),
        ("DROP GRAPH 12", 1, 12),
        ("INSERT {} WHERE { ?s ?p ?o", 1, 27),
        ("ADD <urn:a> <urn:b>", 1, 13),
    ],
)
def test_what_is_no_update_is_refused(update: str, line: int, column: int) -> None:
    """The error says where the text goes wrong."""
    with pytest.raises(SyntaxProblem) as caught:
        outline(update)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_first_operation_is_found() -> None:
    """The place of the first operation is behind all declarations; there may be none."""
    update = 'VERSION "1.2" # DROP\nPREFIX drop: <urn:d> DROP ALL'
    assert update[first_operation(update) :] == "DROP ALL"
    assert first_operation("BASE <urn:b>") is None
