"""The graph tells which backend proposed what, and the rules' reports stay the rules' own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.annotation.backends.articles import blackout, german
from tests.annotation.backends.model_server import ModelServer, Turn

from nutgraf.annotation.annotator import Annotator, RulesAnnotator
from nutgraf.annotation.backends.llm.annotator import LlmAnnotator
from nutgraf.annotation.backends.spacy.annotator import SpacyAnnotator
from nutgraf.folders import folder
from nutgraf.linking.table import EntityTable
from nutgraf.pipeline.ingest import Ingest
from nutgraf.pipeline.steps import Steps
from nutgraf.settings import Settings
from nutgraf.store.embedded import EmbeddedStore

BASE = "https://data.example/"
QUERY = folder("queries") / "examples" / "proposed-by-backends.rq"


@pytest.fixture
def steps(table: EntityTable) -> Callable[[Annotator], Steps]:
    """Builds the steps around an annotator."""

    def build(annotator: Annotator) -> Steps:
        return Steps(table, BASE, 100_000, annotator=annotator)

    return build


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    """An empty store."""
    with EmbeddedStore(tmp_path / "home", Settings(base=BASE)) as opened:
        yield opened


def rows(steps: Steps) -> list[tuple[str, str]]:
    """What the query about backends finds in the graph of the German article: name and words."""
    graphs = steps.map(steps.link(steps.annotate(german())))
    report = steps.check(graphs)
    assert report.conforms, report.as_text()
    found = ox.Store()
    found.extend(ox.parse("".join(text for _, text in graphs), ox.RdfFormat.N_QUADS))
    query = QUERY.read_text("utf-8")
    solutions = found.query(query, use_default_graph_as_union=True)
    return [(row["backend"].value, row["words"].value) for row in solutions]


def test_a_model_is_named(
    server: ModelServer, llm: Callable[..., LlmAnnotator], steps: Callable[[Annotator], Steps]
) -> None:
    """The event, the figure and the claim of the model name it; the flood does not."""
    server.says(blackout("de"))

    found = rows(steps(llm()))

    assert {name for name, _ in found} == {"nutgraf-llm-test_echo-1"}
    words = [told for _, told in found]
    assert {"blieb", "mehr als 40 Haushalten", "alle arbeiten die ganze Nacht"} <= set(words)
    assert "Hochwasser" not in words


def test_a_pipeline_is_named(
    pipeline: Callable[..., SpacyAnnotator], steps: Callable[[Annotator], Steps]
) -> None:
    """A name that a pipeline found names the pipeline."""
    found = rows(steps(pipeline("de", ("MISC", "Montag"), ("PER", "Licht"))))

    assert ("nutgraf-spacy-de_pipeline_0.0.0", "Licht") in found
    assert "Montag" not in {words for _, words in found}


def test_the_rules_propose_nothing(steps: Callable[[Annotator], Steps]) -> None:
    """Without a backend there is nothing to tell of one."""
    assert rows(steps(RulesAnnotator())) == []


def test_another_reading_takes_the_place(
    server: ModelServer,
    llm: Callable[..., LlmAnnotator],
    steps: Callable[[Annotator], Steps],
    store: EmbeddedStore,
    tmp_path: Path,
) -> None:
    """Read again by another annotator, a version has the new reading; back again, the old one."""
    server.says(blackout("de"))
    file = tmp_path / "article.txt"
    file.write_text(german().text.replace("\n", "\n\n") + "\n", encoding="utf-8")
    clock = lambda: datetime(2026, 1, 1, tzinfo=UTC)  # noqa: E731 - a clock that stands still

    exports, outcomes = [], []
    for annotator in (RulesAnnotator(), llm(), RulesAnnotator()):
        ingest = Ingest(steps(annotator), store, clock)
        summary = ingest.finish(ingest.load([file]))
        outcomes += [one.outcome for one in summary.loaded]
        exports.append(b"".join(store.export(canonical=True)))

    assert outcomes == ["added", "replaced", "replaced"]
    assert exports[0] == exports[2] != exports[1]
    assert [b"nutgraf-llm-test_echo-1" in each for each in exports] == [False, True, False]


def test_an_article_without_its_answer_is_kept(
    server: ModelServer,
    llm: Callable[..., LlmAnnotator],
    steps: Callable[[Annotator], Steps],
    store: EmbeddedStore,
    tmp_path: Path,
) -> None:
    """An article that the server fails at goes to the quarantine with the reason, to be retried."""
    server.turns.append(Turn(b"", 503))
    file = tmp_path / "article.txt"
    file.write_text("In Passau ist am Montag ein Haus abgebrannt.\n", encoding="utf-8")

    ingest = Ingest(steps(llm()), store)
    (loaded,) = ingest.load([file])
    assert loaded.outcome == "quarantined"
    assert loaded.ledger is not None
    assert (loaded.ledger.reason or "").startswith("backend: ")

    server.says({"events": [], "claims": []})
    (record,) = store.quarantined()
    assert ingest.retry(record.seq).outcome == "added"
    assert store.quarantined() == ()
