"""The reading of an article fits its schema, its text and what the steps hand on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from nutgraf.folders import folder
from nutgraf.model.annotation import AnnotatedDocument
from nutgraf.model.codec import from_json, to_json
from nutgraf.model.document import Document
from nutgraf.pipeline.reading import Reading, reading_schema
from nutgraf.pipeline.readings import reading_of
from nutgraf.pipeline.steps import Steps
from nutgraf.settings import Settings

SHIPPED = Path(__file__).parents[2] / "docs" / "reference" / "reading.schema.json"
SEEDS = sorted(file for file in folder("seeds").iterdir() if file.suffix in {".json", ".txt"})


@cache
def steps() -> Steps:
    """The steps with their default settings."""
    return Steps.build(Settings().base, 10**8)


@cache
def annotated(file: Path) -> AnnotatedDocument:
    """A seed article as the reader reads it."""
    (document,) = steps().read(file.read_bytes(), file.name)
    assert isinstance(document, Document)
    return steps().annotate(document)


def written(file: Path) -> Any:
    """The JSON of the reading of a seed article."""
    return json.loads(to_json(reading_of(annotated(file))))


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every object with offsets and a quote, however deep."""
    if isinstance(value, dict):
        if {"start", "end", "quote"} <= value.keys():
            yield value
        for part in value.values():
            yield from spans(part)
    elif isinstance(value, list):
        for part in value:
            yield from spans(part)


def test_the_schema_is_one() -> None:
    """The generated schema is sound JSON Schema of 2020-12."""
    Draft202012Validator.check_schema(reading_schema())


def test_the_shipped_schema_is_the_generated_one() -> None:
    """The file in the documentation is what `nutgraf annotate --schema` prints."""
    again = "run `nutgraf annotate --schema -o docs/reference/reading.schema.json`"
    assert json.loads(SHIPPED.read_text("utf-8")) == reading_schema(), again


@pytest.mark.parametrize("file", SEEDS, ids=lambda file: file.name)
def test_readings_fit_the_schema(file: Path) -> None:
    """What is written for each seed is valid, and is read back as the same reading."""
    errors = list(Draft202012Validator(reading_schema()).iter_errors(written(file)))
    assert errors == []
    reading = reading_of(annotated(file))
    assert from_json(Reading, to_json(reading)) == reading


@pytest.mark.parametrize("file", SEEDS, ids=lambda file: file.name)
def test_every_span_is_verbatim(file: Path) -> None:
    """Each span of each record quotes the text that the reading carries."""
    reading = written(file)
    text = reading["document"]["text"]
    found = list(spans(reading))
    assert found
    assert [one for one in found if text[one["start"] : one["end"]] != one["quote"]] == []


@pytest.mark.parametrize("file", SEEDS, ids=lambda file: file.name)
def test_records_refer_to_each_other(file: Path) -> None:
    """Ids of events, figures and entities lead to records of the same reading."""
    reading = written(file)
    events = {event["id"] for event in reading["events"]}
    figures = {figure["id"] for figure in reading["figures"]}
    names = {entity["key"]: entity["name"] for entity in reading["entities"]}
    parts = [part for event in reading["events"] for part in event["participants"]]
    assert {figure["event"] for figure in reading["figures"]} <= events
    assert {one for claim in reading["claims"] for one in claim["conveys"]} <= events | figures
    assert [part for part in parts if names[part["entity"]] != part["name"]] == []


def test_a_schema_refuses_what_is_no_reading() -> None:
    """A role that is no role, or a figure without its event, is not valid."""
    reading = written(SEEDS[0])
    validator = Draft202012Validator(reading_schema())
    reading["events"][0]["factuality"] = "certain"
    assert len(list(validator.iter_errors(reading))) == 1
    del reading["figures"][0]["event"]
    assert len(list(validator.iter_errors(reading))) == 2


def test_numbers_are_numbers() -> None:
    """Values and bounds are JSON numbers, equal to what was read."""
    for file in SEEDS:
        for figure, record in zip(annotated(file).figures, written(file)["figures"], strict=True):
            quantity = figure.quantity
            told = (record["value"], record["min"], record["max"])
            assert told == tuple(
                None if value is None else float(value)
                for value in (quantity.value, quantity.minimum, quantity.maximum)
            )
            assert quantity.value is None or Decimal(str(record["value"])) == quantity.value


def test_the_documented_example_has_the_form() -> None:
    """The example in the documentation has every field of each record, and no other."""
    page = SHIPPED.with_name("annotation-json.md").read_text("utf-8")
    (block,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    example, properties = json.loads(block), reading_schema()["$defs"]
    assert set(example) | {"document", "entities"} == set(reading_schema()["properties"])
    for kind in ("event", "figure", "claim"):
        (record,) = example[f"{kind}s"]
        assert set(record) == set(properties[f"{kind.capitalize()}Record"]["properties"])
