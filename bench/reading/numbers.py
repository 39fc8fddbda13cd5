"""How well numbers are read: a generator of all forms, and the cases of Recognizers-Text.

The generator (`number_forms`) writes every form in every frame; a sentence is right where it
gives exactly one quantity with exactly the value. The cases (Recognizers-Text, MIT licence)
are of numbers in any text: `number` asks for the value among all that is read as a number,
`percent` and `range` for the quantity with its bounds. What is not read is wrong. Cases that
a rule of `number_support` leaves out are no quantities in news; the rows "… all" leave nothing
out. Evaluated on only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from bench.reading import corpora, number_forms
from bench.reading.measurement import Fault, Measurement, Row
from bench.reading.number_support import unsupported
from nutgraf.annotation.quantities.number_spans import read_numbers
from nutgraf.annotation.quantities.quantity_mentions import find_quantities
from nutgraf.annotation.text.language import language
from nutgraf.annotation.text.segmentation import segment
from nutgraf.model.annotation import Layers
from nutgraf.model.document import Block, BlockRole, Document
from nutgraf.model.quantity import Measure, Quantity

LANGUAGES = {"German": "de", "English": "en"}
_MODELS = {"number": "NumberModel", "percent": "PercentModel", "range": "NumberRangeModel"}
_BASELINE = "quantulum3 reads 10'000 as 10.0"
# The cases give fifteen digits of thirds.
_CLOSE = Decimal("1e-12")


@dataclass(frozen=True, slots=True)
class Case:
    """One expected number of a text, whether it counts and whether it is read."""

    code: str
    kind: str
    text: str
    words: str
    value: str
    excluded: str | None
    right: bool


def measure() -> Measurement:
    """The share of the generator's sentences and of the cases that are read right."""
    rows: list[Row] = []
    faults: list[Fault] = []
    for code in LANGUAGES.values():
        row, wrong = _generated(code)
        rows.append(row)
        faults += wrong
    for folder, code in LANGUAGES.items():
        for kind, model in _MODELS.items():
            file = corpora.file("recognizers", folder, "Number", f"{model}.json")
            found = tuple(cases(file, kind, code))
            rows += _rows(f"recognizers-{code}", corpora.digest(file), kind, found)
            faults += [_fault(case) for case in found if not case.right and not case.excluded]
    return Measurement(tuple(rows), tuple(faults))


def quantities(text: str, code: str) -> tuple[tuple[Quantity, Measure | None], ...]:
    """The quantities of a text with what they measure."""
    document = Document(text=text, language=code, blocks=(Block(0, len(text), BlockRole.BODY),))
    found = find_quantities(Layers(document, segment(document)), language(code))
    return tuple((mention.quantity, mention.measure) for mention in found)


def _generated(code: str) -> tuple[Row, list[Fault]]:
    written = [each for each in number_forms.written_numbers() if each.code == code]
    wrong = [each for each in written if not reads(each)]
    digest = hashlib.sha256("\n".join(each.text for each in written).encode()).hexdigest()[:16]
    share = 1 - len(wrong) / len(written)
    row = Row(f"number-forms-{code}", digest, "value accuracy", share, 1.0, 1.0, _BASELINE)
    kind = f"number-forms-{code}"
    return row, [Fault(kind, f"{each.form}/{each.frame}: {each.text}") for each in wrong]


def reads(written: number_forms.Written) -> bool:
    """Tell whether a sentence gives its number and no other."""
    found = quantities(written.text, written.code)
    return [quantity.value for quantity, _ in found] == [written.value]


def cases(file: Path, kind: str, code: str) -> Iterator[Case]:
    """Every expected result of a file, read; a percent sign without number expects none."""
    for row in json.loads(file.read_text(encoding="utf-8-sig")):
        for result in row["Results"]:
            value = str((result.get("Resolution") or {}).get("value", ""))
            if value not in {"null", ""}:
                yield _case(row["Input"], result, kind, code)


def _case(text: str, result: dict[str, Any], kind: str, code: str) -> Case:
    words, value = result["Text"], result["Resolution"]["value"]
    right = _CHECKS[kind](text, value, code)
    excluded = unsupported(text, words, int(result.get("Start", 0)), code)
    return Case(code, kind, text, words, value, excluded, right)


def _reads_number(text: str, value: str, code: str) -> bool:
    try:
        expected = Decimal(value.replace(",", "."))
    except InvalidOperation:
        return False
    values = (number.value for number in read_numbers(text, language(code)))
    return any(each is not None and _is_close(each, expected) for each in values)


def _is_close(value: Decimal, expected: Decimal) -> bool:
    return abs(value - expected) <= abs(expected) * _CLOSE


def _reads_percent(text: str, value: str, code: str) -> bool:
    expected = Decimal(value.rstrip("%").replace(",", "."))
    found = quantities(text, code)
    return any(each.value == expected for each, measure in found if measure is Measure.SHARE)


def _reads_range(text: str, value: str, code: str) -> bool:
    low, high = value[1:-1].split(",")
    if low == high:
        return any(each.value == Decimal(low) for each, _ in quantities(text, code))
    return any(
        _is_bound(each.minimum, low, value[0], 1) and _is_bound(each.maximum, high, value[-1], -1)
        for each, _ in quantities(text, code)
    )


def _is_bound(found: Decimal | None, told: str, bracket: str, step: int) -> bool:
    """An open bound of whole things is the next one; ranges are listed as open at their end."""
    if not told:
        return found is None
    bound = Decimal(told)
    return found == bound or (bracket in "()" and found == bound + step)


_CHECKS = {"number": _reads_number, "percent": _reads_percent, "range": _reads_range}


def _rows(name: str, digest: str, kind: str, found: tuple[Case, ...]) -> Iterator[Row]:
    own = [case for case in found if not case.excluded]
    goals = {"number": (0.95, 1.0)} if name.endswith("-de") else {}
    must, should = goals.get(kind, (None, None))
    yield Row(name, digest, f"value accuracy: {kind} ({len(own)})", _share(own), must, should)
    yield Row(name, digest, f"value accuracy: {kind} all ({len(found)})", _share(list(found)))


def _share(found: list[Case]) -> float:
    return sum(case.right for case in found) / len(found) if found else 0.0


def _fault(case: Case) -> Fault:
    kind = f"numbers-{case.code}-{case.kind}"
    return Fault(kind, f"{case.words!r} in {case.text!r}: {case.value}")
