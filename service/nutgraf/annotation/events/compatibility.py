"""Compatibility: whether two drafts of one document can tell of the same event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from nutgraf.annotation.events.event_drafts import Draft
from nutgraf.annotation.events.kinds import EventKinds
from nutgraf.model.document import BlockRole
from nutgraf.model.entity import Entity, EntityKind
from nutgraf.model.event import Factuality, Participation, Role
from nutgraf.model.time import TimeValue

#: What the text tells to be so.
REAL = frozenset({Factuality.OCCURRED, Factuality.ONGOING})
# Nameless groups are seldom told apart by their words (soldiers, troops, units).
_NAMED = frozenset(EntityKind) - {EntityKind.GROUP}
# Whose part in it a claim must not put into own voice.
_DOERS = frozenset({Role.ACTOR, Role.FORCE})


@dataclass(frozen=True, slots=True)
class Judge:
    """Compares drafts by type, setting, participants and status."""

    entities: Mapping[str, Entity]
    kinds: EventKinds

    def same_event(self, one: Draft, other: Draft) -> bool:
        """Tell whether nothing speaks against the two drafts being one event."""
        return (
            self.kinds.related(one.types, other.types)
            and one.background == other.background
            and self._same_status(one, other)
            and same_time(_time(one), _time(other))
            and self._same_scene(one, other)
            and self._same_cast(one, other)
            and self._same_deed(one, other)
            and not self._introduces(one, other)
            and self._same_number(one, other)
        )

    def _same_number(self, one: Draft, other: Draft) -> bool:
        """Tell whether not one noun names a single blow and the other several ("Anschläge")."""
        if not set(one.types) & self.kinds.punctual or not set(other.types) & self.kinds.punctual:
            return True
        return None in (one.plural, other.plural) or one.plural == other.plural

    def _introduces(self, one: Draft, other: Draft) -> bool:
        """Tell whether the later of two drafts is told to be another event than the earlier.

        "Another attack" is; so is "ein Angriff" in a paragraph after one that told of an
        "Angriff" already, since one event is not introduced twice.
        """
        first, later = sorted((one, other), key=lambda each: each.span)
        unnamed = first.name is None and first.role is not BlockRole.BODY
        if later.name is not None and later.name != first.name and not unnamed:
            return True
        if first.name is not None and later.name is None and not later.status.presupposed:
            return True
        if later.apart and not later.status.presupposed:
            return True
        if self._is_of_old(first, later) or self._is_other_kind(first, later):
            return True
        near = later.status.presupposed and first.paragraph == later.paragraph
        near = near and not (later.apart and (later.loose or later.indefinite))
        if first.apart != later.apart and not near:
            return True
        told_twice = first.trigger.entry is later.trigger.entry and later.indefinite
        body = BlockRole.BODY in (first.role, later.role) and first.role is later.role
        return told_twice and body and first.paragraph < later.paragraph

    @staticmethod
    def _is_of_old(first: Draft, later: Draft) -> bool:
        """Tell "In March, nine people had died in riots" from the news, which has no time."""
        if first.setting.time is not None or first.role is not BlockRole.BODY:
            return False
        return later.stale and (later.loose or later.indefinite) and not later.resumed

    def _is_other_kind(self, first: Draft, later: Draft) -> bool:
        """Tell "a referendum" from the election told before; those hurt are of one event."""
        types = {*first.types, *later.types}
        if not later.indefinite or set(first.types) & set(later.types) or types & self.kinds.harm:
            return False
        return first.role is BlockRole.BODY and later.role is BlockRole.BODY

    def _same_deed(self, one: Draft, other: Draft) -> bool:
        """Tell whether two verbs of what befalls single persons or things can be one event."""
        types = {*one.types, *other.types}
        both = {*one.types} & {*other.types}
        verbs = [each for each in (one, other) if each.trigger.entry.kind in ("verb", "phrase")]
        if not types & self.kinds.single or not verbs or self._share(one, other):
            return True
        if one.trigger.entry.lemma == other.trigger.entry.lemma:
            return one.role is not other.role or len(verbs) == 1 or not both & self.kinds.personal
        if types & self.kinds.various:
            return False
        return len(verbs) == 1 or one.role is not other.role

    @staticmethod
    def _share(one: Draft, other: Draft) -> bool:
        left = {part.entity for part in one.participations}
        return bool(left & {part.entity for part in other.participations})

    @staticmethod
    def _same_status(one: Draft, other: Draft) -> bool:
        statuses = {one.status.factuality, other.status.factuality}
        for each in (one, other):
            if each.status.presupposed and not each.status.fixed:
                return True
        return len(statuses) == 1 or statuses <= REAL

    def _same_scene(self, one: Draft, other: Draft) -> bool:
        """Tell whether the places can be one; what is resumed may name a spot nobody knows."""
        left, right = one.setting.place, other.setting.place
        if self.same_place(left, right):
            return True
        summed = (one.role is BlockRole.HEADLINE) != (other.role is BlockRole.HEADLINE)
        if summed and self._may_hold(left, right):
            return True
        later = max(one, other, key=lambda each: each.span)
        return self.resumes(later) and not (self._is_located(left) and self._is_located(right))

    def _may_hold(self, one: str | None, other: str | None) -> bool:
        """Tell whether a place that no table has may be the region of another, or lie in it."""
        left, right = self.entities.get(one or ""), self.entities.get(other or "")
        if left is None or right is None or left.country is None:
            return False
        return left.country == right.country and None in (left.table_id, right.table_id)

    def resumes(self, draft: Draft) -> bool:
        """Tell whether a clause says where a blow known already fell; what lasts may move."""
        return draft.resumed and not set(draft.types) & self.kinds.extended

    def _is_located(self, key: str | None) -> bool:
        entity = self.entities.get(key or "")
        return entity is not None and (entity.country is not None or entity.table_id is not None)

    def same_place(self, one: str | None, other: str | None) -> bool:
        """Tell whether two places can be one: equal, unknown, or one inside the other."""
        if one is None or other is None or one == other:
            return True
        left, right = self.entities.get(one), self.entities.get(other)
        if left is None or right is None:
            return True
        countries = [each.kind is EntityKind.COUNTRY for each in (left, right)]
        if all(countries):
            return False
        if any(countries):
            known = left.country and right.country
            return not known or left.country == right.country
        return left.parent == other or right.parent == one or _named_in(left, right)

    def _same_cast(self, one: Draft, other: Draft) -> bool:
        for role in {part.role for part in one.participations}:
            left, right = self._named(one, role), self._named(other, role)
            if left and right and not left & right and not self._one_side(left | right):
                return False
        return True

    def _one_side(self, keys: set[str]) -> bool:
        """Tell whether all are one state or its bodies and people ("Kazakhstan", its president)."""
        found = [self.entities[key] for key in sorted(keys)]
        countries = {entity.country for entity in found}
        state = any(entity.kind is EntityKind.COUNTRY for entity in found)
        return state and len(countries) == 1 and None not in countries

    def _named(self, draft: Draft, role: str) -> set[str]:
        return {
            part.entity
            for part in draft.participations
            if part.role == role and self._is_named(part.entity)
        }

    def is_doer(self, part: Participation) -> bool:
        """Tell whether somebody who has a name is told to have done it."""
        return part.role in _DOERS and self._is_named(part.entity)

    def _is_named(self, key: str) -> bool:
        entity = self.entities.get(key)
        return entity is not None and entity.kind in _NAMED


def _named_in(left: Entity, right: Entity) -> bool:
    return left.name in right.name or right.name in left.name


def _time(draft: Draft) -> TimeValue | None:
    return draft.setting.time.value if draft.setting.time is not None else None


def same_time(one: TimeValue | None, other: TimeValue | None) -> bool:
    """Tell whether two times can be one: their widest extents touch."""
    if one is None or other is None:
        return True
    if one.weekday is not None and other.weekday is not None and one.weekday != other.weekday:
        return False
    return _not_before(one.latest, other.earliest) and _not_before(other.latest, one.earliest)


def _not_before(end: date | None, start: date | None) -> bool:
    return end is None or start is None or end >= start
