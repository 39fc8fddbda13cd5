"""The spaCy annotator: the rules read on with what a pipeline proposes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from nutgraf.annotation.backends.changes import assembled, stages_with
from nutgraf.annotation.backends.names import with_names
from nutgraf.annotation.backends.spacy.labels import FILE, labels
from nutgraf.annotation.backends.spacy.parses import Parse, Pipeline, parse
from nutgraf.annotation.backends.spacy.sentences import with_parse
from nutgraf.annotation.extractor import versioned
from nutgraf.annotation.stages import Resources, Stage, read_layers
from nutgraf.errors import ConfigurationError
from nutgraf.model.annotation import AnnotatedDocument, Layers
from nutgraf.model.document import Document
from nutgraf.model.table import NameTable

#: The language code of pipelines for any language.
_ANY = "xx"


@dataclass(frozen=True, slots=True)
class SpacyAnnotator:
    """Reads documents in the language of one pipeline with its names, sentences and clauses."""

    pipeline: Pipeline
    language: str
    id: str

    @classmethod
    def load(cls, name: str) -> SpacyAnnotator:
        """Load an installed pipeline by its package name or path."""
        try:
            import spacy  # noqa: PLC0415 - an extra that need not be there
        except ImportError as error:
            raise ConfigurationError(
                "the spaCy annotator needs an extra: pip install 'nutgraf[spacy]'"
            ) from error
        try:
            return cls.of(spacy.load(name))
        except OSError as error:
            raise ConfigurationError(
                f"no spaCy pipeline {name!r} is installed: name a package (python -m spacy "
                f"download {name}) or the folder of a pipeline"
            ) from error
        except (ImportError, ValueError) as error:
            raise ConfigurationError(
                f"the spaCy pipeline {name!r} cannot be loaded: {error}"
            ) from error

    @classmethod
    def of(cls, pipeline: Any) -> SpacyAnnotator:
        """Use a pipeline that is in memory."""
        return cls(pipeline, pipeline.lang, _id(pipeline))

    def annotate(self, document: Document, table: NameTable) -> AnnotatedDocument:
        """Read a document; one in another language than the pipeline's gets no proposals."""
        alone = read_layers(document, table)
        if self.language not in (document.language, _ANY):
            rejected = Counter({**alone.rejected, "proposal-other-language": 1})
            alone = replace(alone, rejected=dict(sorted(rejected.items())))
            return assembled(alone, alone, self.id)
        together = read_layers(document, table, self._stages(document))
        return assembled(alone, together, self.id)

    def _stages(self, document: Document) -> tuple[Stage, ...]:
        found = parse(document, self.pipeline, labels())
        return stages_with(
            (
                ("segmentation", self._sentences(found)),
                ("entities", self._names(found)),
            )
        )

    def _sentences(self, found: Parse) -> Stage:
        def run(layers: Layers, resources: Resources) -> Layers:
            return with_parse(layers, found, resources.language)

        layer = frozenset({"sentences"})
        return Stage("parsed sentences", layer, layer, run)

    def _names(self, found: Parse) -> Stage:
        def run(layers: Layers, resources: Resources) -> Layers:
            return with_names(layers, found.names, self.id, resources)

        layer = frozenset({"entities", "mentions"})
        return Stage("proposed names", layer | {"sentences"}, layer | {"rejected"}, run)


def _id(pipeline: Any) -> str:
    """Name and version of the pipeline, and a digest of its components and of our labels."""
    meta = pipeline.meta
    name = re.sub(r"[^A-Za-z0-9._]+", "_", f"{meta['lang']}_{meta['name']}_{meta['version']}")
    return versioned(f"spacy-{name}", *_parts(pipeline), FILE.read_bytes())


def _parts(pipeline: Any) -> Iterator[bytes]:
    """The files of a pipeline's components; one that is only in memory has its settings."""
    folder = pipeline.path
    yield pipeline.config.to_str().encode()
    for file in sorted(folder.rglob("*")) if folder else ():
        # The vocabulary is large, and comes and goes with the version in the name.
        if file.is_file() and "vocab" not in file.relative_to(folder).parts:
            yield file.read_bytes()
