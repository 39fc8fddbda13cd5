"""One engine per module run, a graph of its own per test, and the differences that are known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from .engines import ENGINES, Engine, settings_in

DIFFERENCES: dict[str, dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("differences.yaml").read_text("utf-8")
)


@pytest.fixture(scope="module", params=sorted(ENGINES))
def started(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine with no data."""
    folder = tmp_path_factory.mktemp(request.param)
    with ENGINES[request.param](settings_in(folder)) as engine:
        yield engine


@pytest.fixture
def engine(started: Engine, request: Any) -> Engine:
    """The engine; a test that it is known to fail must fail."""
    known = DIFFERENCES.get(started.name, {})
    names = (request.node.originalname, request.node.name.replace(f"{started.name}-", ""))
    reason = next((known[name] for name in names if name in known), None)
    if reason is not None:
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
    return started


@pytest.fixture
def graph(request: Any) -> str:
    """Address of a graph that no other test writes."""
    name = "".join(letter if letter.isalnum() else "-" for letter in request.node.name)
    return f"urn:test:{name}"
