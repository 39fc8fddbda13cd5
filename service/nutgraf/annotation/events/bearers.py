"""Bearers: which event of an article a figure is about, where the article says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from nutgraf.annotation.events.casualties import OF_THINGS
from nutgraf.annotation.events.event_drafts import Draft
from nutgraf.annotation.events.merging import Cluster
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.scenes import Scene
from nutgraf.annotation.events.standpoints import attribution_of, utterance_around
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.annotation import Layers, QuantityMention, TimeMention
from nutgraf.model.document import BlockRole
from nutgraf.model.entity import EntityKind
from nutgraf.model.event import AttributionKind, Factuality
from nutgraf.model.quantity import Measure
from nutgraf.model.span import Span
from nutgraf.tables import read_table

HARM = frozenset({Measure.KILLED, Measure.INJURED, Measure.MISSING, Measure.ARRESTED})
ANYWHERE = HARM | {Measure.EVACUATED, Measure.AFFECTED, Measure.DISPLACED, Measure.DEPLOYED}
_VOTED = frozenset({EntityKind.PERSON, EntityKind.ORGANISATION})
# Things that only some types of event are about.
_COUNTED = ("seats", "jobs")
_TELLING = frozenset({Factuality.OCCURRED, Factuality.ONGOING})
# A toll without event of its own belongs to what the lead or the paragraph around it tells.
_LEAD_SENTENCES = 2
_NEAR_PARAGRAPHS = 1
# Tolls told for a time that begins this long before an event are those of others.
_BEFORE_DAYS = 60
# "since the disputed vote"
_HELD_BY_SINCE = 4
_FILE = Path(__file__).parent / "figure-bearers.yaml"


@lru_cache(maxsize=1)
def load_bearing() -> dict[str, frozenset[str]]:
    """Read once which types bear figures of damage, things, seats, and harm at last."""
    data = read_table(_FILE)
    return {name: frozenset(types) for name, types in data.items()}


@dataclass(frozen=True, slots=True)
class Bearers:
    """The reports of one document as what its figures can be about."""

    layers: Layers
    reader: Reader
    clusters: Sequence[Cluster]

    def drafts(self, scene: Scene) -> list[tuple[Draft, Cluster]]:
        """The drafts of a sentence, each with its report."""
        return [
            (draft, cluster)
            for cluster in self.clusters
            for draft in (*cluster.drafts, *cluster.references)
            if draft.trigger.scene == scene.number
        ]

    def about(self, scene: Scene, mention: QuantityMention, measure: Measure) -> Cluster | None:
        """The report that a quantity measures: of its clause, its sentence, or nearby."""
        at = scene.index_at(mention.span.start)
        since = self._since(scene, at)
        near = self._near(scene, mention, measure, since)
        if near:
            best = min(near, key=lambda each: each[:3])
            if not best[0] or measure in {Measure.DURATION, Measure.MAGNITUDE}:
                return best[3]
            tied = self._points(scene, at) or since is not None
            if measure in ANYWHERE and (tied or self._same_time(scene, at, best[3])):
                return best[3]
        if since is not None:
            # "800 have died since the vote": not all in what the article tells of.
            return None
        if not self._may_be_elsewhere(scene, mention, measure):
            return None
        found = self._anywhere(scene, mention, measure)
        return found or (self._last(scene, mention) if measure in HARM else None)

    def _near(
        self, scene: Scene, mention: QuantityMention, measure: Measure, since: int | None
    ) -> list[tuple[bool, bool, int, Cluster]]:
        """The reports of the sentence that can bear a figure, ranked by what comes first."""
        at = scene.index_at(mention.span.start)
        scope = scene.scope(at)
        return [
            (
                draft.trigger.head not in scope,
                not self._is_own_measure(measure, draft.types),
                abs(draft.trigger.head - at),
                cluster,
            )
            for draft, cluster in self.drafts(scene)
            if self._carries(scene, mention, measure, draft.types)
            and not self._is_setting(scene, draft, at)
            and not self._is_anchor(draft, since, scope)
        ]

    def _is_anchor(self, draft: Draft, since: int | None, scope: Sequence[int]) -> bool:
        """Tell an event from which on is counted, but for what harmed those who are counted."""
        if since is None or set(draft.types) & self.reader.kinds.harm:
            return False
        held = draft.trigger.nominal and 0 < draft.trigger.head - since <= _HELD_BY_SINCE
        return held or draft.trigger.head not in scope

    @staticmethod
    def _is_setting(scene: Scene, draft: Draft, at: int) -> bool:
        """Tell an event of long ago that only comes up behind the count ("worst since ...").

        A time in the count's own clause is theirs both ("In 1987, 193 died when ...").
        """
        scope, time = scene.scope(at), draft.setting.time
        if not draft.background or draft.trigger.head < at or draft.trigger.head in scope:
            return False
        if time is None or time.value.end_latest is None:
            return True
        return scene.index_at(time.span.start) not in scope

    def _points(self, scene: Scene, at: int) -> bool:
        """Tell whether the count's clause points back to what is told right before."""
        pointing = self.reader.casualties.parts.pointing
        return any(scene.fold(each) in pointing for each in scene.scope(at))

    def _since(self, scene: Scene, at: int) -> int | None:
        """The word of the count's clause from whose event on is counted, not from a day."""
        words = self.reader.casualties.parts.since
        found = (each for each in scene.scope(at) if scene.fold(each) in words)
        return next((each for each in found if not scene.in_time(each)), None)

    def _may_be_elsewhere(self, scene: Scene, mention: QuantityMention, measure: Measure) -> bool:
        """Tell whether a figure may be about an event of another sentence."""
        if measure in ANYWHERE | OF_THINGS:
            return True
        if measure is Measure.PARTICIPANTS:
            return mention.measure is measure
        at = scene.index_at(mention.span.start)
        return self._is_vote(scene, measure, at) or self._is_damage(scene, mention, measure)

    def _carries(
        self, scene: Scene, mention: QuantityMention, measure: Measure, types: Sequence[str]
    ) -> bool:
        """Tell whether a figure can be about an event of these types, by what is said with it."""
        kinds, bearing, named = self.reader.kinds, load_bearing(), set(types)
        if measure is Measure.DISPLACED and named & bearing["displaced"]:
            return True
        if measure in OF_THINGS:
            topic = next((t for t in _COUNTED if self._names(mention, t)), None)
            wanted = bearing[topic] if topic else bearing["things"] | kinds.harm
            return bool(named & wanted)
        if self._is_damage(scene, mention, measure) and named & (kinds.harm | bearing["damage"]):
            return True
        return kinds.carries(measure, types)

    def _names(self, mention: QuantityMention, topic: str) -> bool:
        words = self.reader.casualties.topics[topic]
        return mention.noun is not None and fold(mention.noun.quote) in words

    def _is_damage(self, scene: Scene, mention: QuantityMention, measure: Measure) -> bool:
        """Tell whether money is what an event cost ("der Schaden liegt bei 2 Millionen Euro")."""
        words = self.reader.casualties.topics["damage"]
        scope = scene.scope(scene.index_at(mention.span.start))
        return measure is Measure.MONEY and any(scene.fold(at) in words for at in scope)

    def _is_own_measure(self, measure: Measure, types: Sequence[str]) -> bool:
        """Tell whether events of these types are what a measure counts ("evakuiert")."""
        return any(self.reader.kinds.people.get(name) is measure for name in types)

    def _is_vote(self, scene: Scene, measure: Measure, at: int) -> bool:
        """Tell whether a share is one of votes ("kam auf 48 Prozent der Stimmen")."""
        votes = self.reader.grammar.vote_nouns | self.reader.casualties.topics["votes"]
        if measure is not Measure.SHARE:
            return False
        return not votes.isdisjoint(scene.folds) or self._is_polled(scene, at)

    def _is_polled(self, scene: Scene, at: int) -> bool:
        """Tell what somebody with a name got ("Faye received 54 percent")."""
        scope, words = scene.scope(at), self.reader.casualties.topics["polling"]
        named = (scene.mention_of[each] for each in scope)
        return any(scene.fold(each) in words for each in scope) and any(
            entity is not None and entity.kind in _VOTED and not entity.adjectival
            for entity in named
        )

    def _anywhere(self, scene: Scene, mention: QuantityMention, measure: Measure) -> Cluster | None:
        """The nearest event of the article that such a figure can be about."""
        utterance = utterance_around(mention.span, self.layers.utterances)
        own = attribution_of(utterance).kind is AttributionKind.OWN_VOICE
        found = []
        for cluster in self.clusters:
            best = cluster.best
            if not self._may_bear(scene, mention, cluster, measure):
                continue
            other_voice = best.attribution.kind is not AttributionKind.OWN_VOICE
            first = set(cluster.types) & (self.reader.kinds.harm | {"arrest"})
            second = not first and not _is_news(cluster)
            rank = (own and other_voice, second and measure in HARM)
            found.append((rank, _distance(cluster, mention.span), cluster))
        return min(found, key=lambda each: each[:2])[2] if found else None

    def _last(self, scene: Scene, mention: QuantityMention) -> Cluster | None:
        """The news event of an article that tells no event of harm, if people can die in it."""
        kinds, last = self.reader.kinds, load_bearing()["last"]
        if any(set(cluster.types) & (kinds.harm | kinds.harm_second) for cluster in self.clusters):
            return None
        news = [c for c in self.clusters if _is_news(c) and set(c.types) & last]
        at = scene.index_at(mention.span.start)
        told = [c for c in news if self._is_told(scene, at, c)]
        return told[0] if len(told) == 1 else None

    def _is_told(self, scene: Scene, at: int, cluster: Cluster, *, over: bool = False) -> bool:
        best = cluster.best
        if best.background or best.status.factuality not in _TELLING:
            return False
        return self._is_around(scene, cluster) and self._same_time(scene, at, cluster, over=over)

    def _may_bear(
        self, scene: Scene, mention: QuantityMention, cluster: Cluster, measure: Measure
    ) -> bool:
        if measure is Measure.AFFECTED and not set(cluster.types) & self.reader.kinds.harm:
            return False
        voted = measure is Measure.SHARE and not set(cluster.types) & {"election", "referendum"}
        if voted or not self._carries(scene, mention, measure, cluster.types):
            return False
        at = scene.index_at(mention.span.start)
        return self._is_told(scene, at, cluster, over=measure is Measure.SHARE)

    def _is_around(self, scene: Scene, cluster: Cluster) -> bool:
        """Tell whether the lead or a paragraph beside the figure tells of the event."""
        paragraph = scene.sentence.paragraph
        for draft in (*cluster.drafts, *cluster.references):
            lead = draft.role is not BlockRole.BODY or draft.trigger.scene < _LEAD_SENTENCES
            if lead or abs(draft.paragraph - paragraph) <= _NEAR_PARAGRAPHS:
                return True
        return False

    def _same_time(self, scene: Scene, at: int, cluster: Cluster, *, over: bool = False) -> bool:
        """Tell whether the count's clause tells of no time long before the event.

        A later time may be that of counting ("am Dienstag stieg die Zahl auf ..."). Only times
        that are `over` count for shares: "the lowest turnout since 1969" is of now.
        """
        event = [each.setting.time for each in cluster.drafts if each.setting.time is not None]
        starts = [each.value.earliest for each in event if each.value.earliest is not None]
        published = self.layers.document.published
        start = min(starts) if starts else (published.first if published is not None else None)
        if start is None:
            return True
        times = [t for t in _times(scene, at) if not over or t.value.end_latest is not None]
        earlier = any(time.value.latest and time.value.latest < start for time in times)
        if earlier and self._is_background(scene, at):
            return False
        told = [time.value.earliest for time in times]
        return all(day is None or day >= start - timedelta(days=_BEFORE_DAYS) for day in told)

    def _is_background(self, scene: Scene, at: int) -> bool:
        """Tell whether a clause is in a tense of what lay before the news."""
        folds = {scene.fold(each) for each in scene.scope(at)}
        return bool(folds & (self.reader.words.pluperfect_have | self.reader.words.pluperfect_be))


def _is_news(cluster: Cluster) -> bool:
    """Tell whether the headline or the lead tells of an event."""
    return any(
        draft.role is not BlockRole.BODY or draft.trigger.scene < _LEAD_SENTENCES
        for draft in cluster.drafts
    )


def _times(scene: Scene, at: int) -> list[TimeMention]:
    """The times of a clause, with one right before it ("since 2001, when ten people died")."""
    scope, clause = scene.scope(at), scene.clause(at)
    opener = clause.first if clause is not None and clause.subordinate else 0
    before = opener - 1 if scene.fold(opener - 1) != "," else opener - 2
    return [
        time
        for time in scene.times
        if scene.index_at(time.span.start) in scope
        or (opener and scene.index_at(time.span.end - 1) == before)
    ]


def _distance(cluster: Cluster, span: Span) -> tuple[bool, int]:
    before = [span.start - each.start for each in cluster.spans if each.start <= span.start]
    if before:
        return (False, min(before))
    return (True, min(each.start for each in cluster.spans) - span.start)
