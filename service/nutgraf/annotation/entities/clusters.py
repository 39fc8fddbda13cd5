"""Clusters: findings that share an identity become one entity with its mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nutgraf.annotation.entities.findings import Finding
from nutgraf.annotation.entities.holders import Holding
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.document import Document
from nutgraf.model.entity import Entity, EntityKind, EntityMention
from nutgraf.model.table import NameTable

#: Identities of entities that a common noun tells, not a name.
_DESCRIBED = ("body:", "some:", "group:", "thing:", "facility:")


@dataclass(frozen=True, slots=True)
class Located:
    """A finding and the number of its sentence."""

    finding: Finding
    sentence: int


def clustered(
    document: Document,
    located: Sequence[Located],
    holdings: dict[str, Holding],
    table: NameTable,
) -> tuple[tuple[Entity, ...], tuple[EntityMention, ...]]:
    """Make entities in the order of their first mention, and mentions in text order."""
    findings = [item.finding for item in located]
    findings = _renamed(findings, _joined(findings))
    findings = _renamed(findings, _known(findings, table))
    keys = {identity: f"n{n}" for n, identity in enumerate(_order(findings), start=1)}
    groups: dict[str, list[Finding]] = {identity: [] for identity in keys}
    for finding in findings:
        groups[finding.identity].append(finding)
    entities = tuple(
        _entity(document, keys, group, holdings.get(identity)) for identity, group in groups.items()
    )
    kinds = {entity.key: entity.kind for entity in entities}
    mentions = tuple(_mention(document, f, keys[f.identity], kinds) for f in findings)
    return entities, mentions


def _renamed(findings: Sequence[Finding], identities: dict[str, str]) -> list[Finding]:
    return [
        replace(f, identity=identities[f.identity]) if f.identity in identities else f
        for f in findings
    ]


def _known(findings: Sequence[Finding], table: NameTable) -> dict[str, str]:
    """Described entities whose composed name ("Flughafen Almaty") is exactly one row's."""
    found: dict[str, str] = {}
    for finding in findings:
        if finding.identity.startswith(("body:", "facility:")):
            rows = {
                row.qid
                for row in table.named(finding.name)
                if row.kind == finding.kind and row.country == finding.country
            }
            if len(rows) == 1:
                found.setdefault(finding.identity, rows.pop())
    return found


def _order(findings: Sequence[Finding]) -> list[str]:
    return list(dict.fromkeys(finding.identity for finding in findings))


def _joined(findings: Sequence[Finding]) -> dict[str, str]:
    """Bare bodies and facilities that repeat the only fuller one of their kind."""
    joined = {}
    for identity in _order(findings):
        kind, _, rest = identity.partition(":")
        head, _, owner = rest.partition("|")
        if kind not in {"body", "facility"} or owner:
            continue
        fuller = {f.identity for f in findings if _fuller(f, kind, head)}
        if len(fuller) == 1:
            joined[identity] = fuller.pop()
    return joined


def _fuller(other: Finding, kind: str, head: str) -> bool:
    """Tell whether a finding names what a bare head can repeat: "das Ministerium"."""
    other_kind, _, rest = other.identity.partition(":")
    other_head, _, owner = rest.partition("|")
    if other_kind == kind:
        same = other_head == head if kind == "facility" else other_head.endswith(head)
        return same and bool(owner)
    known = bool(other.qid) or other.identity.startswith("organisation:")
    named = kind == "body" and other.kind == EntityKind.ORGANISATION and known
    return named and any(word.endswith(head) for word in fold(other.name).split())


def _entity(
    document: Document,
    keys: dict[str, str],
    group: Sequence[Finding],
    held: Holding | None,
) -> Entity:
    lead = max(group, key=lambda f: (not f.adjectival, f.head, bool(f.qid), -f.start))
    named = [f for f in group if f.head and not f.adjectival] or list(group)
    names = tuple(dict.fromkeys(f.name for f in named))
    name = max(names, key=lambda n: (_fullness(lead, n), -names.index(n)))
    parent = next((f.parent for f in group if f.parent in keys), None)
    country = next((f.country for f in group if f.country), None)
    entity = Entity(
        key=keys[lead.identity],
        kind=lead.kind,
        name=name,
        mentions=tuple(document.span(f.start, f.end) for f in group),
        names=names,
        country=country,
        parent=keys.get(parent or ""),
        described=lead.identity.startswith(_DESCRIBED),
        table_id=_row(lead, group),
    )
    return _with_office(entity, held, keys) if lead.kind == EntityKind.PERSON else entity


def _row(lead: Finding, group: Sequence[Finding]) -> str | None:
    """The table row of the entity; an identity that is no description may be the row itself."""
    known = next((f.qid for f in group if f.qid), None)
    return known or (lead.identity if lead.identity.startswith("Q") else None)


def _fullness(lead: Finding, name: str) -> int:
    """How full a name is: letters for organisations, else words; states keep their first name."""
    if lead.kind == EntityKind.COUNTRY:
        return 0
    return len(name) if lead.kind == EntityKind.ORGANISATION else len(name.split(" "))


def _with_office(entity: Entity, held: Holding | None, keys: dict[str, str]) -> Entity:
    if held is None:
        return entity
    return replace(
        entity,
        office=held.noun or None,
        country=held.country or entity.country,
        parent=keys.get(held.parent or "") or entity.parent,
    )


def _mention(
    document: Document, finding: Finding, key: str, kinds: dict[str, EntityKind]
) -> EntityMention:
    span = document.span(finding.start, finding.end)
    return EntityMention(span, key, kinds[key], finding.adjectival, finding.head)
