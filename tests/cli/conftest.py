"""What the tests of the command line share: a way to run it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nutgraf.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Run:
    """Runs `nutgraf --home <own folder> …` and gives exit code, output and errors."""

    def call(*arguments: object) -> tuple[int, str, str]:
        words = ["nutgraf", "--home", str(tmp_path / "home"), *map(str, arguments)]
        monkeypatch.setattr("sys.argv", words)
        with pytest.raises(SystemExit) as ended:
            main()
        out, errors = capfdbinary.readouterr()
        return int(ended.value.code or 0), out.decode(), errors.decode()

    return call
