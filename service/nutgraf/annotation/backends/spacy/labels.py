"""What the labels of spaCy pipelines mean, from `labels.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from nutgraf.model.entity import EntityKind

FILE = Path(__file__).parent / "labels.yaml"


@dataclass(frozen=True, slots=True)
class Labels:
    """Entity labels by kind, and the dependency labels around a clause."""

    kinds: Mapping[str, EntityKind]
    helpers: frozenset[str]
    joined: frozenset[str]
    openers: frozenset[str]


@lru_cache(maxsize=1)
def labels() -> Labels:
    """Read the table once."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    kinds = {label: EntityKind(kind) for kind, names in data["kinds"].items() for label in names}
    return Labels(
        kinds,
        frozenset(data["helpers"]),
        frozenset(data["joined"]),
        frozenset(data["openers"]),
    )
