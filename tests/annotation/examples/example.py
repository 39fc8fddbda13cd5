"""What an example of a language table is: a name and a check that it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """One example; `check` raises `AssertionError` with what was read instead."""

    name: str
    check: Callable[[], None]
