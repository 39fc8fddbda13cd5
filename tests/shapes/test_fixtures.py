from pathlib import Path

import pytest
from tests.shapes.cases import (
    ARTICLE_FILES,
    HERE,
    OTHER_FILES,
    constraints,
    expected,
    fixtures,
    label,
    quads,
)
from tests.validation.oracle import plain

from nutgraf.validation.gate import Gate


@pytest.fixture(scope="module")
def gate() -> Gate:
    """One gate for all fixtures."""
    return Gate()


@pytest.mark.parametrize("path", fixtures(ARTICLE_FILES), ids=label)
def test_article_fixture(gate: Gate, path: Path) -> None:
    """A valid article graph has no result at all, an invalid one only the expected ones."""
    found = {result.constraint for result in gate.check(quads(path)).results}
    assert found == expected(path)
    assert bool(found) == path.name.startswith("invalid-")


@pytest.mark.parametrize("path", fixtures(OTHER_FILES), ids=label)
def test_vocabulary_fixture(path: Path) -> None:
    """A valid vocabulary or catalogue has no result, an invalid one only the expected ones."""
    found = {constraint for constraint, _ in plain(quads(path), OTHER_FILES)}
    assert found == expected(path)
    assert bool(found) == path.name.startswith("invalid-")


def test_every_constraint_has_fixtures() -> None:
    """Each constraint has a folder with valid and invalid graphs, and no folder is left over."""
    names = constraints(ARTICLE_FILES) | constraints(OTHER_FILES)
    assert {path.name for path in HERE.iterdir() if path.is_dir()} - {"__pycache__"} == names
    for name in sorted(names):
        assert list((HERE / name).glob("valid-*.trig")), name
        assert list((HERE / name).glob("invalid-*.trig")), name


def test_invalid_fixtures_expect_their_own_constraint() -> None:
    """An invalid fixture expects the constraint in whose folder it lies."""
    for path in sorted(HERE.glob("*/invalid-*.trig")):
        assert {address.rpartition("/")[2] for address in expected(path)} == {path.parent.name}
