"""What is read in a SmartData document, in the types of that corpus.

`smartdata-types.yaml` says which of our types, told by which words, are which of theirs. The
corpus annotates an event only where the text tells it as a fact together with what it must
have: a place, for those that the table says, a company for others, so that a definite noun
alone that only refers back ("der Streik") is none. The cause of a disruption that the same
sentence tells of is an argument of it there and no event of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import yaml

from bench.reading.smartdata_corpus import Characters, Sample, Telling, document
from nutgraf.annotation.events.drafting import draft
from nutgraf.annotation.events.event_drafts import Draft
from nutgraf.annotation.events.reader import Reader
from nutgraf.annotation.events.scenes import Scene, scenes
from nutgraf.annotation.stages import read_layers
from nutgraf.annotation.text.language import language
from nutgraf.annotation.text.tokens import fold
from nutgraf.linking.table import EntityTable
from nutgraf.model.annotation import Layers
from nutgraf.model.entity import Entity, EntityKind
from nutgraf.model.event import EventReport, Factuality

LEADERSHIP = "OrganizationLeadership"

_TYPES = Path(__file__).with_name("smartdata-types.yaml")
_ROAD = re.compile(r"[^\W\d_]{1,4}\d{1,4}")
_UNREAL = frozenset({Factuality.POSSIBLE, Factuality.HYPOTHETICAL, Factuality.UNDETERMINED})
_SIGN = re.compile(r"[A-Z]{1,2}")
_REACH = 4


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Which of our types, told by which words, are which of the corpus' types.

    `types` maps ours to theirs with parts of words; `located` are those of theirs that the
    corpus annotates only where the text says where, `whereabouts`, `roads` and `within` say so;
    `causes` are words before the cause of one of our `disruptions`. `leading` and `unlike`
    are parts of the offices that are leadership of an organisation, and that are not.
    """

    types: Mapping[str, Mapping[str, tuple[str, ...]]]
    located: frozenset[str]
    whereabouts: frozenset[str]
    roads: frozenset[str]
    within: frozenset[str]
    unnamed: frozenset[str]
    causes: frozenset[str]
    disruptions: frozenset[str]
    leading: frozenset[str]
    unlike: frozenset[str]

    def theirs(self, made: Draft, scene: Scene) -> Iterator[str]:
        """The corpus' types of what a draft tells."""
        for own in made.types:
            name = self._theirs(own, fold(made.span.quote))
            if name and self._is_complete(name, made, scene):
                yield name

    def _is_complete(self, name: str, made: Draft, scene: Scene) -> bool:
        """Tell whether the corpus would annotate it: closures also when planned, where told."""
        if name in self.located:
            return self._is_located(scene)
        return made.status.factuality is not Factuality.SCHEDULED

    def refers(self, made: Draft) -> bool:
        """Tell whether a draft is a mere reference to an event that a company has part in."""
        names = {self._theirs(own, fold(made.span.quote)) for own in made.types}
        setting = made.setting
        bare = not made.participations and not setting.place and setting.time is None
        return made.status.presupposed and bare and not names & self.located

    def _theirs(self, own: str, word: str) -> str | None:
        fitting = (
            name
            for name, parts in self.types.get(own, {}).items()
            if not parts or any(part in word for part in parts)
        )
        return next(fitting, None)

    def _is_located(self, scene: Scene) -> bool:
        """Tell whether a sentence names a place, a country, a road or a line ("A7", "S 8")."""
        kinds = {mention.kind for mention in scene.mention_of if mention is not None}
        if kinds & {EntityKind.PLACE, EntityKind.COUNTRY}:
            return True
        every = range(len(scene.tokens))
        return any(self._is_road(scene, at) or self._is_within(scene, at) for at in every)

    def _is_within(self, scene: Scene, at: int) -> bool:
        """Tell the name of a place that our reader does not know ("in Bethau")."""
        capital = scene.tokens[at].text[:1].isupper()
        return capital and scene.fold(at - 1) in self.within and scene.fold(at) not in self.unnamed

    def _is_road(self, scene: Scene, at: int) -> bool:
        word, before = scene.fold(at), scene.tokens[at - 1].text if at else ""
        if word in self.whereabouts or _ROAD.fullmatch(word):
            return True
        if _SIGN.fullmatch(before) and word.isdigit():
            return True
        return any(word.endswith(end) and word != end for end in self.roads) or (
            word in self.roads and before[:1].isupper()
        )

    def is_cause(self, made: Draft, scene: Scene, drafts: Sequence[Draft]) -> bool:
        """Tell whether a draft of a sentence is only why one of its disruptions is."""
        head = made.trigger.head
        before = {scene.fold(at) for at in range(max(0, head - _REACH), head)}
        others = (each for each in drafts if each is not made)
        return bool(before & self.causes) and any(
            self.disruptions.intersection(each.types) for each in others
        )

    def leads(self, entity: Entity) -> bool:
        """Tell whether an entity is told to lead an organisation."""
        office = fold(entity.office or "")
        if entity.kind is not EntityKind.PERSON or entity.country is not None:
            return False
        unlike = any(part in office for part in self.unlike)
        return not unlike and any(part in office for part in self.leading)


@cache
def correspondence() -> Correspondence:
    """Read the table once."""
    data = yaml.safe_load(_TYPES.read_text(encoding="utf-8"))
    types = {
        own: {name: tuple(map(fold, parts)) for name, parts in rows.items()}
        for own, rows in data["types"].items()
    }
    names = [field.name for field in fields(Correspondence)][1:]
    return Correspondence(types, *(frozenset(data[name]) for name in names))


def read_sample(text: str, table: EntityTable) -> Sample:
    """What is read in a text: the types of its reports, and the words that they stand on."""
    layers = read_layers(document(text), table)
    told = {
        (name, _characters(scene, made)): made.span.quote
        for scene, made in _told(layers)
        for name in correspondence().theirs(made, scene)
    }
    triggers = tuple(Telling(name, at, words) for (name, at), words in told.items())
    led = {LEADERSHIP for each in layers.entities if correspondence().leads(each)}
    return Sample(text, frozenset(each.type for each in triggers) | led, triggers)


def _told(layers: Layers) -> Iterator[tuple[Scene, Draft]]:
    """The drafts that reports stand on and that tell of their event as a fact."""
    reports = {(span, name): e for e in layers.events for span in e.evidence for name in e.types}
    for scene, drafts in _drafts(layers):
        for made in drafts:
            report = next((reports.get((made.span, name)) for name in made.types), None)
            if report is not None and _counts(made, report, scene, drafts):
                yield scene, made


def _counts(made: Draft, report: EventReport, scene: Scene, drafts: Sequence[Draft]) -> bool:
    real = made.status.factuality not in _UNREAL
    opening = made.span == min(report.evidence)
    refers = not opening and correspondence().refers(made)
    return real and not refers and not correspondence().is_cause(made, scene, drafts)


def _drafts(layers: Layers) -> Iterator[tuple[Scene, tuple[Draft, ...]]]:
    reader = Reader.of(language(layers.document.language))
    before = None
    for scene in scenes(layers, reader.grammar):
        yield scene, tuple(draft(scene, before, layers, reader, Counter()))
        before = scene


def _characters(scene: Scene, made: Draft) -> Characters:
    tokens = [scene.tokens[at] for at in made.trigger.tokens]
    return frozenset(at for token in tokens for at in range(token.start, token.end))
