"""Run the suites: `python -m tests.conformance`, from the root of the checkout."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import nutgraf

from .client import Client
from .earl import report
from .federation import federation
from .manifest import Case, Suites
from .runner import Outcome, expected_failures, run
from .servers import LAYOUTS, SERVERS
from .suites import SUITES, collect
from .summary import document, line
from .target import Service

_TOLD = 200


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for; 1 when a test fails without a reason or passes in spite of one."""
    options = _options(arguments)
    outcomes = _outcomes(options, list(_chosen(options)))
    _write(options, outcomes)
    for outcome in outcomes:
        if options.verbose:
            mark = "ok" if outcome.passed else "FAILS"
            name, detail = outcome.case.identifier, outcome.detail
            print(f"{outcome.seconds:7.3f} {mark:5} {name} {detail}")
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
    parser.add_argument("--jobs", type=int, default=2, help="how many servers share the tests")
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


def _outcomes(options: argparse.Namespace, cases: Sequence[Case]) -> list[Outcome]:
    """Run the tests in as many runs of neighbours as there are servers."""
    jobs = 1 if options.endpoint else max(options.jobs, 1)
    size = -(-len(cases) // jobs) or 1
    runs = [cases[start : start + size] for start in range(0, len(cases), size)]
    with ThreadPoolExecutor(jobs) as pool:
        done = list(pool.map(lambda run: _run(options, run), runs))
    return [outcome for each in done for outcome in each]


def _run(options: argparse.Namespace, cases: Sequence[Case]) -> list[Outcome]:
    reasons = expected_failures() if options.server == "nutgraf" else {}
    outcomes: list[Outcome] = []
    with federation() as remote, _service(options, remote.endpoints) as service:
        for outcome in run(cases, service, remote, reasons):
            outcomes.append(outcome)
            if len(outcomes) % _TOLD == 0 or len(outcomes) == len(cases):
                print(f"{len(outcomes)} of {len(cases)} tests", file=sys.stderr)
    return outcomes


@contextmanager
def _service(options: argparse.Namespace, services: Sequence[str]) -> Iterator[Service]:
    if options.endpoint:
        layout = LAYOUTS[options.server]
        target = replace(layout, origin=options.endpoint, token=options.token)
        with closing(Client(target.origin, target.token)) as client:
            yield Service(target, client)
    else:
        with SERVERS[options.server](services) as service:
            yield service


def _write(options: argparse.Namespace, outcomes: Sequence[Outcome]) -> None:
    if options.earl:
        options.earl.write_text(report(outcomes, options.server, nutgraf.__version__), "utf-8")
    if options.document:
        page = options.document.read_text("utf-8")
        options.document.write_text(document(page, outcomes), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
