"""What all tests share: where the evaluation corpora are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of the evaluation corpora; without it the test is skipped, in CI it fails."""
    folder = Path(os.environ.get("NUTGRAF_CORPORA", "../shared/data"))
    if folder.is_dir():
        return folder
    message = f"no corpora at {folder}: set NUTGRAF_CORPORA to the folder that holds them"
    if os.environ.get("NUTGRAF_CORPORA_REQUIRED"):
        pytest.fail(message)
    pytest.skip(message)
