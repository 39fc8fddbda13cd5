"""The state or organisation that the words around a noun say it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from nutgraf.annotation.entities.findings import Finding, Reading
from nutgraf.annotation.entities.offices import offices_of
from nutgraf.annotation.text.language import Language
from nutgraf.model.entity import EntityKind


@dataclass(frozen=True, slots=True)
class Owner:
    """What a noun belongs to: a state (its code), an organisation (its key), told up to `last`."""

    country: str | None = None
    parent: str | None = None
    name: Finding | None = None
    place: Finding | None = None
    seat: bool = False
    last: int = 0


NOBODY = Owner()


@dataclass(frozen=True, slots=True)
class OwnerRules:
    """The small words around a state: determiners, joints, prepositions."""

    determiners: frozenset[str]
    joints: frozenset[str]
    linkers: frozenset[str]
    seat: frozenset[str]
    origin: frozenset[str]
    adjectives_follow: bool = False

    @property
    def stops(self) -> frozenset[str]:
        """Words across which no adjective reaches the noun."""
        return self.determiners | self.joints | self.linkers | self.seat


@lru_cache(maxsize=16)
def owner_rules(language: Language) -> OwnerRules:
    """The rules of a language."""
    names, bodies = language.table("names"), language.table("bodies")
    return OwnerRules(
        determiners=frozenset(names["determiners"]),
        joints=frozenset(names["joints"]),
        linkers=offices_of(language).linkers,
        seat=frozenset(bodies["seat_preposition"]),
        origin=frozenset(language.table("groups")["origin"]),
        adjectives_follow=bool(language.table("grammar").get("adjectives_follow", False)),
    )


def owner_before(reading: Reading, first: int, rules: OwnerRules) -> Owner:
    """The state or organisation in front: "russische", "Kasachstans", "Russia's", "CSTO"."""
    position = first - 1 if reading.fold(first - 1) in {"'s", "'"} else first
    finding = reading.before(position, rules.stops)
    if finding is None or finding.kind not in {EntityKind.COUNTRY, EntityKind.ORGANISATION}:
        return NOBODY
    attached = finding.adjectival or finding.genitive or position != first
    if finding.kind == EntityKind.ORGANISATION:
        close = finding.last == first and not finding.genitive
        return Owner(parent=finding.identity, name=finding) if close or attached else NOBODY
    if not attached and not bare_attribute(finding, first):
        return NOBODY
    if _coordinated(reading, finding, rules):
        return NOBODY
    return Owner(country=finding.country, name=finding)


def bare_attribute(finding: Finding, first: int) -> bool:
    """An abbreviated state right before the noun, as in "US troops"."""
    short = finding.kind == EntityKind.COUNTRY and finding.name.replace(".", "").isupper()
    return short and finding.last == first


def _coordinated(reading: Reading, finding: Finding, rules: OwnerRules) -> bool:
    if reading.fold(finding.first - 1) not in rules.joints:
        return False
    other = reading.closing.get(finding.first - 1)
    return other is not None and other.adjectival and other.country != finding.country


def owner_after(reading: Reading, last: int, rules: OwnerRules, *, seat: bool = False) -> Owner:
    """The state behind: "Russlands", "von Russland", "der Türkei"; for a seat "in Moskau"."""
    finding = reading.opening.get(last)
    if finding is not None and finding.genitive:
        return _owner(finding)
    if finding is not None and finding.adjectival and rules.adjectives_follow:
        return Owner(country=finding.country, name=finding, last=finding.last)
    word = reading.fold(last)
    place = last + 1
    if reading.fold(place) in rules.determiners:
        place += 1
    finding = reading.opening.get(place)
    if finding is None or finding.adjectival:
        return NOBODY
    if word in rules.seat:
        return _seat(finding) if seat and place == last + 1 else NOBODY
    if word in rules.linkers or (word in rules.determiners and place == last + 1):
        return _owner(finding)
    return NOBODY


def owner_at(reading: Reading, last: int) -> Owner | None:
    """The place right behind a body: "Amtsgericht Wolfsburg", "Polizei Berlin"."""
    finding = reading.opening.get(last)
    if finding is None or finding.kind != EntityKind.PLACE or finding.genitive:
        return None
    return Owner(country=finding.country, name=finding, place=finding, last=finding.last)


def located(reading: Reading, last: int, rules: OwnerRules) -> Owner | None:
    """The place after "in": it tells which body is meant, but stays a place of its own."""
    finding = reading.opening.get(last + 1)
    if reading.fold(last) not in rules.seat or finding is None:
        return None
    if finding.kind != EntityKind.PLACE or finding.adjectival:
        return None
    return Owner(country=finding.country, name=finding, place=finding)


def _owner(finding: Finding) -> Owner:
    if finding.kind == EntityKind.COUNTRY:
        return Owner(country=finding.country, name=finding, last=finding.last)
    if finding.kind == EntityKind.ORGANISATION:
        return Owner(parent=finding.identity, name=finding, last=finding.last)
    return NOBODY


def _seat(finding: Finding) -> Owner:
    if finding.capital or finding.kind == EntityKind.COUNTRY:
        return Owner(country=finding.country, name=finding, seat=finding.capital, last=finding.last)
    return NOBODY
