"""Renaming: claims that call a told event by another name ("sprach von einem Putsch")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from nutgraf.annotation.events.kinds import EventKinds
from nutgraf.annotation.events.merging import Cluster
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.text.language import Language
from nutgraf.model.event import AttributionKind, Claim, Factuality
from nutgraf.model.span import Span

_REAL = frozenset({Factuality.OCCURRED, Factuality.ONGOING})


@lru_cache(maxsize=16)
def renaming_verbs(language: Language) -> frozenset[str]:
    """The verbs of a language that give a thing another name, from `relations.yaml`."""
    return frozenset(language.table("relations")["renaming_verbs"])


@dataclass(frozen=True, slots=True)
class Renaming:
    """Finds what the claims of one document are about."""

    scenes: Sequence[Scene]
    clusters: Sequence[Cluster]
    kinds: EventKinds
    verbs: frozenset[str]

    def read(self, claim: Claim) -> Claim:
        """The claim with the report that it calls by another name, if it does."""
        scene = self._scene(claim)
        if scene is None or not self._renames(scene, claim):
            return claim
        named = self._named(scene, claim) or self._before(scene, claim)
        return claim if named is None else replace(claim, about=named.key)

    def _scene(self, claim: Claim) -> Scene | None:
        if claim.cue is None:
            return None
        start = claim.cue.start
        return next((s for s in self.scenes if s.sentence.start <= start < s.sentence.end), None)

    def _renames(self, scene: Scene, claim: Claim) -> bool:
        """Tell whether the cue gives a name, and the content is one of a conflict."""
        if claim.cue is None or scene.fold(scene.index_at(claim.cue.start)) not in self.verbs:
            return False
        return any(
            cluster.key in claim.conveys
            and cluster.best.attribution.kind is not AttributionKind.OWN_VOICE
            and set(cluster.types) & self.kinds.conflict
            for cluster in self.clusters
        )

    def _told(self) -> list[Cluster]:
        """The conflicts that the article tells in its own voice."""
        return [
            cluster
            for cluster in self.clusters
            if cluster.best.attribution.kind is AttributionKind.OWN_VOICE
            and cluster.best.status.factuality in _REAL
            and set(cluster.types) & self.kinds.conflict
        ]

    def _named(self, scene: Scene, claim: Claim) -> Cluster | None:
        """The conflict that the cue has as object ("verurteilte die Unruhen als ...")."""
        if claim.cue is None:
            return None
        start, scope = claim.cue.start, scene.scope(scene.index_at(claim.cue.start))
        found = [
            (abs(span.start - start), cluster)
            for cluster in self._told()
            for span in cluster.spans
            if _inside(scene, span)
            and scene.index_at(span.start) in scope
            and not claim.content.overlaps(span)
        ]
        return min(found, key=lambda each: each[0])[1] if found else None

    def _before(self, scene: Scene, claim: Claim) -> Cluster | None:
        """The nearest conflict told before, in the same or the preceding sentence."""
        near = self.scenes[max(scene.number - 1, 0) : scene.number + 1]
        found = [
            (claim.content.start - span.start, cluster)
            for cluster in self._told()
            for span in cluster.spans
            if span.end <= claim.content.start and any(_inside(each, span) for each in near)
        ]
        return min(found, key=lambda each: each[0])[1] if found else None


def _inside(scene: Scene, span: Span) -> bool:
    return scene.sentence.start <= span.start < scene.sentence.end
