"""Where the declarative parts lie: packaged inside the wheel, else in the checkout."""

from __future__ import annotations

from pathlib import Path

import yaml

from nutgraf.errors import ConfigurationError

_PACKAGE = Path(__file__).resolve().parent
_LANGUAGES = _PACKAGE / "annotation" / "languages"


def folder(name: str) -> Path:
    """Find `ontology`, `shapes`, `queries`, `seeds` or `bench`; the packaged one comes first."""
    packaged = _PACKAGE / "data" / name
    checkout = _PACKAGE.parents[1] / name
    for candidate in (packaged, checkout):
        if candidate.is_dir():
            return candidate
    raise ConfigurationError(
        f"folder {name!r} is neither at {packaged} nor at {checkout}; reinstall"
    )


def language_files(name: str) -> tuple[Path, ...]:
    """The file of this name in every language folder that has one, sorted by language."""
    return tuple(sorted(_LANGUAGES.glob(f"*/{name}")))


def read_prefixes(file: Path | None = None) -> dict[str, str]:
    """Read a table of prefixes and namespaces; without a file, that of the ontology."""
    source = file or folder("ontology") / "prefixes.yaml"
    try:
        found = yaml.safe_load(source.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ConfigurationError(f"{source} is no table of prefixes: {error}") from error
    if not isinstance(found, dict):
        raise ConfigurationError(f"{source} is no table of prefixes")
    return {str(prefix): str(namespace) for prefix, namespace in found.items()}
