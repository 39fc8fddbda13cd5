from collections.abc import Iterator

import pytest
from tests.shapes.cases import ARTICLE_FILES, fixtures, label, quads
from tests.validation.mutations import mutated

from nutgraf.errors import ConfigurationError
from nutgraf.folders import folder
from nutgraf.validation.compiler import compile_shapes
from nutgraf.validation.data import Data
from nutgraf.validation.paths import SH
from nutgraf.validation.report import Severity
from nutgraf.validation.select.constraint import (
    Solve,
    SparqlConstraint,
    compiled,
    read_constraint,
    solver,
)
from nutgraf.validation.select.setwise import SetwiseQuery
from nutgraf.validation.shape import Shape
from nutgraf.validation.shapes_graph import load_shapes
from nutgraf.validation.vocabulary import load_vocabulary
from nutgraf.validation.written import read_rows

SHAPES = load_shapes(folder("shapes"))
BACKGROUND = Data(load_vocabulary(folder("ontology")))
EX = "https://e.example/"
DATA = f"""
<{EX}a> <{EX}name> "Bern"@de .
<{EX}a> <{EX}size> "12"^^<http://www.w3.org/2001/XMLSchema#integer> .
<{EX}a> <{EX}near> <{EX}b> .
<{EX}b> <{EX}near> <{EX}c> .
<{EX}b> <{EX}name> "Basel" .
<{EX}b> <{EX}size> "7.5"^^<http://www.w3.org/2001/XMLSchema#decimal> .
<{EX}c> <{EX}near> <{EX}a> .
<{EX}c> <{EX}size> "no number"^^<http://www.w3.org/2001/XMLSchema#integer> .
<{EX}d> <{EX}born> "2022-01-10"^^<http://www.w3.org/2001/XMLSchema#date> .
<{EX}d> <{EX}note> "12" .
"""
#: Groups of the dialect, each with what it exercises in the comment of its line.
GROUPS = [
    "?this ex:name ?value",
    "?this ex:near/ex:near ?value",
    "?this ex:near+ ?value",
    "?this ex:near*/ex:name ?value",
    "?this ^ex:near ?value",
    "?this (ex:name|ex:size) ?value",
    "?this ex:near? ?value",
    "?other ex:near ?this . ?other ex:near+ ?value",
    "?this ex:near ?b . ?b ex:near ?c . ?c ex:near ?this",
    "?this ?path ?value",
    "?this ?path ?value . FILTER (?path IN (ex:name, ex:size))",
    "?this ?path ?value . FILTER (?path NOT IN (ex:name, ex:size))",
    "?this ex:size ?value . FILTER (?value > 10)",
    "?this ex:size ?value . FILTER (?value * 2 <= 15 || ?value = 12.0)",
    "?this ex:size ?value . FILTER (!(?value > 10))",
    "?this ex:size ?value . FILTER (?value != 12)",
    "?this ex:size ?value . FILTER (?value - 1 = 11 && ?value / 2 = 6)",
    "?this ex:name ?value . FILTER (STRLEN(?value) = 4)",
    '?this ex:name ?value . FILTER (LANG(?value) = "de")',
    '?this ex:name ?value . FILTER (LANGMATCHES(LANG(?value), "*"))',
    "?this ex:name ?value . FILTER (DATATYPE(?value) = xsd:string)",
    '?this ex:name ?value . FILTER (STRSTARTS(STR(?value), "Ba"))',
    '?this ex:name ?value . FILTER (CONTAINS(LCASE(STR(?value)), "er"))',
    '?this ex:name ?value . FILTER (SUBSTR(STR(?value), 2, 2) = "as")',
    '?this ex:name ?value . FILTER (CONCAT(STRBEFORE(STR(?value), "e"), "x") = "Basx")',
    '?this ex:name ?value . FILTER (UCASE(STRAFTER(STR(?value), "B")) = "ERN")',
    "?this ?path ?value . FILTER (ISIRI(?value) || ISNUMERIC(?value))",
    "?this ?path ?value . FILTER (ISLITERAL(?value) && !ISBLANK(?value))",
    "?this ?path ?value . FILTER (?value = 12)",
    "?this ?path ?value . FILTER (?value < 100)",
    '?this ex:born ?value . FILTER (?value < "2022-01-11"^^xsd:date)',
    "?this ex:near ?b . OPTIONAL { ?b ex:name ?value }",
    "?this ex:near ?b . OPTIONAL { ?b ex:name ?value } FILTER (!BOUND(?value))",
    "?this ex:near ?b . OPTIONAL { ?b ex:size ?n . FILTER (?n > 5) } "
    "BIND (COALESCE(?n, 0) AS ?value)",
    "?this ex:near ?b . BIND (IF(?b = ex:b, ex:yes, ex:no) AS ?value)",
    "?this ex:near ?value . FILTER NOT EXISTS { ?value ex:name ?name }",
    "?this ex:near ?value . FILTER EXISTS { ?value ex:size ?n . FILTER (?n < 10) }",
    "?this ex:near ?value . "
    "FILTER NOT EXISTS { ?value ex:near ?b . FILTER EXISTS { ?b ex:name ?n } }",
    "FILTER (?this = ex:b)",
    "?this ex:note ?value . FILTER (?value = 12 || true)",
]


