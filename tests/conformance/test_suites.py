"""The manifests of the W3C are read in full, and our list of failures fits them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from urllib.request import urlopen

import pyoxigraph as ox
import pytest

from .earl import report
from .federation import federation
from .manifest import Case, Suites
from .runner import Outcome, Reason, expected_failures
from .suites import KINDS, SUITES, collect
from .summary import document, failures, groups, line

pytestmark = pytest.mark.corpora


@pytest.fixture(scope="module")
def cases(corpora: Path) -> tuple[Case, ...]:
    """All tests of all suites."""
    suites = Suites(corpora / "w3c" / "rdf-tests")
    return tuple(case for suite in SUITES for case in collect(suites, suite))


def test_every_test_is_found(cases: tuple[Case, ...]) -> None:
    """The suites have as many tests as their manifests list, less what no endpoint can run."""
    assert Counter(case.suite for case in cases) == {
        "protocol": 34,
        "gsp": 13,
        "sd": 3,
        "sparql11": 505,
        "sparql12": 269,
        "sparql10": 489,
        "rdf11": 992,
        "rdf12": 332,
    }


def test_every_kind_has_somebody_to_run_it(cases: tuple[Case, ...]) -> None:
    """No manifest lists a kind of test that is not known."""
    assert {case.kind for case in cases} <= KINDS.keys()


def test_names_are_unique(cases: tuple[Case, ...]) -> None:
    """Each test can be named in the list of expected failures."""
    assert [name for name, n in Counter(c.identifier for c in cases).items() if n > 1] == []


def test_expected_failures_are_tests(cases: tuple[Case, ...]) -> None:
    """Whoever takes a test out of a suite takes it off the list."""
    assert expected_failures().keys() <= {case.identifier for case in cases}


def test_outcomes_are_reported(cases: tuple[Case, ...]) -> None:
    """Line, table, list and EARL say the same of one pass and one failure."""
    one, two = cases[:2]
    outcomes = [
        Outcome(one, passed=True, detail="by value"),
        Outcome(two, passed=False, detail="404", reason=Reason("Not there", "somewhere")),
    ]

    assert line(outcomes).startswith("W3C protocol 1/2 gsp 0/0 ")
    assert list(groups(outcomes))[-1] == "| sparql11/protocol | 1 | 2 | 1 |"
    assert list(failures(outcomes)) == [f"- Not there (somewhere): `{two.identifier}`"]
    page = document("# Head\n", outcomes)
    assert document(page, outcomes) == page
    assert page.startswith("# Head\n<!--")
    earl = ox.parse(report(outcomes, "name", "1"), format=ox.RdfFormat.TURTLE, base_iri="urn:x")
    verdicts = [quad.object for quad in earl if str(quad.predicate).endswith("earl#outcome>")]
    assert [str(each) for each in verdicts] == [
        "<http://www.w3.org/ns/earl#passed>",
        "<http://www.w3.org/ns/earl#failed>",
    ]


def test_surprises_are_failures_without_and_passes_with_a_reason(cases: tuple[Case, ...]) -> None:
    """Whatever is not as the list says is told."""
    reason = Reason("Not there", "somewhere")

    assert Outcome(cases[0], passed=False, detail="").surprising
    assert Outcome(cases[0], passed=True, detail="", reason=reason).surprising
    assert not Outcome(cases[0], passed=True, detail="").surprising
    assert not Outcome(cases[0], passed=False, detail="", reason=reason).surprising


def test_endpoints_of_federated_queries_answer(cases: tuple[Case, ...]) -> None:
    """A query is led to an endpoint of ours that has the data of the test."""
    case = next(case for case in cases if case.identifier == "sparql11/service#service1")
    with federation() as served:
        served.offer(case)
        text = served.rewritten(b"SERVICE <http://example.org/sparql> {}").decode()
        address = text.partition("<")[2].partition(">")[0]
        with urlopen(f"{address}?query=ASK%20%7B%3Fs%20%3Fp%20%3Fo%7D") as answer:  # noqa: S310
            body = answer.read().decode()

    assert "<boolean>true</boolean>" in body
