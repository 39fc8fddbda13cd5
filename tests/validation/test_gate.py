import logging
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph
import pytest
from tests.shapes.cases import ARTICLE_FILES, HERE, SHAPES, fixtures, label, quads
from tests.validation.article import Article
from tests.validation.mutations import mutated
from tests.validation.oracle import plain
from tests.validation.test_mutations import DIFFERENT

from nutgraf.errors import ConfigurationError, DocumentError
from nutgraf.folders import folder
from nutgraf.validation.gate import Gate
from nutgraf.validation.report import Severity
from nutgraf.validation.written import read_rows

#: Fixture files by content: many constraints share a valid graph.
DISTINCT = {quads(path): path for path in reversed(fixtures(ARTICLE_FILES))}


@pytest.fixture(scope="module")
def gate() -> Gate:
    """One gate for all tests."""
    return Gate()


def article(sentences: int) -> list[str]:
    """The N-Quads lines of a valid article."""
    parsed = pyoxigraph.parse(Article(sentences).trig(), format=pyoxigraph.RdfFormat.TRIG)
    return [f"{quad} .\n" for quad in parsed]


def pairs(gate: Gate, text: str) -> set[tuple[str, str]]:
    """Constraint and focus node of each result of the gate."""
    return {(result.constraint, result.focus) for result in gate.check(text).results}


@pytest.mark.parametrize("text", DISTINCT, ids=[label(path) for path in DISTINCT.values()])
def test_agrees_on_fixtures(gate: Gate, text: str) -> None:
    """The gate finds the same constraints at the same nodes as pySHACL by the book."""
    assert pairs(gate, text) == plain(text, ARTICLE_FILES)


