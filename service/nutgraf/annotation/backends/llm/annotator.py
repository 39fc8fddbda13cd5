"""The language model annotator: the rules read on with what a model proposes and can quote."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nutgraf.annotation.backends.changes import assembled, stages_with
from nutgraf.annotation.backends.llm.arbiter import with_events
from nutgraf.annotation.backends.llm.archive import Archive
from nutgraf.annotation.backends.llm.grounding import Ground
from nutgraf.annotation.backends.llm.proposals import answer_schema, read_answer
from nutgraf.annotation.backends.llm.reading import Grounded, grounded, with_utterances
from nutgraf.annotation.backends.llm.server import Server
from nutgraf.annotation.backends.llm.vocabulary import event_types
from nutgraf.annotation.backends.names import with_names
from nutgraf.annotation.extractor import versioned
from nutgraf.annotation.stages import Resources, Stage, read_layers
from nutgraf.errors import ConfigurationError, DocumentError
from nutgraf.model.annotation import AnnotatedDocument, Layers
from nutgraf.model.document import Document
from nutgraf.model.table import NameTable

_PROMPT = Path(__file__).parent / "prompt.txt"


@dataclass(frozen=True, slots=True)
class LlmAnnotator:
    """Asks a model once per article and keeps its answer; without a server, what is kept."""

    model: str
    archive: Archive
    server: Server | None
    characters: int

    @property
    def id(self) -> str:
        """The model, our version, and a digest of prompt and schema."""
        name = re.sub(r"[^A-Za-z0-9._-]+", "_", self.model)
        schema = json.dumps(_schema(), sort_keys=True)
        return versioned(f"llm-{name}", _instruction().encode(), schema.encode())

    def annotate(self, document: Document, table: NameTable) -> AnnotatedDocument:
        """Read a document with the rules, ask the model, and read again with what it proposes."""
        alone = read_layers(document, table)
        if not alone.sentences:
            return assembled(alone, alone, self.id)
        ground = Ground(document, alone.sentences)
        answer, rejected = read_answer(self._ask(ground), _types())
        found = grounded(answer, ground)
        found = replace(found, rejected=found.rejected + rejected)
        together = read_layers(document, table, self._stages(found))
        return assembled(alone, together, self.id)

    def _ask(self, ground: Ground) -> str:
        request = self._request(ground)
        kept = self.archive.find(request)
        if kept is not None:
            return kept
        if self.server is None:
            raise ConfigurationError(
                f"no answer of {self.model} is kept for {ground.document.source or 'the article'}: "
                "set NUTGRAF_LLM_URL to a server that can be asked"
            )
        answer = self.server.complete(request)
        read_answer(answer, _types())
        self.archive.keep(request, answer)
        return answer

    def _request(self, ground: Ground) -> dict[str, Any]:
        text = ground.numbered()
        if len(text) > self.characters:
            raise DocumentError(
                f"{ground.document.source}: {len(text)} characters are more than llm_characters="
                f"{self.characters}; raise NUTGRAF_LLM_CHARACTERS if the model can take them",
                reason="too-large",
            )
        told = {"name": "reading", "strict": True, "schema": _schema()}
        return {
            "model": self.model,
            "temperature": 0,
            "seed": 0,
            "messages": [
                {"role": "system", "content": _instruction()},
                {"role": "user", "content": text},
            ],
            "response_format": {"type": "json_schema", "json_schema": told},
        }

    def _stages(self, found: Grounded) -> tuple[Stage, ...]:
        """Names before attribution, utterances before events, events before consistency."""
        named = frozenset({"sentences", "entities", "mentions"})
        said = frozenset({"mentions", "utterances"})
        told = frozenset({"times", "quantities", "events", "figures", "claims", "rejected"})

        def names(layers: Layers, resources: Resources) -> Layers:
            return with_names(layers, found.names(), self.id, resources)

        def utterances(layers: Layers, _: Resources) -> Layers:
            return replace(layers, utterances=with_utterances(layers, found))

        def events(layers: Layers, _: Resources) -> Layers:
            return with_events(layers, found)

        return stages_with(
            (
                ("entities", Stage("proposed names", named, named | {"rejected"}, names)),
                ("attribution", Stage("proposed utterances", said, said, utterances)),
                ("merging", Stage("proposed events", said | told, told, events)),
            )
        )


def _types() -> tuple[str, ...]:
    return tuple(name for name, _ in event_types())


def _schema() -> dict[str, Any]:
    return answer_schema(_types())


def _instruction() -> str:
    listed = "\n".join(f"- {name}: {meaning}" for name, meaning in event_types())
    return f"{_PROMPT.read_text(encoding='utf-8')}{listed}\n"
