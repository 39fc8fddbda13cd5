"""The choice of an annotator by its name: `rules`, `spacy:<pipeline>`, `llm` or `llm:<model>`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from nutgraf.annotation.annotator import Annotator, RulesAnnotator
from nutgraf.errors import ConfigurationError
from nutgraf.settings import Settings


def choose(name: str, settings: Settings) -> Annotator:
    """The annotator of a name; a missing extra or setting is a configuration error."""
    kind, _, detail = name.partition(":")
    if kind not in _KINDS:
        raise ConfigurationError(
            f"no annotator is called {name!r}; there are rules, spacy:<pipeline> and llm"
        )
    return _KINDS[kind](detail, settings)


def _rules(detail: str, _: Settings) -> Annotator:
    if detail:
        raise ConfigurationError(f"the annotator rules takes no name; write it without {detail!r}")
    return RulesAnnotator()


def _spacy(detail: str, _: Settings) -> Annotator:
    if not detail:
        raise ConfigurationError("name the pipeline that proposes, as in spacy:de_core_news_sm")
    loaded: Annotator = _extra(
        "spacy", "nutgraf.annotation.backends.spacy.annotator"
    ).SpacyAnnotator.load(detail)
    return loaded


def _llm(detail: str, settings: Settings) -> Annotator:
    model = detail or settings.llm_model
    if not model:
        raise ConfigurationError("name the model: NUTGRAF_LLM_MODEL, or llm:<model>")
    made = _extra("llm", "nutgraf.annotation.backends.llm.annotator")
    server = None
    if settings.llm_url:
        server = made.Server(
            settings.llm_url,
            settings.llm_key.strip(),
            settings.llm_seconds,
            settings.llm_attempts,
            settings.llm_answer_bytes,
        )
    archive = made.Archive(settings.home / "answers")
    annotator: Annotator = made.LlmAnnotator(model, archive, server, settings.llm_characters)
    return annotator


def _extra(extra: str, module: str) -> Any:
    """A module that needs an extra of the package, loaded only when it is asked for."""
    try:
        return import_module(module)
    except ImportError as error:
        raise ConfigurationError(
            f"this annotator needs an extra that is not installed ({error.name}): "
            f"pip install 'nutgraf[{extra}]'"
        ) from error


_KINDS: Mapping[str, Callable[[str, Settings], Annotator]] = {
    "rules": _rules,
    "spacy": _spacy,
    "llm": _llm,
}
