"""Verbs that look after a data directory: inspect, verify, back up, restore, rebuild, purge."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track

from nutgraf.cli.console import errors, print_json, print_table, print_text, say
from nutgraf.cli.session import open_store, settings_of
from nutgraf.cli.steps import Json
from nutgraf.errors import StoreError
from nutgraf.pipeline.resolution import resolve_events
from nutgraf.store.backup import back_up, check_backup
from nutgraf.store.backup import restore as restore_backup
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.inspection import Health, inspect
from nutgraf.store.verification import Finding

#: Exit code where something is wrong that the verb itself found and told.
_WRONG = 8


def doctor(context: typer.Context, as_json: Json = False) -> None:
    """Show on one screen how everything stands and what to do; change nothing."""
    found = tuple(inspect(settings_of(context)))
    if as_json:
        for one in found:
            row = {"what": one.what, "health": one.health, "found": one.found}
            print_json({**row, "advice": one.advice})
    else:
        rows = ((one.what, one.health, one.found, one.advice) for one in found)
        print_table(("what", "health", "found", "what to do"), rows)
    if any(one.health is Health.WRONG for one in found):
        raise typer.Exit(_WRONG)


def verify(
    context: typer.Context,
    repair: Annotated[
        bool, typer.Option("--repair", help="Build a damaged store again from the journal.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Compare journal, store and checkpoint with the digests of all that came in."""
    base = settings_of(context).base
    with open_store(context) as store:
        findings = store.verify()
        _show_findings(findings, as_json=as_json)
        if repair and any(finding.part != "journal" for finding in findings):
            store.rebuild()
            findings = store.verify()
            say("the store was built again from the journal")
        if not store.derived_current:
            resolve_events(store, base)
        store.publish()
        count = len(store.articles())
    if any(finding.part == "journal" for finding in findings):
        raise StoreError("the journal is damaged; `nutgraf restore` a backup")
    if findings:
        raise typer.Exit(_WRONG)
    print_text(f"sound: {count} article versions")


def _show_findings(findings: tuple[Finding, ...], *, as_json: bool) -> None:
    for one in findings:
        if as_json:
            print_json({"part": one.part, "where": one.where, "problem": one.problem})
        else:
            say(f"{one.part}, {one.where}: {one.problem}")


def backup(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet.")],
) -> None:
    """Copy the data directory to a folder while the service goes on."""
    made = back_up(settings_of(context).home, folder, time=_now())
    print_text(f"{made.folder}: {made.files} files, {made.size:,} bytes, change {made.sequence}")


def restore(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A folder that `nutgraf backup` made.")],
    verify: Annotated[
        bool, typer.Option("--verify", help="Compare all that was restored with its digests.")
    ] = False,
) -> None:
    """Lay a backup out as the data directory, which must be empty or not there."""
    settings = settings_of(context)
    check_backup(folder)
    restore_backup(folder, settings.home)
    with open_store(context) as store:
        sequence = _published(store, settings.base)
        findings = store.verify() if verify else ()
    _show_findings(findings, as_json=False)
    if findings:
        raise StoreError(f"{settings.home} was restored, but is not sound; take another backup")
    print_text(f"restored{' and verified' if verify else ''}; data sequence {sequence}")


def rebuild(context: typer.Context) -> None:
    """Drop the store and build it again from the journal."""
    settings = settings_of(context)
    with open_store(context, rebuild=True) as store:
        steps = ("replaying the journal", "deriving events")
        for step in track(steps, description="rebuilding", console=errors, transient=True):
            if step == "deriving events":
                sequence = _published(store, settings.base)
    print_text(f"rebuilt; data sequence {sequence}")


def purge(
    context: typer.Context,
    articles: Annotated[list[str], typer.Argument(help="Article ids, as `ledger` shows them.")],
    reason: Annotated[str, typer.Option(help="Why; it stays on record.")],
) -> None:
    """Delete articles from every file of the data directory; only that and why stays."""
    settings = settings_of(context)
    with open_store(context) as store:
        known = store.purge(articles, reason=reason, time=_now())
        sequence = _published(store, settings.base)
        store.drop_traces(settings.lock_seconds)
    for one in known:
        print_text(f"purged {one.article_id} at {one.time}: {one.reason} ({one.digest[:16]})")
    print_text(f"data sequence {sequence}")
    say("backups made before still hold the text: delete them, or purge again after a restore")


def _published(store: EmbeddedStore, base: str) -> int:
    if not store.derived_current:
        resolve_events(store, base)
    return store.publish()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
