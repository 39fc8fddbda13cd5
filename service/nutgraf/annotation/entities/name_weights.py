"""Weights of the tagger of unknown names: one compressed file, checked when it is read."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nutgraf.errors import ConfigurationError

#: Weights are kept as whole numbers of this part of one.
_STEP = 1000

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """How much each feature speaks for each label, and each label for the next.

    `state` gives the row of `values` that belongs to a feature.
    """

    labels: tuple[str, ...]
    transitions: Floats
    state: Mapping[str, int]
    values: Floats

    def sum(self, features: Iterable[str]) -> Floats:
        """What the features together say for each label."""
        known = map(self.state.get, features)
        rows = [row for row in known if row is not None]
        total: Floats = np.add.reduce(self.values[rows]) if rows else np.zeros(len(self.labels))
        return total


State = Mapping[str, Sequence[tuple[int, float]]]


def packed(labels: Sequence[str], transitions: Sequence[Sequence[float]], state: State) -> bytes:
    """Write weights as the bytes of a file; the same weights give the same bytes."""
    rounded = {
        name: [(label, round(value * _STEP)) for label, value in state[name]] for name in state
    }
    kept = {name: [pair for pair in pairs if pair[1]] for name, pairs in rounded.items()}
    names = sorted(name for name, pairs in kept.items() if pairs)
    head = {"labels": list(labels), "transitions": transitions, "features": len(names)}
    pairs = [pair for name in names for pair in kept[name]]
    parts = (
        json.dumps(head, sort_keys=True).encode(),
        "\n".join(names).encode(),
        np.array([len(kept[name]) for name in names], dtype="<u1").tobytes(),
        np.array([label for label, _ in pairs], dtype="<u1").tobytes(),
        np.array([value for _, value in pairs], dtype="<i4").tobytes(),
    )
    sizes = np.array([len(part) for part in parts], dtype="<u4").tobytes()
    return zlib.compress(sizes + b"".join(parts), 9)


@lru_cache(maxsize=4)
def weights(file: Path, sha256: str) -> Weights:
    """Read weights; a file that is missing or not the one named is a configuration error."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"weights {file.name} cannot be read: {error}") from error
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise ConfigurationError(f"weights {file.name} have SHA-256 {found}, not {sha256}")
    return unpacked(content)


def unpacked(content: bytes) -> Weights:
    """Weights as `packed` has written them."""
    head, names, counts, labels, values = _parts(zlib.decompress(content))
    told = json.loads(head)
    owners = np.repeat(np.arange(told["features"]), np.frombuffer(counts, dtype="<u1"))
    spread = np.zeros((told["features"], len(told["labels"])))
    spread[owners, np.frombuffer(labels, dtype="<u1")] = np.frombuffer(values, dtype="<i4") / _STEP
    state = {name: row for row, name in enumerate(names.decode().split("\n"))}
    edges = np.array(told["transitions"], dtype=np.float64)
    return Weights(tuple(told["labels"]), edges, state, spread)


def _parts(content: bytes) -> Iterator[bytes]:
    count = 5
    at = count * 4
    for size in np.frombuffer(content[:at], dtype="<u4").tolist():
        yield content[at : at + size]
        at += size
