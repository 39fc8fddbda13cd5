"""The application: global options, error to exit code, and the groups of verbs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from nutgraf import __version__
from nutgraf.cli import (
    annotation,
    ask,
    bench,
    data,
    identity,
    operations,
    quarantine,
    steps,
    token,
)
from nutgraf.cli.console import print_text, say
from nutgraf.errors import (
    ConfigurationError,
    DocumentError,
    ForbiddenError,
    LimitError,
    NotFoundError,
    NutgrafError,
    RequestError,
    StoreError,
)
from nutgraf.settings import Settings

#: The first class that fits decides the exit code.
EXIT_CODES: tuple[tuple[type[NutgrafError], int], ...] = (
    (DocumentError, 3),
    (NotFoundError, 4),
    (RequestError, 5),
    (ForbiddenError, 5),
    (LimitError, 6),
    (ConfigurationError, 7),
    (StoreError, 8),
)

app = typer.Typer(
    name="nutgraf",
    help="Turn news articles into an event knowledge graph that can be trusted, and ask it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _show_version(asked: bool) -> None:
    if asked:
        print_text(f"nutgraf {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(help="The data directory.", envvar="NUTGRAF_HOME", show_envvar=True),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="The version.")
    ] = False,
) -> None:
    """Read the settings once; every verb gets them from here."""
    settings = Settings.from_environment(os.environ)
    context.obj = replace(settings, home=home) if home else settings


_VERBS: dict[str, tuple[Callable[..., None], ...]] = {
    "Steps": (steps.read, annotation.annotate, steps.link, steps.map_, steps.check),
    "Data": (data.load, data.export, data.ledger),
    "Care": (
        operations.doctor,
        operations.verify,
        operations.backup,
        operations.restore,
        operations.rebuild,
        operations.purge,
    ),
    "Answers": (ask.query, ask.report, ask.serve, ask.demo),
}
for panel, verbs in _VERBS.items():
    for verb in verbs:
        app.command(name=verb.__name__.rstrip("_"), rich_help_panel=panel)(verb)
app.add_typer(quarantine.app, name="quarantine", rich_help_panel="Data")
app.add_typer(identity.app, name="identity", rich_help_panel="Data")
app.add_typer(token.app, name="token", rich_help_panel="Care")
app.add_typer(bench.app, name="bench", rich_help_panel="Quality")


def main() -> None:
    """Run the command line and turn errors into exit codes."""
    try:
        app()
    except NutgrafError as error:
        say(f"nutgraf: {error}")
        sys.exit(exit_code(error))
    except BrokenPipeError:
        # The reader of our output went away (`| head`); nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except typer.Abort:
        sys.exit(130)


def exit_code(error: NutgrafError) -> int:
    """Give the exit code of an error."""
    return next((code for kind, code in EXIT_CODES if isinstance(error, kind)), 1)
