"""Provenance: which component in which version made what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extraction:
    """One run of one extractor version over one article version.

    No clock time: the run is identified by what went in and what read it, so that the
    same input gives the same bytes. When an article arrived is the journal's matter.
    """

    version_id: str
    extractor: str

    @property
    def id(self) -> str:
        """Address part of the run."""
        return f"{self.version_id}-{self.extractor}"
