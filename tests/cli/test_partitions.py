"""`nutgraf export --partitions` writes files for the bulk loaders of other stores."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run


def test_partitions_are_the_whole_export(run: Run, tmp_path: Path) -> None:
    """The files together are the canonical export, and a second run gives the same files."""
    article = tmp_path / "a.txt"
    article.write_text("In Bern sind am Montag drei Menschen bei einem Brand gestorben.\n", "utf-8")
    assert run("load", article)[0] == 0

    code, out, errors = run("export", "--partitions", "3", tmp_path / "parts")
    again = run("export", "--partitions", "3", tmp_path / "again")[1]

    assert (code, errors) == (0, "")
    files = [Path(line) for line in out.splitlines()]
    assert [file.name for file in files] == ["part-0.nq", "part-1.nq", "part-2.nq"]
    lines = sorted(line for file in files for line in file.read_bytes().splitlines())
    assert lines == run("export", "--canonical")[1].encode().splitlines()
    for file, other in zip(files, again.splitlines(), strict=True):
        assert file.read_bytes() == Path(other).read_bytes()


@pytest.mark.parametrize("words", [("--partitions", "2"), ("parts",), ("--gzip",)])
def test_files_need_number_and_folder(run: Run, words: tuple[str, ...]) -> None:
    """Files are written only where both their number and their folder are given."""
    code, _, errors = run("export", *words)

    assert code == 5
    assert "both --partitions and a folder" in errors
