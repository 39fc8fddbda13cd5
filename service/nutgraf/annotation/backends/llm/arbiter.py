"""The arbiter: events that a model proposes stand beside those of the rules, never over them.

An event of the rules wins over a proposed one with the same words, and takes from it only
what it lacks: a place, a time, a participant, a figure. From an event of the same type told in
another sentence it takes figures only: place and people might be another's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nutgraf.annotation.backends.llm.drafts import Draft, Drafter
from nutgraf.annotation.backends.llm.reading import Grounded
from nutgraf.annotation.events.kinds import EventKinds, load_kinds
from nutgraf.model.annotation import Layers, Sentence
from nutgraf.model.entity import Entity, EntityKind
from nutgraf.model.event import Claim, EventReport, Factuality, Figure
from nutgraf.model.time import TimeValue


def with_events(layers: Layers, found: Grounded) -> Layers:
    """Add the grounded events and figures that the rules did not read, also to the claims."""
    rejected = Counter(layers.rejected) + found.rejected
    drafter = Drafter(layers, found, load_kinds(), rejected)
    arbiter = _Arbiter({one.key: one for one in layers.entities}, load_kinds(), layers.sentences)
    events, figures = list(layers.events), list(layers.figures)
    for made in sorted(found.events, key=lambda each: each.trigger):
        draft = drafter.draft(made)
        key = arbiter.place(draft, events)
        if key is None:
            rejected["llm-overruled"] += 1
        else:
            figures.extend(_new(draft, key, figures))
    return replace(
        layers,
        events=tuple(events),
        figures=tuple(figures),
        claims=tuple(_conveying(claim, events, figures) for claim in layers.claims),
        rejected=dict(sorted((+rejected).items())),
    )


def _new(draft: Draft, key: str, known: Sequence[Figure]) -> list[Figure]:
    """The figures of a draft that are none of those known, about the report it became."""
    taken = [span for figure in known for span in figure.evidence]
    keys = {figure.key for figure in known}
    return [
        replace(figure, about=key)
        for figure in draft.figures
        if figure.key not in keys and not any(figure.evidence[0].overlaps(span) for span in taken)
    ]


def _conveying(claim: Claim, events: Sequence[EventReport], figures: Sequence[Figure]) -> Claim:
    """The claim with the reports inside its words; consistency drops what is another's."""
    inside = [one.key for one in events if claim.content.contains(one.trigger)]
    inside += [one.key for one in figures if claim.content.contains(one.evidence[0])]
    more = tuple(key for key in inside if key not in claim.conveys)
    return replace(claim, conveys=(*claim.conveys, *more)) if more else claim


@dataclass(frozen=True, slots=True)
class _Arbiter:
    """Finds the report that a proposed event is, if there is one already."""

    entities: dict[str, Entity]
    kinds: EventKinds
    sentences: tuple[Sentence, ...]

    def place(self, draft: Draft, events: list[EventReport]) -> str | None:
        """Put a draft among the reports and tell the key it has there; `None` when overruled."""
        made = draft.report
        for at, known in enumerate(events):
            if known.trigger.overlaps(made.trigger):
                if not self.kinds.related(known.types, made.types):
                    return None
                events[at] = _completed(known, made)
                return known.key
        for at, known in enumerate(events):
            if self._same(known, made):
                near = self._sentence(known) == self._sentence(made)
                events[at] = _completed(known, made) if near else known
                return known.key
        events.append(made)
        return made.key

    def _sentence(self, report: EventReport) -> int:
        """The offset at which the sentence of a report's trigger begins."""
        starts = (one.start for one in self.sentences if one.start <= report.trigger.start)
        return max(starts, default=0)

    def _same(self, known: EventReport, made: EventReport) -> bool:
        """Tell whether two reports tell of one event in one voice, as far as they say."""
        voiced = known.attribution == made.attribution
        denied = Factuality.NEGATED in (known.factuality, made.factuality)
        if not voiced or (denied and known.factuality is not made.factuality):
            return False
        if not self.kinds.related(known.types, made.types) or self._differ(known, made):
            return False
        return _may_meet(known.time, made.time) and self._may_be_one(known.place, made.place)

    def _differ(self, known: EventReport, made: EventReport) -> bool:
        """Tell whether an event that befalls one person each befell different ones."""
        if not set(known.types) & self.kinds.single:
            return False
        one = {part.entity for part in known.participations}
        other = {part.entity for part in made.participations}
        return bool(one and other and not one & other)

    def _may_be_one(self, one: str | None, other: str | None) -> bool:
        """Tell whether two places may be one: the same, unknown, or a state and what is in it."""
        if one is None or other is None or one == other:
            return True
        places = self.entities[one], self.entities[other]
        within = EntityKind.COUNTRY in (places[0].kind, places[1].kind)
        return within and places[0].country is not None and places[0].country == places[1].country


def _may_meet(one: TimeValue | None, other: TimeValue | None) -> bool:
    if one is None or other is None:
        return True
    bounds = (one.earliest, one.latest, other.earliest, other.latest)
    if any(bound is None for bound in bounds):
        return True
    first, last, begin, end = (bound.toordinal() for bound in bounds if bound is not None)
    return first <= end and begin <= last


def _completed(known: EventReport, made: EventReport) -> EventReport:
    """The known report with what only the other says: participants, place and time."""
    here = {part.entity for part in known.participations}
    more = tuple(part for part in made.participations if part.entity not in here)
    place = made.place if known.place is None else None
    time = made.time if known.time is None else None
    if not (more or place or time):
        return known
    return replace(
        known,
        participations=(*known.participations, *more),
        place=known.place or place,
        time=known.time or time,
        evidence=tuple(sorted({*known.evidence, *made.evidence})),
    )
