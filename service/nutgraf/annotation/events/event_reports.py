"""Events: from annotated sentences to reports of events, figures and claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from nutgraf.annotation.events.claims import claims
from nutgraf.annotation.events.compatibility import Judge
from nutgraf.annotation.events.drafting import draft
from nutgraf.annotation.events.event_drafts import Draft
from nutgraf.annotation.events.fictions import Fictions
from nutgraf.annotation.events.figures import FigureReader
from nutgraf.annotation.events.merging import Cluster, merge
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.related import Relations
from nutgraf.annotation.events.renaming import Renaming, renaming_verbs
from nutgraf.annotation.events.reporting import report
from nutgraf.annotation.events.scenes import Scene, scenes
from nutgraf.annotation.text.language import Language
from nutgraf.model.annotation import Layers
from nutgraf.model.document import BlockRole
from nutgraf.model.event import AttributionKind, Figure

# A news article tells of days and weeks; what lies further back is setting.
_NEWS_DAYS = 60


def find_mentions(layers: Layers, language: Language, reader: Reader | None = None) -> Layers:
    """Fill `event_mentions`: each trigger with what its own sentence says about the event."""
    reader = reader or Reader.of(language)
    rejected: Counter[str] = Counter(layers.rejected)
    real = _real(layers, reader)[1]
    drafts = _drafts(real, layers, reader, rejected)
    return replace(layers, event_mentions=tuple(drafts), rejected=dict(sorted(rejected.items())))


def merge_mentions(layers: Layers, language: Language, reader: Reader | None = None) -> Layers:
    """Fill `events`, `figures` and `claims`: mentions of one event become one report."""
    reader = reader or Reader.of(language)
    rejected: Counter[str] = Counter(layers.rejected)
    fictions, real = _real(layers, reader)
    judge = Judge({entity.key: entity for entity in layers.entities}, reader.kinds)
    # A mention of another finder tells too little to be merged by these rules.
    drafts = [each for each in layers.event_mentions if isinstance(each, Draft)]
    clusters = merge(drafts, judge, rejected)
    figures = FigureReader(layers, reader, clusters).read(real, rejected)
    prepared = fictions.scenes
    relations = Relations.of(prepared, clusters, language, reader)
    kept = _supported(clusters, figures, relations, rejected)
    renaming = Renaming(prepared, kept, reader.kinds, renaming_verbs(language))
    known = {cluster.key for cluster in kept}
    reports = tuple(relations.added(report(cluster, judge), known) for cluster in kept)
    told = claims(layers, prepared, kept, figures)
    return replace(
        layers,
        events=reports,
        figures=figures,
        claims=tuple(map(renaming.read, fictions.spoken(told))),
        rejected=dict(sorted(rejected.items())),
    )


def _real(layers: Layers, reader: Reader) -> tuple[Fictions, Sequence[Scene]]:
    """The scenes of a document with what is told as a story, and those that are news."""
    prepared = scenes(layers, reader.grammar)
    fictions = Fictions(prepared, reader.grammar, reader.lexicon.figurative)
    return fictions, fictions.real()


def _drafts(
    prepared: Sequence[Scene], layers: Layers, reader: Reader, rejected: Counter[str]
) -> list[Draft]:
    found: list[Draft] = []
    for number, scene in enumerate(prepared):
        before = prepared[number - 1] if number else None
        for made in draft(scene, before, layers, reader, rejected):
            found.append(replace(made, background=_is_background(made, layers)))
    return found


def _is_background(made: Draft, layers: Layers) -> bool:
    """Tell whether the event is told to lie long before the article."""
    published, time = layers.document.published, made.setting.time
    if published is None or time is None or time.value.latest is None:
        return made.remembered
    return time.value.latest < published.first - timedelta(days=_NEWS_DAYS)


def _supported(
    clusters: Sequence[Cluster],
    figures: Iterable[Figure],
    relations: Relations,
    rejected: Counter[str],
) -> tuple[Cluster, ...]:
    """Leave out reports that say nothing but that some word stands in the text."""
    measured = {figure.about for figure in figures}
    kept = []
    for cluster in clusters:
        if cluster.key in measured | relations.related or _says_something(cluster):
            kept.append(cluster)
        else:
            rejected["bare-trigger"] += 1
    return tuple(kept)


def _says_something(cluster: Cluster) -> bool:
    """A verb tells of an event by itself; a noun needs somebody, somewhere, some time."""
    if any(_tells(each) or _is_anchored(each) for each in cluster.drafts):
        return True
    best = cluster.best
    claimed = best.utterance is not None and best.utterance.claim
    return claimed and best.attribution.kind is not AttributionKind.OWN_VOICE


def _tells(each: Draft) -> bool:
    """Tell whether the draft's clause is about the event: its verb, or what takes place."""
    return each.trigger.entry.kind == "verb" or each.status.told


def _is_anchored(each: Draft) -> bool:
    setting = each.setting
    if each.participations or setting.place or setting.time is not None:
        return True
    return each.role is BlockRole.HEADLINE
