"""Drafts of events: reports as single triggers tell them, before any merging."""

from __future__ import annotations

from dataclasses import dataclass

from nutgraf.annotation.events.status import Status
from nutgraf.annotation.events.triggers import Trigger
from nutgraf.model.annotation import TimeMention, Utterance
from nutgraf.model.document import BlockRole
from nutgraf.model.event import Attribution, Participation
from nutgraf.model.span import Span


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when an event takes place: an entity key and a time, with their spans."""

    place: str | None = None
    place_span: Span | None = None
    time: TimeMention | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One trigger with everything its own sentence says about the event.

    `clause` is the clause's number in its sentence, `paragraph` the block's number;
    `further` are spans of evidence beside trigger, participants and setting. `apart` marks
    what is told to be another event than those before ("another", "damals"), `indefinite` a
    noun with an indefinite article, `resumed` one with a definite article of which the clause
    says where or when it was ("Das Unglück geschah ..."), `plural` tells the number of a
    noun, `name` is its own name ("Hurricane Dora"). `remembered` marks what the words put
    before the news, `loose` a noun that no article ties to what was told before,
    `stale` a time weeks before the news.
    """

    span: Span
    types: tuple[str, ...]
    trigger: Trigger
    status: Status
    attribution: Attribution
    participations: tuple[Participation, ...]
    setting: Setting
    role: BlockRole
    clause: int
    paragraph: int
    utterance: Utterance | None = None
    background: bool = False
    further: tuple[Span, ...] = ()
    apart: bool = False
    indefinite: bool = False
    resumed: bool = False
    plural: bool | None = None
    name: str | None = None
    remembered: bool = False
    loose: bool = False
    stale: bool = False

    @property
    def evidence(self) -> tuple[Span, ...]:
        """All spans that the draft stands on, in text order."""
        spans = {self.span, *self.further}
        spans.update(span for part in self.participations for span in part.evidence)
        if self.setting.place_span is not None:
            spans.add(self.setting.place_span)
        if self.setting.time is not None:
            spans.add(self.setting.time.span)
        return tuple(sorted(spans))

    @property
    def weight(self) -> int:
        """How much the draft tells: arguments, place and time."""
        known = (self.setting.place is not None) + (self.setting.time is not None)
        return 2 * len(self.participations) + known
