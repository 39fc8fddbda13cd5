"""Score times and numbers on the Recognizers-Text cases and print one table.

The cases (Microsoft, MIT licence) are of spoken commands ("on the 4th", "05-Aug-2016"), most
of which no article writes: the share of what is read tells more than the number of cases.
They are evaluated on only. They lie at
`$NUTGRAF_CORPORA/corpora/recognizers/{German,English}/{DateTime,Number}`. Only kinds that
news articles have are counted: `date` (one of the listed days is read, or none is where
the case leaves the year open), `daterange` (one of the listed stretches is read; its end
counts as the last day or the day behind it), `number` (the value is read).

Run: python bench/recognizers.py
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from nutgraf.annotation.quantities.quantity_mentions import find_quantities
from nutgraf.annotation.text.language import language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.annotation.times.time_mentions import find_times
from nutgraf.model.annotation import Layers
from nutgraf.model.document import Block, BlockRole, Document, PublicationDate

Row = dict[str, Any]
LANGUAGES = {"German": "de", "English": "en"}


def cases(folder: str, model: str) -> Iterator[tuple[Row, Row]]:
    """Each expected result of a model's cases, with its case."""
    home = Path(os.environ.get("NUTGRAF_CORPORA", "../shared/data"))
    path = home / "corpora" / "recognizers" / folder / f"{model}.json"
    for row in json.loads(path.read_text(encoding="utf-8-sig")):
        yield from ((row, result) for result in row["Results"])


def layers(row: Row, code: str) -> Layers:
    """The sentences of a case, published on its reference day."""
    text = row["Input"]
    day = row.get("Context", {}).get("ReferenceDateTime", "")[:10]
    published = PublicationDate.parse(day) if day else None
    block = Block(0, len(text), BlockRole.BODY)
    document = Document(text=text, language=code, blocks=(block,), published=published)
    return Layers(document, segment(document))


def reads_time(row: Row, result: Row, code: str) -> bool | None:
    """Tell whether one of the listed values is read; `None` when nothing is resolved."""
    found = [mention.value for mention in find_times(layers(row, code), language(code))]
    days = {(value.begin_earliest, value.latest) for value in found if value.bounded}
    right = any(bounds & days for bounds in map(_bounds, result["Resolution"]["values"]))
    return right if days else None


def _bounds(value: Row) -> set[tuple[date | None, date | None]]:
    """First and last day of a listed value, the end of a range read in both ways."""
    try:
        if value["type"] == "date":
            day = date.fromisoformat(value["value"])
            return {(day, day)}
        first, end = date.fromisoformat(value["start"]), date.fromisoformat(value["end"])
    except (KeyError, ValueError):
        return set()
    return {(first, end), (first, end - timedelta(days=1))}


def reads_number(row: Row, result: Row, code: str) -> bool | None:
    """Tell whether the value of a number is read; `None` when no number is."""
    found = find_quantities(layers(row, code), language(code))
    try:
        value = Decimal(result["Resolution"]["value"].replace(",", "."))
    except InvalidOperation:
        return False
    return any(mention.quantity.value == value for mention in found) if found else None


def main() -> None:
    """Print the share of cases read, by language and kind."""
    print(f"{'language':10} {'kind':10} {'cases':>6} {'read':>6} {'right':>6} {'share':>6}")
    for folder, code in LANGUAGES.items():
        times = list(cases(f"{folder}/DateTime", "DateTimeModel"))
        for kind in ("date", "daterange"):
            own = [pair for pair in times if pair[1].get("TypeName") == f"datetimeV2.{kind}"]
            show(folder, kind, [reads_time(*pair, code) for pair in own])
        numbers = list(cases(f"{folder}/Number", "NumberModel"))
        show(folder, "number", [reads_number(*pair, code) for pair in numbers])


def show(folder: str, kind: str, told: list[bool | None]) -> None:
    """Print one row of the table; the share is that of what was read."""
    read = [right for right in told if right is not None]
    share = sum(read) / len(read) if read else 0.0
    print(f"{folder:10} {kind:10} {len(told):6} {len(read):6} {sum(read):6} {share:6.3f}")


if __name__ == "__main__":
    main()
