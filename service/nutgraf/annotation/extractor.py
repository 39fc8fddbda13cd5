"""The extractor's id: the version of the rules, and a digest of the data they read with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from nutgraf import __version__

_ROOT = Path(__file__).parent
# Code has the version; examples are tests; backends have ids of their own.
_NO_DATA = frozenset({"__pycache__", "backends", "examples"})


@lru_cache(maxsize=1)
def extractor_id() -> str:
    """The id under which reports carry the rules as their run: `nutgraf-rules-0.1.0+1a2b3c4d`.

    Another id means that the same article may be read otherwise.
    """
    return versioned("rules", *(file.read_bytes() for file in _data()))


def versioned(name: str, *parts: bytes) -> str:
    """The id of a component: its name, our version, and 8 digits of a digest of its data."""
    hashed = hashlib.sha256()
    for part in parts:
        hashed.update(hashlib.sha256(part).digest())
    return f"nutgraf-{name}-{__version__}+{hashed.hexdigest()[:8]}"


def _data() -> Iterator[Path]:
    for file in sorted(_ROOT.rglob("*")):
        hidden = _NO_DATA & set(file.relative_to(_ROOT).parts)
        if file.is_file() and file.suffix != ".py" and not hidden:
            yield file
