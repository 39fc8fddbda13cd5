"""The service passes the suites of the W3C, but for what is listed with a reason.

`make conformance` runs all tests; these are the protocols whole and a sample of the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from .federation import Federation, federation
from .manifest import Suites
from .runner import expected_failures, run
from .servers import nutgraf
from .suites import SUITES, collect
from .target import Service

_WHOLE = ("protocol", "gsp", "sd")
_STEP = 40
_MODULES = ("nutgraf.web.graph_store", "nutgraf.web.graph_store_protocol")

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.slow,
    pytest.mark.skipif(
        not any(find_spec(name) for name in _MODULES),
        reason="the service has no Graph Store Protocol yet",
    ),
]


@pytest.fixture(scope="module")
def remote() -> Iterator[Federation]:
    """Endpoints that federated queries are led to."""
    with federation() as served:
        yield served


@pytest.fixture(scope="module")
def service(remote: Federation) -> Iterator[Service]:
    """The real service on an empty data directory."""
    with nutgraf(remote.endpoints) as started:
        yield started


@pytest.mark.parametrize("suite", SUITES)
def test_suite(suite: str, corpora: Path, service: Service, remote: Federation) -> None:
    """Every test passes or fails as the list says."""
    cases = list(collect(Suites(corpora / "w3c" / "rdf-tests"), suite))
    chosen = cases if suite in _WHOLE else cases[::_STEP]
    outcomes = run(chosen, service, remote, expected_failures())

    assert [str(outcome) for outcome in outcomes if outcome.surprising] == []
