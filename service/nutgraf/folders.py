"""Where the declarative parts lie: packaged inside the wheel, else in the checkout."""

from __future__ import annotations

from pathlib import Path

from nutgraf.errors import ConfigurationError

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Find `ontology`, `shapes`, `queries` or `seeds`; the packaged folder comes first."""
    packaged = _PACKAGE / "data" / name
    checkout = _PACKAGE.parents[1] / name
    for candidate in (packaged, checkout):
        if candidate.is_dir():
            return candidate
    raise ConfigurationError(
        f"folder {name!r} is neither at {packaged} nor at {checkout}; reinstall"
    )
