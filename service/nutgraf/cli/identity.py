"""Verbs of identity: rebuild the events, look at decisions, take one back or make one."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from typing import Annotated

import typer

from nutgraf.cli.console import print_bytes, print_json, print_table, print_text
from nutgraf.cli.session import open_store, settings_of
from nutgraf.cli.steps import Json
from nutgraf.pipeline.review import Review

app = typer.Typer(help="Which reports are of one event, and who decided so.")
Reason = Annotated[str, typer.Option(help="Why, in a sentence.")]
By = Annotated[str | None, typer.Option(help="Who decides; default the user's login name.")]


@app.command()
def rebuild(context: typer.Context) -> None:
    """Derive all events anew and write both derived graphs as canonical N-Quads."""
    settings = settings_of(context)
    with open_store(context) as store:
        Review(store, settings.base).rebuild()
        store.publish()
        names = [f"{settings.base}graph/{name}" for name in ("identity", "event")]
        print_bytes(store.export(canonical=True, graphs=names))


@app.command()
def decisions(
    context: typer.Context,
    event: Annotated[str | None, typer.Option(help="Only this event.")] = None,
    as_json: Json = False,
) -> None:
    """List identity decisions with their reasons."""
    with open_store(context) as store:
        rows = Review(store, settings_of(context).base).decisions(event)
    if as_json:
        for row in rows:
            print_json(row)
        return
    columns = ("decision", "verdict", "report", "event", "confidence", "by", "why", "revoked")
    print_table(columns, ([row.get(name) for name in columns] for row in rows))


@app.command()
def revoke(
    context: typer.Context,
    decision: Annotated[str, typer.Argument(help="Address or id of a decision.")],
    reason: Reason = "",
    by: By = None,
) -> None:
    """Take a decision back: the report leaves the event, and events are derived anew."""
    with open_store(context) as store:
        review = Review(store, settings_of(context).base)
        done = review.revoke(decision, by or getpass.getuser(), _now(), reason)
        store.publish()
    print_text(done)


@app.command()
def decide(
    context: typer.Context,
    report: Annotated[str, typer.Argument(help="Address of an event report.")],
    event: Annotated[str, typer.Argument(help="Address of an event.")],
    same: Annotated[bool, typer.Option("--same/--different", help="The verdict.")] = True,
    reason: Reason = "",
    by: By = None,
) -> None:
    """Decide that a report is, or is not, of an event; rules never overrule it."""
    verdict = "same" if same else "different"
    with open_store(context) as store:
        review = Review(store, settings_of(context).base)
        done = review.decide(report, event, verdict, by or getpass.getuser(), _now(), reason)
        store.publish()
    print_text(done)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
