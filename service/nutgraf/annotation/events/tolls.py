"""Tolls: which figures stand for all, and which only for some places or add to others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from nutgraf.annotation.events.merging import Cluster
from nutgraf.annotation.events.parts import Told
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.regions import Region
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.segments import count_range
from nutgraf.model.entity import EntityKind
from nutgraf.model.event import Figure
from nutgraf.model.quantity import Measure, Quantity
from nutgraf.model.span import Span

#: What is measured anew in each place; amounts and durations are not.
REGIONAL = frozenset(Measure) - {
    Measure.MONEY,
    Measure.DURATION,
    Measure.DISTANCE,
    Measure.RATIO,
    Measure.MAGNITUDE,
}


@dataclass(frozen=True, slots=True)
class Tolls:
    """The figures of one document with the regions that their sentences give them.

    `kinds` are those of the entities by key; `regions` has the region of each quantity by
    the quantity's span.
    """

    reader: Reader
    clusters: Sequence[Cluster]
    kinds: Mapping[str, EntityKind]
    regions: Mapping[Span, Region]

    def placed(self, told: Sequence[Told]) -> list[Told]:
        """The figures, with places where they count those of one part of the event only."""
        return [self._placed(each, told) for each in told]

    def _placed(self, one: Told, told: Sequence[Told]) -> Told:
        region = self.regions.get(one.mention.span)
        if region is None or one.figure.measure not in REGIONAL:
            return one
        if region.spread and not self._is_other(one, told, region):
            return one
        part = one.figure.part_of is not None
        if (
            part
            or one.bare
            or self._is_foreign(one, region)
            or self._has_contrast(one, told, region)
        ):
            return in_places(one, region)
        return one

    def _is_other(self, one: Told, told: Sequence[Told], region: Region) -> bool:
        """Tell a count of something else than the count that the places stand with."""
        for each in told:
            own = self.regions.get(each.mention.span)
            beside = own is not None and not own.spread and own.first == region.first
            if beside and each.scene is one.scene:
                return each.figure.measure is not one.figure.measure
        return False

    def _is_foreign(self, one: Told, region: Region) -> bool:
        """Tell places that the event itself is not told to be at."""
        cluster = next(c for c in self.clusters if c.key == one.figure.about)
        known = {draft.setting.place for draft in cluster.drafts if draft.setting.place}
        if not known or any(mention.entity in known for mention in region.places):
            return False
        # "In Italy 20 died" tells the country of a town, no part of it.
        wider = all(mention.kind is EntityKind.COUNTRY for mention in region.places)
        return not wider or all(self.kinds.get(key) is EntityKind.COUNTRY for key in known)

    def _has_contrast(self, one: Told, told: Sequence[Told], region: Region) -> bool:
        """Tell whether another figure counts more without the places, or elsewhere."""
        return any(
            self._contrasts(one, each, region)
            for each in told
            if each is not one
            and not each.again
            and (each.figure.about, each.figure.measure) == (one.figure.about, one.figure.measure)
        )

    def _contrasts(self, one: Told, other: Told, region: Region) -> bool:
        own = {mention.entity for mention in region.places}
        elsewhere = self.regions.get(other.mention.span)
        if elsewhere is not None:
            return own.isdisjoint(mention.entity for mention in elsewhere.places)
        if own & self._settings(other.scene):
            return False
        return _least(other.figure.quantity) > _most(one.figure.quantity)

    def _settings(self, scene: Scene) -> set[str]:
        """The entities that a sentence names, but for the places of single counts."""
        taken = [self.regions[q.span] for q in scene.quantities if q.span in self.regions]
        return {
            mention.entity
            for at, mention in enumerate(scene.mention_of)
            if mention is not None and not any(r.first <= at < r.last for r in taken)
        }

    def without_additions(self, told: Sequence[Told], rejected: Counter[str]) -> list[Told]:
        """Leave out counts that only add to a toll told beside them ("40 more")."""
        kept = [each for each in told if not self._is_addition(each, told)]
        if len(kept) < len(told):
            rejected["addition-to-toll"] += len(told) - len(kept)
        return kept

    def _is_addition(self, one: Told, told: Sequence[Told]) -> bool:
        scene, more = one.scene, self.reader.casualties.parts.more
        first, last = count_range(scene, one.mention)
        inner = scene.index_at(one.mention.span.end - 1) + 1
        if not any(scene.fold(at) in more for at in (first - 1, *range(inner, last))):
            return False
        before = [t for t in told if t.scene is scene and t.mention.span < one.mention.span]
        # "26 killed and 40 more injured": more than those of the other measure.
        if before and before[-1].figure.measure is not one.figure.measure:
            return False
        return any(
            abs(each.scene.number - scene.number) <= 1
            for each in told
            if each is not one
            and (each.figure.about, each.figure.measure) == (one.figure.about, one.figure.measure)
        )


def in_places(told: Told, region: Region) -> Told:
    """A figure limited to the places of a region, which become a part of its evidence."""
    spans = {*told.figure.evidence, *(mention.span for mention in region.places)}
    places = tuple(dict.fromkeys(mention.entity for mention in region.places))
    figure = replace(told.figure, places=places, evidence=tuple(sorted(spans)))
    return replace(told, figure=figure)


def merged(told: Sequence[Told]) -> tuple[Figure, ...]:
    """The figures in text order, each once: what is told again adds its evidence.

    What was told as a part is one wherever the same words count as many again.
    """
    parts = {_sense(t.figure, None): t.figure for t in told if t.figure.part_of}
    found: dict[tuple[object, ...], Figure] = {}
    keys: dict[str, str] = {}
    for each in told:
        figure = _as_part(each.figure, parts)
        sense = _sense(figure, figure.part_of is not None)
        known = found.get(sense)
        found[sense] = figure if known is None else _joined(known, figure)
        keys[figure.key] = found[sense].key
    wholes = {figure.key: figure.part_of for figure in found.values() if figure.part_of}
    named = (_renamed(figure, keys, wholes) for figure in found.values())
    return tuple(sorted(named, key=lambda each: each.evidence))


def _renamed(figure: Figure, keys: Mapping[str, str], wholes: Mapping[str, str]) -> Figure:
    """A part with the key that its whole has in the end; a part of a part is one of the whole."""
    if figure.part_of is None:
        return figure
    key = keys[figure.part_of]
    whole = keys[wholes[key]] if key in wholes else key
    return replace(figure, part_of=None if whole == figure.key else whole)


def _as_part(figure: Figure, parts: Mapping[tuple[object, ...], Figure]) -> Figure:
    part = parts.get(_sense(figure, None)) if figure.quantity.unit and not figure.places else None
    return figure if part is None else replace(figure, part_of=part.part_of)


def _sense(figure: Figure, part: bool | None) -> tuple[object, ...]:
    """What makes two figures the same; `part` sets parts apart from what stands for itself."""
    quantity = replace(figure.quantity, quoted="")
    told = (figure.about, figure.measure, quantity, figure.attribution, part)
    return told if part is None else (*told, figure.places)


def _joined(known: Figure, figure: Figure) -> Figure:
    return replace(known, evidence=tuple(sorted({*known.evidence, *figure.evidence})))


def _least(quantity: Quantity) -> Decimal:
    bounds = (quantity.minimum, quantity.value, quantity.maximum)
    return next((bound for bound in bounds if bound is not None), Decimal(0))


def _most(quantity: Quantity) -> Decimal:
    bounds = (quantity.maximum, quantity.value, quantity.minimum)
    return next((bound for bound in bounds if bound is not None), Decimal(0))
