"""Entities of a document: known names first, then persons, bodies, groups and facilities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from nutgraf.annotation.entities.acronyms import introduced, renamed, repeated
from nutgraf.annotation.entities.ages import AgeReader
from nutgraf.annotation.entities.bodies import BodyFinder
from nutgraf.annotation.entities.chaining import Chains, Repeater, genitive_stripped, plain
from nutgraf.annotation.entities.clusters import Located, clustered
from nutgraf.annotation.entities.composed import composer, of_own_state
from nutgraf.annotation.entities.counterparts import CounterpartReader
from nutgraf.annotation.entities.facilities import Airports, FacilityFinder
from nutgraf.annotation.entities.findings import Finding, Reading, text_of
from nutgraf.annotation.entities.gazetteer import names_of
from nutgraf.annotation.entities.groups import GroupFinder
from nutgraf.annotation.entities.holders import Holding, OfficeReader, office_reader, resolve
from nutgraf.annotation.entities.localities import LocalityFinder
from nutgraf.annotation.entities.names import Names
from nutgraf.annotation.entities.offices import offices_of
from nutgraf.annotation.entities.overlaps import chosen, merged
from nutgraf.annotation.entities.person_rules import person_rules
from nutgraf.annotation.entities.persons import PersonFinder, determined_nouns
from nutgraf.annotation.entities.quoted_titles import QuotedTitles
from nutgraf.annotation.entities.spokespeople import SpokespeopleFinder
from nutgraf.annotation.entities.state_parts import StateParts
from nutgraf.annotation.entities.states import bare_attribute, owner_rules
from nutgraf.annotation.entities.titled import TitledFinder
from nutgraf.annotation.entities.unheard_places import UnheardPlaces
from nutgraf.annotation.entities.unknown_names import UnknownNames
from nutgraf.annotation.text.language import Language
from nutgraf.model.annotation import Layers
from nutgraf.model.entity import Entity, EntityKind, EntityMention
from nutgraf.model.table import NameTable

#: An attribute stands at most an apostrophe and one adjective before its noun.
_ATTRIBUTE_REACH = 3

Found = tuple[tuple[Entity, ...], tuple[EntityMention, ...]]


def find_entities(layers: Layers, language: Language, table: NameTable) -> Found:
    """Find the entities of a document and every place in its telling blocks that means one.

    What a table knows comes first, what rules tell second, what the tagger proposes last.

    Entities come in the order of their first mention, mentions in text order. Only
    adjectival mentions may lie inside another mention.
    """
    readings, known, holdings = _Search.of(language, table).found(layers)
    titles = QuotedTitles.of(layers, language)
    added = UnknownNames.of(language).add(readings, known)
    found = [list(titles.without(iter(findings))) for findings in added]
    located = _settled(readings, found, Airports.of(language, _cities(table)))
    return clustered(layers.document, located, holdings, table)


def explained(layers: Layers, language: Language, table: NameTable) -> list[list[Finding]]:
    """What the tables and rules find in each sentence, before any tagger."""
    return _Search.of(language, table).found(layers)[1]


def _settled(
    readings: Sequence[Reading], found: Sequence[Sequence[Finding]], airports: Airports
) -> list[Located]:
    """Every finding with the number of its sentence, facilities joined with their city."""
    numbers = [number for number, findings in enumerate(found) for _ in findings]
    paragraphs = [readings[number].sentence.paragraph for number in numbers]
    settled = airports.settled([f for findings in found for f in findings], paragraphs)
    return [Located(finding, number) for finding, number in zip(settled, numbers, strict=True)]


@lru_cache(maxsize=8)
def _cities(table: NameTable) -> frozenset[str]:
    return frozenset(row.qid for row in table.rows() if row.detail.startswith("city"))


@dataclass(frozen=True, slots=True)
class _Search:
    """The finders of one language over one document."""

    language: Language
    names: Names
    facilities: FacilityFinder
    bodies: BodyFinder
    groups: GroupFinder
    spokespeople: SpokespeopleFinder

    @classmethod
    def of(cls, language: Language, table: NameTable) -> _Search:
        """The finders of a language over a table."""
        names = names_of(language, table)
        facilities, groups = FacilityFinder.of(language), GroupFinder.of(language)
        speaking = SpokespeopleFinder.of(language)
        return cls(language, names, facilities, BodyFinder.of(language), groups, speaking)

    def found(
        self, layers: Layers
    ) -> tuple[list[Reading], list[list[Finding]], dict[str, Holding]]:
        """All findings of each sentence, and the offices of the persons among them."""
        readings = self.acronyms_read(self.names_read(layers))
        readings, holdings = self.persons_read(self.titled_read(readings))
        titles = QuotedTitles.of(layers, self.language)
        found = [list(titles.without(self.with_nouns(reading))) for reading in readings]
        return readings, found, holdings

    def names_read(self, layers: Layers) -> list[Reading]:
        """Read the known names of every sentence."""
        composing, owners = composer(self.language), owner_rules(self.language)
        readings = [Reading.of(one, self.names.find(one)) for one in layers.sentences]
        readings = [merged(reading, composing.find(reading)) for reading in readings]
        return composing.told_apart([of_own_state(reading, owners) for reading in readings])

    def acronyms_read(self, readings: list[Reading]) -> list[Reading]:
        """Add the organisations that the document introduces with an acronym."""
        joints = frozenset(self.language.table("bodies")["name_joints"])
        known: dict[str, Finding] = {}
        for acronym, name in introduced(readings, joints):
            known.setdefault(acronym, name)
        if not known:
            return readings
        spelled = {finding.name: finding for finding in known.values()}
        readings = [renamed(reading, spelled) for reading in readings]
        return [merged(r, repeated(r, known, spelled, joints)) for r in readings]

    def titled_read(self, readings: list[Reading]) -> list[Reading]:
        """Add the organisations that the word before their name tells."""
        nouns = determined_nouns(readings, person_rules(self.language))
        found = TitledFinder.of(self.language, nouns).find(readings)
        return [merged(reading, more) for reading, more in zip(readings, found, strict=True)]

    def persons_read(self, readings: list[Reading]) -> tuple[list[Reading], dict[str, Holding]]:
        """Add persons, first by full name, then by surname, then by office."""
        rules = person_rules(self.language)
        nouns = determined_nouns(readings, rules)
        finder = PersonFinder(rules, nouns, frozenset(self.names.surnames))
        readings = [merged(reading, finder.find(reading)) for reading in readings]
        chains = Chains(rules, self.names.families)
        readings = self._chained(readings, chains)
        readings = [self._freed(reading, chains) for reading in readings]
        surnames = {**self._lone_surnames(), **chains.surnames()}
        repeater = Repeater(surnames, rules, nouns)
        readings = [merged(reading, repeater.find(reading)) for reading in readings]
        readings = [self._lone_identified(reading, chains) for reading in readings]
        localities = LocalityFinder.of(self.language, nouns)
        readings = [merged(reading, localities.find(reading)) for reading in readings]
        parts = StateParts.of(self.language, self.names)
        readings = [merged(reading, parts.find(reading)) for reading in readings]
        unheard = UnheardPlaces.of(self.language, nouns)
        readings = [merged(reading, unheard.find(reading)) for reading in readings]
        return self._offices_read(readings)

    def _freed(self, reading: Reading, chains: Chains) -> Reading:
        """Take states away that are rather the family of a person ("Montenegro said")."""
        families, kept = chains.surnames(), []
        before = frozenset(self.language.table("attribution")["prepositions"])
        for name in reading.names:
            state = name.kind == EntityKind.COUNTRY and not name.adjectival
            family = state and plain(text_of(reading, name.first, name.last)) in families
            if not family or reading.fold(name.first - 1) in before:
                kept.append(name)
        return Reading.of(reading.sentence, kept)

    def _chained(self, readings: list[Reading], chains: Chains) -> list[Reading]:
        words = frozenset(token.text for reading in readings for token in reading.tokens)
        result = []
        for reading in readings:
            found = genitive_stripped(reading.names, words)
            result.append(Reading.of(reading.sentence, [_chain(f, chains) for f in found]))
        return result

    def _lone_surnames(self) -> dict[str, str]:
        """Surnames of the table, for persons whom the document never names in full."""
        rows = self.names.surnames.items()
        guards = self.names.guards
        return {plain(key): f"surname:{plain(key)}" for key, n in rows if n.base not in guards}

    def _lone_identified(self, reading: Reading, chains: Chains) -> Reading:
        return Reading.of(reading.sentence, [_identified(f, chains) for f in reading.names])

    def _offices_read(self, readings: list[Reading]) -> tuple[list[Reading], dict[str, Holding]]:
        reader = office_reader(self.language)
        holders = [pair for reading in readings for pair in _holders(reading, reader)]
        held, result = _fullest(holders), []
        colleagues = CounterpartReader.of(self.language, reader)
        for reading in readings:
            pairs = reader.periphrases(reading)
            found = [resolve(finding, told, holders) for finding, told in pairs]
            met = colleagues.find(reading, holders, held)
            result.append(merged(reading, [*(f for f in found if f is not None), *met]))
        aged = list(AgeReader.of(self.language).find(result))
        return [merged(reading, more) for reading, more in zip(result, aged, strict=True)], held

    def with_nouns(self, reading: Reading) -> Iterator[Finding]:
        """All findings of a sentence, bodies, groups and facilities added."""
        found = [*self.facilities.find(reading), *self.bodies.find(reading)]
        found.extend(self.groups.find(reading))
        found.extend(self.spokespeople.find(reading))
        owned = {finding.first for finding in found} | self._office_places(reading)
        names = (_attributed(name, owned) for name in reading.names)
        return chosen([*names, *found])

    def _office_places(self, reading: Reading) -> set[int]:
        offices = offices_of(self.language)
        places = range(len(reading.tokens))
        return {place for place in places if offices.at(reading, place) is not None}


def _holders(reading: Reading, reader: OfficeReader) -> Iterator[tuple[str, Holding]]:
    """The persons of a sentence with the offices told of them; a table row adds the state."""
    for finding in reading.names:
        if finding.kind == EntityKind.PERSON and not finding.adjectival:
            held = reader.holding(reading, finding)
            if held is not None:
                yield finding.identity, replace(held, country=held.country or finding.country)


def _attributed(name: Finding, owned: set[int]) -> Finding:
    """Make a genitive in front of an office or body a mere attribute ("Kasachstans Präsident")."""
    places = range(name.last, name.last + _ATTRIBUTE_REACH)
    short = bare_attribute(name, name.last) and name.last in owned
    if short or (name.genitive and any(place in owned for place in places)):
        return replace(name, adjectival=True)
    return name


def _fullest(holders: Sequence[tuple[str, Holding]]) -> dict[str, Holding]:
    """The office of each person: the first one told, completed by later ones."""
    found: dict[str, Holding] = {}
    for key, held in holders:
        known = found.get(key)
        if known is None or not known.noun:
            country = held.country or (known.country if known else None)
            parent = held.parent or (known.parent if known else None)
            found[key] = replace(held, country=country, parent=parent)
        else:
            found[key] = replace(
                known, country=known.country or held.country, parent=known.parent or held.parent
            )
    return found


def _chain(finding: Finding, chains: Chains) -> Finding:
    if finding.kind != EntityKind.PERSON or " " not in finding.name:
        return finding
    return replace(finding, identity=chains.add(finding))


def _identified(finding: Finding, chains: Chains) -> Finding:
    """Give a person named by surname alone the only holder of it in the document."""
    if finding.kind != EntityKind.PERSON or finding.identity:
        return finding
    surname = plain(finding.name.split(" ")[-1])
    return replace(finding, identity=chains.holder(surname) or f"surname:{surname}")
