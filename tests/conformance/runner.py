"""Running suites against a server, and what came of each test."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from .federation import Federation
from .manifest import Case
from .suites import KINDS
from .target import MismatchError, Service

EXPECTED = Path(__file__).with_name("expected.yaml")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some tests cannot pass, and where that is decided."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test, whether it passed, and how or why not; `reason` where failing is expected."""

    case: Case
    passed: bool
    detail: str
    reason: Reason | None = None
    seconds: float = 0.0

    @property
    def surprising(self) -> bool:
        """Whether it failed without a reason or passed in spite of one."""
        return self.passed is (self.reason is not None)

    def __str__(self) -> str:
        """The test and what happened."""
        if self.passed:
            return f"{self.case.identifier}: passes; take it off {EXPECTED.name}"
        return f"{self.case.identifier} ({self.case.name}): {self.detail}"


def run(
    cases: Iterable[Case],
    service: Service,
    federation: Federation,
    reasons: Mapping[str, Reason],
) -> Iterator[Outcome]:
    """Run tests one after the other."""
    for case in cases:
        start = time.monotonic()
        passed, detail = _tried(case, service, federation)
        seconds = time.monotonic() - start
        yield Outcome(case, passed, detail, reasons.get(case.identifier), seconds)


def _tried(case: Case, service: Service, federation: Federation) -> tuple[bool, str]:
    try:
        return True, KINDS[case.kind](case, service, federation)
    except (MismatchError, OSError, http.client.HTTPException, SyntaxError) as error:
        return False, f"{type(error).__name__}: {error}"[:3000]


def expected_failures(file: Path = EXPECTED) -> dict[str, Reason]:
    """The tests that cannot pass, each with its reason."""
    found: dict[str, Reason] = {}
    for entry in yaml.safe_load(file.read_text("utf-8")) or ():
        for name in entry["tests"]:
            if name in found:
                raise ValueError(f"{file.name} names {name} twice")
            found[name] = Reason(entry["reason"], entry["source"])
    return found
