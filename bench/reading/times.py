"""How well times are read: expressions with their values, on the DateTimeModel cases.

The cases (Recognizers-Text, MIT licence) are of spoken commands and office mail as much as of
articles. All cases count that no rule of `time_support` leaves out; none is picked by hand,
and what is not read at all counts as wrong. A case is right where one of its listed values
is read: past and future are listed for what the wording leaves open, and one is enough.
Two more rows count commands and questions too, and leave nothing out. Evaluated on only;
nothing of them is in the repository.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.reading import corpora
from bench.reading.measurement import Fault, Measurement, Row
from bench.reading.time_support import COMMAND, KINDS, Expected, left_out
from bench.reading.time_values import agrees
from nutgraf.annotation.text.language import language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.annotation.times.time_mentions import time_expressions
from nutgraf.model.annotation import Layers
from nutgraf.model.document import Block, BlockRole, Document, PublicationDate
from nutgraf.model.time import TimeValue

LANGUAGES = {"German": "de", "English": "en"}
_BASELINE = "dateparser: value F1 .02 on German news"


@dataclass(frozen=True, slots=True)
class Case:
    """An expected time, whether it is read right, and the rule that leaves it out."""

    code: str
    expected: Expected
    right: bool
    excluded: str | None

    @property
    def kind(self) -> str:
        """The kind of the expected time."""
        return self.expected.kind


def measure() -> Measurement:
    """The share of times read right, in all and by kind, for each language."""
    rows: list[Row] = []
    faults: list[Fault] = []
    for folder, code in LANGUAGES.items():
        file = corpora.file("recognizers", folder, "DateTime", "DateTimeModel.json")
        found = tuple(cases(file, code))
        rows += _rows(f"recognizers-{code}", corpora.digest(file), found)
        faults += [_fault(case) for case in found if not case.right and not case.excluded]
    return Measurement(tuple(rows), tuple(faults))


def cases(file: Path, code: str) -> Iterator[Case]:
    """Every expected result of a file, read."""
    for row in json.loads(file.read_text(encoding="utf-8-sig")):
        day = row.get("Context", {}).get("ReferenceDateTime", "")[:10]
        day = row.get("Context", {}).get("ReferenceDateTime", "")[:10]
        found = read(row["Input"], day, code)
        for result in row["Results"]:
            yield _case(_expected(row["Input"], result, day), code, found)


def read(text: str, day: str, code: str) -> tuple[TimeValue, ...]:
    """The times of a text published on a day."""
    published = PublicationDate.parse(day) if day else None
    block = Block(0, len(text), BlockRole.BODY)
    document = Document(text=text, language=code, blocks=(block,), published=published)
    layers = Layers(document, segment(document))
    return tuple(mention.value for mention in time_expressions(layers, language(code)))


def _expected(text: str, result: dict[str, Any], day: str) -> Expected:
    kind = str(result.get("TypeName", result.get("Typename", ""))).rpartition(".")[2]
    values = tuple((result.get("Resolution") or {}).get("values", ()))
    return Expected(kind, text, result["Text"], values, day)


def _case(expected: Expected, code: str, found: tuple[TimeValue, ...]) -> Case:
    right = any(agrees(expected.kind, value, time) for value in expected.values for time in found)
    return Case(code, expected, right, left_out(expected))


def _rows(name: str, digest: str, found: tuple[Case, ...]) -> Iterator[Row]:
    supported = [case for case in found if not case.excluded]
    yield Row(name, digest, "value accuracy", _share(supported), 0.85, 0.95, _BASELINE)
    for kind in KINDS:
        own = [case for case in supported if case.kind == kind]
        yield Row(name, digest, f"value accuracy: {kind}", _share(own))
    spoken = [case for case in found if case.excluded in {None, COMMAND}]
    yield Row(name, digest, "value accuracy: commands and questions too", _share(spoken))
    yield Row(name, digest, "value accuracy: no case left out", _share(list(found)))


def _share(found: list[Case]) -> float:
    return sum(case.right for case in found) / len(found) if found else 0.0


def _fault(case: Case) -> Fault:
    expected = case.expected
    listed = " | ".join(value.get("timex", "") for value in expected.values)
    words = f"{expected.words!r} in {expected.text!r}: {listed}"
    return Fault(f"times-{case.code}-{case.kind}", words)
