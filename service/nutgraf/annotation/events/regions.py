"""Regions: the places that counts of one sentence have of their own ("20 in Arquata")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from nutgraf.annotation.events.conjuncts import continues
from nutgraf.annotation.events.phrases import Phrase, phrases
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.segments import count_range, is_boundary, is_verbal, segment_around
from nutgraf.model.annotation import Layers, QuantityMention
from nutgraf.model.entity import EntityKind, EntityMention
from nutgraf.model.span import Span

Places = tuple[EntityMention, ...]
_PLACES = frozenset({EntityKind.COUNTRY, EntityKind.PLACE})


@dataclass(frozen=True, slots=True)
class Region:
    """The places `first..last` (exclusive) that a count is limited to.

    `spread` marks those told before another count of the clause, which hold for this one too
    where it counts something else ("in Rom starben 12 Menschen und 40 wurden verletzt").
    An `open` one is joined to a name that nobody knows.
    """

    first: int
    last: int
    places: Places
    spread: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Regions:
    """Finds the places of the counts of one document."""

    layers: Layers
    reader: Reader

    def of(self, scene: Scene) -> dict[Span, Region]:
        """The region of each quantity that has one, by the quantity's span."""
        if not scene.quantities or not any(map(_is_place, scene.mention_of)):
            return {}
        groups = list(self._groups(scene))
        behind = {q.span: g for g in groups if (q := self._count_before(scene, g)) is not None}
        ahead = {
            q.span: g
            for g in groups
            if g not in behind.values() and (q := self._count_after(scene, g)) is not None
        }
        own = {**ahead, **behind, **self._paired(scene)}
        for span, group in ahead.items():
            own = {**self._spread(scene, group, span, own), **own}
        return own

    def _paired(self, scene: Scene) -> dict[Span, Region]:
        """The places that have their count behind "with" ("followed by Sindh with 244")."""
        found = {}
        for quantity in scene.quantities:
            place = self._pair(scene, quantity)
            if place is not None:
                at = scene.index_at(place.span.start)
                found[quantity.span] = Region(at, scene.index_at(place.span.end - 1) + 1, (place,))
        return found

    def _pair(self, scene: Scene, mention: QuantityMention) -> EntityMention | None:
        """The place before the preposition right before a bare count."""
        first = count_range(scene, mention)[0]
        if mention.noun is not None or mention.measure is not None or first < 2:
            return None
        place, grammar = scene.mention_of[first - 2], self.reader.grammar
        held = scene.fold(first - 1) in grammar.holding_prepositions
        return place if held and _is_place(place) else None

    def is_placed(self, scene: Scene, mention: QuantityMention) -> bool:
        """Tell a bare count with nothing beside it but a place, known or not ("two in Turin")."""
        grammar = self.reader.grammar
        segment = segment_around(scene, grammar, mention)
        if mention.noun is not None or mention.measure is not None or not segment:
            return False
        if self._pair(scene, mention) is not None:
            return True
        first = scene.fold(segment[0])
        named = any(scene.tokens[at].text[0].isupper() for at in segment)
        placed = named and grammar.preposition(first) in grammar.place_prepositions
        return placed and not any(is_verbal(scene, self.reader, at) for at in segment)

    def _groups(self, scene: Scene) -> Iterator[Region]:
        """Places behind a preposition, each with those it is joined to."""
        before: Phrase | None = None
        group: Region | None = None
        for phrase in phrases(scene, self.reader.grammar):
            joined = self._joined(scene, group, before, phrase)
            if group is not None and joined is None:
                yield self._checked(scene, group)
            group, before = joined or self._opened(phrase), phrase
        if group is not None:
            yield self._checked(scene, group)

    def _joined(
        self, scene: Scene, group: Region | None, before: Phrase | None, phrase: Phrase
    ) -> Region | None:
        """The places with another that they are joined to ("in Rom und Turin")."""
        mention = phrase.mention
        if group is None or before is None or mention is None or not _is_place(mention):
            return None
        if not continues(scene, self.reader.grammar, before, phrase):
            return None
        return Region(group.first, phrase.last, (*group.places, mention))

    def _checked(self, scene: Scene, group: Region) -> Region:
        """Mark places that are joined to a word with a capital that names none of them."""
        joint, at = scene.fold(group.last), group.last + 1
        if joint not in self.reader.grammar.coordinators or at >= len(scene.tokens):
            return group
        named = scene.tokens[at].text[0].isupper() and not _is_place(scene.mention_of[at])
        return replace(group, open=named)

    def _opened(self, phrase: Phrase) -> Region | None:
        mention, inside = phrase.mention, self.reader.grammar.place_prepositions
        if mention is None or not _is_place(mention) or phrase.owner is not None:
            return None
        if phrase.preposition not in inside:
            return None
        return Region(phrase.first, phrase.last, (mention,))

    def _count_before(self, scene: Scene, group: Region) -> QuantityMention | None:
        """The count right before the places, with nothing but its verb between."""
        for mention in reversed(scene.quantities):
            last = count_range(scene, mention)[1]
            if last < group.first:
                between = range(last + 1, group.first)
                return mention if all(self._is_filler(scene, at) for at in between) else None
        return None

    def _count_after(self, scene: Scene, group: Region) -> QuantityMention | None:
        """The count behind places that open a clause or stand behind its verb."""
        grammar, opener = self.reader.grammar, group.first - 1
        clause = scene.clause(group.first)
        opens = is_boundary(scene, grammar, opener) or (clause and clause.first == group.first)
        if not opens and not self._is_filler(scene, opener):
            return None
        start = group.last + (opener < 0 and scene.fold(group.last) == ",")
        for mention in scene.quantities:
            first = count_range(scene, mention)[0]
            if first >= start:
                parted = any(is_boundary(scene, grammar, at) for at in range(start, first))
                return None if parted or first not in scene.scope(group.first) else mention
        return None

    def _spread(
        self, scene: Scene, group: Region, counted: Span, own: Mapping[Span, Region]
    ) -> dict[Span, Region]:
        """The places for the further counts of the clause up to the next that has its own."""
        scope, found = scene.scope(group.first), {}
        for mention in (each for each in scene.quantities if each.span > counted):
            first = count_range(scene, mention)[0]
            joined = scene.fold(first - 1) in self.reader.grammar.coordinators
            if mention.span in own or not (first in scope or joined):
                break
            found[mention.span] = replace(group, spread=True)
        return found

    def _is_filler(self, scene: Scene, index: int) -> bool:
        """Tell what may stand between a count and its place: verbs, adverbs, times."""
        word = scene.fold(index)
        limiting = self.reader.casualties.parts.limiting | self.reader.grammar.adverbs_between
        if word in limiting or scene.in_time(index):
            return True
        return is_verbal(scene, self.reader, index) or self._is_partitive(scene, index)

    def _is_partitive(self, scene: Scene, index: int) -> bool:
        """Tell the words of "of them" behind a count."""
        text, after = self.layers.document.text, self.reader.casualties.parts.after
        for mention in scene.quantities:
            match = after.match(text, mention.whole.end)
            if match is not None and match.start() <= scene.tokens[index].start < match.end():
                return True
        return False


def _is_place(mention: EntityMention | None) -> bool:
    return mention is not None and mention.kind in _PLACES and not mention.adjectival
