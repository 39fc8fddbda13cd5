"""The shipped folders are found, and the prefixes among them are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from nutgraf.errors import ConfigurationError
from nutgraf.folders import folder, read_prefixes


def test_shipped_prefixes() -> None:
    """The ontology's own table names its namespace."""
    assert read_prefixes()["nev"] == "https://w3id.org/nutgraf/nev#"


@pytest.mark.parametrize("content", ["- a list", "a: [unclosed", None])
def test_a_bad_table_is_a_configuration_error(tmp_path: Path, content: str | None) -> None:
    """A table that is no mapping, no YAML, or not there, is named."""
    file = tmp_path / "prefixes.yaml"
    if content is not None:
        file.write_text(content)

    with pytest.raises(ConfigurationError, match="prefixes"):
        read_prefixes(file)


def test_an_unknown_folder_is_a_configuration_error() -> None:
    """A folder that is neither packaged nor in the checkout is named with where it was sought."""
    with pytest.raises(ConfigurationError, match="nowhere"):
        folder("nowhere")
