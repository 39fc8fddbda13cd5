"""Aspect: whether an event goes on, lies ahead, or ends as an event of another type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nutgraf.annotation.events.event_drafts import Setting
from nutgraf.annotation.events.phrases import Phrase
from nutgraf.annotation.events.predicates import Predicate
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.status import Status
from nutgraf.annotation.events.triggers import Trigger
from nutgraf.model.document import PublicationDate
from nutgraf.model.event import Factuality, Phase
from nutgraf.model.span import Span
from nutgraf.model.time import TimeValue


@dataclass(frozen=True, slots=True)
class Aspect:
    """Refines the status of triggers in one sentence by phase, tense and time."""

    scene: Scene
    reader: Reader
    published: PublicationDate | None

    def extended(self, trigger: Trigger, status: Status) -> Status:
        """An event that has begun or continues, and goes on for a while, is under way."""
        begun = status.phase is Phase.BEGUN and status.current
        goes_on = begun or status.phase is Phase.CONTINUED or self._still(trigger, status)
        lasting = any(name in self.reader.kinds.extended for name in trigger.entry.types)
        if goes_on and lasting and status.factuality is Factuality.OCCURRED:
            return replace(status, factuality=Factuality.ONGOING)
        return status

    def natural(self, trigger: Trigger, status: Status, own: Phrase | None) -> Status:
        """What nobody plans is taken for granted in "vor dem Absturz"."""
        status = self._in_plan(trigger, status, own)
        expected = trigger.nominal and status.factuality is Factuality.SCHEDULED
        if expected and set(trigger.entry.types) & self.reader.kinds.natural and own is not None:
            led = own.preposition in self.reader.words.before
            return status if led else replace(status, factuality=Factuality.POSSIBLE)
        planned = status.factuality is not Factuality.SCHEDULED or status.told
        if planned or own is None or own.preposition not in self.reader.words.before:
            return status
        if not set(trigger.entry.types) & self.reader.kinds.unplanned:
            return status
        return replace(status, factuality=Factuality.OCCURRED, presupposed=True)

    def _in_plan(self, trigger: Trigger, status: Status, own: Phrase | None) -> Status:
        """What a plan comes "after" is open ("would be formed after talks")."""
        words, kinds = self.reader.words, self.reader.kinds
        told = status.factuality is not Factuality.OCCURRED
        if own is None or told or own.definite or own.preposition not in words.after - words.during:
            return status
        if set(trigger.entry.types) & (kinds.unplanned | kinds.conflict | kinds.harm):
            return status
        outer = self.scene.scope(own.first - 1) if own.first else ()
        scope = (*self.scene.scope(trigger.head), *outer)
        before = [self.scene.fold(at) for at in scope if at < own.first]
        grammar = self.reader.grammar
        ahead = any(
            word in grammar.future | grammar.irrealis | grammar.hearsay_modals for word in before
        )
        done = bool(set(before) & (grammar.become_past | grammar.have))
        if done or not ahead:
            return status
        return replace(status, factuality=Factuality.UNDETERMINED, fixed=False)

    def tried(self, trigger: Trigger, status: Status) -> Status:
        """An attempt or talks that failed took place; only what they aimed at did not."""
        words, scope = self.reader.words, self.scene.scope(trigger.head)
        aims = trigger.entry.phase is Phase.ATTEMPTED
        aims = aims or bool(set(trigger.entry.types) & self.reader.kinds.aiming)
        folds = {self.scene.fold(at) for at in scope}
        failed = aims and trigger.nominal and folds & words.failing
        if not failed or status.factuality is not Factuality.NEGATED or folds & words.negations:
            return status
        tried = status.phase in (Phase.ATTEMPTED, Phase.FOILED)
        tried = tried or bool(set(trigger.entry.types) & self.reader.kinds.punctual)
        phase = Phase.FOILED if tried else Phase.ENDED
        return replace(status, factuality=Factuality.OCCURRED, phase=phase, told=True)

    def foiled(self, status: Status, trigger: Trigger) -> Status:
        """The status with the phase of what somebody kept from happening ("foiled a plot")."""
        scope = self.scene.scope(trigger.head)
        kept = any(self.scene.fold(at) in self.reader.words.foiling for at in scope)
        open_phase = status.phase in (Phase.WHOLE, Phase.ATTEMPTED)
        if not kept or not open_phase or status.factuality is not Factuality.NEGATED:
            return status
        return replace(status, phase=Phase.FOILED)

    def fitting(self, setting: Setting, group: Predicate | None) -> Setting:
        """The setting without a time that lies ahead of what is told in a past tense."""
        past = self.reader.grammar.have | self.reader.grammar.become_past
        told_past = group is not None and bool(set(group.chain) & past)
        time = setting.time
        if time is not None and group is not None and not self._is_dated(time.span):
            told_past = told_past or self._is_rumour(group)
        if time is None or not told_past or not self._is_ahead(time.value, deadline=False):
            return setting
        return replace(setting, time=None)

    def settled(self, setting: Setting, status: Status) -> Setting:
        """The setting without a mere end: until when it lasts is not when it happened."""
        time = setting.time
        real = status.factuality in (Factuality.OCCURRED, Factuality.ONGOING)
        if time is None or not real or not (time.value.edtf or "").startswith("/"):
            return setting
        return replace(setting, time=None)

    def _is_rumour(self, group: Predicate) -> bool:
        """Tell "soll am Montag zurückgetreten sein", which can only look back."""
        modals = set(group.chain) & self.reader.grammar.hearsay_modals
        return bool(modals) and group.form == "p" and not group.passive

    def _is_dated(self, span: Span) -> bool:
        """Tell whether a time is written with a number ("am 19. Januar")."""
        return any(
            token.text[0].isdigit()
            for token in self.scene.tokens
            if span.start <= token.start < span.end
        )

    def by_time(self, status: Status, setting: Setting, types: Sequence[str]) -> Status:
        """What lies after the publication is scheduled; what goes on since a day is ongoing."""
        time = setting.time
        if time is None or status.factuality not in (Factuality.OCCURRED, Factuality.ONGOING):
            return status
        lasts = status.told or status.factuality is Factuality.ONGOING
        if self._is_ahead(time.value, deadline=not lasts):
            return replace(status, factuality=Factuality.SCHEDULED, hearsay=False)
        since = (time.value.edtf or "").endswith(("/", "/.."))
        lasting = types[0] in self.reader.kinds.extended
        if since and lasting and (status.current or status.told or not status.presupposed):
            return replace(status, factuality=Factuality.ONGOING)
        return status

    def _is_ahead(self, time: TimeValue, *, deadline: bool) -> bool:
        """Tell whether a time begins after the publication, or is a deadline after it."""
        published = self.published
        if published is None:
            return False
        start = time.begin_earliest or (time.end_latest if deadline else None)
        return start is not None and start > published.last

    def _still(self, trigger: Trigger, status: Status) -> bool:
        """Tell whether the clause says that the event goes on now ("galt weiter")."""
        if trigger.nominal and not status.told:
            return False
        scope = self.scene.scope(trigger.head)
        return any(self.scene.fold(at) in self.reader.words.ongoing_adverbs for at in scope)

    def types(self, trigger: Trigger, status: Status) -> tuple[tuple[str, ...], Status]:
        """The types of the event; the end of one may be an event of another type."""
        ends = self.reader.kinds.ends
        if status.boundary is Phase.ENDED and trigger.entry.types[0] in ends:
            begun = status.phase is Phase.BEGUN and status.current
            lasting = begun and status.factuality is Factuality.OCCURRED
            going = Factuality.ONGOING if lasting else status.factuality
            return (ends[trigger.entry.types[0]],), replace(status, factuality=going)
        return trigger.entry.types, status