@pytest.mark.parametrize("left_out", range(0, 70, 2))
def test_agrees_on_mutations(gate: Gate, left_out: int) -> None:
    """The two also agree when a statement is missing and another has the wrong object."""
    lines = article(1)
    del lines[left_out]
    mixed = lines[left_out // 2].replace("/protest>", "/protests>").replace('"200"', '"many"')
    text = "".join([*lines[: left_out // 2], mixed, *lines[left_out // 2 + 1 :]])
    assert pairs(gate, text) == plain(text, ARTICLE_FILES)


def test_valid_article(gate: Gate) -> None:
    """A whole article as the mapping writes it has no result."""
    report = gate.check("".join(article(8)))
    assert report.conforms
    assert report.results == ()
    assert report.as_text() == ""


def test_same_quads_in_any_order(gate: Gate) -> None:
    """The order of quads changes nothing in the report."""
    lines = [line.replace('"200"', '"-1"') for line in article(2)]
    forward, backward = gate.check("".join(lines)), gate.check("".join(reversed(lines)))
    assert forward.as_turtle() == backward.as_turtle()
    assert {result.constraint for result in forward.results} == {SHAPES + "people-whole"}


def test_base_address_does_not_matter(gate: Gate) -> None:
    """The shapes hold for data under any base address."""
    text = "".join(article(1)).replace("https://nutgraf.example/", "http://localhost:8000/kg/")
    assert gate.check(text).results == ()


def test_earlier_articles_leave_no_trace(gate: Gate) -> None:
    """A bad article does not change what is found in the next."""
    bad = "".join(line for line in article(1) if "#evidence" not in line)
    assert not gate.check(bad).conforms
    assert gate.check("".join(article(1))).results == ()


@pytest.mark.parametrize(
    ("good", "bad", "constraint"),
    [
        ('"2022-01-10"^^', '"2022-13-45"^^', "time-begin-earliest"),
        ('"0.9"^^', '"sure"^^', "report-confidence"),
        ('"200"^^', '"two hundred"^^', "figure-value"),
        ('"2022-01-11"^^', '"11.1.2022"^^', "article-date"),
    ],
)
def test_ill_typed_literals(
    gate: Gate, caplog: pytest.LogCaptureFixture, good: str, bad: str, constraint: str
) -> None:
    """A literal that its datatype does not allow is a violation, and nothing is logged."""
    with caplog.at_level(logging.WARNING):
        report = gate.check("".join(article(1)).replace(good, bad))
    assert SHAPES + constraint in {result.constraint for result in report.violations}
    assert caplog.records == []


def test_warnings_do_not_keep_an_article_out(gate: Gate) -> None:
    """An article with warnings and notes only conforms."""
    report = gate.check(quads(HERE / "article-headline" / "invalid-missing.trig"))
    assert report.conforms
    assert [result.severity for result in report.results] == [Severity.WARNING]


def test_malformed_quads(gate: Gate) -> None:
    """Text that is no N-Quads is the document's fault and says where."""
    with pytest.raises(DocumentError, match="line 2") as caught:
        gate.check("<http://e.example/a> <http://e.example/b> <http://e.example/c> .\nnonsense\n")
    assert caught.value.reason == "malformed-quads"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sh:path nev:eventType", "sh:path nev:eventType ;;; ("),
        ("SELECT ?this ?value\n        WHERE {", "ASK {"),
        ("FILTER (?value > ?length)", "FILTER (?value > )"),
        ("FILTER (?value > ?length)", "VALUES ?value { 1 }"),
        ("    sh:targetClass nev:Claim ;\n", ""),
        ("sh:path nev:conveys ;", "sh:path nev:conveys ; sh:property nevs:report-version ;"),
        ("sh:path nev:conveys ;", "sh:path nev:conveys ; sh:maxQuantity 1 ;"),
        ("sh:path nev:conveys ;", "sh:path nev:conveys ; sh:pattern '(' ;"),
        ("sh:path nev:conveys ;", "sh:path nev:conveys ; sh:minLength 'two' ;"),
        ("sh:path nev:conveys ;", "sh:path nev:conveys, nev:counts ;"),
        ("sh:path nev:conveys ;", "sh:path [ sh:zeroOrTwoPath nev:conveys ] ;"),
        ("sh:path nev:conveys ;", "sh:path nev:conveys ; sh:in nev:conveys ;"),
        ("sh:path nev:conveys ;", "sh:path nev:conveys ; sh:nodeKind sh:Thing ;"),
    ],
)
def test_bad_shapes_stop_the_start(tmp_path: Path, old: str, new: str) -> None:
    """A gate with a shape file that cannot be used refuses to start."""
    shutil.copytree(folder("shapes"), tmp_path, dirs_exist_ok=True)
    core = tmp_path / "core.ttl"
    text = core.read_text(encoding="utf-8")
    assert old in text
    core.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigurationError):
        Gate(shapes=tmp_path)


def test_missing_files_stop_the_start(tmp_path: Path) -> None:
    """A gate without shapes or ontology refuses to start and names the file."""
    with pytest.raises(ConfigurationError, match=r"core\.ttl"):
        Gate(shapes=tmp_path)
    with pytest.raises(ConfigurationError, match=r"nev\.ttl"):
        Gate(ontology=tmp_path)


def test_fails_closed_where_the_oracle_fails(gate: Gate) -> None:
    """An article on which pySHACL itself fails is refused with what the closures found."""
    report = gate.check(mutated(62))
    assert not report.conforms
    assert set(report.results) == gate.results(read_rows(mutated(62)))


def test_report_of_a_failing_article(gate: Gate) -> None:
    """PySHACL and the closures write the very same results, so that a report has each once."""
    for number in range(40):
        report = gate.check(mutated(number))
        if number not in DIFFERENT:
            assert set(report.results) == gate.results(read_rows(mutated(number))), number


def test_audit(gate: Gate) -> None:
    """A whole store is checked as one graph: what two articles contradict each other in shows."""
    first, second = article(1), [line.replace("/bern>", "/berne>") for line in article(1)]
    linked = [
        f"<https://nutgraf.example/id/entity/{name}> <https://schema.org/sameAs> "
        f"<http://www.wikidata.org/entity/Q70> <https://nutgraf.example/graph/link> .\n"
        for name in ("bern", "berne")
    ]
    lines = [line.encode() for line in [*first, *second, *linked]]
    report = gate.audit(lines)
    assert {result.constraint for result in report.results} == {SHAPES + "one-item"}
    assert gate.audit(reversed(lines)) == report


def test_threads_share_a_gate(gate: Gate) -> None:
    """Articles checked at the same time do not mix."""
    texts = [mutated(number) for number in range(24)]
    expected = [gate.results(read_rows(text)) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda text: gate.results(read_rows(text)), texts)) == expected
