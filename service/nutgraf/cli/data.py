"""Verbs of the data directory: take articles in, give the data out, tell what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from nutgraf.cli.console import errors, print_bytes, print_json, print_table, print_text, say
from nutgraf.cli.session import open_store, settings_of, steps_of
from nutgraf.cli.steps import (
    AnnotatorName,
    Json,
    LanguageCode,
    Published,
    Publisher,
    given_metadata,
)
from nutgraf.errors import NotFoundError, RequestError
from nutgraf.pipeline.ingest import Ingest, Loaded, Summary
from nutgraf.sources.record import ArticleRecord
from nutgraf.store.entry import Record
from nutgraf.store.partitions import write_partitions

#: Files with these endings are taken from folders; others must be named.
_ARTICLE_ENDINGS = (".txt", ".json", ".jsonl", ".ndjson", ".html", ".htm")


def load(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Article files or folders of them.")],
    published: Published = None,
    publisher: Publisher = None,
    language: LanguageCode = None,
    annotator: AnnotatorName = None,
    as_json: Json = False,
) -> None:
    """Take articles in: read, annotate, link, map, check, store, and derive events."""
    given = given_metadata(published, publisher, language)
    paths = list(article_files(files))
    steps = steps_of(context, annotator)
    with open_store(context) as store:
        summary = ingest(Ingest(steps, store), paths, given)
    show_summary(summary, as_json=as_json)
    if not summary.complete:
        raise typer.Exit(3)


def article_files(paths: list[Path]) -> Iterator[Path]:
    """Give the files named, and those of folders by their endings, each folder sorted."""
    for path in paths:
        if path.is_dir():
            found = sorted(path.iterdir())
            yield from (file for file in found if file.name.endswith(_ARTICLE_ENDINGS))
        elif path.exists():
            yield path
        else:
            raise RequestError(f"{path}: there is no such file or folder")


def ingest(ingest: Ingest, paths: list[Path], given: ArticleRecord | None) -> Summary:
    """Load files with a progress bar on standard error."""
    loaded: list[Loaded] = []
    with Progress(console=errors, transient=True) as progress:
        for path in progress.track(paths, description="reading"):
            loaded.extend(ingest.load([path], given))
        progress.add_task("deriving events", total=None)
        return ingest.finish(loaded)


def show_summary(summary: Summary, *, as_json: bool) -> None:
    """Print what a load did."""
    if as_json:
        for one in summary.loaded:
            print_json(_loaded_row(one))
        return
    for one in summary.loaded:
        if one.problem:
            say(f"{one.outcome}: {one.problem}")
    counts = ", ".join(f"{count} {outcome}" for outcome, count in summary.counts.items())
    print_text(
        f"{counts or 'no articles'}; {summary.events} events; data sequence {summary.sequence}"
    )


def _loaded_row(one: Loaded) -> dict[str, object]:
    ledger = one.ledger
    return {
        "source": one.source,
        "outcome": one.outcome,
        "article": one.article_id,
        "problem": one.problem,
        "sentences": ledger.sentences if ledger else 0,
        "events": ledger.events if ledger else 0,
        "figures": ledger.figures if ledger else 0,
        "claims": ledger.claims if ledger else 0,
        "rejected": ledger.rejected if ledger else {},
        "reason": ledger.reason if ledger else None,
    }


def export(
    context: typer.Context,
    canonical: Annotated[bool, typer.Option(help="Sorted: equal content, equal bytes.")] = False,
    graph: Annotated[
        list[str] | None,
        typer.Option(help="Only this graph (event, report/, …); may be repeated."),
    ] = None,
    folder: Annotated[
        Path | None, typer.Argument(help="A new folder for the files of --partitions.")
    ] = None,
    partitions: Annotated[
        int | None, typer.Option(help="Write so many sorted files, each graph in one of them.")
    ] = None,
    compress: Annotated[bool, typer.Option("--gzip", help="Compress these files.")] = False,
) -> None:
    """Write all quads as N-Quads to standard output, or in partitions to a folder."""
    if (partitions is None) != (folder is None) or (compress and folder is None):
        raise RequestError("files need both --partitions and a folder to write them to")
    base = settings_of(context).base
    names = [name if "://" in name else f"{base}graph/{name}" for name in graph or ()]
    with open_store(context) as store:
        if partitions is None or folder is None:
            print_bytes(store.export(canonical=canonical, graphs=names))
            return
        lines = store.export(canonical=True, graphs=names)
        for path in write_partitions(lines, folder, partitions, compress=compress):
            print_text(str(path))


def ledger(
    context: typer.Context,
    article: Annotated[
        str | None, typer.Argument(help="Article or version id, or the name of its file.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Tell what became of every article: sentences, reports, rejections and reasons."""
    with open_store(context) as store:
        records = [*store.articles(), *store.quarantined()]
    rows = [_ledger_row(record) for record in records if _names(record, article)]
    if article and not rows:
        raise NotFoundError(f"there is no article {article!r}; `nutgraf ledger` lists them all")
    if as_json:
        for row in rows:
            print_json(row)
        return
    columns = ("article", "source", "state", "sentences", "events", "figures", "claims")
    print_table(
        (*columns, "rejected", "reason"),
        ([*(row[name] for name in columns), _rejected(row), row["reason"]] for row in rows),
    )


def _names(record: Record, article: str | None) -> bool:
    known = (record.article_id, record.version_id, record.source)
    return article is None or article in known or article.rsplit("/", 1)[-1] in known


def _ledger_row(record: Record) -> dict[str, object]:
    found = json.loads(record.ledger)
    return {
        "article": record.article_id,
        "version": record.version_id,
        "source": record.source,
        "state": record.state.value,
        "sequence": record.seq,
        **found,
    }


def _rejected(row: dict[str, object]) -> str:
    rejected = row.get("rejected")
    if not isinstance(rejected, dict):
        return ""
    return ", ".join(f"{count} {reason}" for reason, count in rejected.items())
