import pytest
from tests.shapes.cases import ARTICLE_FILES, fixtures, label, quads
from tests.validation.mutations import mutated
from tests.validation.oracle import plain

from nutgraf.folders import folder
from nutgraf.validation.data import Data
from nutgraf.validation.explanation import Explanation
from nutgraf.validation.gate import Gate
from nutgraf.validation.report import Severity
from nutgraf.validation.shapes_graph import load_shapes
from nutgraf.validation.vocabulary import load_vocabulary
from nutgraf.validation.written import read_rows

#: pySHACL, by way of rdflib, orders literals that SPARQL cannot compare (47 > "108"^^xsd:date)
#: and so finds the end of a span behind the length of its text.
ORDERED = "span-inside"
#: SHACL counts values that cannot be compared as not less; pySHACL passes over ill-typed ones.
PASSED_OVER = {"time-begin-earliest", "time-end-earliest", "time-order", "span-start"}
#: Mutations where pySHACL finds otherwise, with what it has too many (-) and too few (+).
DIFFERENT: dict[int, str] = {
    14: "-span-inside",
    29: "+time-begin-earliest",
    103: "-span-inside",
    169: "-span-inside",
    219: "-span-inside",
    228: "+time-begin-earliest",
    334: "+time-end-earliest +time-order",
    362: "+time-begin-earliest",
    376: "+span-start -span-inside",
    377: "-span-inside",
    447: "+time-order",
    476: "+time-order",
}
#: Mutations on which rdflib fails with an error of its own: it subtracts or orders literals
#: of different datatypes (TypeError), or compares them without end (RecursionError).
FAILING = {20, 62, 102, 162, 186, 201, 207, 209, 210, 214, 225, 251, 395, 420}
COUNT = 500
STEP = 50


@pytest.fixture(scope="module")
def gate() -> Gate:
    """One gate for all tests."""
    return Gate()


@pytest.fixture(scope="module")
def core() -> Explanation:
    """The oracle without the constraints that make it fail: SPARQL and comparisons."""
    rows = load_shapes(folder("shapes")).rows()
    return Explanation(Data(row for row in rows if "#lessThan" not in row[1]))


def found(gate: Gate, text: str) -> set[tuple[str, str]]:
    """Constraint and focus node of what the closures alone find."""
    return {(each.constraint, each.focus) for each in gate.results(read_rows(text))}


def book(text: str) -> set[tuple[str, str]] | None:
    """The same of pySHACL by the book; `None` where it fails."""
    try:
        return plain(text, ARTICLE_FILES)
    except (TypeError, RecursionError):
        return None


def difference(gate: Gate, text: str, expected: set[tuple[str, str]]) -> str:
    """What the closures find more (+) and less (-), as names of constraints."""
    mine = found(gate, text)
    more = {f"+{address.rpartition('/')[2]}" for address, _ in mine - expected}
    less = {f"-{address.rpartition('/')[2]}" for address, _ in expected - mine}
    return " ".join(sorted(more | less))


@pytest.mark.parametrize("path", fixtures(ARTICLE_FILES), ids=label)
def test_fixtures(gate: Gate, path: object) -> None:
    """The closures alone find in every fixture what pySHACL finds, at the same nodes."""
    text = quads(path)  # type: ignore[arg-type]
    assert found(gate, text) == plain(text, ARTICLE_FILES)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, COUNT, STEP))
def test_mutations(gate: Gate, start: int) -> None:
    """In 500 articles made wrong they find the same too, but for the differences listed."""
    failing = set()
    for number in range(start, start + STEP):
        text = mutated(number)
        expected = book(text)
        if expected is None:
            failing.add(number)
        else:
            assert difference(gate, text, expected) == DIFFERENT.get(number, ""), number
    assert failing == {number for number in FAILING if start <= number < start + STEP}


def test_verdicts_never_differ(gate: Gate, core: Explanation) -> None:
    """Wherever pySHACL finds otherwise or fails, what else it finds refuses the article too."""
    vocabulary = load_vocabulary(folder("ontology"))
    for number in sorted(FAILING | set(DIFFERENT)):
        rows = read_rows(mutated(number))
        agreed = gate.results(rows) & core.results(rows, vocabulary)
        assert any(result.severity is Severity.VIOLATION for result in agreed), number


def test_differences_are_of_two_kinds() -> None:
    """The oracle has too many results only by ordering, too few only by passing over."""
    named = " ".join(DIFFERENT.values()).split()
    assert {name for name in named if name.startswith("-")} == {f"-{ORDERED}"}
    assert {name[1:] for name in named if name.startswith("+")} <= PASSED_OVER


def test_mutations_are_the_same_every_time() -> None:
    """A number always makes the same article wrong in the same way."""
    assert [mutated(number) for number in range(20)] == [mutated(number) for number in range(20)]
    assert len({mutated(number) for number in range(200)}) > 190