def constraint(group: str) -> SparqlConstraint:
    """A constraint with this group."""
    prefixes = (("ex", EX), ("xsd", "http://www.w3.org/2001/XMLSchema#"))
    select = f"SELECT ?this ?path ?value WHERE {{ {group} }}"
    return SparqlConstraint(f"<{EX}constraint>", Severity.VIOLATION, select, prefixes, ())


def every_constraint() -> Iterator[tuple[Shape, SparqlConstraint]]:
    """The SPARQL constraints of our shapes, with the shapes that have them."""
    for shape in compile_shapes(SHAPES):
        for term in SHAPES.forward(f"<{SH}sparql>").get(shape.term, {}):
            yield shape, read_constraint(SHAPES, shape, term)


def setwise(given: SparqlConstraint) -> Solve:
    """The same constraint on a throw-away store."""
    return SetwiseQuery(given.term, given.select, given.prefixes).solve


CONSTRAINTS = [(shape, each, compiled(each), setwise(each)) for shape, each in every_constraint()]


def assert_alike(text: str) -> int:
    """Compare the two ways on some quads, constraint by constraint; count the solutions."""
    data = Data(read_rows(text), BACKGROUND)
    count = 0
    for shape, given, closures, store in CONSTRAINTS:
        focuses = shape.focuses(data)
        # The store rewrites lexical forms, so values are left out of the comparison.
        expected = {solution[:2] for solution in store(data, focuses)}
        assert {solution[:2] for solution in closures(data, focuses)} == expected, given.term
        count += len(expected)
    return count


def test_all_are_compiled() -> None:
    """None of our constraints needs the throw-away store."""
    assert len(CONSTRAINTS) == len(SHAPES.forward(f"<{SH}select>"))


@pytest.mark.parametrize("path", fixtures(ARTICLE_FILES), ids=label)
def test_fixtures(path: object) -> None:
    """Closures and store find the same in every fixture."""
    assert_alike(quads(path))  # type: ignore[arg-type]


def test_mutations() -> None:
    """Closures and store find the same in articles made wrong."""
    assert sum(assert_alike(mutated(number)) for number in range(60)) > 30


@pytest.mark.parametrize("group", GROUPS)
def test_dialect(group: str) -> None:
    """Each form of the dialect means to the closures what it means to the store."""
    data = Data(read_rows(DATA.lstrip()))
    focuses = [f"<{EX}{name}>" for name in "abcd"]
    expected = sorted(setwise(constraint(group))(data, focuses))
    assert sorted(set(compiled(constraint(group))(data, focuses))) == expected


@pytest.mark.parametrize(
    "group",
    [
        "{ FILTER (?this = ex:b) } ?this ex:near ?value",
        "{ ?this ex:near ?value } UNION { ?this ex:name ?value }",
    ],
)
def test_groups_in_groups(group: str) -> None:
    """A group inside a group knows the focus node, as pre-binding wants it."""
    data = Data(read_rows(DATA.lstrip()))
    found = set(compiled(constraint(group))(data, [f"<{EX}b>", f"<{EX}d>"]))
    values = {f"<{EX}c>", '"Basel"'} if "UNION" in group else {f"<{EX}c>"}
    assert found == {(f"<{EX}b>", "", value) for value in values}


@pytest.mark.parametrize(
    "group",
    [
        "?this ex:name ?value . FILTER REGEX(?value, 'B.*')",
        "?this ex:near ?b . OPTIONAL { ?b ex:name ?n } ?x ex:name ?n",
        "?this ex:size ?value . FILTER (ABS(?value) > 10)",
    ],
)
def test_what_closures_lack_runs_on_the_store(group: str) -> None:
    """A sound query outside of the dialect is answered all the same."""
    data = Data(read_rows(DATA.lstrip()))
    focuses = [f"<{EX}{name}>" for name in "abcd"]
    found = sorted(solver(constraint(group))(data, focuses))
    assert found == sorted(setwise(constraint(group))(data, focuses))
    assert found


@pytest.mark.parametrize(
    "group",
    [
        "?this ex:name",
        "?this nowhere:name ?value",
        "BIND (ex:a AS ?this)",
        "?this ex:name ?value . { ?this ex:size ?n . FILTER REGEX(STR(?n), '1') }",
        "?this ex:name ?value . FILTER (NOSUCH(?value))",
    ],
)
def test_refused(group: str) -> None:
    """A query that cannot be run rightly stops the start."""
    with pytest.raises(ConfigurationError):
        solver(constraint(group))
