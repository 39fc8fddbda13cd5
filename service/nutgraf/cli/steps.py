"""The steps as verbs: each reads files (or the step before's JSON Lines) and writes its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from nutgraf.annotation.text.language import languages
from nutgraf.cli.console import print_json, print_text, say, write_lines
from nutgraf.cli.session import steps_of
from nutgraf.errors import DocumentError, RequestError
from nutgraf.model.annotation import AnnotatedDocument
from nutgraf.model.codec import from_json, to_json
from nutgraf.model.document import Document, PublicationDate
from nutgraf.model.link import LinkedDocument
from nutgraf.pipeline.steps import Steps
from nutgraf.pipeline.trig import graphs_from_text, to_trig
from nutgraf.sources.record import ArticleRecord

Files = Annotated[list[Path], typer.Argument(help="Files; - is standard input.")]
Published = Annotated[
    str | None, typer.Option(help="Publication date: 2022, 2022-01 or 2022-01-13.")
]
Publisher = Annotated[str | None, typer.Option(help="Who published the article.")]
LanguageCode = Annotated[str | None, typer.Option("--language", help="Language code: de or en.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write here instead of to standard output.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON value per line.")]
T = TypeVar("T")


def given_metadata(
    published: str | None, publisher: str | None, language: str | None
) -> ArticleRecord:
    """Metadata stated on the command line; it goes before what files say.

    A date or language that cannot be is the caller's mistake, not the articles'.
    """
    try:
        PublicationDate.parse(published or "2000")
    except ValueError as error:
        raise RequestError(f"--published: {error}") from error
    if language and language not in languages():
        raise RequestError(f"--language {language}: nutgraf reads {', '.join(languages())}")
    return ArticleRecord(published=published, publisher=publisher, language=language)


def read(
    context: typer.Context,
    files: Files,
    output: Output = None,
    published: Published = None,
    publisher: Publisher = None,
    language: LanguageCode = None,
) -> None:
    """Read articles (text, HTML, JSON records) into documents as JSON Lines."""
    given = given_metadata(published, publisher, language)
    documents = _documents(steps_of(context), files, given)
    write_lines(map(to_json, documents), output)


def annotate(
    context: typer.Context,
    files: Files,
    as_json: Json = False,
    output: Output = None,
    published: Published = None,
    publisher: Publisher = None,
    language: LanguageCode = None,
) -> None:
    """Find events, figures and claims in articles or documents; JSON Lines with --json."""
    steps = steps_of(context)
    given = given_metadata(published, publisher, language)
    annotated = map(steps.annotate, _documents(steps, files, given))
    if as_json or output or not sys.stdout.isatty():
        write_lines(map(to_json, annotated), output)
    else:
        for one in annotated:
            _show(one)


def link(context: typer.Context, files: Files, output: Output = None) -> None:
    """Link the entities of annotated documents (or of articles) to Wikidata."""
    steps = steps_of(context)
    write_lines((to_json(steps.link(one)) for one in _annotated(steps, files)), output)


def map_(context: typer.Context, files: Files, output: Output = None) -> None:
    """Write linked documents (or articles) as TriG."""
    steps = steps_of(context)
    graphs = [pair for linked in _linked(steps, files) for pair in steps.map(linked)]
    write_lines([to_trig(graphs)], output)


def check(context: typer.Context, files: Files, as_json: Json = False) -> None:
    """Check the quads of articles (TriG or N-Quads) against the shapes."""
    gate = steps_of(context).gate
    sound = True
    for name, raw in _contents(files):
        text = raw.decode("utf-8", errors="replace")
        report = gate.check("".join(quads for _, quads in graphs_from_text(text, name)))
        sound = sound and report.conforms
        if as_json:
            results = [asdict(result) for result in report.results]
            print_json({"source": name, "conforms": report.conforms, "results": results})
        else:
            print_text(f"{name}\n{report.as_text()}")
    if not sound:
        raise typer.Exit(3)


def _contents(files: list[Path]) -> Iterator[tuple[str, bytes]]:
    for file in files:
        if str(file) == "-":
            yield "standard input", sys.stdin.buffer.read()
            continue
        try:
            yield file.name, file.read_bytes()
        except OSError as error:
            raise RequestError(f"{file}: {error.strerror}") from error


def _documents(steps: Steps, files: list[Path], given: ArticleRecord) -> Iterator[Document]:
    """Documents of files: read from articles, or taken from the JSON Lines of `read`."""
    refused = False
    for name, raw in _contents(files):
        if _is_of(raw, "blocks"):
            yield from _values(Document, raw)
            continue
        for found in steps.read(raw, name, given):
            if isinstance(found, DocumentError):
                refused = True
                say(f"nutgraf: {found}")
            else:
                yield found
    if refused:
        raise typer.Exit(3)


def _annotated(steps: Steps, files: list[Path]) -> Iterator[AnnotatedDocument]:
    for name, raw in _contents(files):
        if _is_of(raw, "extractor"):
            yield from _values(AnnotatedDocument, raw)
        else:
            for document in _documents_in(steps, name, raw):
                yield steps.annotate(document)


def _linked(steps: Steps, files: list[Path]) -> Iterator[LinkedDocument]:
    for name, raw in _contents(files):
        if _is_of(raw, "annotated"):
            yield from _values(LinkedDocument, raw)
        elif _is_of(raw, "extractor"):
            yield from (steps.link(one) for one in _values(AnnotatedDocument, raw))
        else:
            for document in _documents_in(steps, name, raw):
                yield steps.link(steps.annotate(document))


def _documents_in(steps: Steps, name: str, raw: bytes) -> Iterator[Document]:
    if _is_of(raw, "blocks"):
        yield from _values(Document, raw)
        return
    for found in steps.read(raw, name):
        if isinstance(found, DocumentError):
            raise found
        yield found


def _is_of(raw: bytes, key: str) -> bool:
    """Tell whether the first line is JSON of a step: its own key stands at the top level."""
    first = raw.split(b"\n", 1)[0]
    starts = {"blocks": b'{"text":', "extractor": b'{"document":', "annotated": b'{"annotated":'}
    return first.startswith(starts[key]) and f'"{key}":'.encode() in first


def _values(kind: type[T], raw: bytes) -> Iterator[T]:
    for line in raw.decode().splitlines():
        if line.strip():
            yield from_json(kind, line)


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
