"""Facilities and infrastructure that events take place at or affect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nutgraf.annotation.entities.findings import Finding, Reading
from nutgraf.annotation.entities.words import Hit, Words, table_of
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.entity import EntityKind


@dataclass(frozen=True, slots=True)
class FacilityFinder:
    """Finds airports, borders, prices; a place with its own place gets a name of its own."""

    words: Words
    links: frozenset[str]
    appositions: frozenset[str]
    city_endings: tuple[str, ...]
    name_first: bool
    indefinite: frozenset[str]

    @classmethod
    def of(cls, language: Language) -> FacilityFinder:
        """The finder of one language."""
        data = language.table("things")
        return cls(
            table_of(language, "things"),
            frozenset(fold(word) for word in data["links"]),
            frozenset(fold(word) for word in data["appositions"]),
            tuple(data["city_adjective"]),
            data["name_first"],
            frozenset(language.table("names")["indefinite"]),
        )

    def find(self, reading: Reading) -> Iterator[Finding]:
        """All facilities and pieces of infrastructure of a sentence, left to right."""
        for hit in self.words.find(reading):
            yield from self._thing(reading, hit)

    def _thing(self, reading: Reading, hit: Hit) -> Iterator[Finding]:
        group = hit.noun.class_name or fold(hit.lemma)
        if not hit.noun.place:
            fields = {"kind": EntityKind.THING, "identity": f"thing:{group}", "name": hit.lemma}
            yield reading.finding(hit.first, hit.last, **fields)
            return
        place, first, last = self._place(reading, hit)
        if place is None and hit.noun.named:
            return
        other = reading.fold(hit.first - 1) in self.indefinite
        where = place.identity if place else self._own_name(hit, other=other)
        yield reading.finding(
            first,
            last,
            kind=EntityKind.PLACE,
            name=self._name(hit, place),
            identity=f"facility:{group}|{where}",
            country=place.country if place else None,
            parent=place.identity if place else None,
        )

    def _own_name(self, hit: Hit, *, other: bool) -> str:
        """What tells a facility without a place apart: its own name, a plural, "an airport"."""
        whole = self.words.known(fold(hit.lemma))
        return fold(hit.lemma) if other or hit.plural or not whole else ""

    def _name(self, hit: Hit, place: Finding | None) -> str:
        if place is None:
            return hit.lemma
        if self.name_first:
            return f"{place.name} {hit.lemma.title()}"
        return f"{hit.lemma} {place.name}"

    def _place(self, reading: Reading, hit: Hit) -> tuple[Finding | None, int, int]:
        """The place of the facility before or after it, and the tokens that both cover."""
        before = reading.closing.get(hit.first)
        if before is not None and _is_place(before) and (self.name_first or before.genitive):
            return before, before.first, hit.last
        position = hit.last
        if reading.fold(position) in self.links:
            position += 1
            while reading.fold(position) in self.links:
                position += 1
        if reading.fold(position) in self.appositions:
            position += 1
        after = reading.opening.get(position)
        if after is not None and _is_place(after):
            return after, hit.first, after.last
        return None, hit.first, hit.last


@dataclass(frozen=True, slots=True)
class Airports:
    """Gives "the airport" the only city of its paragraph; the classes are told by a table."""

    classes: frozenset[str]
    name_first: bool
    cities: frozenset[str]

    @classmethod
    def of(cls, language: Language, cities: frozenset[str]) -> Airports:
        """The rule of one language for the cities with these items."""
        data = language.table("things")
        classes = frozenset(f"facility:{name}|" for name in data["of_city"])
        return cls(classes, data["name_first"], cities)

    def settled(self, findings: Sequence[Finding], paragraphs: Sequence[int]) -> Iterator[Finding]:
        """The findings, facilities joined with the city that was named before."""
        for place, finding in enumerate(findings):
            here = paragraphs[place]
            before = zip(findings[:place], paragraphs[:place], strict=True)
            named = {
                f.identity: f for f, paragraph in before if paragraph == here and self._city(f)
            }
            bare = finding.identity in self.classes and len(named) == 1
            yield self._joined(finding, *named.values()) if bare else finding

    def _city(self, finding: Finding) -> bool:
        return finding.qid in self.cities and not finding.adjectival

    def _joined(self, finding: Finding, city: Finding) -> Finding:
        name = (
            f"{city.name} {finding.name.title()}"
            if self.name_first
            else f"{finding.name} {city.name}"
        )
        identity = finding.identity + city.identity
        return replace(
            finding, name=name, identity=identity, country=city.country, parent=city.identity
        )


def _is_place(finding: Finding) -> bool:
    return finding.kind == EntityKind.PLACE and not finding.adjectival
