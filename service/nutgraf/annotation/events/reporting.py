"""Reporting: what the drafts of one cluster say together becomes one event report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from nutgraf.annotation.events.compatibility import REAL, Judge
from nutgraf.annotation.events.event_drafts import Draft
from nutgraf.annotation.events.merging import ABOVE, Cluster
from nutgraf.model.document import BlockRole
from nutgraf.model.entity import EntityKind
from nutgraf.model.event import Attribution, EventReport, Factuality, Participation, Phase
from nutgraf.model.span import Span
from nutgraf.model.time import TimeValue


def report(cluster: Cluster, judge: Judge) -> EventReport:
    """The event report of a cluster, without relations to others."""
    best = cluster.best
    ordered = (best, *(draft for draft in cluster.drafts if draft is not best))
    told = (*ordered, *_near(cluster))
    place, place_span = _place(told, judge)
    time, time_span = _time(told)
    parts = _participations(ordered, judge)
    spans = {draft.span for draft in (*cluster.drafts, *cluster.references)} | set(best.evidence)
    spans.update(span for part in parts for span in part.evidence)
    spans.update(span for span in (place_span, time_span) if span is not None)
    spans.update(span for draft in cluster.drafts for span in draft.further)
    return EventReport(
        key=cluster.key,
        types=cluster.types,
        trigger=best.span,
        evidence=tuple(sorted(spans)),
        factuality=_factuality(cluster),
        attribution=_attribution(cluster),
        participations=parts,
        place=place,
        time=time,
        phase=best.status.phase,
        background=best.background,
        confidence=_confidence(cluster),
    )


def _attribution(cluster: Cluster) -> Attribution:
    """Own voice where it tells of the event; a heading only repeats what stands below it."""
    told = [each for each in cluster.drafts if each.role is not BlockRole.HEADING]
    return (told or cluster.drafts)[0].attribution


def _factuality(cluster: Cluster) -> Factuality:
    """The best draft's; an event that one draft tells to go on, and none to end, goes on."""
    told = cluster.best.status.factuality
    statuses = [draft.status for draft in cluster.drafts]
    going = any(status.factuality is Factuality.ONGOING for status in statuses)
    ended = any(status.phase is Phase.ENDED for status in statuses)
    return Factuality.ONGOING if told is Factuality.OCCURRED and going and not ended else told


def _place(drafts: Iterable[Draft], judge: Judge) -> tuple[str | None, Span | None]:
    """The first place smaller than a state, else the first state.

    The place of a headline comes after those of the text, that of what resumes comes last.
    """
    states = {key for key, entity in judge.entities.items() if entity.kind is EntityKind.COUNTRY}
    told = [each for each in drafts if each.setting.place is not None]
    best = min(
        told,
        key=lambda d: (d.setting.place in states, d.resumed, d.role in ABOVE),
        default=None,
    )
    return (best.setting.place, best.setting.place_span) if best is not None else (None, None)


def _near(cluster: Cluster) -> Iterator[Draft]:
    """The references that say where or when it was close to where it is told."""
    paragraphs = {draft.paragraph for draft in cluster.drafts}
    for draft in cluster.references:
        if draft.status.factuality in REAL and (draft.status.told or draft.paragraph in paragraphs):
            yield draft


def _time(drafts: Iterable[Draft]) -> tuple[TimeValue | None, Span | None]:
    """The first time with known bounds, else the first at all."""
    told = [draft.setting.time for draft in drafts if draft.setting.time is not None]
    bounded = [time for time in told if time.value.bounded]
    if not told:
        return None, None
    time = (bounded or told)[0]
    return time.value, time.span


def _participations(drafts: Sequence[Draft], judge: Judge) -> tuple[Participation, ...]:
    """All participants; a nameless group does not join a role that is already filled."""
    found: dict[str, Participation] = {}
    for draft in drafts:
        filled = {part.role for part in found.values()}
        for part in draft.participations:
            known = found.get(part.entity)
            if known is not None:
                spans = tuple(sorted({*known.evidence, *part.evidence}))
                found[part.entity] = replace(known, evidence=spans)
                continue
            entity = judge.entities.get(part.entity)
            nameless = entity is not None and entity.kind is EntityKind.GROUP
            if part.role not in filled or not nameless:
                found[part.entity] = part
    return tuple(found.values())


def _confidence(cluster: Cluster) -> float:
    """Higher with a verb, with arguments and with repetition (set by hand, not measured)."""
    best = cluster.best
    score = 0.7 + 0.05 * min(best.weight, 3) + (0.0 if best.trigger.nominal else 0.05)
    return round(min(score + (0.05 if len(cluster.drafts) > 1 else 0.0), 0.95), 2)
