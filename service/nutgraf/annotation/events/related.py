"""Related reports: the causes and wholes of one document, by the keys of its reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from nutgraf.annotation.events.event_drafts import Draft
from nutgraf.annotation.events.merging import Cluster
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.relations import causes, parts
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.text.language import Language
from nutgraf.model.event import EventReport
from nutgraf.model.span import Span

_Keys = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Relations:
    """For the key of each effect those of its causes, for each part those of its wholes."""

    causes: _Keys
    wholes: _Keys

    @classmethod
    def of(
        cls,
        scenes: Sequence[Scene],
        clusters: Sequence[Cluster],
        language: Language,
        reader: Reader,
    ) -> Relations:
        """What the sentences of a document tell of its reports."""
        inside = _by_scene(clusters)
        told = [(scene, inside.get(scene.number, [])) for scene in scenes]
        keys = {draft.span: cluster.key for cluster in clusters for draft in _all(cluster)}
        caused = [pair for each in told for pair in causes(*each, language)]
        contained = [pair for each in told for pair in parts(*each, language, reader.kinds)]
        return cls(_keyed(caused, keys), _keyed(contained, keys))

    @property
    def related(self) -> frozenset[str]:
        """The keys of all reports that stand in a relation."""
        found = {key for table in (self.causes, self.wholes) for key in table}
        for table in (self.causes, self.wholes):
            found.update(key for keys in table.values() for key in keys)
        return frozenset(found)

    def added(self, made: EventReport, known: Set[str]) -> EventReport:
        """The report with its relations to the reports that were kept."""
        causes = tuple(key for key in self.causes.get(made.key, ()) if key in known)
        wholes = tuple(key for key in self.wholes.get(made.key, ()) if key in known)
        return replace(made, caused_by=causes, part_of=wholes)


def _all(cluster: Cluster) -> tuple[Draft, ...]:
    return (*cluster.drafts, *cluster.references)


def _by_scene(clusters: Sequence[Cluster]) -> dict[int, list[Draft]]:
    """The drafts of each sentence in text order."""
    found: dict[int, list[Draft]] = {}
    for cluster in clusters:
        for draft in _all(cluster):
            found.setdefault(draft.trigger.scene, []).append(draft)
    return {number: sorted(drafts, key=lambda each: each.span) for number, drafts in found.items()}


def _keyed(pairs: Iterable[tuple[Draft, Draft]], keys: Mapping[Span, str]) -> _Keys:
    """Pairs of drafts as keys of different reports, one way only."""
    found: dict[str, dict[str, None]] = {}
    for one, other in pairs:
        left, right = keys[one.span], keys[other.span]
        if left != right and left not in found.get(right, {}):
            found.setdefault(left, {})[right] = None
    return {key: tuple(others) for key, others in found.items()}
