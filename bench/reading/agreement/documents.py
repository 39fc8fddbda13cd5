"""Score a reading against gold: precision, recall and F1 per kind, with every fault named.

Precision means something only where gold is complete, so each gold file lists ALL
casualty-like figures, ALL quotations and statements with a verb of saying, ALL links to
rows of the entity table, and the events an archivist would record; whatever may be
recorded besides is marked optional there and counts neither way (`gold.py`), as what a
bare "nach Angaben von" goes with. Place, time, factuality, attribution and participants
are judged on matched events only. Right repetitions of a figure, claim, time or link count
once; a second report of one event is a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from bench.reading.agreement.comparing import (
    entity_of,
    fold,
    overlaps,
    same_figure,
    same_name,
    same_speaker,
    same_time,
    spot_of,
    word_overlap,
)
from bench.reading.agreement.events import pair_events, tally_aspects, tally_events
from bench.reading.agreement.gold import Gold, GoldItem
from bench.reading.agreement.scores import Count, Scores, Tally
from nutgraf.model.annotation import AnnotatedDocument, TimeMention
from nutgraf.model.event import Claim, Figure
from nutgraf.model.link import LinkedDocument, LinkStatus
from nutgraf.model.time import TimeValue

#: Share of words that two wordings of one statement must have in common.
SAME_STATEMENT = 0.5

R = TypeVar("R")
Judge = Callable[[GoldItem, R], bool]


def score(gold: Gold, linked: LinkedDocument, times: Sequence[TimeMention] | None = None) -> Scores:
    """Compare one linked document with its gold.

    Without the time layer, `times` are those that stand in events and claims, so that
    recall tells what reached the reports.
    """
    annotated = linked.annotated
    text = annotated.document.text
    pairs = pair_events(gold.events, annotated)
    found_times = _values_told(annotated) if times is None else [m.value for m in times]
    tallies = {
        "events": tally_events(gold.events, pairs, annotated),
        **tally_aspects(pairs, annotated),
        "figures": _tally(gold.figures, annotated.figures, _figure_judges(text)),
        "claims": _tally(gold.claims, annotated.claims, _claim_judges(annotated)),
        "times": _tally(gold.times, _distinct(found_times), (_right_time, _same_label)),
        "links": _tally(gold.links, _accepted(linked), _link_judges(annotated)),
    }
    return Scores.of(gold.article, tallies)


def _tally(
    items: Sequence[GoldItem], records: Iterable[R], judges: tuple[Judge[R], Judge[R]]
) -> Tally:
    agrees, touches = judges
    required = [item for item in items if not item.optional]
    optional = [item for item in items if item.optional]
    hit: set[int] = set()
    faults: list[str] = []
    for record in records:
        owners = {number for number, item in enumerate(required) if agrees(item, record)}
        hit |= owners
        if not owners and not any(touches(item, record) for item in optional):
            faults.append(f"wrong: {_describe(record)}")
    missed = [item.quotes[0] for number, item in enumerate(required) if number not in hit]
    count = Count(len(hit), len(hit) + len(faults), len(required))
    return Tally(count, (*faults, *(f"missed: {quote}" for quote in missed)))


def _figure_judges(text: str) -> tuple[Judge[Figure], Judge[Figure]]:
    def touches(item: GoldItem, figure: Figure) -> bool:
        return overlaps(spot_of(figure.key), item.spots(text))

    def agrees(item: GoldItem, figure: Figure) -> bool:
        return touches(item, figure) and same_figure(item.judged, figure)

    return agrees, touches


def _claim_judges(annotated: AnnotatedDocument) -> tuple[Judge[Claim], Judge[Claim]]:
    def touches(item: GoldItem, claim: Claim) -> bool:
        content = (claim.content.start, claim.content.end)
        alike = max(word_overlap(quote, claim.content.quote) for quote in item.quotes)
        near = overlaps(content, item.spots(annotated.document.text))
        return near and alike >= SAME_STATEMENT

    def agrees(item: GoldItem, claim: Claim) -> bool:
        same = same_speaker(item.judged["speaker"], claim, annotated)
        return same and touches(item, claim)

    return agrees, touches


def _same_label(item: GoldItem, value: TimeValue) -> bool:
    label = fold(value.label)
    return any(fold(quote) in label or label in fold(quote) for quote in item.quotes)


def _right_time(item: GoldItem, value: TimeValue) -> bool:
    return _same_label(item, value) and same_time(item.judged["edtf"], value)


def _link_judges(
    annotated: AnnotatedDocument,
) -> tuple[Judge[tuple[str, str]], Judge[tuple[str, str]]]:
    def agrees(item: GoldItem, link: tuple[str, str]) -> bool:
        return bool(item.judged["qid"] == link[1])

    def touches(item: GoldItem, link: tuple[str, str]) -> bool:
        named = same_name(item.quotes[0], entity_of(annotated, link[0]))
        return named or agrees(item, link)

    return agrees, touches


def _accepted(linked: LinkedDocument) -> list[tuple[str, str]]:
    return [
        (link.entity, link.qid)
        for link in linked.links
        if link.status is LinkStatus.ACCEPTED and link.qid is not None
    ]


def _values_told(annotated: AnnotatedDocument) -> list[TimeValue]:
    values = [event.time for event in annotated.events]
    values += [claim.time for claim in annotated.claims]
    return [value for value in values if value is not None]


def _distinct(values: Iterable[TimeValue]) -> list[TimeValue]:
    return list({(fold(value.label), value.edtf): value for value in values}.values())


def _describe(record: object) -> str:
    match record:
        case Figure(measure=measure, quantity=quantity):
            limits = f"{quantity.minimum}..{quantity.maximum}"
            return f"{quantity.quoted!r} {measure} {quantity.value} {limits} {quantity.qualifier}"
        case Claim(content=content, speaker=speaker):
            return f"{content.quote!r} by {speaker}"
        case TimeValue(label=label, edtf=edtf):
            return f"{label!r} as {edtf}"
        case _:
            return str(record)
