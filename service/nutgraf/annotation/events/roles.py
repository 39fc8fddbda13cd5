"""Roles: arguments become participations by the frame of the trigger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nutgraf.annotation.events.arguments import Argument
from nutgraf.annotation.events.kinds import EventKinds
from nutgraf.annotation.events.lexicon import Entry
from nutgraf.model.entity import EntityKind, EntityMention
from nutgraf.model.event import Participation, Role
from nutgraf.model.span import Span

_PLACE = "place"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part, and the mention that the frame makes the place, if any."""

    participations: tuple[Participation, ...] = ()
    place: EntityMention | None = None


def cast_of(entry: Entry, arguments: Iterable[Argument], kinds: EventKinds) -> Cast:
    """Fill the roles of a trigger's frame from its arguments; unfit entities stay out."""
    filled: dict[tuple[str, Role], Span] = {}
    place: EntityMention | None = None
    for role, mention in _fillers(entry, arguments):
        if role == _PLACE:
            place = place or (mention if _is_place(mention) else None)
            continue
        code = Role(role)
        if mention.kind is EntityKind.PLACE and place is None:
            place = mention if code not in (Role.ORIGIN, Role.DESTINATION) else None
        taken = any(entity == mention.entity for entity, _ in filled)
        if kinds.may_fill(code, mention.kind) and not taken:
            filled[mention.entity, code] = mention.span
    parts = (Participation(who, role, (span,)) for (who, role), span in filled.items())
    made = Cast(tuple(parts), place)
    return (
        made
        if place is not None
        else Cast(made.participations, _by_role(entry, made, arguments, kinds))
    )


def _fillers(entry: Entry, arguments: Iterable[Argument]) -> Iterator[tuple[str, EntityMention]]:
    positions: Mapping[str, str | None] = {
        "subject": entry.frame.subject,
        "object": entry.frame.object or (entry.frame.subject if entry.kind == "noun" else None),
        "agent": entry.frame.agent or entry.frame.subject,
    }
    for argument in arguments:
        role = positions.get(argument.position) or _by_preposition(entry, argument)
        mention = argument.phrase.mention
        if role and mention is not None and not mention.adjectival:
            yield role, mention


def _by_preposition(entry: Entry, argument: Argument) -> str | None:
    """The role behind a preposition; "in+acc" is one of "in die Türkei" alone, not of "in Bonn"."""
    table, moving = entry.frame.prepositions, "dat" not in argument.phrase.cases
    return table.get(argument.position) or (
        table.get(f"{argument.position}+acc") if moving else None
    )


def _is_place(mention: EntityMention) -> bool:
    return mention.kind in (EntityKind.PLACE, EntityKind.COUNTRY)


def _by_role(
    entry: Entry, cast: Cast, arguments: Iterable[Argument], kinds: EventKinds
) -> EntityMention | None:
    """The place that a role of this type of event implies ("nach X entsandt")."""
    mentions = {
        each.phrase.mention.entity: each.phrase.mention for each in arguments if each.phrase.mention
    }
    for role in kinds.role_place.get(entry.types[0], ()):
        for part in cast.participations:
            mention = mentions.get(part.entity)
            if part.role is role and mention is not None and _is_place(mention):
                return mention
    return None
