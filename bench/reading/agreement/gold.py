"""Gold records: what a careful archivist reads in each seed article (`seeds/*.gold.yaml`).

Gold lists every event, every casualty-like figure, every attributed statement, every time
expression and every link of its article, so that precision can be told. What may be
recorded as well or left out without fault is `optional: true`: found or not, it does not
count. A key that is absent from an event is not judged; `null` says "the text tells none".
`also` gives other places that tell the same; a list of times, several ways to put one time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from nutgraf.errors import ConfigurationError
from nutgraf.folders import folder

SEEDS = folder("seeds")


@dataclass(frozen=True, slots=True)
class GoldItem:
    """One gold record: its wordings in the text, whether it counts, and what is judged."""

    quotes: tuple[str, ...]
    optional: bool
    judged: Mapping[str, Any]
    places: tuple[tuple[int, int], ...] = ()

    def spots(self, text: str) -> tuple[tuple[int, int], ...]:
        """The places of the record, else all where one of its wordings stands."""
        if self.places:
            return self.places
        return tuple(spot for quote in self.quotes for spot in _occurrences(text, quote))


@dataclass(frozen=True, slots=True)
class Gold:
    """All gold records of one article."""

    article: str
    events: tuple[GoldItem, ...]
    figures: tuple[GoldItem, ...]
    claims: tuple[GoldItem, ...]
    times: tuple[GoldItem, ...]
    links: tuple[GoldItem, ...]


_SECTIONS = ("article", "events", "figures", "claims", "times", "links")


def load_gold(path: Path) -> Gold:
    """Read one gold file whose records quote the article."""
    record = load_record(path)
    absent = [name for name in _SECTIONS if name not in record]
    if absent:
        raise ConfigurationError(
            f"{path} has no section {', '.join(absent)}; write `{absent[0]}: []` where the "
            "article tells none"
        )
    return Gold(
        article=record["article"],
        events=_items(record["events"]),
        figures=_items(record["figures"]),
        claims=_items(record["claims"]),
        times=_items(record["times"]),
        links=_items(record["links"], key="name"),
    )


def load_record(path: Path) -> dict[str, Any]:
    """Read a YAML file; numbers become decimals, so that they compare with quantities."""
    record: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=_DecimalLoader)  # noqa: S506
    return record


def gold_files(folder: Path = SEEDS) -> tuple[Path, ...]:
    """The gold files of a folder, sorted by name."""
    return tuple(sorted(folder.glob("*.gold.yaml")))


class _DecimalLoader(yaml.SafeLoader):
    """A safe loader that keeps 22.48 exact instead of reading a binary fraction."""


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(loader.construct_scalar(node))


_DecimalLoader.add_constructor("tag:yaml.org,2002:float", _decimal)
_DecimalLoader.add_constructor("tag:yaml.org,2002:int", _decimal)


def _items(records: list[dict[str, Any]], key: str = "quote") -> tuple[GoldItem, ...]:
    return tuple(
        GoldItem(
            quotes=(record[key], *record.get("also", ())),
            optional=bool(record.get("optional", False)),
            judged={name: value for name, value in record.items() if name not in _FRAME},
        )
        for record in records
    )


_FRAME = frozenset({"quote", "also", "optional"})


def _occurrences(text: str, quote: str) -> Iterator[tuple[int, int]]:
    start = text.find(quote)
    while start >= 0:
        yield start, start + len(quote)
        start = text.find(quote, start + 1)
