"""Verbs of the quarantine: articles that could not be read or broke a constraint."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from nutgraf.cli.console import print_json, print_table, print_text
from nutgraf.cli.data import show_summary
from nutgraf.cli.session import open_store, steps_of
from nutgraf.cli.steps import Json
from nutgraf.errors import NotFoundError
from nutgraf.pipeline.ingest import Ingest
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.entry import Record

app = typer.Typer(help="Look at what was kept out of the graph, and try it again.")
Number = Annotated[int, typer.Argument(help="The number that `quarantine list` shows.")]


@app.command(name="list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """List the articles in quarantine with the reason."""
    with open_store(context) as store:
        rows = [_row(record) for record in store.quarantined()]
    if as_json:
        for row in rows:
            print_json(row)
        return
    print_table(("number", "source", "received", "reason"), (tuple(row.values()) for row in rows))


def _row(record: Record) -> dict[str, object]:
    reason = json.loads(record.ledger).get("reason") or record.report.strip().split("\n")[0]
    return {
        "number": record.seq,
        "source": record.source,
        "received": record.received,
        "reason": reason,
    }


@app.command()
def show(context: typer.Context, number: Number) -> None:
    """Show the whole report of one article in quarantine."""
    with open_store(context) as store:
        entry = store.entry(_checked(store, number))
    print_text(f"{entry.source} (article {entry.article_id})\n{entry.report}")


@app.command()
def retry(
    context: typer.Context,
    number: Annotated[int | None, typer.Argument(help="One number; without, all.")] = None,
    as_json: Json = False,
) -> None:
    """Take quarantined articles through all steps again."""
    steps = steps_of(context)
    with open_store(context) as store:
        numbers = [record.seq for record in store.quarantined()]
        if number is not None:
            numbers = [_checked(store, number)]
        ingest = Ingest(steps, store)
        summary = ingest.finish([ingest.retry(one) for one in numbers])
    show_summary(summary, as_json=as_json)
    if not summary.complete:
        raise typer.Exit(3)


@app.command()
def drop(context: typer.Context, number: Number) -> None:
    """Take one article out of the quarantine for good."""
    with open_store(context) as store:
        store.discard(_checked(store, number))
    print_text(f"dropped {number}")


def _checked(store: EmbeddedStore, number: int) -> int:
    if all(record.seq != number for record in store.quarantined()):
        raise NotFoundError(
            f"no article in the quarantine has number {number}; see `nutgraf quarantine list`"
        )
    return number
