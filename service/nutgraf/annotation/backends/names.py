"""Proposed names: joined with those that the rules found; what the rules and the table say wins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nutgraf.annotation.entities.inflection import Endings, endings
from nutgraf.annotation.stages import Resources
from nutgraf.model.annotation import Layers
from nutgraf.model.entity import Entity, EntityKind, EntityMention
from nutgraf.model.span import Span
from nutgraf.model.table import NameTable

_PLACES = frozenset({EntityKind.PLACE, EntityKind.COUNTRY})
#: Kinds that no proper name tells, and that a table of names says nothing about.
_DESCRIBED = frozenset({EntityKind.GROUP, EntityKind.THING})


@dataclass(frozen=True, slots=True)
class ProposedName:
    """A span that a backend holds to mean something of a kind, by name or by description."""

    span: Span
    kind: EntityKind
    named: bool = True

    @property
    def name(self) -> str:
        """The words with single spaces between them."""
        return " ".join(self.span.quote.split())


def with_names(
    layers: Layers, proposed: Iterable[ProposedName], by: str, resources: Resources
) -> Layers:
    """Add the entities and mentions of proposed names that stand beside those of the rules.

    A name that is, or is part of, one of the rules' adds nothing; one that crosses it, or
    calls it something else, is counted. Only attributes ("russische") may lie inside one.
    """
    rejected = Counter(layers.rejected)
    wanted = sorted(set(proposed), key=lambda each: (each.span.start - each.span.end, each.span))
    taken: list[ProposedName] = []
    for name in wanted:
        settled = _settled(name, resources.table)
        fault = _fault(name, layers) or ("" if settled else "proposal-overruled")
        rejected.update([fault] if fault else [])
        apart = not any(name.span.overlaps(each.span) for each in taken)
        if settled and not fault and apart and _holder(name, layers) is None:
            taken.append(settled)
    groups = _grouped(taken, layers.entities, endings(resources.language))
    joined = _joined(layers, groups, by, resources.table)
    return replace(joined, rejected=dict(sorted(rejected.items())))


def _fault(name: ProposedName, layers: Layers) -> str:
    """Why a name cannot be taken: nothing tells there, or the rules found another name."""
    telling = any(s.start <= name.span.start and name.span.end <= s.end for s in layers.sentences)
    if not telling or not any(letter.isalpha() for letter in name.span.quote):
        return "proposal-outside"
    holder = _holder(name, layers)
    if holder is not None:
        same = holder.span != name.span or _alike(holder.kind, name.kind)
        return "" if same else "proposal-overruled"
    over = [mention for mention in layers.mentions if mention.span.overlaps(name.span)]
    nested = all(mention.adjectival and name.span.contains(mention.span) for mention in over)
    return "" if nested else "proposal-overruled"


def _holder(name: ProposedName, layers: Layers) -> EntityMention | None:
    """The mention of the rules that holds a proposed name, if one does."""
    around = (mention for mention in layers.mentions if mention.span.contains(name.span))
    return next(around, None)


def _settled(name: ProposedName, table: NameTable) -> ProposedName | None:
    """The name with the kind that the table gives it; `None` when the table knows better."""
    if name.kind in _DESCRIBED or not name.named:
        return replace(name, named=False)
    kinds = {EntityKind(row.kind) for row in table.named(name.name)}
    fitting = {kind for kind in kinds if _alike(kind, name.kind)}
    if not kinds:
        # The rules know every state by name: an unknown one is some other place.
        unknown = name.kind is EntityKind.COUNTRY
        return replace(name, kind=EntityKind.PLACE) if unknown else name
    return replace(name, kind=fitting.pop()) if len(fitting) == 1 else None


def _alike(one: EntityKind, other: EntityKind) -> bool:
    return one is other or {one, other} <= _PLACES


# Who is who: a proposed name is a known entity's, or one more of a new one.


def _grouped(
    taken: Iterable[ProposedName], known: Sequence[Entity], forms: Endings
) -> dict[str, list[ProposedName]]:
    """Names by the entity they mean: its key, or the fullest new name with its kind."""
    holders = [(entity.key, entity.kind, (entity.name, *entity.names)) for entity in known]
    groups: dict[str, list[ProposedName]] = {}
    # Full names first, so that a surname finds its bearer.
    for name in sorted(taken, key=lambda n: (-n.name.count(" "), len(n.name), n.span)):
        found = {key for key, kind, names in holders if _means(name, kind, names, forms)}
        identity = found.pop() if len(found) == 1 else f"{name.kind.value}:{name.name}"
        groups.setdefault(identity, []).append(name)
        holders.append((identity, name.kind, (name.name,)))
        holders = list(dict.fromkeys(holders))
    return groups


def _means(name: ProposedName, kind: EntityKind, names: Sequence[str], forms: Endings) -> bool:
    if not _alike(kind, name.kind):
        return False
    wanted = set(names)
    if kind is EntityKind.PERSON and name.named and " " not in name.name:
        wanted |= {each.split(" ")[-1] for each in names}
    return any(name.name in {each, *forms.genitives(each)} for each in wanted)


def _joined(
    layers: Layers, groups: Mapping[str, Sequence[ProposedName]], by: str, table: NameTable
) -> Layers:
    known = {entity.key for entity in layers.entities}
    ordered = sorted(groups, key=lambda each: min(name.span for name in groups[each]))
    new = [identity for identity in ordered if identity not in known]
    keys = {identity: f"p{number}" for number, identity in enumerate(new, start=1)}
    entities = [_extended(entity, groups.get(entity.key, ())) for entity in layers.entities]
    entities.extend(_entity(keys[identity], groups[identity], table) for identity in new)
    mentions = [*layers.mentions]
    for identity, names in groups.items():
        mentions.extend(_mentions(keys.get(identity, identity), names, by))
    return replace(
        layers,
        entities=tuple(entities),
        mentions=tuple(sorted(mentions, key=lambda mention: mention.span)),
    )


def _mentions(key: str, names: Iterable[ProposedName], by: str) -> Iterator[EntityMention]:
    return (EntityMention(name.span, key, name.kind, proposed_by=by) for name in names)


def _extended(entity: Entity, names: Iterable[ProposedName]) -> Entity:
    spans = {name.span for name in names}
    return replace(entity, mentions=tuple(sorted({*entity.mentions, *spans}))) if spans else entity


def _entity(key: str, names: Sequence[ProposedName], table: NameTable) -> Entity:
    lead = names[0]
    rows = table.named(lead.name) if lead.named else ()
    countries = {row.country for row in rows if row.kind == lead.kind}
    return Entity(
        key=key,
        kind=lead.kind,
        name=lead.name,
        mentions=tuple(sorted(name.span for name in names)),
        names=tuple(dict.fromkeys(name.name for name in names)),
        country=countries.pop() if len(countries) == 1 else None,
        described=not lead.named,
    )
