"""The entity table as the reading steps see it: known names, whoever keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from nutgraf.model.link import KnownEntity


class NameTable(Protocol):
    """Known entities and their names; hashable, so that a matcher is built only once."""

    def __hash__(self) -> int: ...

    @property
    def index(self) -> str:
        """Name of the table and digest of its content ("nano-1f2e3d4c")."""
        ...

    def rows(self) -> Iterable[KnownEntity]:
        """All known entities in table order."""
        ...

    def country(self, code: str) -> KnownEntity | None:
        """The state with this ISO 3166-1 alpha-2 code."""
        ...

    def named(self, name: str) -> tuple[KnownEntity, ...]:
        """The entities that bear exactly this name (case and typography aside)."""
        ...
