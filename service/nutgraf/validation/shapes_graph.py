"""The shape files for articles as data to compile."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from nutgraf.errors import ConfigurationError
from nutgraf.validation.data import Data
from nutgraf.validation.paths import SH
from nutgraf.validation.targets import TARGETS
from nutgraf.validation.written import rows_of

#: Files whose shapes are checked for every article; `groups.ttl` holds their prefixes.
FILES = ("core.ttl", "advice.ttl", "info.ttl", "groups.ttl")


def read_turtle(file: Path) -> list[ox.Quad]:
    """Parse a Turtle file; raise `ConfigurationError` for a bad one."""
    try:
        return list(ox.parse(path=file, format=ox.RdfFormat.TURTLE))
    except (OSError, SyntaxError) as error:
        raise ConfigurationError(f"{file} cannot be read: {error}") from error


def load_shapes(folder: Path, names: tuple[str, ...] = FILES) -> Data:
    """Read shape files into one graph; raise `ConfigurationError` for a shape never reached."""
    shapes = Data(row for name in names for row in rows_of(read_turtle(folder / name)))
    for name in ("property", "sparql"):
        for term in shapes.forward(f"<{SH}{name}>"):
            if not any(term in shapes.forward(target) for target in TARGETS):
                raise ConfigurationError(f"{term}: a shape with members needs a target of its own")
    return shapes
