"""The stages of reading, each declared with the layers it needs and the one it fills."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace

from nutgraf.annotation.attribution.utterances import find_utterances
from nutgraf.annotation.consistency import settle_claims
from nutgraf.annotation.entities.entity_mentions import find_entities
from nutgraf.annotation.events.event_reports import find_mentions, merge_mentions
from nutgraf.annotation.extractor import extractor_id
from nutgraf.annotation.quantities.quantity_mentions import find_quantities
from nutgraf.annotation.text.language import Language, language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.annotation.times.time_mentions import find_times
from nutgraf.errors import ConfigurationError
from nutgraf.model.annotation import AnnotatedDocument, Layers
from nutgraf.model.document import Document
from nutgraf.model.event import Ledger
from nutgraf.model.table import NameTable


@dataclass(frozen=True, slots=True)
class Resources:
    """What stages may look things up in: the language's tables and the names known."""

    language: Language
    table: NameTable


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of reading: a pure function from layers to layers.

    `requires` and `provides` name fields of `Layers`.
    """

    name: str
    requires: frozenset[str]
    provides: frozenset[str]
    run: Callable[[Layers, Resources], Layers]


def _segmentation(layers: Layers, _: Resources) -> Layers:
    return replace(layers, sentences=segment(layers.document))


def _entities(layers: Layers, resources: Resources) -> Layers:
    entities, mentions = find_entities(layers, resources.language, resources.table)
    return replace(layers, entities=entities, mentions=mentions)


def _times(layers: Layers, resources: Resources) -> Layers:
    return replace(layers, times=find_times(layers, resources.language))


def _quantities(layers: Layers, resources: Resources) -> Layers:
    return replace(layers, quantities=find_quantities(layers, resources.language))


def _attribution(layers: Layers, resources: Resources) -> Layers:
    return replace(layers, utterances=find_utterances(layers, resources.language))


def _events(layers: Layers, resources: Resources) -> Layers:
    return find_mentions(layers, resources.language)


def _merging(layers: Layers, resources: Resources) -> Layers:
    return merge_mentions(layers, resources.language)


def _consistency(layers: Layers, _: Resources) -> Layers:
    return replace(layers, claims=settle_claims(layers))


def _stage(
    name: str, run: Callable[[Layers, Resources], Layers], requires: str, provides: str
) -> Stage:
    return Stage(name, frozenset(requires.split()), frozenset(provides.split()), run)


#: The default reading, in order.
STAGES = (
    _stage("segmentation", _segmentation, "document", "sentences"),
    _stage("entities", _entities, "sentences", "entities mentions"),
    _stage("times", _times, "sentences", "times"),
    _stage("quantities", _quantities, "sentences", "quantities"),
    _stage("attribution", _attribution, "sentences entities mentions", "utterances"),
    _stage(
        "events",
        _events,
        "sentences entities mentions times quantities utterances",
        "event_mentions rejected",
    ),
    _stage(
        "merging",
        _merging,
        "sentences entities mentions times quantities utterances event_mentions",
        "events figures claims rejected",
    ),
    _stage("consistency", _consistency, "events figures claims", "claims"),
)


def check_stages(stages: Sequence[Stage]) -> None:
    """Refuse an order in which a stage needs what no earlier one provides."""
    known = {field.name for field in fields(Layers)}
    filled = {"document"}
    for stage in stages:
        unknown = (stage.requires | stage.provides) - known
        missing = stage.requires - filled
        if unknown or missing:
            names = ", ".join(sorted(unknown or missing))
            raise ConfigurationError(f"stage {stage.name!r} cannot run: no layer {names} before it")
        filled |= stage.provides


def read_layers(document: Document, table: NameTable, stages: Sequence[Stage] = STAGES) -> Layers:
    """Run the stages over a document in order and give every layer they filled."""
    check_stages(stages)
    resources = Resources(language(document.language), table)
    layers = Layers(document)
    for stage in stages:
        layers = stage.run(layers, resources)
    return layers


def annotate(document: Document, table: NameTable) -> AnnotatedDocument:
    """Read a document with the default stages and keep what linking and mapping need."""
    return assemble(read_layers(document, table))


def assemble(layers: Layers) -> AnnotatedDocument:
    """Keep of the layers what is handed on, with the ledger of what became of the text."""
    return AnnotatedDocument(
        document=layers.document,
        entities=layers.entities,
        mentions=layers.mentions,
        events=layers.events,
        figures=layers.figures,
        claims=layers.claims,
        ledger=_ledger(layers),
        extractor=extractor_id(),
        sentences=tuple(layers.document.span(s.start, s.end) for s in layers.sentences),
    )


def _ledger(layers: Layers) -> Ledger:
    counts = (len(layers.events), len(layers.claims), len(layers.figures))
    return Ledger(
        len(layers.sentences), *counts, dict(sorted(layers.rejected.items())), _reason(layers)
    )


def _reason(layers: Layers) -> str | None:
    """Why an article yields nothing; `None` when it yields something."""
    if layers.events or layers.claims or layers.figures:
        return None
    if not layers.sentences:
        return "no telling block: the text is headings, credits or boilerplate only"
    return "no event, claim or figure was recognised in any sentence"
