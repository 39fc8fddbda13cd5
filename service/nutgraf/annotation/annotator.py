"""Annotators: whatever reads a document; the rules by themselves are the default one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from nutgraf.annotation.extractor import extractor_id
from nutgraf.annotation.stages import annotate
from nutgraf.model.annotation import AnnotatedDocument
from nutgraf.model.document import Document
from nutgraf.model.table import NameTable


class Annotator(Protocol):
    """Reads documents: closed types, verbatim spans, and the same output for the same input.

    An annotator uses no network unless its settings name a server.
    """

    @property
    def id(self) -> str:
        """Name, version and digest of what it reads with; another id may read otherwise."""
        ...

    def annotate(self, document: Document, table: NameTable) -> AnnotatedDocument:
        """Find entities, events, figures and claims in a document."""
        ...


@dataclass(frozen=True, slots=True)
class RulesAnnotator:
    """The default annotator: the stages over lexica and the entity table, and nothing else."""

    @property
    def id(self) -> str:
        """The extractor's own id."""
        return extractor_id()

    def annotate(self, document: Document, table: NameTable) -> AnnotatedDocument:
        """Read a document with the default stages."""
        return annotate(document, table)
