"""Verbs about tokens: make one, list them, revoke one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from nutgraf.cli.console import print_json, print_table, print_text, say
from nutgraf.cli.session import settings_of
from nutgraf.cli.steps import Json
from nutgraf.web.tokens import Scope, TokenFile

app = typer.Typer(help="Tokens for writing over HTTP, and for reading where that needs one.")


@app.command()
def add(
    context: typer.Context,
    scope: Annotated[list[Scope], typer.Option(help="What it allows; may be repeated.")],
    days: Annotated[int, typer.Option(min=0, help="Days until it ends; 0 is never.")] = 0,
    note: Annotated[str, typer.Option(help="Who has it, or what for.")] = "",
) -> None:
    """Make a token and show it, this once."""
    now = datetime.now(UTC)
    ends = _text(now + timedelta(days=days)) if days else ""
    secret = TokenFile(settings_of(context).home).add(scope, _text(now), ends, note)
    say("send it as `Authorization: Bearer <token>`; it is shown this once and kept nowhere")
    print_text(secret)


@app.command(name="list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """List the tokens by their ids; the secrets are not known."""
    tokens = TokenFile(settings_of(context).home).all()
    columns = ("id", "allows", "made", "ends", "note")
    rows = [(t.token_id, ", ".join(t.scopes), t.made, t.ends or "never", t.note) for t in tokens]
    if as_json:
        for row in rows:
            print_json(dict(zip(columns, row, strict=True)))
    else:
        print_table(columns, rows)


@app.command()
def revoke(
    context: typer.Context,
    token: Annotated[str, typer.Argument(help="The id, as `list` shows it.")],
) -> None:
    """Revoke a token; a running service refuses it from the next request on."""
    TokenFile(settings_of(context).home).revoke(token)
    print_text(f"revoked {token}")


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
