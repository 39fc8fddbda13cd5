"""Event reports against gold: which belongs to which, and what each matched one says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.reading.agreement.comparing import entity_of, overlaps, same_name, same_source, same_time
from bench.reading.agreement.gold import GoldItem
from bench.reading.agreement.scores import Count, Tally
from nutgraf.model.annotation import AnnotatedDocument
from nutgraf.model.event import EventReport


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold event and the report that was found for it."""

    item: GoldItem
    event: EventReport


def pair_events(items: Sequence[GoldItem], annotated: AnnotatedDocument) -> tuple[Pair, ...]:
    """Give each gold event the best report that is still free; required ones choose first."""
    text = annotated.document.text
    free = list(annotated.events)
    pairs = []
    for item in sorted(items, key=lambda item: item.optional):
        fitting = [event for event in free if fits(item, event, text)]
        if fitting:
            best = max(fitting, key=lambda event: _agreement(item, event))
            free.remove(best)
            pairs.append(Pair(item, best))
    return tuple(pairs)


def fits(item: GoldItem, event: EventReport, text: str) -> bool:
    """Tell whether a report has a type of the record and its trigger at one of its places."""
    spot = (event.trigger.start, event.trigger.end)
    same_kind = not set(item.judged["types"]).isdisjoint(event.types)
    return same_kind and overlaps(spot, item.spots(text))


def _agreement(item: GoldItem, event: EventReport) -> tuple[int, int]:
    same_status = item.judged.get("factuality") == event.factuality.value
    alike_voice = item.judged.get("attribution") == event.attribution.kind.value
    return same_status + alike_voice, -event.trigger.start


def tally_events(
    items: Sequence[GoldItem], pairs: Sequence[Pair], annotated: AnnotatedDocument
) -> Tally:
    """Count matched, surplus and missed events; what fits an optional item is let pass."""
    text = annotated.document.text
    required = [item for item in items if not item.optional]
    matched = [pair.item for pair in pairs if not pair.item.optional]
    paired = [pair.event for pair in pairs]
    spare = [item for item in items if item.optional]
    surplus = [
        event
        for event in annotated.events
        if event not in paired and not any(fits(item, event, text) for item in spare)
    ]
    missed = [item.quotes[0] for item in required if item not in matched]
    wrong = (f"wrong: {event.trigger.quote!r} {'+'.join(event.types)}" for event in surplus)
    count = Count(len(matched), len(matched) + len(surplus), len(required))
    return Tally(count, (*wrong, *(f"missed: {quote}" for quote in missed)))


def tally_aspects(pairs: Sequence[Pair], annotated: AnnotatedDocument) -> dict[str, Tally]:
    """Judge factuality, attribution, place, time and participants of the matched events."""
    judged = [pair for pair in pairs if not pair.item.optional]
    tallies = {
        aspect: _accuracy(aspect, judged, annotated, right) for aspect, right in _ASPECTS.items()
    }
    return {**tallies, "participants": _participants(judged, annotated)}


Aspect = Callable[[Pair, AnnotatedDocument], bool]


def _factuality(pair: Pair, annotated: AnnotatedDocument) -> bool:
    return bool(pair.item.judged["factuality"] == pair.event.factuality.value)


def same_voice(pair: Pair, annotated: AnnotatedDocument) -> bool:
    """Tell whether a report stands in the voice that gold gives it."""
    attribution = pair.event.attribution
    if pair.item.judged["attribution"] != attribution.kind.value:
        return False
    return same_source(pair.item.judged.get("according_to"), attribution.source, annotated)


def _place(pair: Pair, annotated: AnnotatedDocument) -> bool:
    return same_source(pair.item.judged["place"], pair.event.place, annotated)


def _time(pair: Pair, annotated: AnnotatedDocument) -> bool:
    expected = pair.item.judged["time"]
    spellings = expected if isinstance(expected, list) else [expected]
    return any(same_time(spelling, pair.event.time) for spelling in spellings)


_ASPECTS: Mapping[str, Aspect] = {
    "factuality": _factuality,
    "attribution": same_voice,
    "place": _place,
    "time": _time,
}


def _accuracy(
    aspect: str, pairs: Iterable[Pair], annotated: AnnotatedDocument, right: Aspect
) -> Tally:
    told = [pair for pair in pairs if _is_told(aspect, pair)]
    wrong = [pair for pair in told if not right(pair, annotated)]
    count = Count(len(told) - len(wrong), len(told), len(told))
    return Tally(count, tuple(_fault(aspect, pair) for pair in wrong))


def _is_told(aspect: str, pair: Pair) -> bool:
    """An aspect that neither gold nor the report has would only flatter the share."""
    if aspect not in pair.item.judged:
        return False
    return pair.item.judged[aspect] is not None or getattr(pair.event, aspect) is not None


def _fault(aspect: str, pair: Pair) -> str:
    found = getattr(pair.event, aspect)
    shown = getattr(found, "edtf", None) or getattr(found, "kind", None) or found
    return f"{pair.item.quotes[0]}: expected {pair.item.judged[aspect]}, found {shown}"


def _participants(pairs: Iterable[Pair], annotated: AnnotatedDocument) -> Tally:
    total = Tally()
    for pair in pairs:
        if "participants" in pair.item.judged:
            total = _add(total, _participants_of(pair, annotated))
    return total


def _add(first: Tally, second: Tally) -> Tally:
    return Tally(first.count + second.count, first.faults + second.faults)


def _participants_of(pair: Pair, annotated: AnnotatedDocument) -> Tally:
    free = [(part.role.value, part.entity) for part in pair.event.participations]
    wanted = sorted(pair.item.judged["participants"], key=lambda part: "optional" in part)
    right, missed = 0, []
    for part in wanted:
        found = next((f for f in free if _takes_part(part, f, annotated)), None)
        if found is not None:
            free.remove(found)
            right += "optional" not in part
        elif "optional" not in part:
            missed.append(f"{pair.item.quotes[0]}: missed {part['role']} {part['name']}")
    surplus = [f"{pair.item.quotes[0]}: wrong {_shown(part, annotated)}" for part in free]
    count = Count(right, right + len(surplus), right + len(missed))
    return Tally(count, (*surplus, *missed))


def _takes_part(
    wanted: Mapping[str, Any], found: tuple[str, str], annotated: AnnotatedDocument
) -> bool:
    role, key = found
    roles = wanted["role"]
    fits = role in roles if isinstance(roles, list) else role == roles
    return fits and same_name(wanted["name"], entity_of(annotated, key))


def _shown(found: tuple[str, str], annotated: AnnotatedDocument) -> str:
    entity = entity_of(annotated, found[1])
    return f"{found[0]} {entity.name if entity else found[1]}"
