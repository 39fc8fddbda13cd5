from pathlib import Path

from tests.cli.conftest import Run

SEEDS = Path(__file__).parents[2] / "seeds"


def test_stored_articles_conform(run: Run) -> None:
    """What was loaded conforms as one graph, with the events derived from it."""
    assert run("load", SEEDS / "notre-dame-fire-de.txt")[0] == 0
    code, out, _ = run("check", "--store", "--json")
    assert code == 0
    assert '"conforms": true' in out.replace('":true', '": true')


def test_files_or_store(run: Run) -> None:
    """One of the two must be named, not both."""
    assert run("check")[0] == 5
    assert run("check", "--store", SEEDS / "notre-dame-fire-de.txt")[0] == 5
