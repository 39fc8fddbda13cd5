"""Places and times: the setting that a clause gives to the event of a trigger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nutgraf.annotation.events.event_drafts import Setting
from nutgraf.annotation.events.grammar import Grammar
from nutgraf.annotation.events.other_times import OtherTimes
from nutgraf.annotation.events.phrases import Phrase
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.standpoints import same_voice
from nutgraf.annotation.events.status import Status
from nutgraf.annotation.events.triggers import Trigger
from nutgraf.model.annotation import TimeMention, Utterance
from nutgraf.model.entity import EntityKind
from nutgraf.model.span import Span

_PLACES = frozenset({EntityKind.COUNTRY, EntityKind.PLACE})
# "near the small northern port city of X"
_LOCALITY = 6


@dataclass(frozen=True, slots=True)
class SettingReader:
    """Finds place and time of triggers in one sentence; `nouns` are the nominal triggers."""

    scene: Scene
    grammar: Grammar
    phrases: Sequence[Phrase]
    utterances: Sequence[Utterance]
    nouns: frozenset[int] = frozenset()

    def read(self, trigger: Trigger, own: Phrase | None, status: Status) -> Setting:
        """The setting of a trigger; `own` is its noun phrase when it has one."""
        place = self._place(trigger, own, status)
        mention = place.mention if place is not None else None
        time = self._time(trigger, own, status)
        if mention is None:
            return Setting(time=time)
        return Setting(mention.entity, mention.span, time)

    def _place(self, trigger: Trigger, own: Phrase | None, status: Status) -> Phrase | None:
        if trigger.nominal or trigger.entry.kind == "participle":
            attached = self._attached_place(trigger, own)
            if attached is not None or not status.told:
                return attached
        scope = set(self.scene.scope(trigger.head))
        found = [p for p in self.phrases if p.head in scope and self._is_place(p, trigger)]
        if status.told and own is not None:
            found = self._struck(trigger, own) or found
        if not found:
            found = self._only_place(trigger)
        return min(found, key=lambda p: self._distance(p, trigger), default=None)

    def _is_place(self, phrase: Phrase, trigger: Trigger) -> bool:
        mention = phrase.mention
        if mention is None or mention.kind not in _PLACES:
            return False
        generic = not self.grammar.capital_nouns and mention.span.quote.islower()
        if generic and phrase.determiner is None:
            return False
        if self._preposition(phrase) not in self.grammar.place_prepositions:
            return False
        if not trigger.nominal and self._of_other_noun(phrase.first, trigger):
            return False
        if self._belongs_to_noun(phrase, trigger) or self.in_other_conjunct(phrase, trigger):
            return False
        return same_voice(self._span(trigger), mention.span, self.utterances)

    def in_other_conjunct(self, phrase: Phrase, trigger: Trigger) -> bool:
        """Tell whether a semicolon, or a conjunct with a place of its own, lies between."""
        low, high = sorted((phrase.head, trigger.head))
        between = range(low + 1, high)
        if any(self.scene.fold(at) == ";" for at in between):
            return True
        if not trigger.nominal and any(self._opens_predicate(at) for at in between):
            return True
        joints = [at for at in between if self.scene.fold(at) in self.grammar.coordinators]
        if not joints or trigger.nominal:
            return False
        if phrase.head > trigger.head:
            return self.grammar.verb_cluster_last
        return any(self._names_place(at) for at in range(joints[-1] + 1, trigger.head))

    def _opens_predicate(self, index: int) -> bool:
        """Tell whether a helper right behind a comma begins what is told of something else."""
        after = self.scene.fold(index + 1)
        return self.scene.fold(index) == "," and self.grammar.is_auxiliary(after)

    def _names_place(self, index: int) -> bool:
        """Tell whether a preposition of place stands before a name, known or not."""
        word = self.grammar.preposition(self.scene.fold(index))
        after = self.scene.tokens[index + 1]
        named = after.text[0].isupper() and not self.scene.in_time(index + 1)
        return word in self.grammar.place_prepositions and named

    def _preposition(self, phrase: Phrase) -> str | None:
        """The preposition over a place, also over its owner ("im Zentrum von X")."""
        if phrase.owner is None:
            return self.grammar.preposition(self.scene.fold(self._start(phrase)))
        owner = self._owner(phrase)
        if owner is None or owner.mention is not None or owner.owner is not None:
            return None
        if owner.preposition in self.grammar.fringe_prepositions and self._is_fringe(owner):
            return next(iter(sorted(self.grammar.place_prepositions)))
        return owner.preposition

    def _owner(self, phrase: Phrase) -> Phrase | None:
        return next((each for each in self.phrases if each.head == phrase.owner), None)

    def _is_fringe(self, phrase: Phrase | None) -> bool:
        """Tell whether a noun only says which part of a place is meant ("Küste", "Norden")."""
        return phrase is not None and self.scene.fold(phrase.head) in self.grammar.fringe_nouns

    def _start(self, phrase: Phrase) -> int:
        """Where a place begins with the noun that says what it is ("near the port city of X")."""
        if phrase.bare and self.scene.fold(phrase.first) in self.grammar.locality_nouns:
            # "im Londoner Stadtteil Kensington"
            before = self.grammar.preposition(self.scene.fold(phrase.first - 2))
            return phrase.first if before is None else phrase.first - 2
        at = phrase.first - 1
        led = phrase.preposition in self.grammar.genitive_prepositions
        if not led or self.scene.fold(at) not in self.grammar.locality_nouns:
            return phrase.first
        for near in range(at - 1, max(at - _LOCALITY, -1), -1):
            if self.grammar.preposition(self.scene.fold(near)) is not None:
                return near
        return phrase.first

    def _belongs_to_noun(self, phrase: Phrase, trigger: Trigger) -> bool:
        """Tell whether a body right before owns the place ("das Ministerium in X teilte mit")."""
        for other in self.phrases:
            if other.last != phrase.first or other.mention is None:
                continue
            body = other.mention.kind is EntityKind.ORGANISATION and other.head != trigger.head
            clause = self.scene.clause(other.head)
            opens = clause is not None and other.first == clause.first
            agent = other.preposition in self.grammar.agent_prepositions
            return body and (opens or not (other.bare or agent))
        return False

    def _struck(self, trigger: Trigger, own: Phrase) -> list[Phrase]:
        """The object of what an event does ("das Beben erschütterte die Türkei")."""
        if not own.bare or "nom" not in own.cases:
            return []
        scope = set(self.scene.scope(trigger.head))
        return [
            phrase
            for phrase in self.phrases
            if phrase.head in scope
            and phrase.head > own.head
            and phrase.mention is not None
            and phrase.mention.kind in _PLACES
            and (phrase.bare or self._is_struck_fringe(phrase))
        ]

    def _is_struck_fringe(self, phrase: Phrase) -> bool:
        """Tell the owner of what is struck ("erschütterte die Südküste Perus")."""
        owner = self._owner(phrase)
        return owner is not None and owner.bare and self._is_fringe(owner)

    def _only_place(self, trigger: Trigger) -> list[Phrase]:
        """A verb whose clause names no place takes the only one of its sentence before it."""
        if trigger.nominal or self._is_content(trigger.head):
            return []
        found = [p for p in self.phrases if self._is_place(p, trigger)]
        return found if len(found) == 1 and found[0].head < trigger.head else []

    def _is_content(self, index: int) -> bool:
        """Tell whether a clause holds what is hoped or said ("hopes in X that exports resume")."""
        clause = self.scene.clause(index)
        return clause is not None and clause.opener in self.grammar.content_openers

    def _attached_place(self, trigger: Trigger, own: Phrase | None) -> Phrase | None:
        edge = own_end = own.last if own is not None else trigger.head + 1
        for phrase in self.phrases:
            start = self._start(phrase)
            if start < edge:
                # "between government troops" holds "government".
                edge = max(edge, phrase.last) if phrase.first >= own_end else edge
                continue
            known = self._past_names(edge, start)
            if start > known + self._skipped(known, start):
                return None
            if self._is_place(phrase, trigger):
                return phrase
            edge = phrase.last
        return None

    def _skipped(self, edge: int, until: int) -> int:
        joints = {*self.grammar.coordinators, ","}
        return sum(self.scene.fold(at) in joints for at in range(edge, until))

    @staticmethod
    def _distance(phrase: Phrase, trigger: Trigger) -> tuple[int, int]:
        # A town or building says more than the country beside it.
        country = phrase.mention is not None and phrase.mention.kind is EntityKind.COUNTRY
        return (int(country), abs(phrase.head - trigger.head))

    # Time.

    def _time(self, trigger: Trigger, own: Phrase | None, status: Status) -> TimeMention | None:
        clause = self.scene.clause_of[trigger.head]
        others = OtherTimes(self.scene, self.grammar, self.phrases)
        found = []
        for time in self.scene.times:
            at = self.scene.index_at(time.span.start)
            if not same_voice(self._span(trigger), time.span, self.utterances):
                continue
            if others.is_no_point(at) or others.is_compared(time, own):
                continue
            held = others.is_held_by(time, trigger)
            if held is False:
                continue
            if held and (trigger.nominal or others.holder(time) is not None):
                return time
            in_scope = at in self.scene.scope(trigger.head) or self._is_shared(at, trigger)
            elsewhere = others.is_dating(time, trigger) or others.is_planned(at, trigger)
            elsewhere = elsewhere or others.is_of_other_verb(at, trigger)
            if elsewhere or self._of_other_noun(at, trigger):
                continue
            if in_scope and self._reaches(time, at, trigger, own, status=status):
                found.append((self.scene.clause_of[at] != clause, abs(at - trigger.head), time))
        return min(found, key=lambda each: each[:2])[2] if found else None

    def _is_shared(self, at: int, trigger: Trigger) -> bool:
        """Tell whether a when-clause follows the clause that says when ("1987 starben 19, als")."""
        clause = self.scene.clause(trigger.head)
        same_time = clause is not None and clause.opener in self.grammar.simultaneous
        return same_time and self.scene.clause_of[at] == self.scene.clause_of[trigger.head] - 1

    def _of_other_noun(self, at: int, trigger: Trigger) -> bool:
        """Tell whether a time or place follows another event noun ("wegen der Unruhen im Juli")."""
        for phrase in self.phrases:
            if phrase.head == trigger.head or phrase.head not in self.nouns:
                continue
            if self._past_owners(phrase) != at:
                continue
            apart = phrase.preposition not in {None, *self.grammar.accompanying}
            return apart and phrase.preposition not in self.grammar.place_prepositions
        return False

    def _past_owners(self, phrase: Phrase) -> int:
        """Where a phrase ends with the genitives behind it ("dem Rücktritt des Ministers")."""
        last, head = phrase.last, phrase.head
        for other in self.phrases:
            if other.first == last and other.owner == head and not self.scene.in_time(other.head):
                last, head = other.last, other.head
        return last

    def _reaches(
        self,
        time: TimeMention,
        at: int,
        trigger: Trigger,
        own: Phrase | None,
        *,
        status: Status,
    ) -> bool:
        if trigger.entry.kind == "participle":
            return False
        if not trigger.nominal or status.told:
            return True
        if own is None or not self._adjoins(own, at, time):
            return False
        clause = self.scene.clause(trigger.head)
        opens = clause is not None and own.first == clause.first
        named = self.scene.fold(own.first - 1) in self.grammar.be
        return opens or named or own.preposition is not None or own.first <= at < own.head

    def _adjoins(self, own: Phrase, at: int, time: TimeMention) -> bool:
        """Tell whether the time follows the noun, its genitives and its places at once."""
        if own.first <= at < own.head:
            return True
        edge = own.last
        for phrase in self.phrases:
            if phrase.first == self._past_names(edge, at) and phrase.first < at:
                edge = phrase.last
        edge = self._past_names(edge, at)
        return edge == at or self.scene.index_at(time.span.end - 1) + 1 == own.first

    def _past_names(self, edge: int, until: int) -> int:
        """Step over a place that no finder knows ("near Izmit")."""
        if self.scene.fold(edge) not in self.grammar.place_prepositions:
            return edge
        at = edge + 1
        while at < until and self.scene.tokens[at].text[0].isupper():
            at += 1
        return at if at > edge + 1 else edge

    def _span(self, trigger: Trigger) -> Span:
        token = self.scene.tokens[trigger.head]
        return Span(token.start, token.end, token.text)
