"""Counterparts: "seinem russischen Kollegen" is who holds the speaker's office over there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nutgraf.annotation.entities.findings import Finding, Reading
from nutgraf.annotation.entities.holders import Holding, OfficeReader
from nutgraf.annotation.entities.offices import Office
from nutgraf.annotation.entities.states import owner_before
from nutgraf.annotation.text.language import Language
from nutgraf.annotation.text.tokens import fold
from nutgraf.model.entity import EntityKind

#: The possessive stands at most so many words before its noun.
_REACH = 3


@dataclass(frozen=True, slots=True)
class CounterpartReader:
    """Finds possessives with a state and a word for a colleague, and no name behind."""

    reader: OfficeReader
    words: tuple[str, ...]
    possessives: frozenset[str]

    @classmethod
    def of(cls, language: Language, reader: OfficeReader) -> CounterpartReader:
        """The reader of one language; without its table no colleague means anybody."""
        data = language.table("offices").get("counterparts") or {}
        words = tuple(fold(word) for word in data.get("words", ()))
        return cls(reader, words, frozenset(data.get("possessives", ())))

    def find(
        self,
        reading: Reading,
        holders: Sequence[tuple[str, Holding]],
        held: Mapping[str, Holding],
    ) -> Iterator[Finding]:
        """The counterparts of a sentence that are one person of the document."""
        for at in range(len(reading.tokens) if self.words else 0):
            office = self.reader.offices.at(reading, at)
            if office is not None and self._is_counterpart(reading, office):
                country = owner_before(reading, office.first, self.reader.owners).country
                own = self._own(reading, at, held)
                if own is not None and country and country != own.country:
                    yield from self._resolved(reading, office, own, country, holders)

    def _is_counterpart(self, reading: Reading, office: Office) -> bool:
        if not fold(office.noun).startswith(self.words) or reading.covers(office.first) is not None:
            return False
        before = (reading.fold(office.first - step) for step in range(1, _REACH + 1))
        owned = any(word in self.possessives for word in before)
        return owned and not self.reader.names_its_holder(reading, office.last)

    @staticmethod
    def _own(reading: Reading, at: int, held: Mapping[str, Holding]) -> Holding | None:
        """The office of the last person told of before."""
        for finding in reversed(reading.names):
            if finding.kind == EntityKind.PERSON and finding.last <= at:
                return held.get(finding.identity)
        return None

    @staticmethod
    def _resolved(
        reading: Reading,
        office: Office,
        own: Holding,
        country: str,
        holders: Sequence[tuple[str, Holding]],
    ) -> Iterator[Finding]:
        keys = {key for key, other in holders if other.country == country and _same(own, other)}
        if len(keys) == 1:
            yield reading.finding(
                office.first,
                office.last,
                kind=EntityKind.PERSON,
                name=office.noun,
                identity=keys.pop(),
                head=False,
            )


def _same(own: Holding, other: Holding) -> bool:
    """The same office, whoever holds it: "Außenminister" and "Außenministerin"."""
    if own.office_class != other.office_class or not own.noun or not other.noun:
        return False
    shorter, longer = sorted((fold(own.noun), fold(other.noun)), key=len)
    return longer.startswith(shorter) or (own.whole and other.whole)
