"""What verbs share: the settings of the call, the steps, and the opened store."""

from __future__ import annotations

import typer

from nutgraf.annotation.backends.choice import choose
from nutgraf.errors import StoreError
from nutgraf.pipeline.steps import Steps
from nutgraf.settings import Settings
from nutgraf.store.embedded import EmbeddedStore


def settings_of(context: typer.Context) -> Settings:
    """Give the settings of this call."""
    found = context.obj
    if not isinstance(found, Settings):
        raise TypeError("the application callback sets the settings first")
    return found


def steps_of(context: typer.Context, annotator: str | None = None) -> Steps:
    """Build the steps with the settings of this call, and the annotator named or set."""
    settings = settings_of(context)
    chosen = choose(annotator or settings.annotator, settings)
    return Steps.build(settings.base, settings.article_bytes, settings.article_characters, chosen)


def open_store(context: typer.Context, *, rebuild: bool = False) -> EmbeddedStore:
    """Open the data directory for writing."""
    settings = settings_of(context)
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the data directory {settings.home} cannot be made: {error.strerror}; "
            "name another with --home"
        ) from error
    return EmbeddedStore(settings.home, settings, rebuild=rebuild)
