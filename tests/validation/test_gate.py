from pathlib import Path

import pytest

from nutgraf.errors import ConfigurationError, DocumentError
from nutgraf.folders import folder
from nutgraf.validation import Gate, Severity
from tests.shapes.cases import ARTICLE_FILES, HERE, fixtures, label, quads
from tests.validation.oracle import plain

SPAN = HERE / "span-address"


@pytest.fixture(scope="module")
def gate() -> Gate:
    """One gate for all tests."""
    return Gate()


@pytest.mark.parametrize("path", fixtures(ARTICLE_FILES), ids=label)
def test_agrees_with_plain_pyshacl(gate: Gate, path: Path) -> None:
    """The gate finds the same constraints at the same nodes as pySHACL by the book."""
    text = quads(path)
    found = {(result.constraint, result.focus) for result in gate.check(text).results}
    assert found == plain(text, ARTICLE_FILES)
