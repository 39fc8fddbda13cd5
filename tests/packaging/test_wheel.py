"""The built wheel carries everything it needs and runs outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CARRIED = (
    "nutgraf/data/ontology/nev.ttl",
    "nutgraf/data/shapes/core.ttl",
    "nutgraf/data/queries/reports/events.rq",
    "nutgraf/data/seeds/entities.tsv",
    "nutgraf/data/bench/reading/__main__.py",
    "nutgraf/data/bench/reading/floors.yaml",
    "nutgraf/annotation/backends/llm/prompt.txt",
    "nutgraf/annotation/backends/spacy/labels.yaml",
    "nutgraf/annotation/languages/de/segmentation.yaml",
    "nutgraf/annotation/languages/de/blocks.yaml",
    "nutgraf/identity/families.yaml",
    "nutgraf/py.typed",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the declared backend."""
    target = tmp_path_factory.mktemp("wheel")
    build = "from hatchling.build import build_wheel; import sys; print(build_wheel(sys.argv[1]))"
    subprocess.run(
        [sys.executable, "-c", build, str(target)], cwd=ROOT, check=True, capture_output=True
    )
    return next(target.glob("*.whl"))


@pytest.mark.parametrize("name", CARRIED)
def test_the_wheel_carries(wheel: Path, name: str) -> None:
    """Ontology, shapes, queries, seeds and lexica are inside."""
    assert name in zipfile.ZipFile(wheel).namelist()


def test_the_wheel_runs_on_its_own(wheel: Path, tmp_path: Path) -> None:
    """Unpacked elsewhere, the package finds its own data and takes an article in."""
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    seed = site / "nutgraf" / "data" / "seeds" / "ahv-vote-de.txt"
    environment = {**os.environ, "PYTHONPATH": str(site)}

    done = subprocess.run(
        [sys.executable, "-m", "nutgraf", "--home", str(tmp_path / "home"), "load", str(seed)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "1 added" in done.stdout
    found = subprocess.run(
        [sys.executable, "-c", "import nutgraf; print(nutgraf.__file__)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.startswith(str(site))


def test_the_wheel_measures(wheel: Path, tmp_path: Path) -> None:
    """The benchmark inside the wheel scores articles with gold."""
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "own.txt").write_text("In Bern hat am Montag ein Streik begonnen.\n", "utf-8")
    lists = "".join(f"{name}: []\n" for name in ("figures", "claims", "times", "links"))
    event = "- {quote: Streik, types: [strike], factuality: occurred, attribution: own-voice}"
    (folder / "own.gold.yaml").write_text(f"article: own.txt\nevents:\n{event}\n{lists}")

    done = subprocess.run(
        [sys.executable, "-m", "nutgraf", "bench", "reading", "--gold", str(folder)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "events, recall" in done.stdout
