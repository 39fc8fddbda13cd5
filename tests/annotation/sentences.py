"""Sentences of an example table, read as the shipped reader reads an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nutgraf.annotation.stages import read_layers
from nutgraf.folders import folder
from nutgraf.linking import EntityTable
from nutgraf.model.annotation import Layers
from nutgraf.model.document import Block, BlockRole, Document, PublicationDate
from nutgraf.model.event import EventReport

_PUBLISHED = PublicationDate.parse("2022-01-13")
_MARKS = re.compile(r"[\[\]]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text without its square brackets, what was read, and the stretches they marked."""

    layers: Layers
    marked: tuple[tuple[int, int], ...]

    def report(self, number: int = 0) -> EventReport | None:
        """The report whose trigger touches a marked stretch, if there is one."""
        start, end = self.marked[number]
        touching = (
            e for e in self.layers.events if e.trigger.start < end and start < e.trigger.end
        )
        return next(touching, None)

    def told(self, report: EventReport | None, wanted: dict[str, Any]) -> dict[str, Any] | None:
        """What a report says of the things that an example asks for; `None` for no report."""
        if report is None:
            return None
        place = next((e for e in self.layers.entities if e.key == report.place), None)
        names = {entity.key: entity.name for entity in self.layers.entities}
        everything = {
            "type": report.types[0],
            "factuality": str(report.factuality),
            "phase": str(report.phase),
            "voice": str(report.attribution.kind),
            "background": report.background,
            "place": place.name if place is not None else None,
            "time": report.time.edtf if report.time is not None else None,
            "roles": {names[part.entity]: str(part.role) for part in report.participations},
        }
        return {key: everything[key] for key in wanted}


@lru_cache(maxsize=1)
def _table() -> EntityTable:
    return EntityTable.load(folder("seeds") / "entities.tsv")


@lru_cache(maxsize=4096)
def reading(code: str, text: str) -> Reading:
    """Read a sentence whose words in square brackets are asked about, in a January of 2022."""
    plain = _MARKS.sub("", text)
    blocks = tuple(
        Block(line.start(), line.end(), BlockRole.BODY) for line in re.finditer(r"[^\n]+", plain)
    )
    document = Document(plain, code, blocks, published=_PUBLISHED)
    return Reading(read_layers(document, _table()), tuple(_marked(text)))


def _marked(text: str) -> list[tuple[int, int]]:
    """Offsets of what the brackets hold, in the text without them."""
    spots, start = [], 0
    for number, mark in enumerate(_MARKS.finditer(text)):
        at = mark.start() - number
        if mark.group() == "[":
            start = at
        else:
            spots.append((start, at))
    return spots
