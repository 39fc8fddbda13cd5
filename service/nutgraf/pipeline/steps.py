"""The steps of one article, from bytes to checked quads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from nutgraf.annotation.annotator import Annotator, RulesAnnotator
from nutgraf.annotation.text.language import languages
from nutgraf.errors import DocumentError
from nutgraf.folders import folder
from nutgraf.linking.decisions import link
from nutgraf.linking.table import EntityTable
from nutgraf.mapping.graphs import map_document
from nutgraf.model.annotation import AnnotatedDocument
from nutgraf.model.document import Document
from nutgraf.model.link import LinkedDocument
from nutgraf.settings import Settings
from nutgraf.sources.reading import MANY_RECORDS, read_documents
from nutgraf.sources.record import ArticleRecord
from nutgraf.validation.report import ValidationReport

if TYPE_CHECKING:
    from nutgraf.validation.gate import Gate

_CHARACTERS = Settings().article_characters
#: Pairs of graph name and its N-Quads text.
Graphs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps with the things they need, built once per process."""

    table: EntityTable
    base: str
    article_bytes: int
    article_characters: int = _CHARACTERS
    annotator: Annotator = field(default_factory=RulesAnnotator)

    @classmethod
    def build(
        cls,
        base: str,
        article_bytes: int,
        article_characters: int = _CHARACTERS,
        annotator: Annotator | None = None,
    ) -> Steps:
        """Load the entity table; the rules annotate unless told otherwise."""
        table = EntityTable.load(folder("seeds") / "entities.tsv")
        reader = annotator or RulesAnnotator()
        return cls(table, base, article_bytes, article_characters, reader)

    def read(
        self, raw: bytes, name: str, given: ArticleRecord | None = None
    ) -> Iterator[Document | DocumentError]:
        """Read the documents of one file; what cannot be read comes as its error."""
        if len(raw) > self.article_bytes and not name.endswith(MANY_RECORDS):
            yield DocumentError(
                f"{name}: {len(raw)} bytes are more than article_bytes={self.article_bytes}; "
                "split the file or raise NUTGRAF_ARTICLE_BYTES",
                reason="too-large",
            )
            return
        for found in read_documents(raw, name, frozenset(languages()), given):
            yield found if isinstance(found, DocumentError) else self._checked(found)

    def _checked(self, document: Document) -> Document | DocumentError:
        length = len(document.text)
        if length <= self.article_characters:
            return document
        return DocumentError(
            f"{document.source}: {length} characters are more than article_characters="
            f"{self.article_characters}; split the text or raise NUTGRAF_ARTICLE_CHARACTERS",
            reason="too-large",
        )

    def annotate(self, document: Document) -> AnnotatedDocument:
        """Find events, figures and claims in a document."""
        return self.annotator.annotate(document, self.table)

    def link(self, annotated: AnnotatedDocument) -> LinkedDocument:
        """Link its entities to Wikidata, or say why not."""
        return link(annotated, self.table)

    @property
    def gate(self) -> Gate:
        """What checks quads against the shapes that ship, built when first asked for."""
        return _gate()

    def map(self, linked: LinkedDocument) -> Graphs:
        """Write it as quads of named graphs."""
        return map_document(linked, self.base)

    def check(self, graphs: Graphs) -> ValidationReport:
        """Check its quads against the shapes."""
        return self.gate.check("".join(text for _, text in graphs))


@cache
def _gate() -> Gate:
    # pySHACL and the shapes take as long to load as an article to read; few verbs check.
    from nutgraf.validation.gate import Gate  # noqa: PLC0415

    return Gate()


def metadata_digest(document: Document) -> str:
    """Digest of what is known of an article beside its text; where it lay does not count."""
    known = asdict(document)
    for name in ("text", "blocks", "source"):
        known.pop(name)
    text = json.dumps(known, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
