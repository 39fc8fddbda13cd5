"""Run the suites: `python -m tests.conformance`, from the root of the checkout."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import nutgraf

from .client import Client
from .earl import report
from .federation import federation
from .manifest import Case, Suites
from .runner import Outcome, expected_failures, run
from .servers import SERVERS
from .suites import SUITES, collect
from .summary import document, line
from .target import Service, Target


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for; 1 when a test fails without a reason or passes in spite of one."""
    options = _options(arguments)
    cases = list(_chosen(options))
    outcomes = list(_watched(_outcomes(options, cases), len(cases), options.verbose))
    _write(options, outcomes)
    surprising = [outcome for outcome in outcomes if outcome.surprising]
    for outcome in surprising:
        print(outcome)
    print(line(outcomes))
    return 1 if surprising and options.server == "nutgraf" else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("--server", choices=SERVERS, default="nutgraf", help="what to start")
    parser.add_argument("--endpoint", help="origin of a running server of that kind")
    parser.add_argument("--token", default="", help="its token for writes")
    parser.add_argument("--suite", action="append", choices=SUITES, help="run these only")
    parser.add_argument("--only", default="", help="run tests with this in their name only")
    parser.add_argument("--earl", type=Path, help="write a report in EARL")
    parser.add_argument("--document", type=Path, help="write the tables of this page anew")
    parser.add_argument("--verbose", action="store_true", help="tell of every test")
    return parser.parse_args(arguments)


def _chosen(options: argparse.Namespace) -> Iterator[Case]:
    corpora = Path(os.environ.get("NUTGRAF_CORPORA", "../shared/data"))
    suites = Suites(corpora / "w3c" / "rdf-tests")
    for suite in options.suite or SUITES:
        for case in collect(suites, suite):
            if options.only in case.identifier:
                yield case


def _outcomes(options: argparse.Namespace, cases: Sequence[Case]) -> Iterator[Outcome]:
    reasons = expected_failures() if options.server == "nutgraf" else {}
    with federation() as remote, _service(options, remote.endpoints) as service:
        yield from run(cases, service, remote, reasons)


@contextmanager
def _service(options: argparse.Namespace, services: Sequence[str]) -> Iterator[Service]:
    if options.endpoint:
        target = Target(options.server, options.endpoint, token=options.token)
        yield Service(target, Client(target.origin, target.token))
    else:
        with SERVERS[options.server](services) as service:
            yield service


def _watched(outcomes: Iterator[Outcome], total: int, verbose: bool) -> Iterator[Outcome]:
    started, since = time.monotonic(), time.monotonic()
    for number, outcome in enumerate(outcomes, 1):
        now = time.monotonic()
        if verbose:
            mark = "ok" if outcome.passed else "FAILS"
            print(f"{now - since:7.3f} {mark:5} {outcome.case.identifier} {outcome.detail}")
        elif number % 200 == 0 or number == total:
            print(f"{number} of {total} tests after {now - started:.0f} s", file=sys.stderr)
        since = now
        yield outcome


def _write(options: argparse.Namespace, outcomes: Sequence[Outcome]) -> None:
    if options.earl:
        options.earl.write_text(report(outcomes, options.server, nutgraf.__version__), "utf-8")
    if options.document:
        page = options.document.read_text("utf-8")
        options.document.write_text(document(page, outcomes), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
