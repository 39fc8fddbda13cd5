"""What to tell about a run: one line, a table, a list of expected failures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .runner import Outcome, Reason
from .suites import SUITES

MARK = "<!-- from here on written by: python -m tests.conformance --document -->"
_FAILURES = "## Expected failures"


def line(outcomes: Sequence[Outcome]) -> str:
    """Passes and tests of every suite in one line."""
    return "W3C " + " ".join(
        f"{suite} {passed}/{total}" for suite, passed, total in _counts(outcomes)
    )


def groups(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A row of a Markdown table for each folder of tests."""
    counts: dict[str, list[int]] = {}
    for outcome in outcomes:
        row = counts.setdefault(outcome.case.group, [0, 0, 0])
        row[0] += outcome.passed
        row[1] += 1
        row[2] += outcome.passed and outcome.detail == "by value"
    yield "| tests | passed | of | equal by value only |"
    yield "|---|--:|--:|--:|"
    for group, (passed, total, by_value) in counts.items():
        yield f"| {group} | {passed} | {total} | {by_value or ''} |"


def failures(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """The tests that fail as expected under their reasons, as Markdown."""
    tests: dict[Reason, list[str]] = {}
    for outcome in outcomes:
        if outcome.reason and not outcome.passed:
            tests.setdefault(outcome.reason, []).append(outcome.case.identifier)
    for reason, names in tests.items():
        yield f"- {reason.text} ({reason.source}): " + ", ".join(f"`{name}`" for name in names)


def document(head: str, outcomes: Sequence[Outcome]) -> str:
    """A page whose part after the mark is written anew."""
    kept = head.partition(MARK)[0]
    parts = (MARK, "", f"    {line(outcomes)}", "", *groups(outcomes), "", _FAILURES, "")
    return kept + "\n".join((*parts, *failures(outcomes))) + "\n"


def _counts(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, int, int]]:
    for suite in SUITES:
        found = [outcome for outcome in outcomes if outcome.case.suite == suite]
        yield suite, sum(outcome.passed for outcome in found), len(found)
