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
from nutgraf.cli.session import open_store, settings_of, steps_of
from nutgraf.errors import DocumentError, RequestError
from nutgraf.model.annotation import AnnotatedDocument
from nutgraf.model.codec import from_json, to_json
from nutgraf.model.document import Document, PublicationDate
from nutgraf.model.link import LinkedDocument
from nutgraf.pipeline.reading import FORMAT, Reading
from nutgraf.pipeline.steps import Steps
from nutgraf.pipeline.trig import graphs_from_text, to_trig
from nutgraf.sources.record import ArticleRecord
from nutgraf.store.graphs import GraphNames
from nutgraf.validation.report import ValidationReport

Files = Annotated[list[Path], typer.Argument(help="Files; - is standard input.")]
Published = Annotated[
    str | None, typer.Option(help="Publication date: 2022, 2022-01 or 2022-01-13.")
]
Publisher = Annotated[str | None, typer.Option(help="Who published the article.")]
LanguageCode = Annotated[
    str | None, typer.Option("--language", help="Language code: de, en or fr.")
]
AnnotatorName = Annotated[
    str | None, typer.Option("--annotator", help="rules, spacy:<pipeline>, llm or llm:<model>.")
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write here instead of to standard output.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON value per line.")]
T = TypeVar("T")
#: How a line of each kind of JSON begins, by the key that no article record has.
_STARTS = {
    "blocks": b'{"text":',
    "extractor": b'{"document":',
    "annotated": b'{"annotated":',
    "format": f'{{"format":"{FORMAT}"'.encode(),
}


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
    documents = documents_of(steps_of(context), files, given)
    write_lines(map(to_json, documents), output)


def link(
    context: typer.Context,
    files: Files,
    output: Output = None,
    annotator: AnnotatorName = None,
) -> None:
    """Link the entities of annotated documents (or of articles) to Wikidata."""
    steps = steps_of(context, annotator)
    write_lines((to_json(steps.link(one)) for one in _annotated(steps, files)), output)


def map_(
    context: typer.Context,
    files: Files,
    output: Output = None,
    annotator: AnnotatorName = None,
) -> None:
    """Write linked documents (or articles) as TriG."""
    steps = steps_of(context, annotator)
    graphs = [pair for linked in _linked(steps, files) for pair in steps.map(linked)]
    write_lines([to_trig(graphs)], output)


def check(
    context: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(help="Files; - is standard input.")] = None,
    store: Annotated[
        bool, typer.Option("--store", help="Check what is stored, all articles as one graph.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check the quads of articles (TriG or N-Quads), or all that are stored, against the shapes."""
    if store == bool(files):
        raise RequestError("check needs either files or --store")
    reports = _stored_report(context) if store else _file_reports(context, files or [])
    sound = True
    for name, report in reports:
        sound = sound and report.conforms
        if as_json:
            results = [asdict(result) for result in report.results]
            print_json({"source": name, "conforms": report.conforms, "results": results})
        else:
            print_text(f"{name}\n{report.as_text()}")
    if not sound:
        raise typer.Exit(3)


def _file_reports(
    context: typer.Context, files: list[Path]
) -> Iterator[tuple[str, ValidationReport]]:
    gate = steps_of(context).gate
    for name, raw in _contents(files):
        text = raw.decode("utf-8", errors="replace")
        yield name, gate.check("".join(quads for _, quads in graphs_from_text(text, name)))


def _stored_report(context: typer.Context) -> Iterator[tuple[str, ValidationReport]]:
    names = GraphNames(settings_of(context).base)
    known = tuple(f" <{graph}> .\n".encode() for graph in names.vocabulary)
    with open_store(context) as stored:
        lines = stored.export(graphs=[names.graph("")])
        told = (line for line in lines if not line.endswith(known))
        yield "store", steps_of(context).gate.audit(told)


def _contents(files: list[Path]) -> Iterator[tuple[str, bytes]]:
    for file in files:
        if str(file) == "-":
            yield "standard input", sys.stdin.buffer.read()
            continue
        try:
            yield file.name, file.read_bytes()
        except OSError as error:
            raise RequestError(f"{file}: {error.strerror}") from error


def documents_of(steps: Steps, files: list[Path], given: ArticleRecord) -> Iterator[Document]:
    """Documents of files: read from articles, or taken from what a step has written."""
    refused = False
    for name, raw in _contents(files):
        if _is_of(raw, "blocks") or _is_of(raw, "format"):
            yield from _documents_in(steps, name, raw)
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
            yield from _annotated_anew(steps, name, raw)


def _annotated_anew(steps: Steps, name: str, raw: bytes) -> Iterator[AnnotatedDocument]:
    """Read articles; those of `annotate --json` must have been read by the same reader."""
    if not _is_of(raw, "format"):
        yield from map(steps.annotate, _documents_in(steps, name, raw))
        return
    for reading in _values(Reading, raw):
        annotated = steps.annotate(reading.document)
        before = " and ".join((reading.extractor, *reading.backends))
        now = " and ".join((annotated.extractor, *annotated.backends))
        if before != now:
            raise RequestError(
                f"{name}: read by {before}, and this is {now}; "
                "hand on what `annotate` writes without --json"
            )
        yield annotated


def _linked(steps: Steps, files: list[Path]) -> Iterator[LinkedDocument]:
    for name, raw in _contents(files):
        if _is_of(raw, "annotated"):
            yield from _values(LinkedDocument, raw)
        elif _is_of(raw, "extractor"):
            yield from (steps.link(one) for one in _values(AnnotatedDocument, raw))
        else:
            yield from map(steps.link, _annotated_anew(steps, name, raw))


def _documents_in(steps: Steps, name: str, raw: bytes) -> Iterator[Document]:
    if _is_of(raw, "blocks"):
        yield from _values(Document, raw)
        return
    if _is_of(raw, "format"):
        yield from (reading.document for reading in _values(Reading, raw))
        return
    for found in steps.read(raw, name):
        if isinstance(found, DocumentError):
            raise found
        yield found


def _is_of(raw: bytes, key: str) -> bool:
    """Tell whether the first line is JSON of a step: its own key stands at the top level."""
    first = raw.split(b"\n", 1)[0]
    return first.startswith(_STARTS[key]) and f'"{key}":'.encode() in first


def _values(kind: type[T], raw: bytes) -> Iterator[T]:
    for line in raw.decode().splitlines():
        if line.strip():
            yield from_json(kind, line)
