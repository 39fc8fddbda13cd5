"""The verb that reads articles, and its three forms: for people, for programs, for `link`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from nutgraf.cli.console import print_text, write_lines
from nutgraf.cli.session import steps_of
from nutgraf.cli.steps import (
    AnnotatorName,
    LanguageCode,
    Output,
    Published,
    Publisher,
    documents_of,
    given_metadata,
)
from nutgraf.errors import RequestError
from nutgraf.model.annotation import AnnotatedDocument
from nutgraf.model.codec import to_json
from nutgraf.pipeline.reading import reading_schema
from nutgraf.pipeline.readings import reading_of


def annotate(
    context: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(help="Files; - is standard input.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One reading a line: reports with names and spans.")
    ] = False,
    schema: Annotated[bool, typer.Option("--schema", help="The JSON Schema of --json.")] = False,
    output: Output = None,
    published: Published = None,
    publisher: Publisher = None,
    language: LanguageCode = None,
    annotator: AnnotatorName = None,
) -> None:
    """Find events, figures and claims in articles or documents; piped on, for `link`."""
    if schema:
        text = json.dumps(reading_schema(), ensure_ascii=False, indent=2)
        write_lines([text], output)
        return
    if not files:
        raise RequestError("annotate what? Name files, or - for standard input")
    steps = steps_of(context, annotator)
    given = given_metadata(published, publisher, language)
    annotated = map(steps.annotate, documents_of(steps, files, given))
    if as_json:
        write_lines((to_json(reading_of(one)) for one in annotated), output)
    elif output or not sys.stdout.isatty():
        write_lines(map(to_json, annotated), output)
    else:
        for one in annotated:
            _show(one)


def _show(annotated: AnnotatedDocument) -> None:
    """Print what was found for a person to read."""
    names = {entity.key: entity.name for entity in annotated.entities}
    print_text(annotated.document.title or annotated.document.source)
    for event in annotated.events:
        people = ", ".join(f"{p.role.value} {names[p.entity]}" for p in event.participations)
        place = f" in {names[event.place]}" if event.place else ""
        when = f" ({event.time.edtf or event.time.label})" if event.time else ""
        voice = names.get(event.attribution.source or "", event.attribution.kind.value)
        kinds = "/".join(event.types)
        print_text(f"  {kinds}{place}{when}, {event.factuality.value}, {voice}: {people}")
        print_text(f"      «{event.trigger.quote}»")
    for figure in annotated.figures:
        print_text(f"  {figure.measure.value}: «{figure.quantity.quoted}»")
    for claim in annotated.claims:
        speaker = names.get(claim.speaker or "", "unnamed source")
        print_text(f"  {speaker} {claim.speech_act.value}: «{claim.content.quote}»")
