from pathlib import Path

import pytest
from tests.validation import suite
from tests.validation.suite import Case

from nutgraf.errors import ConfigurationError

#: What the dialect of SPARQL constraints leaves out, by test of the suite, and why. Shapes
#: that need it are refused when they are compiled; they never conform in silence.
NOT_SUPPORTED = {
    "optional-001": "constraint components of one's own: our shapes have none",
    "propertyValidator-select-001": "constraint components of one's own: our shapes have none",
    "validator-001": "constraint components of one's own: our shapes have none",
    "pre-binding-007": "sub-selects: not needed, and pre-binding makes them error-prone",
    "shapesGraph-001": "$shapesGraph and $currentShape: optional in the specification",
}


def name(case: Case) -> str:
    """Folder and name of a test."""
    return f"{case.file.parent.name}/{case.name}"


@pytest.mark.corpora
@pytest.mark.parametrize("case", suite.cases("core"), ids=name)
def test_core(case: Case) -> None:
    """The closures give the very report that the suite wants, results that come twice too."""
    assert suite.found(case) == suite.expected(case)


@pytest.mark.corpora
@pytest.mark.parametrize("case", suite.cases("sparql"), ids=name)
def test_sparql(case: Case) -> None:
    """Constraints of the dialect give the report of the suite; all others are refused."""
    expected = suite.expected(case)
    if expected is None or case.name in NOT_SUPPORTED:
        with pytest.raises(ConfigurationError):
            suite.found(case)
    else:
        assert suite.found(case) == expected


@pytest.mark.corpora
def test_whole_suite(corpora: Path) -> None:
    """All 98 tests of the core and all 22 of SHACL-SPARQL are run."""
    assert suite.root() == corpora.resolve() / "w3c" / "data-shapes-test-suite" / "tests"
    core, sparql = suite.cases("core"), suite.cases("sparql")
    print(f"SHACL core {len(core)}, SPARQL {len(sparql) - len(NOT_SUPPORTED)}/{len(sparql)}")
    assert (len(core), len(sparql)) == (98, 22)
    assert set(NOT_SUPPORTED) <= {case.name for case in sparql}
