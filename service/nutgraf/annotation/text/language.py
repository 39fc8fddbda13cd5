"""A language as data: the tables of one folder under `languages/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from nutgraf.errors import ConfigurationError
from nutgraf.tables import read_table

_LANGUAGES = Path(__file__).parents[1] / "languages"


@dataclass(frozen=True, slots=True)
class Language:
    """One language and its tables; `table("times")` is the content of `times.yaml`."""

    code: str
    folder: Path

    def table(self, name: str) -> Any:
        """Read a table once; a missing or malformed file is a configuration error."""
        return _table(self.folder, name)

    def tables(self, name: str) -> Mapping[str, Any]:
        """Read every YAML file of a sub-folder, keyed by file stem, in sorted order."""
        files = sorted((self.folder / name).glob("*.yaml"))
        return {file.stem: _read(file) for file in files}


@lru_cache(maxsize=256)
def _table(folder: Path, name: str) -> Any:
    return _read(folder / f"{name}.yaml")


@lru_cache(maxsize=256)
def _read(file: Path) -> Any:
    return read_table(file)


def languages() -> tuple[str, ...]:
    """The codes of all languages that can be read, sorted."""
    return tuple(sorted(folder.name for folder in _LANGUAGES.iterdir() if folder.is_dir()))


def language(code: str) -> Language:
    """The language with this code, or a configuration error that names those there are."""
    if code not in languages():
        known = ", ".join(languages())
        raise ConfigurationError(f"no language data for {code!r}; there is {known}")
    return Language(code, _LANGUAGES / code)
