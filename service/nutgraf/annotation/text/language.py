"""A language as data: the tables of one folder under `languages/`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from nutgraf.errors import ConfigurationError

_LANGUAGES = Path(__file__).parents[1] / "languages"
# libyaml reads the lexica about ten times faster; the pure loader gives the same values.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """A safe loader in which, as in YAML 1.2, `no`, `on` and `yes` are words."""


_BOOL = "tag:yaml.org,2002:bool"
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|false)$"), list("tf"))


@dataclass(frozen=True, slots=True)
class Language:
    """One language and its tables; `table("times")` is the content of `times.yaml`."""

    code: str
    folder: Path

    def table(self, name: str) -> Any:
        """Read a table once; a missing or malformed file is a configuration error."""
        return _read(self.folder / f"{name}.yaml")

    def tables(self, name: str) -> Mapping[str, Any]:
        """Read every YAML file of a sub-folder, keyed by file stem, in sorted order."""
        files = sorted((self.folder / name).glob("*.yaml"))
        return {file.stem: _read(file) for file in files}


@lru_cache(maxsize=256)
def _read(file: Path) -> Any:
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
    except (OSError, yaml.YAMLError) as error:
        raise ConfigurationError(f"language table {file.name} cannot be read: {error}") from error


def languages() -> tuple[str, ...]:
    """The codes of all languages that can be read, sorted."""
    return tuple(sorted(folder.name for folder in _LANGUAGES.iterdir() if folder.is_dir()))


def language(code: str) -> Language:
    """The language with this code, or a configuration error that names those there are."""
    if code not in languages():
        known = ", ".join(languages())
        raise ConfigurationError(f"no language data for {code!r}; there is {known}")
    return Language(code, _LANGUAGES / code)
