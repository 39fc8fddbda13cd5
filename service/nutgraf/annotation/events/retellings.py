"""Retellings: counts that take over from the one before what they count ("the army spoke of 8")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nutgraf.annotation.events.bearers import ANYWHERE
from nutgraf.annotation.events.counts import Counts
from nutgraf.annotation.events.merging import Cluster
from nutgraf.annotation.events.parts import Told
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.annotation import Layers, QuantityMention
from nutgraf.model.quantity import Measure

#: What a bare count may take over from the count before it ("53 in Rom, 20 in Turin").
CARRIED = ANYWHERE | {Measure.PARTICIPANTS}
# Types in which several get a share each.
_VOTES = frozenset({"election", "referendum"})


@dataclass(frozen=True, slots=True)
class Retellings:
    """Finds the counts of one document that another source tells, and the next share of a vote."""

    layers: Layers
    reader: Reader
    clusters: Sequence[Cluster]
    counts: Counts

    def goes_on(self, scene: Scene, mention: QuantityMention, told: Sequence[Told]) -> bool:
        """Tell whether a quantity counts what the figure right before it does."""
        if not told:
            return False
        return self._is_share(scene, mention, told[-1]) or self._is_other(scene, mention, told[-1])

    def _is_share(self, scene: Scene, mention: QuantityMention, last: Told) -> bool:
        """Tell the share of another in a vote ("33 percent, while the Greens got 20 percent")."""
        if last.scene is not scene or last.mention is not before(scene, mention):
            return False
        measures = {mention.measure, last.figure.measure}
        if measures != {Measure.SHARE} or self.counts.of(scene, mention) is None:
            return False
        same = _unit(mention) == _unit(last.mention)
        about = next(each for each in self.clusters if each.key == last.figure.about)
        return same and not _VOTES.isdisjoint(about.types)

    def _is_other(self, scene: Scene, mention: QuantityMention, last: Told) -> bool:
        """Tell the count that somebody else gives ("organisers spoke of 100,000")."""
        if last.figure.measure not in CARRIED or mention.measure is not None:
            return False
        if mention.noun is not None and not self.counts.counts_people(scene, mention):
            return False
        form, text = self.reader.casualties.parts.other, self.layers.document.text
        if form.search(text, scene.sentence.start, mention.whole.start) is None:
            return False
        if last.scene is not scene and self._has_verb(scene):
            return False
        return _is_next(scene, mention, last) and self.counts.of(scene, mention) is None

    def _has_verb(self, scene: Scene) -> bool:
        """Tell whether a sentence says itself what befell somebody."""
        verbs = (self.reader.casualties.verb_at(scene.folds, at) for at in range(len(scene.folds)))
        return any(verb is not None for verb in verbs)


def before(scene: Scene, mention: QuantityMention) -> QuantityMention | None:
    """The quantity right before another one in its sentence."""
    at = scene.quantities.index(mention)
    return scene.quantities[at - 1] if at else None


def _is_next(scene: Scene, mention: QuantityMention, last: Told) -> bool:
    """Tell whether nothing is counted between two, in one sentence or two that follow."""
    previous = before(scene, mention)
    if previous is not None or last.scene is scene:
        return last.scene is scene and last.mention is previous
    follows = last.scene.number == scene.number - 1
    paragraph = last.scene.sentence.paragraph == scene.sentence.paragraph
    return follows and paragraph and last.mention is last.scene.quantities[-1]


def _unit(mention: QuantityMention) -> str | None:
    return None if mention.noun is None else fold(mention.noun.quote)
