"""Verbs that read articles take the annotator that is named, or the one that is set."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import spacy
from tests.annotation.backends.articles import event
from tests.annotation.backends.model_server import ModelServer, model_server

TEXT = "Im hohlen Zwickel protestierten am Montag Tausende.\n"
KEY = "sk-test-secret"
_BACKENDS = "nutgraf.annotation.backends"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """An article with a place that no table lists."""
    file = tmp_path / "article.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """A model server that the settings name."""
    with model_server() as serving:
        monkeypatch.setenv("NUTGRAF_LLM_URL", serving.url)
        monkeypatch.setenv("NUTGRAF_LLM_MODEL", "test/echo-1")
        monkeypatch.setenv("NUTGRAF_LLM_KEY", KEY)
        serving.says({"events": [event(1, "protestierten", "protest", place="hohlen Zwickel")]})
        yield serving


def place(out: str) -> str | None:
    """The name of the place of the one event in the first annotated document."""
    found = json.loads(out.splitlines()[0])
    names = {entity["key"]: entity["name"] for entity in found["entities"]}
    (told,) = found["events"]
    return names.get(told["place"])


def test_a_model_annotates(run: Run, article: Path, server: ModelServer) -> None:
    """`annotate --annotator llm` asks the server once and keeps its answer in the home."""
    first = run("annotate", article, "--annotator", "llm")
    again = run("annotate", article, "--annotator", "llm")

    assert first == again
    assert (first[0], place(first[1])) == (0, "hohlen Zwickel")
    assert len(server.requests) == 1
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"


def test_a_model_of_another_name(run: Run, article: Path, server: ModelServer) -> None:
    """`llm:<model>` goes before the model that is set."""
    assert run("annotate", article, "--annotator", "llm:other/model")[0] == 0
    assert server.requests[0]["model"] == "other/model"


def test_a_pipeline_annotates(run: Run, article: Path, tmp_path: Path) -> None:
    """`annotate --annotator spacy:<folder>` reads with the names of that pipeline."""
    made = spacy.blank("de")
    ruler = made.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "LOC", "pattern": "hohlen Zwickel"}])  # type: ignore[attr-defined]
    made.to_disk(tmp_path / "pipeline")

    code, out, _ = run("annotate", article, "--annotator", f"spacy:{tmp_path / 'pipeline'}")

    assert (code, place(out)) == (0, "hohlen Zwickel")


def test_the_setting_is_used(
    run: Run, article: Path, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NUTGRAF_ANNOTATOR chooses for all verbs, and the option goes before it."""
    monkeypatch.setenv("NUTGRAF_ANNOTATOR", "llm")

    assert place(run("annotate", article)[1]) == "hohlen Zwickel"
    assert place(run("annotate", article, "--annotator", "rules")[1]) is None


def test_load_takes_an_annotator(run: Run, article: Path, server: ModelServer) -> None:
    """`load --annotator llm` puts what the model proposes in the graph, under its name."""
    code, _, _ = run("load", article, "--annotator", "llm")
    exported = run("export")[1]

    assert code == 0
    assert "/agent/nutgraf-llm-test_echo-1-" in exported
    assert KEY not in exported


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("gliner", "there are rules, spacy:<pipeline> and llm"),
        ("rules:fast", "takes no name"),
        ("spacy", "as in spacy:de_core_news_sm"),
        ("spacy:de_nothing_sm", "download de_nothing_sm"),
        ("llm", "NUTGRAF_LLM_MODEL"),
        ("llm:some-model", "NUTGRAF_LLM_URL"),
    ],
)
def test_what_is_missing_is_told(run: Run, article: Path, name: str, told: str) -> None:
    """An annotator that cannot be had is a configuration error that says what to do."""
    code, out, errors = run("annotate", article, "--annotator", name)

    assert (code, out) == (7, "")
    assert told in " ".join(errors.split())


@pytest.mark.parametrize(("name", "module"), [("spacy:x", "spacy"), ("llm:x", "httpx")])
def test_a_missing_extra_is_told(
    run: Run, article: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str
) -> None:
    """Without its extra, an annotator names the extra to install."""
    extra = name.split(":", maxsplit=1)[0]
    loaded = [each for each in sys.modules if each.startswith(f"{_BACKENDS}.{extra}")]
    for known in loaded:
        monkeypatch.delitem(sys.modules, known)
    monkeypatch.setitem(sys.modules, module, None)

    code, _, errors = run("annotate", article, "--annotator", name)

    assert code == 7
    assert f"pip install 'nutgraf[{extra}]'" in " ".join(errors.split())
