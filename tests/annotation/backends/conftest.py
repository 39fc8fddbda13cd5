"""What the tests of the backends share: the entity table, a model server, annotators."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import spacy
from tests.annotation.backends.model_server import ModelServer, model_server

from nutgraf.annotation.backends.llm.annotator import LlmAnnotator
from nutgraf.annotation.backends.llm.archive import Archive
from nutgraf.annotation.backends.llm.server import Server
from nutgraf.annotation.backends.spacy.annotator import SpacyAnnotator
from nutgraf.folders import folder
from nutgraf.linking.table import EntityTable

MODEL = "test/echo-1"
KEY = "sk-test-secret"


@pytest.fixture(scope="session")
def table() -> EntityTable:
    """The entity table that ships."""
    return EntityTable.load(folder("seeds") / "entities.tsv")


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """A model server that has been told nothing yet."""
    with model_server() as serving:
        yield serving


@pytest.fixture
def waits() -> list[float]:
    """How long was waited between attempts; nobody really waits."""
    return []


@pytest.fixture
def llm(server: ModelServer, waits: list[float], tmp_path: Path) -> Callable[..., LlmAnnotator]:
    """Builds annotators that ask the model server, with limits of their own."""

    def build(*, characters: int = 40_000, **limits: object) -> LlmAnnotator:
        asked = Server(server.url, KEY, sleep=waits.append, **limits)  # type: ignore[arg-type]
        return LlmAnnotator(MODEL, Archive(tmp_path / "answers"), asked, characters)

    return build


@pytest.fixture(scope="session")
def pipeline() -> Callable[..., SpacyAnnotator]:
    """Builds annotators over an empty pipeline of a language with an entity ruler."""

    def build(language: str, *patterns: tuple[str, str]) -> SpacyAnnotator:
        made = spacy.blank(language)
        made.add_pipe("sentencizer")
        if patterns:
            ruler = made.add_pipe("entity_ruler")
            ruler.add_patterns([{"label": label, "pattern": words} for label, words in patterns])
        return SpacyAnnotator.of(made)

    return build
