"""Link decisions: candidates of each entity, their scores, and accept, review or nil."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from nutgraf.linking.table import EntityTable, label_of
from nutgraf.model.annotation import AnnotatedDocument
from nutgraf.model.entity import Entity, EntityKind
from nutgraf.model.link import Candidate, KnownEntity, Link, LinkedDocument, LinkStatus, NilReason

#: At or above this score a sole best candidate is accepted; below `_WORTH` it is not shown.
_ACCEPT = 0.8
_WORTH = 0.4
#: A rival closer than this leaves the decision to a person.
_MARGIN = 0.05
#: What a match is worth by the way it was found.
_SCORES = {
    "table": 0.98,
    "state": 0.98,
    "label": 0.95,
    "alias": 0.92,
    "plain": 0.88,
    "sound": 0.84,
    "surname": 0.6,
}
_COUNTRY_CONFLICT = 0.5
#: Kinds that are told by description and have no name to look up.
_UNNAMED = frozenset({EntityKind.GROUP, EntityKind.THING})


class _Match(NamedTuple):
    row: KnownEntity
    how: str


def link(annotated: AnnotatedDocument, table: EntityTable) -> LinkedDocument:
    """Decide for every entity of a document which known item it is, if any."""
    language = annotated.document.language
    links = tuple(_decide(entity, table, language) for entity in annotated.entities)
    linked = dict.fromkeys(link.qid for link in links if link.qid)
    known = tuple(row for qid in linked if (row := table.item(qid)) is not None)
    return LinkedDocument(annotated, links, known)


def _decide(entity: Entity, table: EntityTable, language: str) -> Link:
    matches = _matches(entity, table)
    fitting = [match for match in matches if match.row.kind == entity.kind]
    candidates = _candidates(entity, fitting, language)
    if candidates:
        return replace(_judge(entity, candidates), index=table.index)
    return Link(
        entity=entity.key,
        status=LinkStatus.NIL,
        confidence=0.9,
        candidates=_candidates(entity, matches, language),
        reason=_reason(entity, matches),
        index=table.index,
    )


def _reason(entity: Entity, matches: Iterable[_Match]) -> NilReason:
    if entity.described:
        return NilReason.DESCRIPTION_ONLY
    return NilReason.TYPE_MISMATCH if any(matches) else NilReason.NO_CANDIDATE


def _judge(entity: Entity, candidates: tuple[Candidate, ...]) -> Link:
    best = candidates[0]
    rivals = [other for other in candidates[1:] if best.score - other.score < _MARGIN]
    if rivals:
        return Link(
            entity.key, LinkStatus.NIL, 0.5, candidates=candidates, reason=NilReason.AMBIGUOUS
        )
    accepted = best.score >= _ACCEPT
    status = LinkStatus.ACCEPTED if accepted else LinkStatus.REVIEW
    qid = best.qid if accepted else None
    return Link(entity.key, status, best.score, qid=qid, candidates=candidates)


def _candidates(entity: Entity, matches: Iterable[_Match], language: str) -> tuple[Candidate, ...]:
    """Candidates with a score worth showing, best first, each item once."""
    found: dict[str, Candidate] = {}
    for row, how in matches:
        score = _score(entity, row, how)
        known = found.get(row.qid)
        if score >= _WORTH and (known is None or known.score < score):
            found[row.qid] = Candidate(row.qid, label_of(row, language), score, how)
    return tuple(sorted(found.values(), key=lambda c: (-c.score, int(c.qid[1:]))))


def _score(entity: Entity, row: KnownEntity, how: str) -> float:
    """The worth of the match, lowered when both sides name a state and it is not the same."""
    score = _SCORES[how]
    if entity.country and row.country and entity.country != row.country:
        score *= _COUNTRY_CONFLICT
    return round(score, 3)


def _matches(entity: Entity, table: EntityTable) -> list[_Match]:
    """Known items that some name of the entity may mean, surest way of finding first."""
    if entity.kind in _UNNAMED:
        return []
    found = list(_identified(entity, table))
    # A description ("kasachische Regierung") is no name; only the text's own row counts.
    if entity.kind == EntityKind.COUNTRY or entity.described:
        return found
    for name in dict.fromkeys((entity.name, *entity.names)):
        found.extend(_by_name(entity, name, table))
    return found


def _identified(entity: Entity, table: EntityTable) -> Iterator[_Match]:
    """The row that the text gave exactly, or the state with the entity's own code."""
    row = table.item(entity.table_id or "")
    if row is not None:
        yield _Match(row, "table")
    if entity.kind == EntityKind.COUNTRY and entity.country:
        state = table.country(entity.country)
        if state is not None:
            yield _Match(state, "state")


def _by_name(entity: Entity, name: str, table: EntityTable) -> Iterator[_Match]:
    lone = entity.kind == EntityKind.PERSON and " " not in name
    if lone and " " in entity.name:
        return
    if lone:
        yield from _fitting(entity, table.sounding(name), "surname")
        return
    for row in table.named(name):
        labels = {label.casefold() for _, label in row.labels}
        yield _Match(row, "label" if name.casefold() in labels else "alias")
    yield from _spelled(entity, name, table)


def _spelled(entity: Entity, name: str, table: EntityTable) -> Iterator[_Match]:
    yield from (_Match(row, "plain") for row in table.spelled(name))
    # Sound is for names of persons and places; acronyms and bodies would meet by chance.
    if entity.kind in {EntityKind.PERSON, EntityKind.PLACE}:
        yield from _fitting(entity, table.sounding(name), "sound")


def _fitting(entity: Entity, rows: Iterable[KnownEntity], how: str) -> Iterator[_Match]:
    """Rows of the entity's own kind; a mere likeness of sound says nothing across kinds."""
    return (_Match(row, how) for row in rows if row.kind == entity.kind)
