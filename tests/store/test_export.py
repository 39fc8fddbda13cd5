from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest

from nutgraf.settings import Settings
from nutgraf.store import export as module
from nutgraf.store.checkpoint import Checkpoints
from nutgraf.store.embedded import EmbeddedStore
from nutgraf.store.export import export

BASE = "https://data.example/"
ODD = 'Ü "q" \\ \t \u2028 \U0001f4f0'


@pytest.fixture
def filled(store: EmbeddedStore, make_entry: Any) -> EmbeddedStore:
    """A store of two articles whose shared names hold odd characters."""
    text = ODD.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    store.accept(make_entry("a1", "v1", facts=("b", "a"), shared=(text,)))
    store.accept(make_entry("a2", "v2", facts=("ä", "z")))
    return store


def test_canonical_is_sorted(filled: EmbeddedStore) -> None:
    """A canonical export is sorted bytewise and holds each quad once, the watermark never."""
    lines = list(filled.export(canonical=True))
    assert lines == sorted(set(lines))
    assert len(lines) == 11
    assert not any(b"watermark" in line for line in lines)


def test_plain_has_the_same_lines(filled: EmbeddedStore) -> None:
    """A plain export gives the same lines in any order."""
    assert sorted(filled.export()) == list(filled.export(canonical=True))


def test_export_reads_back(filled: EmbeddedStore) -> None:
    """What is exported is N-Quads that reads back, odd characters and all."""
    quads = list(ox.parse(b"".join(filled.export()), ox.RdfFormat.N_QUADS))
    assert ODD in {quad.object.value for quad in quads}
    assert len(quads) == 11


def test_merged_runs(filled: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """An export too large for memory is sorted in runs to the same bytes."""
    whole = list(filled.export(canonical=True))
    monkeypatch.setattr(module, "_RUN", 3)
    assert list(filled.export(canonical=True)) == whole


@pytest.mark.parametrize(
    ("names", "count"),
    [(("graph/report/",), 4), (("graph/report/v1",), 2), (("graph/entity", "graph/source/"), 3)],
)
def test_selection(filled: EmbeddedStore, names: tuple[str, ...], count: int) -> None:
    """A name selects its graph, a name with a slash at the end all graphs below."""
    assert len(list(filled.export(graphs=[BASE + name for name in names]))) == count


def test_export_of_a_checkpoint(filled: EmbeddedStore, settings: Settings) -> None:
    """The current checkpoint can be exported while another process writes."""
    filled.publish()
    before = list(filled.export(canonical=True))
    filled.remove("a1")
    assert list(export(Checkpoints(settings.home), canonical=True)) == before
