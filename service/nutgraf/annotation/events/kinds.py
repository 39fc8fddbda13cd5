"""What reading events needs to know of each event type, from `event-types.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nutgraf.model.entity import EntityKind
from nutgraf.model.event import Role
from nutgraf.model.quantity import Measure
from nutgraf.tables import read_table

_HARM = frozenset({Measure.KILLED, Measure.INJURED, Measure.MISSING, Measure.ARRESTED})
_OF_HARM = frozenset(
    {Measure.EVACUATED, Measure.DEPLOYED, Measure.AFFECTED, Measure.DISPLACED, Measure.DAMAGED}
)
_FILE = Path(__file__).parent / "event-types.yaml"


@dataclass(frozen=True, slots=True)
class EventKinds:
    """Properties of event types that hold in every language."""

    families: tuple[frozenset[str], ...]
    harm: frozenset[str]
    harm_second: frozenset[str]
    extended: frozenset[str]
    ends: Mapping[str, str]
    people: Mapping[str, Measure]
    money: frozenset[str]
    share: frozenset[str]
    ratio: frozenset[str]
    role_place: Mapping[str, tuple[Role, ...]]
    kinds: Mapping[Role, frozenset[EntityKind]]
    alleging: frozenset[str]
    of_persons: frozenset[str]
    reciprocal: frozenset[str]
    conflict: frozenset[str]
    unplanned: frozenset[str]
    punctual: frozenset[str]
    personal: frozenset[str]
    various: frozenset[str]
    aiming: frozenset[str]
    natural: frozenset[str]
    declared: frozenset[str]
    held: frozenset[str]

    def related(self, left: Iterable[str], right: Iterable[str]) -> bool:
        """Tell whether two sets of types may tell of one event."""
        one, other = set(left), set(right)
        if one & other:
            return True
        return any(one & family and other & family for family in self.families)

    @property
    def single(self) -> frozenset[str]:
        """Types that an article may tell of several persons or things one after the other."""
        return self.personal | self.various

    def may_fill(self, role: Role, kind: EntityKind) -> bool:
        """Tell whether an entity of this kind can play the role."""
        allowed = self.kinds.get(role)
        if allowed is None:
            return kind not in (EntityKind.THING, EntityKind.PLACE)
        return kind in allowed

    def carries(self, measure: Measure, types: Iterable[str]) -> bool:
        """Tell whether a figure of this measure can be about an event of these types."""
        named = set(types)
        if measure in _HARM and named & (self.harm | self.harm_second):
            return True
        if measure in (Measure.MONEY, Measure.SHARE, Measure.RATIO):
            table = {Measure.MONEY: self.money, Measure.SHARE: self.share}
            return bool(named & table.get(measure, self.ratio))
        if measure is Measure.DURATION:
            return bool(named & self.extended)
        if measure is Measure.MAGNITUDE:
            return "earthquake" in named
        if measure in _OF_HARM and named & self.harm:
            return True
        return any(self.people.get(name) is measure for name in named)


@lru_cache(maxsize=1)
def load_kinds() -> EventKinds:
    """Read the table once."""
    data = read_table(_FILE)
    return EventKinds(
        families=tuple(frozenset(family) for family in data["families"]),
        harm=frozenset(data["harm"]),
        harm_second=frozenset(data["harm_second"]),
        extended=frozenset(data["extended"]),
        ends=dict(data["ends"]),
        people={name: Measure(value) for name, value in data["people"].items()},
        money=frozenset(data["money"]),
        share=frozenset(data["share"]),
        ratio=frozenset(data["ratio"]),
        role_place={name: tuple(map(Role, roles)) for name, roles in data["role_place"].items()},
        alleging=frozenset(data["alleging"]),
        of_persons=frozenset(data["of_persons"]),
        reciprocal=frozenset(data["reciprocal"]),
        unplanned=frozenset(data["unplanned"]),
        conflict=frozenset(data["conflict"]),
        punctual=frozenset(data["punctual"]),
        personal=frozenset(data["personal"]),
        various=frozenset(data["various"]),
        aiming=frozenset(data["aiming"]),
        natural=frozenset(data["natural"]),
        declared=frozenset(data["declared"]),
        held=frozenset(data["held"]),
        kinds={
            Role(role): frozenset(map(EntityKind, kinds)) for role, kinds in data["kinds"].items()
        },
    )
