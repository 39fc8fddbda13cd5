"""`nutgraf bench sparql` measures the service beside the Oxigraph server."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from bench.sparql import dataset
from bench.sparql.load import is_whole
from bench.sparql.targets import verdicts

from .conftest import Run


@pytest.mark.slow
def test_lookups_are_measured_side_by_side(run: Run, tmp_path: Path) -> None:
    """Both servers answer the same lookups without a failure, and the table says how fast."""
    figures = tmp_path / "figures.json"
    words = ("--quads", "2000", "--seconds", "0.5", "--only", "lookup", "--json", figures)
    code, out, errors = run("bench", "sparql", *words)

    assert code == 0, errors
    found = json.loads(figures.read_text())
    for server in ("nutgraf", "oxigraph"):
        assert found[server]["failed"] == 0
        assert found[server]["8 clients, new queries /s"] > 0
    assert "lookup p50 / oxigraph" in out


def test_the_dataset_is_the_same_everywhere() -> None:
    """An article has fifty different quads, all in its own graph, the same each time."""
    quads = set(ox.parse(dataset.text(7), format=ox.RdfFormat.N_QUADS))

    assert len(quads) == dataset.QUADS
    assert {quad.graph_name for quad in quads} == {ox.NamedNode(dataset.graph(7))}
    assert dataset.text(7) == dataset.text(7) != dataset.text(8)


def test_an_answer_ends_by_its_length_or_last_chunk() -> None:
    """The client knows when an answer is whole, however it is framed."""
    head = b"HTTP/1.1 200 OK\r\n"
    assert is_whole(bytearray(head + b"Content-Length: 2\r\n\r\nab"))
    assert not is_whole(bytearray(head + b"Content-Length: 2\r\n\r\na"))
    assert is_whole(bytearray(head + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"))
    assert not is_whole(bytearray(head + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n"))


def test_targets_are_ratios_of_one_run() -> None:
    """A target divides two figures of a run; what was not measured is not judged."""
    table = list(verdicts({"nutgraf": {"lookup p50 ms": 6.0}, "oxigraph": {"lookup p50 ms": 2.0}}))

    assert any("lookup p50 / oxigraph" in line and "3.00" in line for line in table)
    assert sum("MISSED" in line for line in table) == 1
    assert not any(line.endswith("kept") for line in table)
